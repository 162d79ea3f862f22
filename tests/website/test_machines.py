"""What machines read: one address, other languages, feeds, the map of the site, schema.org data."""

import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convergence.history.models import Milestone, MilestoneText
from convergence.vocabulary.models import Place, Theme
from convergence.website.models import NewsPage
from convergence.website.places import PLACES

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def data_of(page: str) -> list[dict[str, object]]:
    """Return the schema.org data of a page."""
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    graph: list[dict[str, object]] = json.loads(block)["@graph"]
    return graph


def test_one_address_and_its_other_languages(visitor, home, english) -> None:
    for path in ("/", "/en/"):
        page = visitor.get(path).content.decode()
        assert f'<link rel="canonical" href="http://localhost:8000{path}">' in page
        for code, href in (("fr", "/"), ("en", "/en/"), ("x-default", "/")):
            assert f'<link rel="alternate" hreflang="{code}" href="http://localhost:8000{href}">' in page
    assert '<html lang="en">' in visitor.get("/en/").content.decode()


def test_a_page_says_who_publishes_it(visitor, home) -> None:
    graph = data_of(visitor.get("/").content.decode())
    assert graph[0]["@type"] == "NGO"
    assert (graph[0]["name"], graph[0]["foundingDate"]) == ("Ligue des fils", "1975")
    assert graph[1]["@type"] == "WebPage"


def test_nothing_written_ends_the_data(visitor, news) -> None:
    page = news("Titre", lede="</script><script>alert(1)</script>")
    found = visitor.get(page.get_url()).content.decode()
    assert "<script>alert" not in found
    assert data_of(found)[1]["headline"] == "Titre"


@pytest.fixture
def gathering(history_page) -> Milestone:
    """A colloquium with a month and a place."""
    place = Place.objects.create(slug="montreal", name_fr="Montréal", country="CA")
    found = Milestone.objects.create(
        slug="colloque", kind="COLLOQUIUM", start="1987-10", end="1987-11", place=place, is_published=True
    )
    MilestoneText.objects.create(milestone=found, language="fr", title="Colloque", summary="Sur la dette.")
    return found


def test_a_gathering_is_an_event_as_surely_dated_as_its_source(visitor, gathering) -> None:
    event = data_of(visitor.get("/histoire/colloque/").content.decode())[1]
    assert (event["@type"], event["name"], event["description"]) == ("Event", "Colloque", "Sur la dette.")
    assert (event["startDate"], event["endDate"]) == ("1987-10", "1987-11")
    assert event["location"] == {"@type": "Place", "name": "Montréal", "address": "Montréal"}
    assert event["url"] == "http://localhost:8000/histoire/colloque/"
    assert event["organizer"] == {"@id": "http://localhost:8000/#organisation"}


def test_another_milestone_is_an_article(visitor, gathering) -> None:
    gathering.kind = "CAMPAIGN"
    gathering.save()
    article = data_of(visitor.get("/histoire/colloque/").content.decode())[1]
    assert (article["@type"], article["headline"]) == ("Article", "Colloque")


def test_news_are_articles_with_their_days(visitor, news) -> None:
    page = news("Une lettre", date(2024, 2, 22), lede="Voici.")
    article = data_of(visitor.get(page.get_url()).content.decode())[1]
    assert (article["@type"], article["headline"], article["datePublished"]) == (
        "NewsArticle",
        "Une lettre",
        "2024-02-22",
    )
    assert str(article["dateModified"]).startswith("20")
    assert article["author"] == article["publisher"] == {"@id": "http://localhost:8000/#organisation"}


def test_a_training_that_can_be_asked_for_is_a_course(visitor, text) -> None:
    text("Formations", "nos-formations", offers_course=True, lede="La mondialisation.")
    course = data_of(visitor.get("/nos-formations/").content.decode())[1]
    assert course == {
        "@type": "Course",
        "name": "Formations",
        "description": "La mondialisation.",
        "url": "http://localhost:8000/nos-formations/",
        "provider": {"@id": "http://localhost:8000/#organisation"},
        "inLanguage": "fr",
    }


def test_the_home_page_says_how_the_site_is_searched(visitor, home, english) -> None:
    site = data_of(visitor.get("/en/").content.decode())[2]
    assert site["@type"] == "WebSite"
    assert site["potentialAction"]["target"]["urlTemplate"] == (
        "http://localhost:8000/en/recherche/?q={search_term_string}"
    )


def test_every_page_has_a_picture_for_those_who_link_to_it(visitor, home, text) -> None:
    text()
    for path in ("/", "/agir/"):
        found = visitor.get(path).content.decode()
        [address] = re.findall(r'<meta property="og:image" content="([^"]+)">', found)
        assert address.startswith("http://localhost:8000/static/website/shared")
        assert '<meta property="og:image:width" content="1200">' in found
        assert f'<meta property="og:url" content="http://localhost:8000{path}">' in found


def test_a_page_narrowed_by_its_address_has_one_address(visitor, news) -> None:
    news("Une lettre")
    found = visitor.get("/nouvelles/?genre=NEWS&page=1").content.decode()
    assert '<link rel="canonical" href="http://localhost:8000/nouvelles/">' in found


def test_feeds_in_the_language_of_their_address(visitor, news, english) -> None:
    news("Une lettre", lede="Voici.")
    atom = ET.fromstring(visitor.get("/fil/nouvelles.atom").content)
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert [entry.findtext(f"{ATOM}title") for entry in atom.findall(f"{ATOM}entry")] == ["Une lettre"]
    assert atom.find(f"{ATOM}link[@rel='self']").get("href") == "http://localhost:8000/fil/nouvelles.atom"
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "Ligue des fils"
    rss = ET.fromstring(visitor.get("/fil/nouvelles.rss").content)
    item = rss.find("channel/item")
    assert item.findtext("guid") == item.findtext("link") == "http://localhost:8000/nouvelles/une-lettre/"
    assert "+0" in item.findtext("pubDate") or "-0" in item.findtext("pubDate")
    assert rss.findtext("channel/language") == "fr"
    english_feed = ET.fromstring(visitor.get("/en/fil/nouvelles.atom").content)
    assert english_feed.findall(f"{ATOM}entry") == []


def test_a_feed_by_theme(visitor, news) -> None:
    theme = Theme.objects.create(slug="salaire-decent", name_fr="Salaire décent")
    page = news("Avec thème")
    page.themes.add(theme)
    page.save()
    news("Sans thème")
    found = visitor.get("/fil/salaire-decent.rss").content.decode()
    assert "Avec thème" in found
    assert "Sans thème" not in found
    assert visitor.get("/fil/inconnu.atom").status_code == 404


def test_the_map_of_the_site_names_every_language(visitor, home, english, text) -> None:
    text()
    found = visitor.get("/sitemap.xml").content.decode()
    assert found.count("<loc>") == 3 + 3 * len(PLACES)
    assert 'hreflang="en" href="http://localhost:8000/en/"' in found
    assert "<loc>http://localhost:8000/agir/</loc>" in found
    assert "Sitemap: http://localhost:8000/sitemap.xml" in visitor.get("/robots.txt").content.decode()


def test_the_map_of_the_site_asks_as_little_for_many_pages(visitor, home, english, text) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get("/sitemap.xml").status_code == 200
        return len(queries)

    text()
    asked()  # the first time, kinds of pages and addresses of sites are read too
    few = asked()
    for number in range(5):
        text(f"Page {number}", f"page-{number}")
    assert (asked(), few <= 6) == (few, True)  # pages, activities and registers


@pytest.mark.rule("S78")
def test_a_statement_names_its_body_day_and_resolution(visitor, news) -> None:
    page = news(
        "Pour la paix", kind="STATEMENT", adopted_by="Assemblée", adopted_on=date(2024, 6, 17), resolution="2024-03"
    )
    found = visitor.get(page.get_url()).content.decode()
    assert "Adoptée par Assemblée, le 17 juin 2024" in found
    assert "résolution 2024-03" in found
    with pytest.raises(Exception, match="Une prise de position dit"):
        NewsPage(title="x", slug="x", path="x", depth=9, date=date(2024, 1, 1), kind="STATEMENT").clean()
