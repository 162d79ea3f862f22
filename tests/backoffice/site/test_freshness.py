"""What changes in the back office is on the public site within a second."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Locale, Page, Site

from convergence.documents.models import Picture, PublicFile
from convergence.website import cache
from convergence.website.models import HomePage, TextPage
from tests.doors.forms import Forms

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let the test move the clock of the copies."""
    made = Clock()
    monkeypatch.setattr(cache, "time", made)
    cache.copies.forget()
    return made


@pytest.fixture
def page(cast: Any) -> TextPage:
    """Make a page with a picture and a file, below the home page of the site."""
    locale, _made = Locale.objects.get_or_create(language_code="fr")
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Accueil", slug="accueil", poster="Le fil", locale=locale)
    )
    Site.objects.update(root_page=home, hostname="testserver", is_default_site=True)
    Site.clear_site_root_paths_cache()
    file = BytesIO()
    Image.new("RGB", (64, 48), "#c1121f").save(file, "JPEG")
    picture = Picture.objects.create(
        title="Banderole",
        file=ContentFile(file.getvalue(), "b.jpg"),
        credit="Alliette",
        alt_fr="Une banderole",
        consent="WEB",
    )
    paper = PublicFile.objects.create(title="Le guide", file=ContentFile(b"%PDF-1.4", "guide.pdf"), dated="2024")
    made: TextPage = home.add_child(
        instance=TextPage(
            title="Agir",
            slug="agir",
            locale=locale,
            body=[("picture", {"picture": picture, "caption": ""}), ("file", {"file": paper, "words": ""})],
        )
    )
    made.save_revision().publish()
    return made


def shown() -> str:
    """Return the page as a visitor gets it."""
    return Client().get("/agir/").content.decode()


def sent_by(browser: Any, path: str) -> dict[str, Any]:
    """Return what the form of a page would send back."""
    values = Forms(browser.get(path).content.decode()).values
    return {name: held for name, held in values.items() if name not in {"csrfmiddlewaretoken", "file"}}


@pytest.mark.rule("S91")
def test_a_withdrawn_consent_takes_the_picture_away(cast: Any, page: TextPage, clock: Clock) -> None:
    assert "<img" in shown()
    browser, row = cast.client("coordinator"), Picture.objects.get()
    path = reverse("wagtailimages:edit", args=[row.pk])
    answer = browser.post(path, sent_by(browser, path) | {"consent": "WITHDRAWN"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.consent == "WITHDRAWN"
    clock.now += 1.01
    assert "<img" not in shown()


def test_a_renamed_file_is_renamed_on_its_pages(cast: Any, page: TextPage, clock: Clock) -> None:
    assert "Le guide" in shown()
    browser, row = cast.client("coordinator"), PublicFile.objects.get()
    path = reverse("wagtaildocs:edit", args=[row.pk])
    answer = browser.post(path, sent_by(browser, path) | {"title": "Le nouveau guide"})
    assert answer.status_code == 302
    clock.now += 1.01
    assert "Le nouveau guide" in shown()


def test_a_published_change_is_shown(cast: Any, page: TextPage, clock: Clock) -> None:
    assert "<h1>Agir</h1>" in shown()
    page.title = "Agir ensemble"
    page.save_revision().publish()
    clock.now += 0.98
    assert "<h1>Agir</h1>" in shown()
    clock.now += 0.03
    assert "<h1>Agir ensemble</h1>" in shown()


def test_a_new_file_takes_the_place_of_a_picture(cast: Any, page: TextPage, clock: Clock) -> None:
    before = shown()
    browser, row = cast.client("coordinator"), Picture.objects.get()
    file = BytesIO()
    Image.new("RGB", (80, 60), "#14323b").save(file, "JPEG")
    path = reverse("wagtailimages:edit", args=[row.pk])
    other = SimpleUploadedFile("autre.jpg", file.getvalue(), "image/jpeg")
    assert browser.post(path, sent_by(browser, path) | {"file": other}).status_code == 302
    clock.now += 1.01
    assert shown() != before
    assert "autre" in shown()
