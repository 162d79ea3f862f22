"""An internship: application on a telephone without script, points, decision, emergency sheet, commitments."""

import re
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import Watch, violations
from tests.journeys.conftest import PHONE
from tests.journeys.server import Installation
from tests.journeys.test_year import Opener, somebody

EMAIL = "sacha@journee.example"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
FOUND = f"from convergence.education.stays.models import *\na = Application.objects.select_related('call').get(email='{EMAIL}')\n"
OTHERS_SCORE = (
    FOUND
    + """
from datetime import timedelta
from django.utils import timezone
from convergence.education.stays import commands
at = timezone.now()
for row in a.call.applications.filter(state="RECEIVED"):
    for seat in a.call.committee.select_related("user"):
        if not row.assessments.filter(member=seat).exists():
            keys = {one.pk: 5 if row == a else 3 for one in a.call.criteria.all()}
            commands.score(application_id=row.pk, points=keys, actor=seat.user, at=at)
StayCall.objects.filter(pk=a.call_id).update(closes=timezone.localdate(at) - timedelta(days=1))
from convergence.education.stays.queries.links import application_url
print(application_url(a.nonce))
"""
)
THEY_LEFT = (
    FOUND
    + """
from django.utils import timezone
from convergence.activities.models import Activity
today = timezone.localdate()
Stay.objects.filter(call=a.call).update(leaves=today)
Activity.objects.filter(stay__call=a.call).update(start=today.isoformat(), first_day=today)
print(today)
"""
)


def test_somebody_applies_is_chosen_leaves_and_promises(
    centre: Installation, window: Opener, chromium: Browser, tmp_path: Path
) -> None:
    pocket = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False, locale="fr-CA"
    )
    watch = Watch().over(pocket)
    phone = pocket.new_page()
    _apply(phone, centre, tmp_path)
    desk = somebody(window, centre, "education")
    _score(desk, centre)
    link = re.findall(r"\S+/stage/candidature/\S+", centre.manage("shell", "-c", OTHERS_SCORE))[-1]
    desk.get_by_role("link", name="Stage de dix semaines").first.click()
    desk.get_by_role("link", name="Décider").click()
    desk.get_by_role("button", name="Décider et avertir tout le monde").click()
    phone.goto(link)
    phone.get_by_role("link", name="Accepter la place").click()
    phone.get_by_role("button", name="J’accepte la place").click()
    phone.get_by_role("link", name="Écrire la fiche").click()
    phone.get_by_label("Qui appeler", exact=True).fill("Rosa Exemple")
    phone.get_by_label("Son téléphone, avec").fill("514 555-0101")
    phone.get_by_role("button", name="Mettre la fiche sous scellé").click()
    expect(phone.locator("main")).to_contain_text("Votre fiche d’urgence est sous scellé")
    today = re.findall(r"\d{4}-\d\d-\d\d", centre.manage("shell", "-c", THEY_LEFT))[-1]
    desk.reload()
    desk.get_by_role("link", name="qui part").click()
    desk.get_by_role("link", name="L’ouvrir").first.click()
    desk.get_by_label("Pourquoi").fill("fièvre pendant la nuit")
    desk.get_by_role("button", name="Ouvrir la fiche").click()
    expect(desk.locator("main")).to_contain_text("Rosa Exemple")
    desk.get_by_role("link", name="Le séjour", exact=True).click()
    desk.get_by_role("link", name="Le groupe est de retour").click()
    desk.get_by_label("De retour le").fill(today)
    desk.get_by_role("button", name="Le groupe est de retour").click()
    phone.reload()
    phone.get_by_role("link", name=re.compile("C’est fait")).first.click()
    phone.get_by_label("Ce qui en est venu").fill("40 personnes")
    phone.get_by_role("button", name="C’est fait").click()
    expect(phone.locator("main")).to_contain_text("fait le")
    pocket.close()
    assert {host.split(":")[0] for host in watch.hosts} == {"localhost"}
    assert watch.complaints == []
    assert violations(desk) == []


def _apply(phone: Page, centre: Installation, folder: Path) -> None:
    phone.goto(urljoin(centre.url, "/stages/"))
    phone.get_by_role("link", name="Stage de dix semaines").first.click()
    phone.get_by_role("link", name="Poser ma candidature").click()
    for label, words in (
        ("Votre nom", "Sacha Journée"),
        ("Courriel", EMAIL),
        ("Date de naissance", "1996-04-02"),
        ("Pourquoi ce séjour ?", "Voir et raconter."),
    ):
        phone.get_by_label(label.replace(" ?", "\u202f?")).first.fill(words)
    (folder / "cv.pdf").write_bytes(PDF)
    phone.get_by_label("Curriculum vitæ").set_input_files(folder / "cv.pdf")
    phone.get_by_role("button", name="Envoyer ma candidature").click()
    expect(phone.locator("h1")).to_have_text("Votre candidature est arrivée")


def _score(desk: Page, centre: Installation) -> None:
    desk.goto(urljoin(centre.url, "/gestion/stages/"))
    desk.get_by_role("link", name="Stage de dix semaines").click()
    desk.get_by_role("link", name="Candidatures", exact=True).click()
    desk.get_by_role("link", name="Sacha Journée", exact=True).click()
    desk.get_by_role("link", name="Donner mes points").click()
    expect(desk.locator("form.form fieldset")).to_have_count(3)
    for group in desk.locator("form.form fieldset").all():
        group.get_by_label("5", exact=True).check()
    desk.get_by_role("button", name="Donner ces points").click()
    expect(desk.locator("main")).to_contain_text("100,0")
    desk.goto(urljoin(centre.url, "/gestion/stages/"))
