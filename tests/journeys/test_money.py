"""The treasurer's day in the browser: cheques with a control total, a form clicked twice, a list kept under a name."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browser import violations
from tests.journeys.server import Installation

Opener = Callable[..., BrowserContext]


def treasurer(window: Opener, centre: Installation) -> Page:
    """Open a window as the demo's treasurer."""
    page = window().new_page()
    page.goto(urljoin(centre.url, "/demo/entrer/treasurer/"))
    return page


def late(page: Page, centre: Installation) -> list[str]:
    """Return the member numbers of three invoices that are still owed."""
    page.goto(urljoin(centre.url, "/gestion/argent/factures/?state=open"))
    numbers = page.locator("main tbody th .soft").all_inner_texts()
    return numbers[:3]


def enter_cheques(page: Page, centre: Installation, cheques: list[tuple[str, str]], total: str) -> None:
    """Type a deposit and its control total."""
    page.goto(urljoin(centre.url, "/gestion/argent/cheques/ajouter/"))
    page.get_by_label("Total de contrôle").fill(total)
    rows = page.locator("main table tbody tr")
    for place, (member, amount) in enumerate(cheques):
        fields = rows.nth(place).locator("input")
        fields.nth(0).fill(member)
        fields.nth(1).fill(str(100 + place))
        fields.nth(2).fill(amount)


def test_a_deposit_of_cheques_then_a_refund_clicked_twice(centre: Installation, window: Opener) -> None:
    page = treasurer(window, centre)
    members = late(page, centre)
    enter_cheques(page, centre, [(member, "70,00") for member in members], "200,00")
    expect(page.locator("main tfoot")).to_contain_text("210,00")
    page.get_by_label("Total de contrôle").fill("210,00")
    page.get_by_role("button", name="Inscrire le dépôt").dblclick()
    expect(page).to_have_url(re.compile(r"/cheques/\d+/$"))
    assert violations(page) == []
    slip = page.request.get(urljoin(page.url, "bordereau.pdf"))
    assert slip.body()[:5] == b"%PDF-"
    page.locator("main tbody a").first.click()
    page.get_by_role("link", name="Rembourser").click()
    page.locator("[name=amount]").fill("20,00")
    page.locator("[name=reason]").fill("Trop-perçu")
    page.get_by_role("button", name="Rembourser").dblclick()
    expect(page).to_have_url(re.compile(r"/paiements/\d+/$"))
    expect(page.locator("main")).to_contain_text("Inutilisé")
    assert page.locator("main tbody th", has_text="Remboursé").count() == 1
    assert violations(page) == []


def test_a_list_is_filtered_and_its_filter_kept(centre: Installation, window: Opener) -> None:
    page = treasurer(window, centre)
    page.goto(urljoin(centre.url, "/gestion/argent/paiements/"))
    page.get_by_label("État").select_option("credit")
    page.get_by_role("button", name="Afficher", exact=True).click()
    page.get_by_label("Garder ce filtre sous le nom").fill("Crédits")
    page.get_by_role("button", name="Garder", exact=True).click()
    page.goto(urljoin(centre.url, "/gestion/argent/paiements/"))
    page.get_by_role("link", name="Crédits").click()
    expect(page.get_by_label("État")).to_have_value("credit")
    assert violations(page) == []
