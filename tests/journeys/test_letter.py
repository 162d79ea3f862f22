"""The letter of a call in the browser: it follows what is written; without JavaScript the button does the same."""

from urllib.parse import urljoin

from playwright.sync_api import expect

from tests.journeys.browser import violations
from tests.journeys.server import Installation
from tests.journeys.test_year import Opener, somebody

PERIOD = "2030-2031"


def test_the_letter_follows_what_is_written(centre: Installation, window: Opener) -> None:
    page = somebody(window, centre, "coordinator")
    page.goto(urljoin(centre.url, "/gestion/cotisations/nouvel-appel/"))
    page.get_by_label("Période").fill(PERIOD)
    page.get_by_role("button", name="Commencer").click()
    letter = page.locator("[data-letter]")
    body = page.locator("textarea[name=body]")
    body.fill("Camarades du {nom}, le 50^e anniversaire approche. {lien}")
    expect(letter.locator("sup")).to_have_text("e")
    people = page.get_by_label("Telle que ce destinataire la lira")
    name = people.locator("option").nth(3).inner_text()
    people.select_option(label=name)
    expect(letter).to_contain_text(name)
    body.fill("Camarades du {nomm}.")
    expect(page.get_by_role("status").filter(has_text="{nomm}")).to_be_visible()
    assert violations(page) == []
    page.reload()
    expect(letter).not_to_contain_text("anniversaire")

    plain = window(java_script_enabled=False).new_page()
    plain.goto(urljoin(centre.url, "/demo/entrer/coordinator/"))
    plain.goto(page.url)
    plain.locator("textarea[name=body]").fill("Sans script, {nom}. {lien}")
    plain.get_by_role("button", name="Enregistrer et voir").click()
    expect(plain.locator("[data-letter]")).to_contain_text("Sans script, ")
    plain.get_by_label("Telle que ce destinataire la lira").select_option(label=name)
    plain.get_by_role("button", name="Afficher").click()
    expect(plain.locator("[data-letter]")).to_contain_text(f"Sans script, {name}")
