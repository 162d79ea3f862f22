"""First run, code by e-mail, passkey."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browser import violations
from tests.journeys.server import Installation

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_finger(context: BrowserContext, page: Page) -> None:
    """Give the page a telephone that recognises its owner."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})


def test_a_centre_begins_adds_a_passkey_and_comes_back_with_it(
    empty_centre: Installation, window: Callable[..., BrowserContext]
) -> None:
    context = window()
    page = context.new_page()
    with_finger(context, page)
    page.goto(empty_centre.url)
    expect(page).to_have_url(urljoin(empty_centre.url, "/premiers-pas/"))
    assert violations(page) == []
    code = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", empty_centre.manage("first_run"))[0]
    page.get_by_label("Code d’installation").fill(code)
    page.get_by_label("Nom complet de l’organisation").fill("Ligue des fils")
    page.get_by_label("Votre prénom").fill("Léa")
    page.get_by_label("Votre nom de famille").fill("Roy")
    page.get_by_label("Votre courriel").fill("lea@ligue.example")
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_role("heading", name="Une seconde clé")).to_be_visible()
    assert violations(page) == []
    page.goto(urljoin(empty_centre.url, "/gestion/"))
    expect(page.get_by_role("heading", name="Une seconde clé")).to_be_visible()
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    assert violations(page) == []
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    page.wait_for_url(re.compile("recovery-codes|reauthenticate|webauthn/keys"))
    page.goto(urljoin(empty_centre.url, "/gestion/"))
    expect(page.get_by_role("heading", name="Aujourd’hui")).to_be_visible()
    context.clear_cookies()
    page.goto(urljoin(empty_centre.url, "/comptes/login/"))
    assert violations(page) == []
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    expect(page.get_by_role("heading", name="Aujourd’hui")).to_be_visible()
