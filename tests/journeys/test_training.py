"""A training in the browser: asked on a telephone, dates at a desk, the choice, the sheet, the attestation, the evaluation."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browser import is_wider_than_the_screen, violations
from tests.journeys.conftest import PHONE
from tests.journeys.server import Installation

Opener = Callable[..., BrowserContext]
UNION, ACRONYM = "Fédération des fils et des étoffes (exemple)", "FFEE"
MAILBOX = "odile@ffee.example"


def fits(page: Page) -> None:
    """Ask of a page that everybody can use it, on whichever screen."""
    assert violations(page) == []
    assert not is_wider_than_the_screen(page)


def ask(phone: Page, centre: Installation) -> None:
    """Ask for a training, without an account."""
    phone.goto(urljoin(centre.url, "/formations/"))
    fits(phone)
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


def propose(desk: Page, centre: Installation) -> None:
    """Recognise the union, then send a date with somebody who can give it."""
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


def letter(desk: Page, centre: Installation, subject: str) -> str:
    """Return what the last message of a subject says, once the worker has sent it."""
    for _attempt in range(60):
        desk.goto(urljoin(centre.url, "/gestion/messages/boite-denvoi/"))
        row = desk.get_by_role("row").filter(has_text=MAILBOX).filter(has_text=subject)
        if row.count():
            row.get_by_role("link").first.click()
            desk.wait_for_load_state("networkidle")
            return "".join(frame.content() for frame in desk.frames)
        desk.wait_for_timeout(500)
    raise AssertionError(subject)


def choose(phone: Page, link: str) -> None:
    """Choose a date behind the link, and get its file for calendars."""
    phone.goto(link)
    fits(phone)
    phone.locator("main input[type=radio]").first.check()
    phone.get_by_role("button", name="Cette date nous convient").click()
    expect(phone.locator("main")).to_contain_text("C’est convenu")
    fits(phone)
    with phone.expect_download() as file:
        phone.get_by_role("link", name="L’inscrire à mon agenda").click()
    assert file.value.suggested_filename.endswith(".ics")


def sheet(desk: Page, centre: Installation) -> tuple[str, str]:
    """Open the session of the example that has begun; return its page and the address in the code of its sheet."""
    desk.goto(urljoin(centre.url, "/gestion/formations/?state=CONFIRMED"))
    desk.get_by_role("row").filter(has_text="Animer un débat").get_by_role("link").first.click()
    link = desk.get_by_role("link", name="Feuille de présence")
    expect(link).to_be_visible()
    place = desk.url
    link.click()
    expect(desk.locator("main dd code")).to_be_visible()
    assert violations(desk) == []
    return place, urlsplit(desk.locator("main dd code").inner_text()).path


def test_a_training_from_the_request_to_the_attestation(centre: Installation, phone: Page, window: Opener) -> None:
    desk = window().new_page()
    desk.goto(urljoin(centre.url, "/demo/entrer/coordinator/"))
    ask(phone, centre)
    propose(desk, centre)
    link = re.search(r"/f/[A-Za-z0-9_-]{32}/", letter(desk, centre, "Choisissez une date"))
    assert link
    choose(phone, urljoin(centre.url, link[0]))
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
    fits(other)
    other.get_by_role("button", name="Donnez-moi mon attestation").click()
    expect(other.locator("main")).to_contain_text("est prête")
    place = other.url
    other.goto(
        urljoin(centre.url, urlsplit(other.get_by_role("link", name="La vérifier").get_attribute("href") or "").path)
    )
    expect(other.get_by_role("heading", name="Cette attestation est authentique")).to_be_visible()
    assert "Rosa" not in other.content()
    fits(other)
    other.goto(place)
    other.get_by_role("link", name="Dire ce que vous en avez pensé").click()
    other.locator("main input[type=radio]").first.check()
    other.locator("main form.form button").click()
    expect(other.locator("main")).to_contain_text("Vos réponses")
