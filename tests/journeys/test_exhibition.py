"""A loan from the request on a telephone without script to the number of visitors, with the desk between."""

import re
from pathlib import Path
from urllib.parse import urljoin

from PIL import ExifTags, Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.browser import Watch, violations
from tests.journeys.conftest import PHONE
from tests.journeys.server import Installation
from tests.journeys.test_year import Opener, somebody

PAGE = "/expositions/pepenadores-et-valoristes/"
EMAIL = "sacha@journee.example"
DAYS_PASS = """
from django.utils import timezone
from convergence.activities.models import Activity
from convergence.education.exhibitions.models import Loan
today = timezone.localdate()
Loan.objects.filter(email="sacha@journee.example").update(first_day=today, hold_start=today)
stops = Loan.objects.filter(email="sacha@journee.example").values("activity")
Activity.objects.filter(pk__in=stops).update(start=today.isoformat(), first_day=today)
"""


def test_an_exhibition_is_asked_for_signed_sent_and_comes_home(
    centre: Installation, window: Opener, chromium: Browser, tmp_path: Path
) -> None:
    pocket = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False, locale="fr-CA"
    )
    watch = Watch().over(pocket)
    phone = pocket.new_page()
    union = _ask(phone, centre)
    desk = somebody(window, centre, "coordinator")
    _offer_and_sign(desk, centre, union)
    link = _link(desk, centre)
    phone.goto(link)
    phone.get_by_role("link", name="Signer la convention").click()
    phone.get_by_label("À quel titre vous signez").fill("présidence")
    phone.get_by_label("J’ai lu la convention et je la signe").check()
    phone.get_by_role("button", name="Signer").click()
    expect(phone.locator(".facts").first).to_contain_text("convenu")
    _report(phone, "départ", _photo(tmp_path))
    expect(phone.locator("main")).to_contain_text("où elle a été prise, l’appareil")
    centre.manage("shell", "-c", DAYS_PASS)
    _report(phone, "retour", None)
    phone.get_by_role("link", name="Combien de personnes").click()
    phone.get_by_label("Combien de personnes sont venues").fill("85")
    phone.get_by_label("très bien").check()
    phone.get_by_role("button", name="L’inscrire").click()
    expect(phone.locator(".facts").first).to_contain_text("85")
    pocket.close()
    assert {host.split(":")[0] for host in watch.hosts} == {"localhost"}
    assert [said for said in watch.complaints if "422" not in said] == []
    assert len(watch.complaints) == 1  # the browser notes the days that were refused
    desk.reload()
    expect(desk.locator("main")).to_contain_text("85 personnes venues")
    assert violations(desk) == []
    _same_page_is_accessible(window(viewport=PHONE), link)


def _ask(phone: Page, centre: Installation) -> str:
    """Ask for the days of a loan that is kept already; take the next free ones by their button. Return the union's name."""
    phone.goto(urljoin(centre.url, PAGE))
    phone.get_by_role("link", name="La demander").click()
    union = "Syndicat de la journée"
    phone.get_by_role("group", name="Quelle version").get_by_label("à l’intérieur").check()
    phone.get_by_role("group", name="Où sera-t-elle installée").get_by_label("à l’intérieur").check()
    first, last = _days(centre)
    for label, words in (
        ("Lieu", "Salle des fêtes"),
        ("Ville", "Laval"),
        ("Premier jour d’exposition", first),
        ("Dernier jour d’exposition", last),
        ("Votre syndicat ou organisme", union),
        ("Votre nom", "Sacha Exemple"),
        ("Votre courriel", EMAIL),
    ):
        phone.get_by_label(label, exact=True).fill(words)
    phone.get_by_label("Le lieu répond aux conditions").check()
    phone.get_by_role("button", name="Envoyer la demande").click()
    expect(phone.locator("main")).to_contain_text("Prochains jours libres")
    phone.locator("button[name=take]").click()
    expect(phone.locator("h1")).to_have_text("Votre demande est reçue")
    return union


def _days(centre: Installation) -> tuple[str, str]:
    """Return days that a loan of the example keeps."""
    code = "from convergence.education.exhibitions.models import Loan; l = Loan.objects.get(state='OFFERED'); print(l.first_day, l.last_day)"
    first, last = re.findall(r"\d{4}-\d\d-\d\d", centre.manage("shell", "-c", code))[-2:]
    return first, last


def _offer_and_sign(desk: Page, centre: Installation, union: str) -> None:
    desk.goto(urljoin(centre.url, "/gestion/expositions/?state=REQUESTED"))
    desk.get_by_role("link", name=union).click()
    desk.get_by_role("link", name="Offrir le prêt").click()
    desk.get_by_role("button", name="Réserver les caisses").click()
    desk.get_by_role("link", name="Signer la convention").click()
    desk.get_by_label("À quel titre vous signez").fill("coordination")
    desk.get_by_label("J’ai lu la convention et je la signe").check()
    desk.get_by_role("button", name="Signer").click()
    expect(desk.locator(".facts").first).to_contain_text("Signé pour l’organisme qui prête")


def _link(desk: Page, centre: Installation) -> str:
    """Return the personal link as it is derived when the message is rendered."""
    code = (
        "from convergence.education.exhibitions.models import Loan\n"
        "from convergence.education.exhibitions.queries.links import link_of_nonce\n"
        f"print(link_of_nonce(Loan.objects.get(email='{EMAIL}').nonce))"
    )
    return re.findall(r"\S+/pret/\S+", centre.manage("shell", "-c", code))[-1]


def _report(phone: Page, way: str, photo: Path | None) -> None:
    phone.goto(re.sub(r"(/pret/[^/]+/).*", r"\1", phone.url))
    phone.get_by_role("link", name=f"Écrire le constat de {way}").click()
    for panel in phone.get_by_role("group", name=re.compile("^Panneau")).all():
        panel.get_by_label("bon").check()
    if photo is not None:
        phone.get_by_label("Photos").set_input_files(photo)
    phone.get_by_role("button", name="Écrire le constat").click()
    expect(phone.locator("h2").filter(has_text=way).first).to_be_visible()


def _photo(folder: Path) -> Path:
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = "Fabricant"
    tags.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (45.0, 31.0, 0.0)
    path = folder / "IMG_0001.jpg"
    Image.new("RGB", (640, 480), "#f2c14e").save(path, "JPEG", exif=tags)
    return path


def _same_page_is_accessible(context: BrowserContext, link: str) -> None:
    """Ask axe about the page of the loan, where it can run."""
    page = context.new_page()
    page.goto(link)
    assert violations(page) == []
