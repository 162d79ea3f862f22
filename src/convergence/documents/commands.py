"""Taking in pictures and files, and saying what a picture shows."""

from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.documents.choices import PortrayedConsent
from convergence.documents.models import Picture, PublicFile
from convergence.documents.papers import refuse_harm
from convergence.documents.rules.metadata import without_metadata

WORDS = ("alt_fr", "alt_en", "alt_es", "credit", "consent", "consent_note")


@transaction.atomic
def take_picture(
    *,
    name: str,
    content: bytes,
    credit: str,
    consent: str,
    actor: Any,
    at: datetime,
    consent_note: str = "",
    alt_fr: str = "",
) -> Picture:
    """Take a picture in, without what its file tells beside the picture: place, names, device, moment, words.

    `taken_out` of the picture says what that was.

    Args:
        name: of the file.
        content: of the file, known to be a picture of a form that is accepted.
        credit: who made it, as asked; without one nothing is taken in (S97).
        consent: a code of `PortrayedConsent`.
        actor: who brings it.
        at: when.
        consent_note: how those shown agreed.
        alt_fr: what it shows; while empty, no public page shows it.

    Raises:
        NotAllowed: the actor may not add pictures.
        BadValue: no credit, or a consent that does not exist.

    Writes the audit line `documents.picture.added`.
    """
    require(actor, "documents.add_picture")
    if not credit.strip():
        raise BadValue(_("Say who made the picture: without a credit it is not taken in."), field="credit")
    if consent not in PortrayedConsent.values:
        raise BadValue(field="consent")
    cleaned = without_metadata(content)
    picture = Picture(
        title=_title(name),
        credit=credit.strip()[:200],
        consent=consent,
        consent_note=consent_note.strip()[:300],
        alt_fr=alt_fr.strip()[:300],
        taken_out=" ".join(cleaned.found),
        uploaded_by_user=actor,
    )
    picture.file = ContentFile(cleaned.content, name=PurePath(name).name)
    picture._set_image_file_metadata()  # noqa: SLF001  (what Wagtail's own form does)
    picture.full_clean(exclude=["file", "collection"])
    picture.save()
    changes = {"credit": ("", picture.credit), "taken_out": ("", picture.taken_out)}
    audit.record(actor=actor, verb="documents.picture.added", obj=picture, changes=changes, at=at)
    return picture


@transaction.atomic
def describe_picture(*, picture_id: int, actor: Any, at: datetime, **words: str) -> Picture:
    """Say what a picture shows, who made it and what those shown agreed to.

    Raises:
        NotFound: there is no such picture.
        NotAllowed: the actor may not change pictures.
        BadValue: no credit, or a consent that does not exist.

    Writes the audit line `documents.picture.changed`, nothing when nothing differs.
    """
    unknown = words.keys() - set(WORDS)
    if unknown:
        message = f"no such field of a picture: {', '.join(sorted(unknown))}"
        raise TypeError(message)
    picture: Picture | None = Picture.objects.select_for_update().filter(pk=picture_id).first()
    if picture is None:
        raise NotFound
    require(actor, "documents.edit_picture", picture)
    before = {name: getattr(picture, name) for name in WORDS}
    for name, value in words.items():
        setattr(picture, name, value.strip())
    if not picture.credit:
        raise BadValue(_("Say who made the picture: without a credit it is not taken in."), field="credit")
    if picture.consent not in PortrayedConsent.values:
        raise BadValue(field="consent")
    picture.full_clean(exclude=["file", "collection"])
    picture.save()
    changes = audit.changes_between(before, {name: getattr(picture, name) for name in WORDS})
    if changes:
        audit.record(actor=actor, verb="documents.picture.changed", obj=picture, changes=changes, at=at)
    return picture


@transaction.atomic
def take_file(
    *, name: str, content: bytes, title: str, language: str, actor: Any, at: datetime, summary: str = ""
) -> PublicFile:
    """Take a file in.

    Raises:
        NotAllowed: the actor may not add files.
        PaperRefused: it holds a program, is locked, or is not what its name says.
        ValidationError: a value does not fit.

    Writes the audit line `documents.publicfile.added`.
    """
    require(actor, "documents.add_publicfile")
    refuse_harm(name, content)
    file = PublicFile(
        title=title.strip() or _title(name), language=language, summary=summary.strip(), uploaded_by_user=actor
    )
    file.file = ContentFile(content, name=PurePath(name).name)
    file._set_document_file_metadata()  # noqa: SLF001  (what Wagtail's own form does)
    file.full_clean(exclude=["file", "collection"])
    file.save()
    audit.record(actor=actor, verb="documents.publicfile.added", obj=file, changes={"title": ("", file.title)}, at=at)
    return file


def _title(name: str) -> str:
    stem = PurePath(name).stem.replace("_", " ").replace("-", " ").strip()
    return (stem or name)[:255]
