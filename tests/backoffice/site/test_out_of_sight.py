"""No page of an editor stands where the product answers, through whichever door it would come there."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringTranslation, TranslationSource

from convergence.backoffice.site import completeness
from convergence.website.models import HomePage, TextPage

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
REFUSED = "Le site lui-même répond à cette adresse"


@pytest.fixture
def home() -> HomePage:
    """Make the home page of the site, in French and English."""
    french, _made = Locale.objects.get_or_create(language_code="fr")
    english, _made = Locale.objects.get_or_create(language_code="en")
    page = Page.get_first_root_node().add_child(
        instance=HomePage(title="Accueil", slug="accueil", poster="Le fil", locale=french)
    )
    Site.objects.update(root_page=page, hostname="testserver", is_default_site=True)
    Site.clear_site_root_paths_cache()
    page.copy_for_translation(english).save_revision().publish()
    return page


@pytest.fixture
def page(home: HomePage) -> TextPage:
    """Make a page lower down, whose short name is free there and taken at the top."""
    above = home.add_child(instance=TextPage(title="Agir", slug="agir", locale=home.locale))
    made: TextPage = above.add_child(instance=TextPage(title="Formations", slug="formations", locale=home.locale))
    made.save_revision().publish()
    return made


def sent(browser: Any, path: str, values: dict[str, Any]) -> str:
    """Send a form; return the page that answers."""
    said: str = browser.post(path, values, follow=True).content.decode()
    return said


def test_a_page_is_not_moved_there(cast: Any, home: HomePage, page: TextPage) -> None:
    browser = cast.client("coordinator")
    said = sent(browser, reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk]), {})
    assert REFUSED in said
    several = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={page.pk}"
    assert REFUSED in sent(browser, several, {"chooser": str(home.pk)})
    page.refresh_from_db()
    assert page.url == "/agir/formations/"


def test_a_page_is_not_copied_there(cast: Any, home: HomePage, page: TextPage) -> None:
    values = {"new_title": "Formations", "new_slug": "formations", "new_parent_page": str(home.pk)}
    assert REFUSED in sent(cast.client("coordinator"), reverse("wagtailadmin_pages:copy", args=[page.pk]), values)
    assert home.get_children().count() == 1


def test_a_page_without_a_form_is_not_put_there(home: HomePage) -> None:
    with pytest.raises(ValidationError) as refusal:
        home.add_child(instance=TextPage(title="Thème", slug="theme", locale=home.locale))
    assert refusal.value.message_dict["slug"]


def test_a_translation_is_not_published_there_and_the_address_says_why(cast: Any, home: HomePage) -> None:
    english = Locale.objects.get(language_code="en")
    made = home.add_child(instance=TextPage(title="Objets", slug="objets", locale=home.locale))
    browser = cast.client("coordinator")
    browser.post(f"/gestion/localize/submit/page/{made.pk}/", {"locales": [str(english.pk)]})
    source = TranslationSource.objects.get_for_instance(made)
    for segment in source.stringsegment_set.select_related("string", "context"):
        data = "catalogue" if segment.context.path == "slug" else "Things"
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=english, data=data
        )
    draft = made.get_translation(english)
    sent(browser, reverse("wagtailadmin_pages:edit", args=[draft.pk]), {"action": "publish"})
    draft.refresh_from_db()
    assert (draft.live, draft.slug == "catalogue") == (False, False)
    refused = StringTranslation.objects.get(data="catalogue")
    assert refused.has_error
    assert REFUSED in str(refused.get_error())


def test_one_that_stands_there_already_is_said_so(cast: Any, home: HomePage, page: TextPage) -> None:
    Page.objects.filter(pk=page.get_parent().pk).update(slug="theme", url_path="/accueil/theme/")
    states = {line.title: line.cells[0].state for line in completeness.lines()}
    assert states == {"Accueil": "live", "Agir": "hidden", "Formations": "live"}
    said = cast.client("coordinator").get(reverse("site:languages")).content.decode()
    assert "personne ne la voit" in said
