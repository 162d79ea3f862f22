"""A tour written at the desk, confirmed by its host on a telephone without script, and its road book in the guest's language."""

import re
from datetime import date, timedelta
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import Watch, violations
from tests.journeys.conftest import PHONE
from tests.journeys.server import Installation
from tests.journeys.test_year import Opener, somebody

TITLE, EMAIL = "Tournée de la journée", "accueil@journee.example"


def test_a_tour_is_written_and_its_host_says_yes(centre: Installation, window: Opener, chromium: Browser) -> None:
    desk = somebody(window, centre, "coordinator")
    _write(desk, centre)
    expect(desk.locator("main")).to_contain_text("à solliciter")
    desk.get_by_role("link", name="Itinéraire").first.click()
    desk.get_by_role("button", name="Demander à l’hôte").click()
    expect(desk.locator("main")).to_contain_text("demandée, sans réponse encore")
    _say_yes(chromium, centre)
    desk.reload()
    expect(desk.locator("main")).to_contain_text("confirmée par l’hôte")
    assert violations(desk) == []
    desk.get_by_role("link", name="Invité·es et papiers").click()
    address = desk.get_by_role("link", name="Feuille de route (PDF)").get_attribute("href") or ""
    paper = desk.request.get(urljoin(centre.url, address))
    assert (paper.status, paper.headers["content-type"]) == (200, "application/pdf")
    assert b"es-MX" in paper.body()


def _write(desk: Page, centre: Installation) -> None:
    """Write the tour, its guest and its one leg."""
    first, last = date.today() + timedelta(days=40), date.today() + timedelta(days=43)  # noqa: DTZ011 (the browser's day)
    desk.goto(urljoin(centre.url, "/gestion/tournees/ajouter/"))
    desk.get_by_label("Titre en français").fill(TITLE)
    desk.get_by_label("Premier jour").fill(first.isoformat())
    desk.get_by_label("Dernier jour").fill(last.isoformat())
    desk.get_by_role("button", name="Enregistrer").click()
    desk.get_by_role("link", name="Inviter quelqu’un").click()
    desk.locator("[name=name]").fill("Yolanda de la Journée")
    desk.get_by_role("group", name="Langues parlées").get_by_label("espagnol").check()
    desk.get_by_role("button", name="Enregistrer").click()
    desk.get_by_role("link", name="Itinéraire").click()
    desk.get_by_role("link", name="Ajouter une étape").click()
    desk.get_by_label("Premier jour").fill(first.isoformat())
    desk.get_by_label("Dernier jour").fill(last.isoformat())
    for name, words in (("city", "Laval"), ("host_name", "Syndicat de la journée"), ("contact_email", EMAIL)):
        desk.locator(f"[name={name}]").fill(words)
    desk.get_by_role("button", name="Enregistrer").click()
    desk.get_by_role("link", name="À faire").click()


def _say_yes(chromium: Browser, centre: Installation) -> None:
    """Open the host's link on a telephone without script, and say who will be at the door."""
    code = (
        "from convergence.education.tours.models import Leg\n"
        "from convergence.education.tours.queries.links import link_of_nonce\n"
        f"print(link_of_nonce(Leg.objects.get(contact_email='{EMAIL}').nonce))"
    )
    link = re.findall(r"\S+/accueil/\S+", centre.manage("shell", "-c", code))[-1]
    pocket = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False, locale="fr-CA"
    )
    watch = Watch().over(pocket)
    phone = pocket.new_page()
    phone.goto(link)
    expect(phone.locator("h1")).to_have_text(TITLE)
    phone.get_by_label("Qui accueille les invité·es").fill("Camille Exemple")
    phone.get_by_label("Son téléphone ces jours-là").fill("514 555-0142")
    phone.get_by_role("button", name="Oui, nous les accueillons").click()
    expect(phone.locator(".facts").first).to_contain_text("confirmée par l’hôte")
    pocket.close()
    assert {host.split(":")[0] for host in watch.hosts} == {"localhost"}
    assert watch.complaints == []
