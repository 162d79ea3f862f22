"""A small public site in two languages."""

from datetime import date

import pytest
from django.test import Client
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from convergence.accounts.models import User
from convergence.core.models import OrganisationProfile
from convergence.website.cache import copies
from convergence.website.models import HistoryPage, HomePage, NewsIndexPage, NewsPage, TextPage


@pytest.fixture(autouse=True)
def no_copies():
    """Begin without copies of pages."""
    copies.forget()


@pytest.fixture
def profile(db):
    """Name the organisation; somebody uses the product."""
    User.objects.create_user("personne@ligue.example")
    return OrganisationProfile.objects.create(
        pk=1, name="Ligue des fils", acronym="LDF", founded=1975, email="bonjour@ldf.example", city="Montréal"
    )


@pytest.fixture
def home(profile):
    """Make a home page in French."""
    locale, _made = Locale.objects.get_or_create(language_code="fr")
    for code in ("en", "es"):
        Locale.objects.get_or_create(language_code=code)
    root = Page.get_first_root_node()
    page = root.add_child(
        instance=HomePage(title="Accueil", slug="accueil", poster="Le même fil", lede="Ensemble.", locale=locale)
    )
    Site.objects.update(root_page=page, hostname="testserver", is_default_site=True)
    Site.clear_site_root_paths_cache()
    return page


@pytest.fixture
def english(home):
    """Translate the home page into English."""
    page = home.copy_for_translation(Locale.objects.get(language_code="en"))
    page.title, page.slug, page.poster, page.lede = "Home", "home-en", "One thread", "Together."
    page.save_revision().publish()
    return page


@pytest.fixture
def text(home):
    """Make a page of text."""

    def make(title: str = "Agir", slug: str = "agir", **values: object) -> TextPage:
        return home.add_child(instance=TextPage(title=title, slug=slug, locale=home.locale, **values))

    return make


@pytest.fixture
def news(home):
    """Make pages of news."""
    index = home.add_child(instance=NewsIndexPage(title="Nouvelles", slug="nouvelles", locale=home.locale))

    def make(title: str, day: date = date(2024, 2, 22), **values: object) -> NewsPage:
        slug = slugify(title)
        page = NewsPage(title=title, slug=slug, date=day, locale=home.locale, **values)
        index.add_child(instance=page)
        page.save_revision().publish()
        return page

    return make


@pytest.fixture
def history_page(home):
    """Make the page of history."""
    return home.add_child(instance=HistoryPage(title="Histoire", slug="histoire", locale=home.locale))


@pytest.fixture
def visitor() -> Client:
    """Nobody in particular."""
    return Client()
