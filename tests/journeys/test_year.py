"""The dues year in the browser: call, two signatures, sending, the form on a telephone, bank, receipt, result."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.browser import is_wider_than_the_screen, violations
from tests.journeys.conftest import PHONE
from tests.journeys.server import Installation

HERE = ZoneInfo("America/Montreal")
PERIOD = "2025-2026"
SIGNATORIES = {"coordinator": "Amélie Nguyen", "board": "Luc Allaire"}
Opener = Callable[..., BrowserContext]
NEW = "Syndicat des archivistes de la Baie-aux-Essais–CSN"
MAILBOX = "bureau@sabe.example"
SPREADSHEET = f"""Membres 2024-2025;;;;;;;
;;;;;;;
No;Nom;Sigle;Centrale;Courriel;Téléphone;Nb membres;Cotisation 2024-2025
5001;{NEW};SABE;CSN;{MAILBOX};418.555.0123 #4;env. 240;75,00 $
5002;Syndicat du personnel de la Tour-Horloge;SPTH;CSQ;;514 555-0145;120;
5002;Syndicat du personnel de la Tour-Horloge;SPTH;;info@spth.example;;;
;Sous-total;;;;;360;75,00 $
"""


def somebody(window: Opener, centre: Installation, role: str) -> Page:
    """Open a window as the demo's person of a role."""
    page = window().new_page()
    page.goto(urljoin(centre.url, f"/demo/entrer/{role}/"))
    return page


def bring_in(page: Page, centre: Installation, folder: Path) -> None:
    """Import a list with a title, a subtotal and a doubtful row; settle the row; find the new union in the graph."""
    spreadsheet = folder / "membres.csv"
    spreadsheet.write_text(SPREADSHEET, encoding="cp1252")
    page.goto(urljoin(centre.url, "/gestion/listes/"))
    page.locator("main input[type=file]").set_input_files(spreadsheet)
    page.get_by_role("button", name="Lire la liste").click()
    expect(page.get_by_role("button", name="Vérifier la liste")).to_be_visible()
    assert [page.locator("main table select").nth(place).input_value() for place in (0, 1, 7)] == [
        "number",
        "name",
        "membership.dues",
    ]
    page.get_by_role("button", name="Vérifier la liste").click()
    page.get_by_role("button", name="Compléter l’autre").click()
    expect(page.locator("main")).to_contain_text("1 ligne est réglée")
    page.get_by_role("button", name="Écrire").click()
    expect(page.locator("main")).to_contain_text("La liste est dans le registre")
    page.goto(urljoin(centre.url, "/gestion/contacts/graphe/"))
    expect(page.locator("svg text").filter(has_text="SABE")).to_contain_text("240")
    assert violations(page) == []


def prepare(page: Page, centre: Installation) -> str:
    """Begin the call of the period, enclose a document, check the links, name who signs; return the call's address."""
    page.goto(urljoin(centre.url, "/gestion/cotisations/nouvel-appel/"))
    page.get_by_label("Période").fill(PERIOD)
    page.get_by_role("button", name="Commencer").click()
    call = page.url.split("/lettre/")[0] + "/"
    page.goto(urljoin(call, "pieces/"))
    page.get_by_label("Nom").first.fill("Perspectives d’action")
    page.get_by_label("Adresse").first.fill("https://documents.example/perspectives.pdf")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Vérifier les liens").click()
    page.get_by_role("button", name="Je l’ai ouvert et il est bon").click()
    expect(page.locator("main")).to_contain_text("vu par Amélie Nguyen")
    page.goto(urljoin(call, "destinataires/"))
    expect(page.get_by_text("membres appelés")).to_be_visible()
    page.goto(urljoin(call, "destinataires/?q=archivistes"))
    expect(page.locator("main")).to_contain_text("Syndicat des archivistes de la Baie-aux-Essais")
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
    _until_there(page, lambda: page.get_by_role("row").filter(has_text=MAILBOX), outbox(centre))
    page.goto(urljoin(call, "envoi/"))
    with page.expect_download() as printed:
        page.get_by_role("link", name="Fichier prêt à imprimer").click()
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF-")


def outbox(centre: Installation) -> str:
    """Return the address of the page that shows what was written while no mail server is set."""
    return urljoin(centre.url, "/gestion/messages/boite-denvoi/")


def _until_there(page: Page, wanted: Callable[[], Locator], address: str) -> None:
    """Open a page again until the worker has done what it is to show."""
    for _attempt in range(90):
        page.goto(address)
        if wanted().count():
            return
        page.wait_for_timeout(1000)
    message = f"{address} did not show it in a minute and a half"
    raise AssertionError(message)


def personal_link(page: Page, centre: Installation) -> tuple[str, str]:
    """Read the new union's letter in the outbox; return its personal link and the reference to write on the payment."""
    page.goto(outbox(centre))
    page.get_by_role("row").filter(has_text=MAILBOX).get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")
    words = "".join(frame.content() for frame in page.frames)
    link = re.search(r"/c/[A-Za-z0-9_-]{32}/", words)
    reference = re.search(r"COT-\d{4}-\d+", words)
    assert link
    assert reference
    assert "Perspectives d’action" in words
    return urljoin(centre.url, link[0]), reference[0]


def answer(phone: Page, link: str) -> None:
    """Answer the call on a telephone: check, say how many members there are now, see the amount, promise."""
    phone.goto(link)
    assert violations(phone) == []
    phone.get_by_role("button", name="C’est exact, continuer").click()
    expect(phone.locator("main")).to_contain_text("50,00\u00a0$")
    phone.get_by_label("Combien de membres").fill("1200")
    phone.get_by_role("button", name="Recalculer").click()
    expect(phone.locator("main")).to_contain_text("144,00\u00a0$")
    assert not is_wider_than_the_screen(phone)
    phone.get_by_role("link", name="Continuer").click()
    assert phone.locator("main input:checked").count() == 0
    phone.get_by_label("par virement Interac").check()
    phone.get_by_label("Au plus tard quel jour").fill(f"{datetime.now(HERE) + timedelta(days=20):%Y-%m-%d}")
    phone.get_by_role("button", name="C’est notre réponse").click()
    expect(phone.get_by_role("heading", name="Merci")).to_be_visible()
    assert phone.locator("main input:checked").count() == 0
    assert violations(phone) == []


def pay_by_bank(page: Page, centre: Installation, reference: str, folder: Path) -> None:
    """Give the bank statement that holds the payment, confirm the line, issue the receipt."""
    statement = folder / "releve.csv"
    statement.write_text(
        f"Date,Description,Retrait,Dépôt,Solde,Numéro\n{datetime.now(HERE):%Y-%m-%d},VIREMENT INTERAC REF {reference},,144.00,1144.00,J1\n",
        encoding="utf-8",
    )
    page.goto(urljoin(centre.url, "/gestion/argent/banque/releve/"))
    page.locator("main input[type=file]").set_input_files(statement)
    page.get_by_role("button", name="Lire le relevé").click()
    line = page.locator("article.bank-line")
    expect(line).to_have_count(1)  # only what is new is shown
    with page.expect_navigation():  # the payment is written before the receipts are asked for
        line.get_by_role("button", name="Confirmer", exact=True).click()
    page.goto(urljoin(centre.url, "/gestion/argent/recus/"))
    page.locator("form").filter(has_text=PERIOD).get_by_role("button", name="Les émettre").first.click()
    expect(page.locator("main table")).to_contain_text(re.compile("R20"))


def remind(page: Page, centre: Installation, call: str) -> None:
    """Remind those who are late in the example's own call: what is written is what was counted."""
    page.goto(urljoin(call, "rappels/"))
    assert violations(page) == []
    page.goto(urljoin(centre.url, "/gestion/cotisations/"))
    page.get_by_role("link", name="2023-2024").first.click()
    page.goto(urljoin(page.url.split("/resultat/")[0] + "/", "rappels/"))
    page.evaluate(  # three are enough to see it done
        "[...document.querySelectorAll('input[name=recipient]')].forEach((box, place) => { box.checked = place < 3 })"
    )
    page.get_by_role("button", name="Envoyer les rappels cochés").click()
    expect(page.locator("main")).to_contain_text("3 rappels sont en route")
    _until_there(page, lambda: page.get_by_role("link", name="Rappel").nth(2), outbox(centre))


def test_a_dues_year(centre: Installation, window: Opener, tmp_path: Path) -> None:
    coordinator = somebody(window, centre, "coordinator")
    bring_in(coordinator, centre, tmp_path)
    call = prepare(coordinator, centre)
    sign_and_send(coordinator, window, centre, call)
    link, reference = personal_link(coordinator, centre)
    answer(window(viewport=PHONE, is_mobile=True, has_touch=True).new_page(), link)
    pay_by_bank(somebody(window, centre, "treasurer"), centre, reference, tmp_path)
    remind(coordinator, centre, call)
    coordinator.goto(urljoin(call, "resultat/"))
    for words in ("144,00\u00a0$", "en règle", "reçus pour 2024-2025", "75,00\u00a0$"):
        expect(coordinator.locator("main")).to_contain_text(words)
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
