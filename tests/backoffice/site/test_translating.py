"""A page is put into another language by who writes pages, and by nobody else."""

from typing import Any

import pytest
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringTranslation, TranslationSource

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


@pytest.mark.parametrize("name", ["treasurer", "board", "auditor"])
def test_others_do_not_translate(cast: Any, page: TextPage, name: str) -> None:
    answer = cast.client(name).post(
        f"/gestion/localize/submit/page/{page.pk}/", {"locales": [str(Locale.objects.get(language_code="en").pk)]}
    )
    assert answer.status_code in {302, 403}
    assert page.get_translations().count() == 0
