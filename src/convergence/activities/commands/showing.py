"""Pictures and files of an activity; credit and consent are the picture's own."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from convergence.accounts.policies import require
from convergence.activities.choices import DocumentPurpose
from convergence.activities.commands.drawing import locked
from convergence.activities.commands.watching import watch
from convergence.activities.errors import NamedTwice
from convergence.activities.models import ActivityDocument, ActivityPicture
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.documents.models import Picture, PublicFile


@transaction.atomic
def add_picture(*, activity_id: int, picture_id: int, actor: Any, at: datetime) -> ActivityPicture:
    """Put a picture to an activity; it is shown in public only if it may be (S91, S97).

    Raises:
        NotFound: there is no such activity or picture.
        NotAllowed: the actor may not change the activity.
        NamedTwice: it is there already.
        DomainError: a practice above refuses it (`watching`): somebody at risk may not be shown.

    Writes the audit line `activities.picture.added`.
    """
    activity = locked(activity_id)
    require(actor, "activities.edit_activity", activity)
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        raise NotFound
    watch(activity, at=at, with_picture=True)
    row = ActivityPicture(activity=activity, picture=picture, position=activity.pictures.count())
    _once(row)
    changes = {"picture": ("", str(picture))}
    audit.record(actor=actor, verb="activities.picture.added", obj=activity, changes=changes, at=at)
    return row


@transaction.atomic
def remove_picture(*, row_id: int, actor: Any, at: datetime) -> None:
    """Take a picture away from an activity; the picture itself stays.

    Raises:
        NotFound: there is no such row.
        NotAllowed: the actor may not change the activity.

    Writes the audit line `activities.picture.removed`.
    """
    row = ActivityPicture.objects.select_related("picture").filter(pk=row_id).first()
    if row is None:
        raise NotFound
    activity = locked(row.activity_id)
    require(actor, "activities.edit_activity", activity)
    changes = {"picture": (str(row), "")}
    row.delete()
    audit.record(actor=actor, verb="activities.picture.removed", obj=activity, changes=changes, at=at)


@transaction.atomic
def add_document(
    *,
    activity_id: int,
    file_id: int,
    actor: Any,
    at: datetime,
    is_public: bool = False,
    purpose: str = DocumentPurpose.OTHER,
) -> ActivityDocument:
    """Put a file to an activity: its programme, its proceedings (S75), what was given out.

    Raises:
        NotFound: there is no such activity or file.
        NotAllowed: the actor may not change the activity.
        BadValue: a purpose that does not exist.
        NamedTwice: it is there already.

    Writes the audit line `activities.document.added`.
    """
    activity = locked(activity_id)
    require(actor, "activities.edit_activity", activity)
    file = PublicFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotFound
    if purpose not in DocumentPurpose.values:
        raise BadValue(field="purpose")
    row = ActivityDocument(activity=activity, file=file, is_public=is_public, purpose=purpose)
    _once(row)
    changes = {"file": ("", str(file))}
    audit.record(actor=actor, verb="activities.document.added", obj=activity, changes=changes, at=at)
    return row


@transaction.atomic
def remove_document(*, row_id: int, actor: Any, at: datetime) -> None:
    """Take a file away from an activity; the file itself stays.

    Raises:
        NotFound: there is no such row.
        NotAllowed: the actor may not change the activity.

    Writes the audit line `activities.document.removed`.
    """
    row = ActivityDocument.objects.select_related("file").filter(pk=row_id).first()
    if row is None:
        raise NotFound
    activity = locked(row.activity_id)
    require(actor, "activities.edit_activity", activity)
    changes = {"file": (str(row), "")}
    row.delete()
    audit.record(actor=actor, verb="activities.document.removed", obj=activity, changes=changes, at=at)


def _once(row: ActivityPicture | ActivityDocument) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NamedTwice from error
