"""Printed copies ordered on a telephone without a script, sent, paid; a leaflet that one union offers to the others."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browser import violations
from tests.journeys.conftest import PHONE
from tests.journeys.server import Installation

Opener = Callable[..., BrowserContext]
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def somebody(window: Opener, centre: Installation, role: str) -> Page:
    """Open a window as the demo's person of a role."""
    page = window().new_page()
    page.goto(urljoin(centre.url, f"/demo/entrer/{role}/"))
    return page


def ordered(phone: Page, centre: Installation) -> str:
    """Order two copies of the comic; return the number of the order."""
    phone.goto(urljoin(centre.url, "/catalogue/"))
    phone.get_by_role("link", name="Bande dessinée sur la mondialisation").click()
    phone.get_by_role("link", name="Commander des imprimés").click()
    phone.get_by_label("album imprimé").fill("2")
    for label, words in (
        ("Votre nom", "Ana Exemple"),
        ("Courriel", "ana@groupe.example"),
        ("Numéro, rue, bureau", "12, rue de l’Exemple"),
        ("Ville", "Montréal"),
        ("Code postal", "h2x 1y4"),
    ):
        phone.get_by_label(label).fill(words)
    phone.get_by_role("button", name="Envoyer ma commande").click()
    expect(phone).to_have_url(re.compile(r"/commandes/[\w-]{32}/$"))
    return phone.locator("h1").inner_text().split()[-1]


def test_copies_are_ordered_on_a_telephone_sent_and_paid(centre: Installation, window: Opener) -> None:
    phone = window(viewport=PHONE, java_script_enabled=False).new_page()
    number = ordered(phone, centre)
    expect(phone.locator("main")).to_contain_text("28,50")  # 2 × 12,00 and 4,50 to send them
    staff = somebody(window, centre, "coordinator")
    staff.goto(urljoin(centre.url, "/gestion/outils/commandes/?state=RECEIVED"))
    staff.get_by_role("link", name=number).click()
    staff.get_by_role("link", name="Accepter").click()
    staff.get_by_role("checkbox", name="Personne du registre").check()
    assert violations(staff) == []
    staff.get_by_role("button", name="Accepter et envoyer la facture").click()
    staff.get_by_role("link", name="Elle est partie").click()
    staff.get_by_label("Transporteur").fill("Postes 123")
    staff.get_by_role("button", name="Elle est partie").click()
    expect(staff.locator("main")).to_contain_text("Postes 123")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Postes 123")
    expect(phone.get_by_role("button", name="Payer par carte")).to_be_visible()
    staff.locator("main dl.facts a").first.click()
    staff.get_by_role("link", name="Inscrire un paiement").click()
    staff.get_by_role("button", name="Inscrire le paiement").click()
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Tout est payé")


def test_a_union_offers_a_leaflet_and_the_team_accepts_it(centre: Installation, window: Opener, tmp_path: Path) -> None:
    file = tmp_path / "depliant.pdf"
    file.write_bytes(PDF)
    union = somebody(window, centre, "delegate")
    union.goto(urljoin(centre.url, "/espace/"))
    with union.expect_navigation():
        union.get_by_role("link", name="Outils").first.click()
    assert violations(union) == []
    union.get_by_role("link", name="Offrir un outil").click()
    union.get_by_label("Titre").fill("Dépliant du parcours")
    union.get_by_label("Qu’est-ce que c’est").select_option("LEAFLET")
    union.get_by_label("Que peuvent en faire").select_option("CC_BY")
    union.get_by_label("Pour qui").select_option("MEMBERS")
    union.get_by_label("Le fichier").set_input_files(file)
    union.get_by_role("button", name="L’offrir").click()
    expect(union.locator("main")).to_contain_text("l’équipe le regarde")
    staff = somebody(window, centre, "education")
    staff.goto(urljoin(centre.url, "/gestion/outils/?state=OFFERED"))
    staff.get_by_role("link", name="Dépliant du parcours").click()
    staff.get_by_role("link", name="Accepter et publier").click()
    staff.get_by_role("button", name="Publier").click()
    expect(staff.locator("main")).to_contain_text("publié")
    union.goto(urljoin(centre.url, "/espace/"))
    union.get_by_role("link", name="Outils").first.click()
    expect(union.locator("main article", has_text="Dépliant du parcours")).to_contain_text("CC BY 4.0")
