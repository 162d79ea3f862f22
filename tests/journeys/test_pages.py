"""Every page that can be reached: it opens, can be used by everybody, fits a telephone, and speaks one language."""

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.browser import is_wider_than_the_screen, violations
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.server import Installation
from tests.journeys.walk import Walk

PEOPLE = [
    (None, "/"),
    ("delegate", "/espace/"),
    pytest.param("coordinator", "/gestion/", marks=pytest.mark.walk),  # some seventy pages in each language
]
WINDOWS = {
    "fr": {"locale": "fr-CA", "viewport": DESK, "color_scheme": "light"},
    "en": {"locale": "en-CA", "viewport": PHONE, "color_scheme": "dark"},
    "es": {"locale": "es-MX", "viewport": PHONE, "color_scheme": "light"},
}


@pytest.mark.parametrize("language", WINDOWS)
@pytest.mark.parametrize(("person", "start"), PEOPLE)
@pytest.mark.rule("A1", "L5")
def test_every_page(
    centre: Installation, window: Callable[..., BrowserContext], person: str | None, start: str, language: str
) -> None:
    context = window(**WINDOWS[language])
    context.add_cookies([{"name": "django_language", "value": language, "url": centre.url}])
    page = context.new_page()
    if person:
        page.goto(urljoin(centre.url, f"/demo/entrer/{person}/"))
    faults: list[str] = []
    for address, answer in Walk(centre.url, urljoin(centre.url, start)).pages(page):
        if answer is None or not answer.ok:
            faults.append(f"{address}: {answer and answer.status}")
        if page.evaluate("document.documentElement.lang")[:2] != language:
            faults.append(f"{address}: not in {language}")
        if is_wider_than_the_screen(page):
            faults.append(f"{address}: wider than the screen")
        faults += [f"{address}: {broken}" for broken in violations(page)]
    assert faults == []
