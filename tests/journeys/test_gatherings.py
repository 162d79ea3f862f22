"""An event in the browser: a place given back moves the list; the door loses its network and finds it again; badges."""

import re
from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browser import violations
from tests.journeys.conftest import PHONE
from tests.journeys.server import Installation

Opener = Callable[..., BrowserContext]


def register(page: Page, centre: Installation, title: str, name: str) -> None:
    """Fill the public form of an event on a telephone."""
    page.goto(urljoin(centre.url, "/calendrier/"))
    page.get_by_role("link", name=re.compile(title)).first.click()
    page.get_by_role("link", name=re.compile("M’inscrire|M’ajouter")).click()
    page.get_by_role("radio", name="sur place", exact=True).check()
    page.get_by_label("Prénom").fill(name)
    page.get_by_label("Nom de famille").fill("Essai")
    page.get_by_label("Courriel").fill(f"{name.lower()}@essai.example")
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("M’inscrire|M’ajouter")).click()


def test_a_full_event_waits_moves_and_opens_its_door(centre: Installation, window: Opener) -> None:
    mobile = window(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    phone = mobile.new_page()
    register(phone, centre, "un salaire décent", "Rosalie")
    expect(phone.locator("main")).to_contain_text("Vous êtes en liste d’attente")
    assert violations(phone) == []
    desk = window().new_page()
    desk.goto(urljoin(centre.url, "/demo/entrer/education/"))
    desk.goto(urljoin(centre.url, "/gestion/evenements/?when=coming"))
    desk.get_by_role("link", name=re.compile("un salaire décent")).click()
    assert violations(desk) == []
    event = desk.url
    desk.get_by_role("link", name="Modifier").or_(desk.get_by_role("link", name="Changer")).first.click()
    desk.get_by_label("Places sur place").fill("40")
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.locator("main")).to_contain_text("places prises sur 40")
    phone.reload()
    phone.get_by_role("button", name="Je prends la place").click()
    expect(phone.locator("main")).to_contain_text("Votre place est réservée")
    door = mobile.new_page()
    door.goto(urljoin(centre.url, "/demo/entrer/education/"))
    door.goto(urljoin(event, "accueil/"))
    assert violations(door) == []
    row = door.locator(".door__row", has_text="Rosalie Essai")
    mobile.set_offline(True)
    row.get_by_role("button").click()
    expect(row).to_have_class(re.compile("door__row--came"))
    expect(door.locator('[data-door="state"]')).to_contain_text("Pas de réseau")
    mobile.set_offline(False)
    expect(door.locator('[data-door="state"]')).to_contain_text("Tout est envoyé")
    door.reload()
    expect(door.locator(".door__row", has_text="Rosalie Essai")).to_have_class(re.compile("door__row--came"))
    badges = desk.request.get(urljoin(event, "insignes.pdf"))
    assert badges.body()[:5] == b"%PDF-"
