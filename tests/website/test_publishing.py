"""Pages planned for later: published when their moment comes, taken down when it is over."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from convergence.documents.models import Picture
from convergence.website.publishing import publish_due

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAST = datetime(2026, 1, 5, 15, tzinfo=UTC)


def planned(text: Any, **values: Any) -> Any:
    """Write a page that goes live at PAST."""
    page = text("Bientôt", "bientot", live=False, go_live_at=PAST, **values)
    page.save_revision(approved_go_live_at=PAST)
    return page


def test_a_page_planned_for_later_is_published_and_taken_down_in_time(text: Any) -> None:
    page = planned(text)
    publish_due(at=PAST - timedelta(minutes=1))
    page.refresh_from_db()
    assert not page.live
    for _twice in range(2):
        publish_due(at=PAST + timedelta(minutes=1))
        page.refresh_from_db()
        assert page.live
    type(page).objects.update(expire_at=PAST + timedelta(hours=1))
    publish_due(at=PAST + timedelta(hours=2))
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


@pytest.mark.rule("S51", "S91")
def test_a_picture_that_may_not_be_shown_any_more_holds_a_planned_page_back(text: Any) -> None:
    file = BytesIO()
    Image.new("RGB", (64, 48), "#c1121f").save(file, "JPEG")
    picture = Picture.objects.create(
        title="Banderole", file=ContentFile(file.getvalue(), "b.jpg"), credit="A", alt_fr="Une banderole", consent="WEB"
    )
    page = planned(text, picture=picture)
    Picture.objects.update(consent="WITHDRAWN")
    publish_due(at=PAST + timedelta(minutes=1))
    page.refresh_from_db()
    assert (page.live, page.has_unpublished_changes) == (False, True)
    Picture.objects.update(consent="WEB")
    publish_due(at=PAST + timedelta(minutes=1))
    page.refresh_from_db()
    assert not page.live
