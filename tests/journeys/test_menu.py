"""The menu of the public pages on a telephone, and the history: with no script at all, with keys alone."""

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.server import Installation


@pytest.mark.rule("A1")
def test_the_menu_opens_and_leads_without_a_script(window: Callable[..., BrowserContext], centre: Installation) -> None:
    page = window(locale="fr-CA", viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(urljoin(centre.url, "/"))
    history = page.get_by_role("link", name="Histoire", exact=True)
    expect(history).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(history).to_be_visible()
    page.get_by_role("button", name="Fermer").click()
    expect(history).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    history.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Histoire")


@pytest.mark.rule("A1")
def test_the_menu_opens_and_closes_with_keys(window: Callable[..., BrowserContext], centre: Installation) -> None:
    page = window(locale="fr-CA", viewport=PHONE).new_page()
    page.goto(urljoin(centre.url, "/"))
    opener = page.get_by_role("button", name="Menu")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Mission", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Mission", exact=True)).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.rule("A1")
def test_the_timeline_is_a_list_that_keys_and_readers_follow(
    window: Callable[..., BrowserContext], centre: Installation
) -> None:
    page = window(locale="fr-CA", viewport=DESK, java_script_enabled=False).new_page()
    page.goto(urljoin(centre.url, "/histoire/"))
    moments = page.locator("ol.timeline > li")
    assert moments.count() >= 10
    assert moments.locator("h2 a").count() == moments.count()
    first = moments.first.locator("h2 a")
    first.focus()
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Conférence internationale de solidarité ouvrière")


@pytest.mark.rule("A1", "S35")
def test_the_registers_and_the_map_are_reached_with_keys(
    window: Callable[..., BrowserContext], centre: Installation
) -> None:
    page = window(locale="fr-CA", viewport=DESK, java_script_enabled=False).new_page()
    page.goto(urljoin(centre.url, "/pays/"))
    opener = page.get_by_role("button", name="Participer")
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("banner").get_by_role("link", name="Calendrier")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.get_by_role("banner").get_by_role("link", name="Calendrier")).to_be_hidden()
    shown = page.get_by_role("navigation", name="Ce que montre la carte").get_by_role("link")
    last = shown.last
    last.focus()
    page.keyboard.press("Enter")
    expect(shown.last).to_have_attribute("aria-current", "true")
    rows = page.get_by_role("table", name="La même chose en tableau").get_by_role("row")
    assert rows.count() > 1
    assert page.get_by_role("img").first.get_attribute("aria-labelledby") == "world-title world-words"
