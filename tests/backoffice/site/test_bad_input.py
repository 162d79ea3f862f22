"""What editors may get wrong: refused in French, at the field, and nothing half published."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Locale, Page, Site

from convergence.documents.models import Picture, Source
from convergence.history.models import Milestone, MilestoneText
from convergence.website.models import HomePage, TextPage
from tests.doors.forms import Forms

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(cast: Any) -> Any:
    """The browser of the coordination."""
    return cast.client("coordinator")


@pytest.fixture
def home() -> HomePage:
    """Make the home page of the site."""
    locale, _made = Locale.objects.get_or_create(language_code="fr")
    page = Page.get_first_root_node().add_child(
        instance=HomePage(title="Accueil", slug="accueil", poster="Le fil", locale=locale)
    )
    Site.objects.update(root_page=page, hostname="testserver", is_default_site=True)
    Site.clear_site_root_paths_cache()
    return page


def sent_by(browser: Any, path: str) -> dict[str, Any]:
    """Return what the form of a page would send back."""
    values = Forms(browser.get(path).content.decode()).values
    return {name: held for name, held in values.items() if name != "csrfmiddlewaretoken"}


def page_form(home: HomePage, slug: str, **more: str) -> dict[str, str]:
    """Return the form of a new page of text, to be published."""
    return {
        "title": "Une page",
        "slug": slug,
        "kicker": "",
        "lede": "",
        "picture": "",
        "drawing": "",
        "body-count": "0",
        "axis": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "action-publish": "action-publish",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **more,
    }


def added(browser: Any, home: HomePage, slug: str, **more: str) -> str:
    """Send a new page; return the page that answers, all redirections followed."""
    path = reverse("wagtailadmin_pages:add", args=["website", "textpage", home.pk])
    found: str = browser.post(path, page_form(home, slug, **more), follow=True).content.decode()
    return found.replace("\xa0", " ").replace("\u202f", " ")


def picture(**values: str) -> Picture:
    """Make a picture of one colour."""
    file = BytesIO()
    Image.new("RGB", (64, 48), "#c1121f").save(file, "JPEG")
    return Picture.objects.create(title="Banderole", file=ContentFile(file.getvalue(), "b.jpg"), **values)


@pytest.mark.rule("S51", "S91", "S97")
@pytest.mark.parametrize(
    ("held", "lacks"),
    [
        ({"alt_fr": "Une banderole", "consent": "NOBODY"}, "le crédit"),
        ({"credit": "Alliette", "consent": "NOBODY"}, "la description"),
        ({"credit": "Alliette", "alt_fr": "Une banderole"}, "l’accord des personnes"),
    ],
)
def test_a_page_is_not_published_with_an_unready_picture(
    browser: Any, home: HomePage, held: dict[str, str], lacks: str
) -> None:
    shown = added(browser, home, "une-page", picture=str(picture(**held).pk))
    assert "« Banderole » ne peut pas encore être montrée" in shown
    assert lacks in shown
    page = TextPage.objects.get(slug="une-page")
    assert not page.live
    assert page.latest_revision is not None  # what was written is kept
    assert browser.get("/une-page/").status_code == 404


def test_with_all_that_it_needs_it_is_published(browser: Any, home: HomePage) -> None:
    ready = picture(credit="Alliette", alt_fr="Une banderole", consent="NOBODY")
    added(browser, home, "une-page", picture=str(ready.pk))
    assert TextPage.objects.get(slug="une-page").live


@pytest.mark.one_database
def test_who_may_not_publish_saves_a_draft_that_nobody_sees(cast: Any, home: HomePage) -> None:
    page = home.add_child(instance=TextPage(title="Formation", slug="formation", lede="Avant.", locale=home.locale))
    page.save_revision().publish()
    education = cast.client("education")
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "action-publish" not in education.get(path).content.decode()
    for forced in ({}, {"action-publish": "action-publish"}):
        form = {**page_form(home, "formation", title="Formation", lede="Après."), **forced}
        if not forced:
            del form["action-publish"]
        education.post(path, form, follow=True)
        page.refresh_from_db()
        assert page.lede == "Avant."
    assert (page.has_unpublished_changes, page.get_latest_revision_as_object().lede) == (True, "Après.")
    cast.client("communications").post(path, page_form(home, "formation", title="Formation", lede="Après."))
    page.refresh_from_db()
    assert (page.has_unpublished_changes, page.lede) == (False, "Après.")


@pytest.mark.rule("S51", "S91")
@pytest.mark.one_database
def test_a_copy_is_not_published_with_a_picture_that_may_not_be_shown(browser: Any, home: HomePage) -> None:
    held = picture(credit="Alliette", alt_fr="Une banderole", consent="WEB")
    page = home.add_child(instance=TextPage(title="Une", slug="une", picture=held, locale=home.locale))
    page.save_revision().publish()
    Picture.objects.update(consent="WITHDRAWN")
    path = reverse("wagtailadmin_pages:copy", args=[page.pk])
    asked = {"new_title": "Deux", "new_slug": "deux", "new_parent_page": str(home.pk)}
    for at_once in ({"publish_copies": "on"}, {"alias": "on"}):
        answer = browser.post(path, asked | at_once, follow=True)
        assert "l’accord des personnes" in answer.content.decode()
        assert not TextPage.objects.filter(slug="deux").exists()
    browser.post(path, asked)
    assert not TextPage.objects.get(slug="deux").live


def test_a_short_name_that_another_page_bears_is_refused(browser: Any, home: HomePage) -> None:
    added(browser, home, "une-page")
    shown = added(browser, home, "une-page")
    assert "est déjà utilis" in shown
    assert TextPage.objects.count() == 1


@pytest.mark.parametrize("slug", ["gestion", "recherche", "en", "formations", "theme"])
def test_a_short_name_where_the_product_answers_is_refused(browser: Any, home: HomePage, slug: str) -> None:
    assert "Le site lui-même répond à cette adresse" in added(browser, home, slug)
    assert not TextPage.objects.exists()


def test_a_page_may_be_called_search_lower_down(browser: Any, home: HomePage) -> None:
    added(browser, home, "section")
    above = TextPage.objects.get(slug="section")
    added(browser, above, "recherche")
    assert TextPage.objects.get(slug="recherche").url_path.endswith("/section/recherche/")


def test_a_link_that_is_no_address_is_not_kept(browser: Any, home: HomePage) -> None:
    words = {
        "blocks": [
            {
                "key": "a",
                "type": "unstyled",
                "depth": 0,
                "text": "Cliquez ici",
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 11, "key": 0}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}},
    }
    block = {"body-0-deleted": "", "body-0-order": "0", "body-0-type": "text", "body-0-id": ""}
    added(browser, home, "une-page", **block | {"body-count": "1", "body-0-value": json.dumps(words)})
    page = TextPage.objects.get(slug="une-page")
    assert "Cliquez ici" in page.body[0].value.source
    assert "javascript" not in page.body[0].value.source
    assert "javascript" not in browser.get("/une-page/").content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "pas une adresse", "data:text/html,x"])
def test_a_block_leads_to_web_addresses_alone(browser: Any, home: HomePage, address: str) -> None:
    block = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "quote",
        "body-0-id": "",
        "body-0-value-quote": "Ensemble.",
        "body-0-value-said_by": "Quelqu’un, 1975",
        "body-0-value-source_url": address,
    }
    shown = added(browser, home, "une-page", **block)
    assert "adresse" in shown or "URL valide" in shown
    assert not TextPage.objects.exists()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "pas une adresse", "ftp://exemple.example/x"])
def test_a_source_has_a_web_address_or_none(browser: Any, address: str) -> None:
    path = "/gestion/site/sources/new/"
    kept = sent_by(browser, path)
    answer = browser.post(path, kept | {"title": "Une page", "url": address})
    assert answer.status_code == 200
    assert answer.context["form"].errors["url"][0] == "Saisissez une URL valide."
    assert not Source.objects.exists()


@pytest.mark.parametrize("written", ["2023-02-31", "vers 1975", "1975-13", "javascript:alert(1)"])
def test_a_date_that_cannot_be_is_refused_at_its_field(browser: Any, written: str) -> None:
    row = Milestone.objects.create(slug="conference", kind="CONFERENCE", start="1975-06")
    MilestoneText.objects.create(milestone=row, language="fr", title="Conférence")
    path = f"/gestion/site/jalons/edit/{row.pk}/"
    answer = browser.post(path, sent_by(browser, path) | {"start": written})
    assert answer.status_code == 200
    assert "start" in answer.context["form"].errors
    row.refresh_from_db()
    assert row.start == "1975-06"


def upload(browser: Any, name: str, content: bytes, kind: str) -> Any:
    """Send a picture."""
    return browser.post(
        reverse("wagtailimages:add"),
        {"title": "Essai", "file": SimpleUploadedFile(name, content, kind), "collection": "1", "consent": "NOBODY"},
    )


def test_a_drawing_with_a_script_is_refused(browser: Any) -> None:
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for name, kind in (("dessin.svg", "image/svg+xml"), ("dessin.png", "image/png")):
        answer = upload(browser, name, script, kind)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]
        assert not Picture.objects.exists()


@pytest.mark.parametrize("size", [(20_000, 10_000), (10_000, 8_000)])
def test_a_picture_of_too_many_pixels_is_refused(browser: Any, size: tuple[int, int]) -> None:
    file = BytesIO()
    Image.new("1", size).save(file, "PNG")
    answer = upload(browser, "grande.png", file.getvalue(), "image/png")
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Picture.objects.exists()


def test_a_page_that_calls_itself_a_picture_is_refused(browser: Any) -> None:
    answer = upload(browser, "page.jpg", b"<!doctype html><script>alert(1)</script>", "image/jpeg")
    assert answer.context["form"].errors["file"]
    assert not Picture.objects.exists()
