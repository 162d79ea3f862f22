"""What machines read: one address, other languages, feeds, the map of the site, schema.org data."""

import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from convergence.vocabulary.models import Theme
from convergence.website.models import NewsPage

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
    assert found.count("<loc>") == 3
    assert 'hreflang="en" href="http://localhost:8000/en/"' in found
    assert "<loc>http://localhost:8000/agir/</loc>" in found
    assert "Sitemap: http://localhost:8000/sitemap.xml" in visitor.get("/robots.txt").content.decode()


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
