"""Every page that can be reached, in three languages: it opens, can be used by everybody, fits a telephone,
offers one main act, and speaks one language.

French is walked at a desk, following the links and asking axe about every template; what no page before showed is
shown once more on a dark telephone, for its colours and targets. The addresses found are then opened in Spanish, whose
words are the longest, on a telephone without scripts: they take most of the time that a page of the back office needs
and say no word of ours. In English it is read which language pages say they speak. Of what anybody may open, everything
is shown and asked anew in all three. A page of the public site has one address for each language, which the French one
names; every other page follows the person.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Page, Response

from tests.journeys.browser import is_wider_than_the_screen, shape_of, violations
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.server import Installation
from tests.journeys.walk import Walk
from tests.journeys.words import left_in_english

People = tuple[tuple[str | None, str], ...]
# Each with what the ones before did not see. The parts are walked at the same time, by a browser each.
OUTSIDE: People = ((None, "/"), ("delegate", "/espace/"))
COORDINATION: People = (("coordinator", "/gestion/"),)
TREASURY: People = (("treasurer", "/gestion/"),)
DUES = "/gestion/(cotisations|messages)/"
MONEY = "/gestion/argent/"
DUES_AND_MONEY = f"{DUES}|{MONEY}"
EDUCATION = "/gestion/(activites|evenements|expositions|formations|outils|tournees)/"
WINDOWS: dict[str, dict[str, Any]] = {
    "fr": {"locale": "fr-CA", "viewport": DESK, "color_scheme": "light"},
    "es": {"locale": "es-MX", "viewport": PHONE, "color_scheme": "dark"},
    "en": {"locale": "en-CA", "viewport": PHONE, "color_scheme": "light"},
}
# What depends on the size and the colours of the screen, not on the template alone.
AGAIN = ("color-contrast", "target-size")
ALTERNATES = """all => Object.fromEntries(all.map(one => [one.hreflang, one.href]))"""


@dataclass
class Found:
    """The addresses found, by person and by language, and the templates that axe has seen in each window."""

    addresses: dict[str | None, list[dict[str, str]]] = field(default_factory=dict)
    shapes: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="class")
def found() -> Found:
    """What the first language found, for the two others."""
    return Found()


def enter(window: Callable[..., BrowserContext], centre: Installation, person: str | None, language: str) -> Page:
    """Open a window in a language, as a person of the demo or as nobody."""
    context = window(**WINDOWS[language], java_script_enabled=person is None or language == "fr")
    context.add_cookies([{"name": "django_language", "value": language, "url": centre.url}])
    page = context.new_page()
    if person:
        page.goto(urljoin(centre.url, f"/demo/entrer/{person}/"))
    return page


def visited(
    page: Page, centre: Installation, found: Found, person: str | None, walk: Walk, language: str
) -> Iterator[tuple[str, Response | None]]:
    """Follow the links the first time, then open the addresses that were found."""
    if person not in found.addresses:
        found.addresses[person] = []
        for address, answer in walk.pages(page):
            found.addresses[person].append({"": address} | addresses_by_language(page, centre))
            yield address, answer
        return
    for addresses in found.addresses[person]:
        address = addresses.get(language, addresses[""])
        yield address, page.goto(address)


def addresses_by_language(page: Page, centre: Installation) -> dict[str, str]:
    """Return the addresses that a page of the public site gives for each language; none for other pages."""
    named = page.eval_on_selector_all("link[rel=alternate][hreflang]", ALTERNATES)
    return {language: urljoin(centre.url, urlsplit(address).path) for language, address in named.items()}


def faults_of(page: Page, answer: Response | None, language: str) -> Iterator[str]:
    """Yield what is wrong with the page that is open, whether scripts run or not."""
    if answer is None or not answer.ok:
        yield f"answers {answer and answer.status}"
    if page.evaluate("document.documentElement.lang")[:2] != language:
        yield f"not in {language}"
    if is_wider_than_the_screen(page):
        yield "wider than the screen"
    if page.locator("main .button--primary:visible").count() > 1:
        yield "several main acts"
    yield from (f"left in English: {words}" for words in left_in_english(page, language))


def faults_of_template(page: Page, seen: set[str], *, is_public: bool) -> Iterator[str]:
    """Yield what axe finds wrong with a template that it was not asked about before."""
    shape = shape_of(page)
    if shape in seen:
        return
    new = set(shape.splitlines()) - seen
    yield from violations(page, without=() if is_public else AGAIN)
    if new and not is_public:  # colours and sizes of an element are the same on every page
        yield from violations(page, only=AGAIN, of=new)
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark")
        yield from (f"{fault} (dark telephone)" for fault in violations(page, only=AGAIN, of=new))
        if is_wider_than_the_screen(page):
            yield "wider than a telephone"
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")
    seen |= {shape, *shape.splitlines()}


def faults_of_text(answer: APIResponse, language: str) -> Iterator[str]:
    """Yield what is wrong with a page that is read without being shown."""
    if not answer.ok:
        yield f"answers {answer.status}"
    elif f'<html lang="{language}' not in answer.text()[:400]:
        yield f"not in {language}"


@dataclass
class Walker:
    """Opens every page that a group of people can reach."""

    centre: Installation
    window: Callable[..., BrowserContext]
    found: Found

    def faults(self, people: People, within: str, language: str) -> tuple[list[str], int]:
        """Return what is wrong, and how many kinds of pages were opened."""
        faults: list[str] = []
        kinds: set[str] = set()
        seen = self.found.shapes.setdefault(language, set())
        for person, start in people:
            page = enter(self.window, self.centre, person, language)
            if person and language == "en" and person in self.found.addresses:
                for address in self.found.addresses[person]:
                    told = faults_of_text(page.request.get(address.get(language, address[""])), language)
                    faults += [f"{person} {address['']}: {fault}" for fault in told]
                continue
            walk = Walk(self.centre.url, urljoin(self.centre.url, start), kinds, within)
            for address, answer in visited(page, self.centre, self.found, person, walk, language):
                told = list(faults_of(page, answer, language))
                if person is None or language == "fr":
                    told += faults_of_template(page, seen, is_public=person is None)
                faults += [f"{person or 'anybody'} {address}: {fault}" for fault in told]
        return faults, len(kinds)


@pytest.fixture
def walker(centre: Installation, window: Callable[..., BrowserContext], found: Found) -> Walker:
    """Who opens the pages."""
    return Walker(centre, window, found)


@pytest.mark.rule("A1", "L5")
class TestRegisters:
    """The coordination, in all other parts of the back office."""

    @pytest.mark.parametrize("language", WINDOWS)
    def test_every_page(self, walker: Walker, language: str) -> None:
        faults, kinds = walker.faults(COORDINATION, f"(?!{DUES_AND_MONEY}|{EDUCATION})/gestion/", language)
        assert not faults, "\n".join(faults)
        assert kinds >= 85 or language != "fr"


@pytest.mark.rule("A1", "L5")
class TestDuesAndMoney:
    """The team, in the back office: the coordination for dues and messages, the treasury for money."""

    @pytest.mark.parametrize("language", WINDOWS)
    def test_every_page(self, walker: Walker, language: str) -> None:
        faults, kinds = walker.faults(COORDINATION, DUES, language)
        of_money, kinds_of_money = walker.faults(TREASURY, MONEY, language)
        assert not faults + of_money, "\n".join(faults + of_money)
        assert kinds + kinds_of_money >= 50 or language != "fr"


@pytest.mark.rule("A1", "L5")
class TestEducation:
    """The coordination, in the back office: activities and what education adds to them."""

    @pytest.mark.parametrize("language", WINDOWS)
    def test_every_page(self, walker: Walker, language: str) -> None:
        faults, kinds = walker.faults(COORDINATION, EDUCATION, language)
        assert not faults, "\n".join(faults)
        assert kinds >= 60 or language != "fr"


@pytest.mark.rule("A1", "L5")
class TestOutside:
    """Whoever comes by, and a delegate in the members' space."""

    @pytest.mark.parametrize("language", WINDOWS)
    def test_every_page(self, walker: Walker, language: str) -> None:
        faults, kinds = walker.faults(OUTSIDE, "/", language)
        assert not faults, "\n".join(faults)
        assert kinds >= 30 or language != "fr"

    @pytest.mark.parametrize("language", WINDOWS)
    def test_the_style_guide(self, walker: Walker, language: str) -> None:
        page = enter(walker.window, walker.centre, None, language)
        answer = page.goto(urljoin(walker.centre.url, "/styleguide/?errors=1"))
        assert answer is not None
        assert answer.ok
        assert violations(page) == []  # the names of the tokens are code, in no language
        assert not is_wider_than_the_screen(page)
