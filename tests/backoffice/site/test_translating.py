"""A page is put into another language by who writes pages, and by nobody else; what is not translated is said."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import TestCase
from PIL import Image
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringTranslation, TranslationSource

from convergence.backoffice.site import completeness
from convergence.documents.models import Picture
from convergence.website.models import HomePage, TextPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> TextPage:
    """Make a page of text below the home page, in French, with its home in English."""
    french, _made = Locale.objects.get_or_create(language_code="fr")
    english, _made = Locale.objects.get_or_create(language_code="en")
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Accueil", slug="accueil", poster="Le fil", locale=french)
    )
    Site.objects.update(root_page=home, hostname="testserver", is_default_site=True)
    Site.clear_site_root_paths_cache()
    home.copy_for_translation(english).save_revision().publish()
    made: TextPage = home.add_child(
        instance=TextPage(
            title="Une tournée", slug="tournee", locale=french, body=[{"type": "heading", "value": "Une partie"}]
        )
    )
    made.save_revision().publish()
    return made


def asked(client: Any, page: Page) -> Any:
    """Ask for a page in English."""
    english = Locale.objects.get(language_code="en")
    path = f"/gestion/localize/submit/page/{page.pk}/"
    assert client.get(path).status_code == 200
    return client.post(path, {"locales": [str(english.pk)]})


@pytest.mark.parametrize("name", ["coordinator", "communications", "education"])
def test_a_page_is_translated_and_published(cast: Any, page: TextPage, name: str) -> None:
    client = cast.client(name)
    assert asked(client, page).status_code == 302
    draft = page.get_translation(Locale.objects.get(language_code="en"))
    assert (draft.live, draft.title) == (False, "Une tournée")
    shown = client.get(f"/gestion/pages/{draft.pk}/edit/")
    assert shown.status_code == 200
    assert "Une partie" in shown.content.decode()


def test_the_words_of_each_block_are_there_to_translate(cast: Any, page: TextPage) -> None:
    asked(cast.client("coordinator"), page)
    source = TranslationSource.objects.get_for_instance(page)
    english = Locale.objects.get(language_code="en")
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=english, data=f"{segment.string.data} EN"
        )
    source.create_or_update_translation(english, publish=True)
    found = page.get_translation(english)
    assert (found.title, found.body[0].value) == ("Une tournée EN", "Une partie EN")


def in_english(page: TextPage) -> Any:
    """Return the state of a page in English, and how many of its parts are still in French."""
    line = next(line for line in completeness.lines() if line.title == page.title)
    cell = next(cell for cell in line.cells if cell.language == "en")
    return cell.state, cell.left


def say(page: TextPage, path: str, words: str) -> None:
    """Translate one part of a page."""
    source = TranslationSource.objects.get_for_instance(page)
    segment = source.stringsegment_set.get(context__path=path)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=Locale.objects.get(language_code="en"),
        defaults={"data": words},
    )


def publish(client: Any, page: TextPage) -> str:
    """Press “Publish in English”."""
    draft = page.get_translation(Locale.objects.get(language_code="en"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(f"/gestion/pages/{draft.pk}/edit/", {"action": "publish"}, follow=True)
    said: str = answer.content.decode()
    return said


def test_a_translation_with_a_missing_part_is_not_up_to_date(cast: Any, page: TextPage) -> None:
    client = cast.client("coordinator")
    assert in_english(page) == ("missing", 0)
    asked(client, page)
    assert in_english(page) == ("draft", 0)
    say(page, "title", "A tour")
    assert "paraissent en français" in publish(client, page)
    assert in_english(page) == ("partial", 2)
    shown = client.get("/gestion/site/langues/").content.decode()
    assert "2 parties encore en français" in shown
    assert completeness.shares(completeness.lines())[1].done == 1  # the home page alone
    say(page, "slug", "tour")
    heading = TranslationSource.objects.get_for_instance(page).stringsegment_set.get(context__path__startswith="body")
    say(page, heading.context.path, "A part")
    assert in_english(page) == ("waiting", 0)
    assert "est publiée en anglais." in publish(client, page)
    assert in_english(page) == ("live", 0)


@pytest.mark.rule("S51", "S91", "S97")
def test_a_translation_is_not_published_with_a_picture_that_may_not_be_shown(cast: Any, page: TextPage) -> None:
    file = BytesIO()
    Image.new("RGB", (64, 48), "#c1121f").save(file, "JPEG")
    page.picture = Picture.objects.create(title="Banderole", file=ContentFile(file.getvalue(), "b.jpg"))
    page.save_revision().publish()
    client = cast.client("coordinator")
    asked(client, page)
    assert "Banderole" in publish(client, page)
    source = TranslationSource.objects.get_for_instance(page)
    update = f"/gestion/localize/update/{source.pk}/"
    assert "Banderole" in client.post(update, {"publish_translations": "on"}, follow=True).content.decode()
    several = f"/gestion/bulk/wagtailcore/page/publish/?id={page.pk}"
    draft = page.get_translation(Locale.objects.get(language_code="en"))
    assert "Banderole" in client.post(several.replace(str(page.pk), str(draft.pk)), {}, follow=True).content.decode()
    draft.refresh_from_db()
    assert not draft.live


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ("Langues", '"Publier en "', "parties traduites")), ("es", ("Idiomas", '"Publicar en "', "Bloqueando"))],
)
def test_the_screens_of_translation_speak_the_language_of_the_person(
    cast: Any, page: TextPage, language: str, words: tuple[str, ...]
) -> None:
    client = cast.client("coordinator")
    client.cookies["django_language"] = language
    form = client.get(f"/gestion/localize/submit/page/{page.pk}/").content.decode()
    script = client.get("/gestion/localize/jsi18n/").content.decode()
    assert words[0] in form
    assert words[1] in script
    assert words[2] in script


@pytest.mark.one_database
def test_drafts_wait_on_the_first_page_of_who_publishes(cast: Any, page: TextPage) -> None:
    page.lede = "Des mots nouveaux."
    page.save_revision()
    assert "1 page attend d’être publiée" in plain(cast.client("communications").get("/gestion/"))
    assert "attend d’être publiée" not in plain(cast.client("treasurer").get("/gestion/"))
    listed = plain(cast.client("education").get("/gestion/site/langues/"))
    assert "En attente de publication" in listed
    assert "Moderators" not in plain(cast.client("education").get(f"/gestion/pages/{page.pk}/edit/"))


def plain(answer: Any) -> str:
    """Return the words of a page on one line, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("name", ["treasurer", "board", "auditor"])
def test_others_do_not_translate(cast: Any, page: TextPage, name: str) -> None:
    answer = cast.client(name).post(
        f"/gestion/localize/submit/page/{page.pk}/", {"locales": [str(Locale.objects.get(language_code="en").pk)]}
    )
    assert answer.status_code in {302, 403}
    assert page.get_translations().count() == 0
