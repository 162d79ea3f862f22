"""Each door: the public request without account, the personal link, the members' space, staff, API, letters, papers."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import digest_of as digest_of_token
from convergence.activities.models import Activity
from convergence.education.exhibitions import commands
from convergence.education.exhibitions.models import ConditionPhoto, Loan, Version
from convergence.education.exhibitions.papers import agreement_pdf
from convergence.education.exhibitions.queries.agreement import digest_of
from convergence.education.exhibitions.queries.links import token_of
from convergence.messaging.models import Delivery
from convergence.messaging.rendering import letter_of
from convergence.vocabulary.models import Place
from convergence.website.cache import copies
from tests.education.exhibitions.conftest import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget the copies of public pages that another test made."""
    copies.forget()


def request_of(version: Version, first: date, last: date, **values: Any) -> dict[str, Any]:
    return {
        "version": version.pk,
        "setting": version.setting,
        "venue": "Salle des fêtes",
        "city": "Laval",
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "organisation_name": "Syndicat B",
        "contact_name": "Sacha",
        "email": "sacha@syndicat-b.example",
        "accepts_conditions": "on",
        "key": "loan:test",
        **values,
    }


def link(loan: Loan, page: str = "") -> str:
    return f"/pret/{token_of(loan.nonce)}/{page}"


def soon(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.mark.rule("S92")
def test_a_stranger_asks_is_offered_the_next_days_and_takes_them_by_a_button(
    indoor: Version, outdoor: Version, offered: Callable[..., Loan]
) -> None:
    Version.objects.filter(pk=outdoor.pk).update(season_opens="", season_closes="")
    offered(indoor, soon(30).isoformat(), soon(37).isoformat(), at=timezone.now())
    visitor, page = Client(enforce_csrf_checks=True), "/expositions/valoristes/demander/"
    assert "sans compte" not in visitor.get(page).content.decode()
    sent = request_of(indoor, soon(36), soon(39))
    refused = visitor.post(page, sent)
    assert refused.status_code == 422
    said = refused.content.decode()
    assert f'value="{soon(40)}/{soon(43)}"' in said
    assert f'name="take_version" value="{outdoor.pk}"' in said
    taken = visitor.post(page, {**sent, "take": f"{soon(40)}/{soon(43)}"})
    assert (taken.status_code, taken.url) == (302, "/expositions/valoristes/merci/")
    loan = Loan.objects.get(state="REQUESTED")
    assert (loan.first_day, loan.last_day, loan.organisation_name) == (soon(40), soon(43), "Syndicat B")
    assert visitor.get(taken.url).status_code == 200
    visitor.post(page, {**sent, "take": f"{soon(40)}/{soon(43)}"})
    assert Loan.objects.filter(state="REQUESTED").count() == 1


def test_a_bad_request_is_answered_beside_its_field(indoor: Version, outdoor: Version) -> None:
    page = "/expositions/valoristes/demander/"
    for values, words in (
        ({"setting": "OUTDOOR"}, "ne supporte pas la pluie"),
        ({"accepts_conditions": ""}, "Lisez les conditions"),
        ({"last_day": soon(200).isoformat()}, "60 jours au plus"),
        ({"first_day": "demain"}, "Saisissez une date valide"),
        ({"version": "999999999999999999999"}, "version"),
        ({"first_day": timezone.localdate().isoformat()}, "arriverait pas à temps"),
    ):
        answer = Client().post(page, {**request_of(indoor, soon(30), soon(33)), **values})
        assert answer.status_code == 422, values
        assert words in answer.content.decode().replace("\u2019", "’"), values
    assert Loan.objects.count() == 0


def test_the_personal_link_leads_from_signature_to_visitors(indoor: Version, offered: Callable[..., Loan]) -> None:
    made = timezone.now() - timedelta(days=30)
    loan = offered(indoor, soon(-5).isoformat(), soon(2).isoformat(), at=made, is_announced=True)
    browser = Client()
    commands.sign_as_lender(loan_id=loan.pk, name="Ana", title="", read=digest_of(loan), actor=None, at=made)
    assert "Signer la convention" in browser.get(link(loan)).content.decode()
    form = browser.get(link(loan, "signer/")).content.decode()
    read = re.search(r'name="read" value="([0-9a-f]{64})"', form)
    assert read is not None
    given = {"name": "Luc", "title": "présidence", "agrees": "on", "read": read.group(1)}
    assert browser.post(link(loan, "signer/"), {**given, "agrees": ""}).status_code == 422
    assert browser.post(link(loan, "signer/"), given).status_code == 302
    loan.refresh_from_db()
    assert loan.state == "AGREED"
    page = f"{link(loan)}etat/depart/"
    panels = {f"panel_{panel.pk}": "GOOD" for panel in indoor.panels.all()}
    report = {**panels, "seen_by": "Luc", "seen_date": soon(-6).isoformat()}
    bad = SimpleUploadedFile("photo.jpg", b"%PDF-1.7 program", content_type="image/jpeg")
    assert "n’est pas une photo" in browser.post(page, {**report, "photos": [bad]}).content.decode()
    many = [SimpleUploadedFile("photo.jpg", b"x") for _number in range(13)]
    assert "12 photos" in browser.post(page, {**report, "photos": many}).content.decode().replace("\xa0", " ")
    early = browser.post(page, {**report, "seen_date": soon(3).isoformat()})
    assert "Ce jour est encore à venir" in early.content.decode()
    good = SimpleUploadedFile("IMG_1.jpg", picture(t271="Marque", t315="Luc"), content_type="image/jpeg")
    after = browser.post(page, {**report, "photos": [good]}, follow=True).content.decode()
    assert "noms de personnes, l’appareil" in after
    kept = ConditionPhoto.objects.get()
    answer = browser.get(link(loan, f"photos/{kept.pk}/"))
    assert answer["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(answer.content)) as shown:
        assert not shown.getexif()
    told = {"number": "180", "qualifier": "APPROX_BELOW", "mark": "WELL", "text": "Bravo"}
    assert browser.post(link(loan, "bilan/"), told).status_code == 302
    assert Activity.objects.get(pk=loan.activity_id).attended == 180
    back = {**report, "seen_date": timezone.localdate().isoformat()}
    assert browser.post(f"{link(loan)}etat/retour/", back).status_code == 302
    loan.refresh_from_db()
    assert loan.state == "RETURNED"
    said = Client().get("/expositions/valoristes/").content.decode()
    assert "180 personnes venues" in said


def test_another_link_opens_nothing(indoor: Version, ask: Callable[..., Loan]) -> None:
    loan = ask(indoor)
    wrong = token_of("0" * 32)
    for path in (f"/pret/{wrong}/", "/pret/x/", f"/pret/{wrong}/signer/", f"/pret/{wrong}/convention.pdf"):
        assert Client().get(path).status_code == 404
    assert Client().get(link(loan, "convention.pdf")).status_code == 404
    assert Client().get(link(loan, "etat/ailleurs/")).status_code == 404
    assert Client().get(link(loan))["X-Robots-Tag"] == "noindex, nofollow"


def test_the_delegate_borrows_for_the_union_and_sees_no_other_loan(
    indoor: Version, ask: Callable[..., Loan], cast: Any
) -> None:
    browser, space = cast.client("delegate"), f"/espace/{cast.amiante.pk}/expositions/"
    other = ask(indoor, borrower=cast.zibeline)
    sent = request_of(indoor, soon(30), soon(33))
    assert browser.get(f"{space}demander/valoristes/").status_code == 200
    made = browser.post(f"{space}demander/valoristes/", sent)
    loan = Loan.objects.get(borrower=cast.amiante)
    assert (made.status_code, made.url) == (302, f"{space}{loan.pk}/")
    assert "Salle des fêtes" in browser.get(space).content.decode()
    for page in ("", "signer/", "etat/depart/", "bilan/", "convention.pdf"):
        assert browser.get(f"{space}{other.pk}/{page}").status_code == 404
        assert cast.client("stranger").get(f"{space}{loan.pk}/{page}").status_code == 404
    commands.offer_loan(loan_id=loan.pk, actor=None, at=timezone.now())
    loan.refresh_from_db()
    given = {"name": "Luc", "title": "présidence", "agrees": "on", "read": digest_of(loan)}
    assert browser.post(f"{space}{loan.pk}/signer/", given).status_code == 302
    assert loan.signatures.get().signed_by_id == cast.delegate.pk


def test_staff_follows_a_loan_and_the_other_roles_only_look(
    indoor: Version, ask: Callable[..., Loan], cast: Any, at: datetime
) -> None:
    place = Place.objects.create(slug="laval", name_fr="Laval", country="CA", latitude="45.6", longitude="-73.7")
    loan = ask(indoor, soon(20).isoformat(), soon(23).isoformat(), at=timezone.now(), borrower=cast.amiante)
    page = f"/gestion/expositions/prets/{loan.pk}/"
    for name in ("treasurer", "board", "communications"):
        assert cast.client(name).get(page).status_code == 200
        assert cast.client(name).post(f"{page}offrir/", {}).status_code in (302, 403)
    staff = cast.client("education")
    assert "demande d’exposition à" in staff.get("/gestion/").content.decode()
    offer = {
        "version": indoor.pk,
        "first_day": soon(20).isoformat(),
        "last_day": soon(23).isoformat(),
        "out_days": 2,
        "back_days": 3,
        "borrower": cast.amiante.acronym,
        "place": place.pk,
    }
    assert staff.post(f"{page}offrir/", offer).status_code == 302
    loan.refresh_from_db()
    assert (loan.state, loan.hold_start, loan.hold_end) == ("OFFERED", soon(18), soon(26))
    signed = {"name": "Ana", "title": "coordination", "agrees": "on", "read": digest_of(loan)}
    assert staff.post(f"{page}signer/", signed).status_code in (302, 403)
    assert loan.signatures.count() == 0
    assert cast.client("coordinator").post(f"{page}signer/", signed).status_code == 302
    calendar = staff.get(f"/gestion/expositions/calendrier/?mois={soon(20):%Y-%m}").content.decode()
    assert cast.amiante.name in calendar
    assert staff.get("/gestion/expositions/calendrier/?mois=9999-99").status_code == 200
    file = cast.client("board").get("/gestion/expositions/?format=csv").getvalue().decode()
    assert cast.amiante.name in file
    ended = {"state": "CANCELLED", "because": "Salle inondée"}
    assert staff.post(f"{page}fin/", ended).status_code == 302
    assert Delivery.objects.order_by("-pk")[0].message.subject.startswith("Au sujet de votre demande")


def test_names_of_people_portrayed_are_for_named_roles(indoor: Version, cast: Any, at: datetime) -> None:
    work = indoor.panels.order_by("number")[0].work
    assert work is not None
    commands.name_portrayed(work_id=work.pk, name="Rosa Xochimilco", actor=None, at=at)
    page = f"/gestion/expositions/oeuvres/{work.pk}/"
    seen = {name: "Rosa Xochimilco" in cast.client(name).get(page).content.decode() for name in cast.users}
    assert {name for name, sees in seen.items() if sees} == {"coordinator", "education", "auditor"}
    staff = cast.client("education")
    person = work.portrayed.get()
    said = {"use": "PRINT", "answer": "AGREED", "how": "formulaire", "said_date": timezone.localdate().isoformat()}
    assert staff.post(f"/gestion/expositions/personnes/{person.pk}/reponse/", said).status_code == 302
    kit = staff.get(f"/gestion/expositions/versions/{indoor.pk}/trousse/?format=csv").getvalue().decode()
    assert "impression seulement" in kit
    assert "Rosa" not in kit


def test_the_catalogue_is_written_by_forms(exhibition: Any, indoor: Version, cast: Any) -> None:
    staff, base = cast.client("education"), "/gestion/expositions/catalogue/"
    assert staff.post(f"{base}{exhibition.pk}/ajouter/crate/", {"code": "INT-1"}).status_code == 422
    assert staff.post(f"{base}{exhibition.pk}/ajouter/crate/", {"code": "INT-9"}).status_code == 302
    crate = exhibition.crates.get(code="INT-9")
    version = {
        "setting": "OUTDOOR",
        "crates": [crate.pk],
        "insurance_cents": "1 200,50",
        "before_days": 1,
        "transport_days": 1,
        "after_days": 3,
        "longest_days": 30,
        "season_opens": "05-01",
        "is_offered": "on",
    }
    assert staff.post(f"{base}{exhibition.pk}/ajouter/version/", version).status_code == 422
    version["season_closes"] = "10-31"
    assert staff.post(f"{base}{exhibition.pk}/ajouter/version/", version).status_code == 302
    made = exhibition.versions.get(setting="OUTDOOR")
    assert (made.insurance_cents, list(made.crates.all())) == (120_050, [crate])
    changed = {"number": 7, "version": indoor.pk, "title": "Introduction"}
    panel = indoor.panels.order_by("number")[0]
    assert staff.post(f"{base}fiches/panel/{panel.pk}/", changed).status_code == 302
    lost = {"panel": panel.pk, "kind": "LOSS", "told": "perdu", "happened_date": timezone.localdate().isoformat()}
    out = staff.post("/gestion/expositions/incidents/ouvrir/", lost)
    assert "Introduction" in staff.get(out.url).content.decode()
    assert staff.post(f"{out.url}regler/", {"settled": "BACK"}).status_code == 302
    assert cast.client("board").post(f"{base}ajouter/", {"title_fr": "x", "slug": "x"}).status_code in (302, 403)


def test_the_interface_reads_what_the_role_may_see(indoor: Version, ask: Callable[..., Loan], cast: Any) -> None:
    ask(indoor, borrower=cast.amiante, venue="Salle A")
    ask(indoor, borrower=cast.zibeline, venue="Salle Z")

    def read(name: str, path: str) -> Any:
        secret = f"cvg_secret-of-{name}"
        ApiToken.objects.get_or_create(
            digest=digest_of_token(secret),
            defaults={"user": cast.users[name], "name": name, "created_at": timezone.now()},
        )
        return Client().get(f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}"})

    venues = {
        name: [row["venue"] for row in read(name, "loans").json()["results"]]
        for name in ("board", "delegate", "stranger")
    }
    assert venues == {"board": ["Salle A", "Salle Z"], "delegate": ["Salle A"], "stranger": ["Salle Z"]}
    assert "camille" not in read("board", "loans").content.decode().lower()
    assert read("board", "exhibitions").json()["results"][0]["versions"][0]["insurance_cents"] == 650_000
    other = Loan.objects.get(venue="Salle Z")
    assert read("delegate", f"loans/{other.pk}").status_code == 404


@pytest.mark.parametrize(
    ("language", "words", "lang"),
    [("fr", "Ce qui est prêté", "fr-CA"), ("en", "What is lent", "en-CA"), ("es", "Lo que se presta", "es-MX")],
)
@pytest.mark.rule("A2")
def test_the_agreement_is_a_tagged_paper_in_the_language_of_the_borrower(
    indoor: Version, offered: Callable[..., Loan], at: datetime, language: str, words: str, lang: str
) -> None:
    loan = offered(indoor, language=language, venue="Salle {{ x }} *des* fêtes")
    paper = agreement_pdf(loan, at=at)
    with pikepdf.open(BytesIO(paper)) as opened:
        assert str(opened.Root.Lang) == lang
        assert bool(opened.Root.MarkInfo.Marked)
    letter = letter_of(Delivery.objects.order_by("-pk")[0])
    assert letter.language == language
    assert agreement_pdf(loan, at=at) == paper
    assert words in _text(loan, at)


def _text(loan: Loan, at: datetime) -> str:
    from convergence.documents.letters import text
    from convergence.education.exhibitions.papers import agreement_letter

    return text(agreement_letter(loan, at=at))


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_letters_are_in_the_language_of_the_borrower_and_keep_no_link(
    indoor: Version, offered: Callable[..., Loan], language: str
) -> None:
    loan = offered(indoor, language=language, venue="Salle <b>{{ x }}</b>")
    subjects = {
        "fr": ["Votre demande", "À signer"],
        "en": ["Your request", "To sign"],
        "es": ["Su solicitud", "Por firmar"],
    }
    rows = list(Delivery.objects.order_by("pk"))
    assert [row.message.subject.replace("\u00a0", " ").split(" :")[0].split(":")[0] for row in rows] == subjects[
        language
    ]
    token = token_of(loan.nonce)
    for row in rows:
        assert token not in row.message.source
        from convergence.documents.letters import html

        assert f"/pret/{token}/" in html(letter_of(row))
    assert rows[1].mailing.attachments.get().media_type == "application/pdf"
