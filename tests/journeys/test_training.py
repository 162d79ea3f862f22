"""A training in the browser: asked on a telephone, dates at a desk, the choice, the sheet, the attestation, the evaluation."""

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browser import is_wider_than_the_screen, violations
from tests.journeys.conftest import PHONE
from tests.journeys.server import Installation

Opener = Callable[..., BrowserContext]
UNION, ACRONYM = "Fédération des fils et des étoffes (exemple)", "FFEE"
HERE = ZoneInfo("America/Toronto")
MAILBOX = "odile@ffee.example"


def fits(page: Page) -> None:
    """Ask of a page that everybody can use it, on whichever screen."""
    assert violations(page) == []
    assert not is_wider_than_the_screen(page)


def printed(page: Page, link: str) -> str:
    """Return what a paper behind a link of the page says, its lines joined."""
    answer = page.request.get(urljoin(page.url, page.locator(f"a[href$='{link}']").get_attribute("href") or ""))
    assert answer.headers["content-type"] == "application/pdf"
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.body(), check=True, capture_output=True)
    return re.sub(r"\s+", " ", said.stdout.decode())


def ask(phone: Page, centre: Installation) -> None:
    """Ask for a training, without an account."""
    phone.goto(urljoin(centre.url, "/formations/"))
    phone.get_by_role("link", name="mode éphémère").click()
    phone.get_by_role("link", name="Demander cette formation").click()
    assert phone.locator("main input:checked").count() == 0
    phone.get_by_label("Votre syndicat").fill(ACRONYM)
    phone.get_by_label("Votre nom").fill("Odile Ficelle")
    phone.get_by_label("Courriel").fill(MAILBOX)
    phone.get_by_label("Combien de personnes").fill("18")
    phone.get_by_label("Où").last.fill("Local de la fédération")
    fits(phone)
    phone.get_by_role("button", name="Envoyer la demande").click()
    expect(phone.get_by_role("heading", name="Merci")).to_be_visible()


def propose(desk: Page, centre: Installation) -> datetime:
    """Recognise the union, then send a date with somebody who can give it; return the day."""
    desk.goto(urljoin(centre.url, "/gestion/formations/?state=RECEIVED"))
    desk.get_by_role("link", name=ACRONYM, exact=True).click()
    desk.get_by_role("button", name=UNION).click()
    desk.get_by_role("link", name="Proposer des dates").click()
    day = datetime.now(UTC) + timedelta(days=40)
    desk.get_by_label("Jour 1").fill(f"{day:%Y-%m-%d}")
    desk.get_by_label("À partir de quelle heure").first.fill("18:30")
    desk.get_by_role("button", name="Qui pourrait animer").click()
    expect(desk.locator("main")).to_contain_text("connaît le thème")
    assert violations(desk) == []
    desk.locator("input[name=who_1]").first.check()
    desk.get_by_role("button", name="Envoyer ces dates").click()
    expect(desk.locator("main")).to_contain_text("dates proposées")
    return day


def letter(desk: Page, centre: Installation, subject: str) -> str:
    """Return the last message of a subject as its reader sees it, once the worker has written it."""
    row = desk.get_by_role("row").filter(has_text=subject)
    for _attempt in range(60):
        desk.goto(urljoin(centre.url, f"/gestion/messages/boite-denvoi/?q={MAILBOX}"))
        if row.count():
            break
        desk.wait_for_timeout(500)
    address = row.get_by_role("link").first.get_attribute("href") or ""
    return desk.request.get(urljoin(urljoin(desk.url, address), "courriel.html")).text()


def choose(phone: Page, link: str, day: datetime) -> None:
    """Choose a date behind the link, and get its file for calendars and the sheet for the host."""
    phone.goto(link)
    fits(phone)
    assert phone.locator("main input:checked").count() == 0
    phone.locator("main input[type=radio]").first.check()
    phone.get_by_role("button", name="Cette date nous convient").click()
    expect(phone.locator("main")).to_contain_text("C’est convenu")
    fits(phone)
    with phone.expect_download() as file:
        phone.locator("a[href$='calendrier.ics']").click()
    assert file.value.suggested_filename.endswith(".ics")
    said = file.value.path().read_text(encoding="utf-8")
    start = datetime(day.year, day.month, day.day, 18, 30, tzinfo=HERE).astimezone(UTC)
    assert f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in said
    assert f"DTEND:{start + timedelta(hours=2):%Y%m%dT%H%M%SZ}" in said
    host = printed(phone, "feuille.pdf")
    assert "Personnes annoncées 18" in host
    assert "18 h 30 – 20 h 30" in host


def sheet(desk: Page, centre: Installation) -> tuple[str, str]:
    """Open the session of the example that has begun; return its page and the address in the code of its sheet."""
    desk.goto(urljoin(centre.url, "/gestion/formations/?state=CONFIRMED"))
    desk.get_by_role("row").filter(has_text="Animer un débat").get_by_role("link").first.click()
    place = desk.url
    with desk.expect_navigation():
        desk.get_by_role("link", name="Feuille de présence").click()
    assert violations(desk) == []
    return place, urlsplit(desk.locator("main dd code").inner_text()).path


def evaluate(phone: Page) -> None:
    """Say what one thought of it, without a name."""
    phone.get_by_role("link", name="Dire ce que vous en avez pensé").click()
    phone.locator("main input[type=radio]").first.check()
    fits(phone)
    phone.locator("main form.form button").click()
    expect(phone.locator("main")).to_contain_text("Vos réponses")


def test_a_training_from_the_request_to_the_attestation(centre: Installation, phone: Page, window: Opener) -> None:
    desk = window().new_page()
    desk.goto(urljoin(centre.url, "/demo/entrer/coordinator/"))
    ask(phone, centre)
    day = propose(desk, centre)
    link = re.search(r"/f/[A-Za-z0-9_-]{32}/", letter(desk, centre, "Choisissez une date"))
    assert link
    choose(phone, urljoin(centre.url, link[0]), day)
    place, code = sheet(desk, centre)
    other = window(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    other.goto(urljoin(centre.url, code))
    fits(other)
    other.get_by_label("Votre nom").fill("Rosa Trame")
    other.get_by_role("button", name="J’y suis").click()
    expect(other.locator("main")).to_contain_text("votre présence est inscrite")
    desk.goto(place)
    desk.get_by_role("button", name="Marquer tenue").click()
    expect(desk.locator("main")).to_contain_text("tenue")
    other.reload()
    other.get_by_role("button", name="Donnez-moi mon attestation").click()
    expect(other.locator("main")).to_contain_text("est prête")
    fits(other)
    attested = printed(other, "attestation.pdf")
    assert "atteste que Rosa Trame a participé" in attested
    assert "Formation Animer un débat sur la mondialisation (exemple)" in attested
    assert "Durée 2 h 30" in attested
    number = re.search(r"attestation (\S+) est prête", other.locator("main").inner_text())
    assert number
    assert f"Numéro {number[1]}" in attested
    line = other.url
    verify = other.get_by_role("link", name="La vérifier").get_attribute("href") or ""
    other.goto(urljoin(centre.url, urlsplit(verify).path))
    expect(other.get_by_role("heading", name="Cette attestation est authentique")).to_be_visible()
    assert "Rosa" not in other.content()
    assert number[1] in other.content()
    fits(other)
    other.goto(line)
    evaluate(other)
