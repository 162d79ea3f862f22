"""The dues year in the browser: call, two signatures, sending, the form on a telephone, bank, receipt, result."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browser import is_wider_than_the_screen, violations
from tests.journeys.conftest import PHONE
from tests.journeys.server import Installation

PERIOD = "2025-2026"
SIGNATORIES = {"coordinator": "Amélie Nguyen", "board": "Luc Allaire"}
Opener = Callable[..., BrowserContext]


def somebody(window: Opener, centre: Installation, role: str) -> Page:
    """Open a window as the demo's person of a role."""
    page = window().new_page()
    page.goto(urljoin(centre.url, f"/demo/entrer/{role}/"))
    return page


def prepare(page: Page, centre: Installation) -> str:
    """Begin the call of the period, check its links and name who signs; return the address of the call."""
    page.goto(urljoin(centre.url, "/gestion/cotisations/nouvel-appel/"))
    page.get_by_label("Période").fill(PERIOD)
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("button", name="Vérifier les liens").click()
    expect(page.get_by_text("Aucun lien, sauf le formulaire personnel")).to_be_visible()
    call = page.url.split("/lettre/")[0] + "/"
    page.goto(urljoin(call, "destinataires/"))
    expect(page.get_by_text("membres appelés")).to_be_visible()
    page.goto(urljoin(call, "envoi/"))
    expect(page.get_by_role("button", name="Envoyer l’appel")).to_have_count(0)
    page.goto(urljoin(call, "signatures/"))
    for name in ("Luc Allaire", "Amélie Nguyen"):
        office = page.locator("main form.pick").nth(("Luc Allaire", "Amélie Nguyen").index(name))
        office.locator("select").select_option(label=name)
        office.get_by_role("button").click()
    return call


def sign_and_send(page: Page, window: Opener, centre: Installation, call: str) -> None:
    """Sign as each of the two, then send; wait until the letters are handed over."""
    for role in SIGNATORIES:
        signatory = somebody(window, centre, role)
        signatory.goto(urljoin(call, "signatures/"))
        signatory.get_by_role("button", name="Je signe cette lettre").click()
    page.goto(urljoin(call, "envoi/"))
    page.get_by_role("button", name="Envoyer l’appel").click()
    for _attempt in range(60):
        page.goto(urljoin(centre.url, "/gestion/messages/boite-denvoi/"))
        if page.get_by_role("link", name=f"Appel à cotisation {PERIOD}").count():
            return
        page.wait_for_timeout(1000)
    message = "no letter of the call reached the outbox in a minute"
    raise AssertionError(message)


def personal_link(page: Page, centre: Installation) -> tuple[str, str]:
    """Read a letter in the outbox; return its personal link and the reference to write on the payment."""
    letters = page.get_by_role("link", name=f"Appel à cotisation {PERIOD}")
    places = [letters.nth(index).get_attribute("href") for index in range(letters.count())]
    for place in places:
        page.goto(urljoin(centre.url, place or ""))
        page.wait_for_load_state("networkidle")
        words = "".join(frame.content() for frame in page.frames)
        link = re.search(r"/c/[A-Za-z0-9_-]{32}/", words)
        reference = re.search(r"COT-\d{4}-\d+", words)
        if link and reference:
            return urljoin(centre.url, link[0]), reference[0]
    message = f"none of {len(places)} letters holds a personal link and a reference"
    raise AssertionError(message)


def answer(phone: Page, link: str) -> None:
    """Answer the call on a telephone: check, see the amount, promise."""
    phone.goto(link)
    assert violations(phone) == []
    phone.get_by_role("button", name="C’est exact, continuer").click()
    assert not is_wider_than_the_screen(phone)
    phone.goto(link + "reponse/")
    assert phone.locator("main input:checked").count() == 0
    phone.get_by_label("par virement Interac").check()
    phone.get_by_label("Au plus tard quel jour").fill(f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d}")
    phone.get_by_role("button", name="C’est notre réponse").click()
    expect(phone.get_by_role("heading", name="Merci")).to_be_visible()
    assert phone.locator("main input:checked").count() == 0
    assert violations(phone) == []


def pay_by_bank(page: Page, centre: Installation, reference: str, folder: Path) -> None:
    """Give the bank statement that holds the payment, confirm the line, issue the receipt."""
    statement = folder / "releve.csv"
    statement.write_text(
        f"Date,Description,Retrait,Dépôt,Solde,Numéro\n{datetime.now(UTC):%Y-%m-%d},VIREMENT INTERAC REF {reference},,30.00,1030.00,J1\n",
        encoding="utf-8",
    )
    page.goto(urljoin(centre.url, "/gestion/argent/banque/releve/"))
    page.locator("main input[type=file]").set_input_files(statement)
    page.get_by_role("button", name="Lire le relevé").click()
    line = page.locator("article.bank-line").filter(has_text=reference)
    with page.expect_navigation():  # the payment is written before the receipts are asked for
        line.get_by_role("button", name="Confirmer", exact=True).click()
    page.goto(urljoin(centre.url, "/gestion/argent/recus/"))
    page.locator("form").filter(has_text=PERIOD).get_by_role("button", name="Les émettre").first.click()
    expect(page.locator("main table")).to_contain_text(re.compile("R20"))


@pytest.mark.year
def test_a_dues_year(centre: Installation, window: Opener, tmp_path: Path) -> None:
    coordinator = somebody(window, centre, "coordinator")
    call = prepare(coordinator, centre)
    sign_and_send(coordinator, window, centre, call)
    link, reference = personal_link(coordinator, centre)
    phone = window(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    answer(phone, link)
    treasurer = somebody(window, centre, "treasurer")
    pay_by_bank(treasurer, centre, reference, tmp_path)
    coordinator.goto(urljoin(call, "resultat/"))
    expect(coordinator.locator("main")).to_contain_text("en règle")
    assert violations(coordinator) == []
    coordinator.goto(urljoin(call, "rappels/"))
    assert violations(coordinator) == []


def test_a_guessed_link_shows_nothing(centre: Installation, phone: Page) -> None:
    answer = phone.request.get(urljoin(centre.url, "/c/" + "A" * 32 + "/"))
    assert answer.status in {404, 410}
    assert "COT-" not in answer.text()


def test_a_delegate_enters_with_an_e_mailed_code(centre: Installation, phone: Page, window: Opener) -> None:
    coordinator = somebody(window, centre, "coordinator")
    coordinator.goto(urljoin(centre.url, "/gestion/reglages/personnes/"))
    row = coordinator.locator("tr").filter(has_text="déléguée")
    email = re.search(r"[\w.+-]+@[\w.-]+\.example", row.first.inner_text())
    assert email
    phone.goto(urljoin(centre.url, "/comptes/login/"))
    phone.locator("[name=login]").fill(email[0])
    phone.get_by_role("button", name="M’envoyer un code").click()
    coordinator.goto(urljoin(centre.url, "/gestion/messages/boite-denvoi/"))
    subject = coordinator.get_by_role("link", name="est votre code de connexion").first.inner_text()
    phone.locator("[name=code]").fill(subject.split()[0])
    phone.get_by_role("button", name="Entrer").click()
    expect(phone).to_have_url(re.compile(r"/espace/\d+/"))
    assert violations(phone) == []
    assert not is_wider_than_the_screen(phone)
