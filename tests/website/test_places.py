"""Pages that the registers make: reached by the menu, told to machines as fully as the pages of editors."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils.translation import override

from convergence.activities import commands
from convergence.education.exhibitions.models import Exhibition
from convergence.education.gatherings.commands import write_series
from convergence.education.tools.models import Tool, ToolVersion
from convergence.education.trainings.models import Training
from convergence.vocabulary.models import Theme
from convergence.website.addresses import first_words, is_taken
from convergence.website.places import PLACES
from tests.website.test_feeds import check_atom

AT = datetime(2024, 5, 3, 15, tzinfo=UTC)
DAY = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
BASE = "http://localhost:8000"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
INLINE = re.compile(r'\sstyle="|<style|\son[a-z]+="|<script(?! type="application/ld\+json">)')
OUTSIDE = re.compile(r'<(?:link rel="stylesheet"|script|img|source|iframe)[^>]*(?:src|srcset|href)="(?:https?:)?//')


@pytest.fixture
def registers(home: Any) -> dict[str, dict[str, Any]]:
    """Put one thing in each register; return the addresses with what each is for schema.org."""
    theme = Theme.objects.create(slug="climat", name_fr="Climat")
    made = commands.create_activity(
        title_fr="Dîner",
        summary_fr="On mange.",
        start=DAY,
        kind="LUNCH_TALK",
        is_public=True,
        actor=None,
        at=AT,
    )
    commands.change_state(activity_id=made.pk, state="CONFIRMED", actor=None, at=AT)
    made.themes.add(theme)
    write_series(slug="jqsi", name_fr="Journées", actor=None, at=AT)
    Exhibition.objects.create(slug="regards", title_fr="Regards", summary_fr="Des visages.", is_public=True)
    Training.objects.create(
        slug="dette", title_fr="La dette", summary_fr="Qui paie.", objectives_fr="Savoir\nAgir", languages="fr es",
        minutes=90, most_people=20, may_be_online=True, is_published=True, changed_at=AT,
    )  # fmt: skip
    tool = Tool.objects.create(
        slug="fil", kind="COMIC", title="Le fil", rights_holder="Centre", licence="CC_BY", state="PUBLISHED",
        published_at=AT, created_at=AT, changed_at=AT,
    )  # fmt: skip
    ToolVersion.objects.create(tool=tool, number=1, published_at=AT)
    return {
        "/calendrier/": {"@type": "WebPage"},
        f"/calendrier/{made.slug}/": {"@type": "Event", "name": "Dîner", "startDate": DAY},
        "/calendrier/serie/jqsi/": {"@type": "WebPage", "name": "Journées"},
        "/theme/climat/": {"@type": "WebPage", "name": "Climat"},
        "/formations/": {"@type": "WebPage"},
        "/formations/demander/": {"@type": "WebPage"},
        "/formations/dette/": {
            "@type": "Course",
            "name": "La dette",
            "description": "Qui paie.",
            "teaches": ["Savoir", "Agir"],
            "availableLanguage": ["fr", "es"],
            "hasCourseInstance": {
                "@type": "CourseInstance",
                "courseMode": ["onsite", "online"],
                "courseWorkload": "PT90M",
            },
        },
        "/expositions/": {"@type": "WebPage"},
        "/expositions/regards/": {"@type": "Collection", "name": "Regards", "description": "Des visages."},
        "/catalogue/": {"@type": "WebPage"},
        "/catalogue/fil/": {"@type": "ComicStory", "name": "Le fil"},
    }


@pytest.mark.rule("L5")
def test_each_page_has_one_address_its_languages_its_data_and_nothing_inline(registers: dict[str, Any]) -> None:
    for number, (path, about) in enumerate(registers.items()):
        for prefix in ("", ("/en", "/es")[number % 2]):
            answer = Client().get(prefix + path)
            assert answer.status_code == 200, prefix + path
            page = answer.content.decode()
            assert re.findall(r'<link rel="canonical" href="([^"]+)"', page) == [f"{BASE}{prefix}{path}"]
            named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
            assert named == {
                "fr": f"{BASE}{path}", "en": f"{BASE}/en{path}", "es": f"{BASE}/es{path}", "x-default": f"{BASE}{path}",
            }  # fmt: skip
            assert '<meta property="og:image" content="http://localhost:8000/static/website/shared' in page
            assert not answer.cookies, path
            assert "unsafe" not in answer.headers["Content-Security-Policy"], path
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path
            assert not INLINE.findall(page), path
            assert not OUTSIDE.findall(page), path
        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        organisation, data = json.loads(block)["@graph"]
        assert (organisation["@type"], data["url"]) == ("NGO", f"{BASE}{prefix}{path}")
        assert {name: data[name] for name in about} == about


def test_the_map_of_the_site_holds_them_in_three_languages(registers: dict[str, Any]) -> None:
    found = {one.text for one in ET.fromstring(Client().get("/sitemap.xml").content).iter(LOC)}
    no_list = {"/formations/demander/", "/calendrier/serie/jqsi/"}  # a form; a series without a gathering
    wanted = {f"{BASE}{prefix}{path}" for path in registers.keys() - no_list for prefix in ("", "/en", "/es")}
    assert wanted <= found
    assert f"{BASE}/calendrier/serie/jqsi/" not in found


def test_the_feeds_of_registers_are_valid(registers: dict[str, Any]) -> None:
    for prefix in ("", "/es"):
        for name in ("calendrier", "outils", "calendrier/climat"):
            assert len(check_atom(Client().get(f"{prefix}/fil/{name}.atom").content)) == 1, name


@pytest.mark.parametrize(("language", "word"), [("fr", "Participer"), ("en", "Take part"), ("es", "Participar")])
def test_the_menu_and_the_foot_lead_to_every_register(home: Any, english: Any, language: str, word: str) -> None:
    with override(language):
        address = PLACES[0].href
        page = Client().get(address).content.decode()
        menu, _main, rest = page.partition("</header>")
        for place in PLACES:
            assert f'href="{place.href}"' in menu
            assert f'href="{place.href}"' in rest.partition("<footer")[2]
    assert re.search(rf'popovertarget="ways" aria-current="true">{word}</button>', menu)
    assert f'<a href="{address}" aria-current="page">' in menu
    assert 'popovertarget="ways">' in Client().get("/").content.decode()  # none of them is read there


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/formations/", True), ("/theme/", True), ("/theme/climat/", True), ("/fil/x/", True), ("/c/", True),
        ("/catalogue/x/y/", True), ("/en/expositions/", True), ("/es/", True), ("/gestion/x/", True),
        ("/en/gestion/", False), ("/agir/formations/", False), ("/agir/", False), ("/", False), ("/en-grève/", False),
    ],
)  # fmt: skip
def test_the_addresses_of_the_product_are_known(path: str, taken: bool) -> None:
    assert is_taken(path) is taken


def test_every_address_of_the_site_is_the_product_s_own() -> None:
    assert {"recherche", "calendrier", "theme", "formations", "expositions", "catalogue", "fil"} <= first_words(
        in_language=True
    )
    assert {"gestion", "espace", "comptes", "api", "fichiers", "c"} <= first_words(in_language=False)
