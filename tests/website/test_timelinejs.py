"""The timeline as TimelineJS reads it."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from convergence.documents.models import Picture, Source
from convergence.history.models import Citation, Milestone, MilestoneText
from convergence.website.cache import copies
from convergence.website.models import PageCopy

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone(history_page):
    """Write a milestone in French."""

    def make(slug: str, **values: object) -> Milestone:
        row = Milestone.objects.create(slug=slug, kind="CAMPAIGN", is_published=True, **values)
        MilestoneText.objects.create(milestone=row, language="fr", title=f"<i>{slug}</i>", body="Un & deux.\n\nTrois.")
        return row

    return make


@pytest.fixture
def picture() -> Picture:
    """Make a picture that may be shown."""
    file = BytesIO()
    Image.new("RGB", (64, 48), "#c1121f").save(file, "JPEG")
    return Picture.objects.create(
        title="Affiche",
        file=ContentFile(file.getvalue(), "affiche.jpg"),
        credit="Alliette & Benoit",
        alt_fr="Une banderole",
        consent="NOBODY",
    )


def test_slides_are_as_sure_as_their_sources(visitor, milestone) -> None:
    milestone("une-annee", start="1975")
    milestone("un-mois", start="2003-01", start_part="LATE", end="2003-02-03")
    milestone("sans-date", undated_as="PAST")
    found = visitor.get("/histoire/chronologie-json/").json()
    assert [event["unique_id"] for event in found["events"]] == ["une-annee", "un-mois"]
    year, month = found["events"]
    assert year["start_date"] == {"year": 1975}
    assert (month["start_date"], month["end_date"]) == (
        {"year": 2003, "month": 1},
        {"year": 2003, "month": 2, "day": 3},
    )
    assert month["display_date"].startswith("de fin janvier 2003")
    assert "media" not in year


def test_words_are_words_and_sources_are_said(visitor, milestone) -> None:
    row = milestone("x", start="1975")
    for title in ("Lettre", "Page"):
        Citation.objects.create(milestone=row, source=Source.objects.create(title=title))
    [event] = visitor.get("/histoire/chronologie-json/").json()["events"]
    assert event["text"]["headline"] == "&lt;i&gt;x&lt;/i&gt;"
    assert event["text"]["text"] == ("<p>Un &amp; deux.</p>\n\n<p>Trois.</p><p>Lettre, non datée · Page, non datée</p>")


@pytest.mark.rule("S91", "S97")
def test_a_picture_comes_with_its_credit_and_only_with_consent(visitor, milestone, picture) -> None:
    milestone("x", start="1975", picture=picture)
    [event] = visitor.get("/histoire/chronologie-json/").json()["events"]
    assert event["media"]["url"].startswith("http://localhost:8000/media/images/")
    assert (event["media"]["credit"], event["media"]["alt"]) == ("Alliette &amp; Benoit", "Une banderole")
    Picture.objects.update(consent="WITHDRAWN")
    copies.forget()
    PageCopy.objects.all().delete()
    [event] = visitor.get("/histoire/chronologie-json/").json()["events"]
    assert "media" not in event
