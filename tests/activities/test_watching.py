"""What practices above may ask of an activity before it is written."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from convergence.activities.commands import add_picture, change_activity, create_activity, watching
from convergence.activities.models import Activity
from convergence.core.errors import DomainError
from convergence.documents.models import Picture

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def keep(activity: Activity, at: datetime, with_picture: bool) -> None:
    if with_picture or activity.title_fr == "Secret":
        raise DomainError
    if activity.part_of_id:
        activity.security = "CONFIDENTIAL"


@pytest.fixture
def watched() -> Iterator[None]:
    """Let `keep` watch for the time of a test."""
    watching.register_watcher(keep)
    watching.register_watcher(keep)
    yield
    watching._watchers.remove(keep)


@pytest.mark.rule("S95")
def test_a_watcher_raises_the_guard_and_refuses_texts_and_pictures(watched: None) -> None:
    whole = create_activity(kind="TOUR", title_fr="Tournée", start="2026-05-03", actor=None, at=AT)
    part = create_activity(kind="MEETING", title_fr="Rencontre", start="2026-05-04", part_of=whole, actor=None, at=AT)
    assert (whole.security, part.security) == ("ORDINARY", "CONFIDENTIAL")
    assert change_activity(activity_id=part.pk, security="ORDINARY", actor=None, at=AT).security == "CONFIDENTIAL"
    with pytest.raises(DomainError):
        change_activity(activity_id=whole.pk, title_fr="Secret", actor=None, at=AT)
    picture = Picture.objects.create(title="Affiche", file="images/x.jpg", width=1, height=1)
    with pytest.raises(DomainError):
        add_picture(activity_id=whole.pk, picture_id=picture.pk, actor=None, at=AT)
    whole.refresh_from_db()
    assert (whole.title_fr, whole.pictures.count()) == ("Tournée", 0)
