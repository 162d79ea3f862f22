"""Each door: the host's link on a telephone, the members' space, staff by task, API, public pages, files."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import digest_of as digest_of_token
from convergence.activities.models import Activity
from convergence.education.tours import commands
from convergence.education.tours.models import Leg, Tour, TourGuest
from convergence.education.tours.queries.links import token_of
from convergence.messaging.models import Delivery
from convergence.website.cache import copies

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NAME = "Xochimilco"


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget the copies of public pages that another test made."""
    copies.forget()


def soon(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def coming(db: None) -> Callable[..., Tour]:
    """Return a maker of public, confirmed tours that begin on a day from now."""

    def make(first: int = 20, last: int = 27, **values: Any) -> Tour:
        made = commands.create_tour(
            title_fr="Tournée des couturières",
            start=soon(first),
            end=soon(last),
            return_date=soon(last + 2),
            is_public=True,
            actor=None,
            at=timezone.now(),
            **values,
        )
        Activity.objects.filter(pk=made.activity_id).update(state="CONFIRMED")
        return made

    return make


def invited(tour: Tour, **values: Any) -> TourGuest:
    given = {"name": f"Rosa {NAME}", "spoken": "es", **values}
    return commands.save_guest(tour_id=tour.pk, actor=None, at=timezone.now(), **given)


def at_risk(tour: Tour, **values: Any) -> TourGuest:
    return invited(tour, safety="AT_RISK", pseudonym="Lucía", **values)


def asked(tour: Tour, host: Any, first: int = 20, last: int = 22) -> Leg:
    leg = commands.save_leg(
        tour_id=tour.pk,
        first_day=soon(first),
        last_day=soon(last),
        city="Laval",
        host_id=host.pk,
        contact_email="accueil@syndicat.example",
        actor=None,
        at=timezone.now(),
    )
    return commands.ask_host(leg_id=leg.pk, actor=None, at=timezone.now())


def link(leg: Leg, page: str = "") -> str:
    return f"/accueil/{token_of(leg.nonce)}/{page}"


@pytest.mark.rule("S71", "S61")
def test_a_host_answers_behind_its_link_without_account(coming: Callable[..., Tour], cast: Any) -> None:
    tour = coming(-1, 5)
    at_risk(tour)
    leg = asked(tour, cast.amiante, -1, 2)
    commands.add_meeting(
        tour_id=tour.pk, kind="MEETING", title_fr="Rencontre", day=soon(-1), host_id=cast.amiante.pk, actor=None,
        at=timezone.now(),
    )  # fmt: skip
    phone = Client(enforce_csrf_checks=False)
    page = phone.get(link(leg))
    said = page.content.decode()
    assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "Lucía" in said
    assert NAME not in said
    assert phone.get(link(leg, "feuille.pdf"))["Content-Type"] == "application/pdf"
    assert phone.post(link(leg), {"contact_name": "", "read": commands.read_of(leg)}).status_code == 422
    given = {"contact_name": "Camille", "contact_phone": "514 555-0142", "read": commands.read_of(leg)}
    late = phone.post(link(leg), {**given, "read": "2020-01-01/2020-01-02"})
    assert "ont changé" in late.content.decode()
    assert phone.post(link(leg), given).status_code == 302
    leg.refresh_from_db()
    assert (leg.state, leg.contact_name) == ("CONFIRMED", "Camille")
    meeting = tour.activity.parts.get()
    assert phone.post(link(leg, "personnes/"), {f"people_{meeting.pk}": "-3"}).status_code == 422
    assert phone.post(link(leg, "personnes/"), {f"people_{meeting.pk}": "41"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.attended == 41
    assert phone.post(link(leg, "non/"), {"because": "Salle inondée"}).status_code == 302
    assert "Salle inondée" in phone.get(link(leg)).content.decode()
    for wrong in ("x", token_of("0" * 32)):
        assert phone.get(f"/accueil/{wrong}/").status_code == 404


def test_a_link_is_shut_thirty_days_after_the_tour(coming: Callable[..., Tour], cast: Any) -> None:
    for last, status in ((-30, 200), (-31, 404)):
        leg = asked(coming(last - 3, last), cast.amiante, last - 3, last)
        assert Client().get(link(leg)).status_code == status


@pytest.mark.rule("S71")
def test_the_delegate_answers_for_the_union_and_sees_no_other_leg(coming: Callable[..., Tour], cast: Any) -> None:
    tour = coming()
    at_risk(tour)
    mine, other = asked(tour, cast.amiante), asked(tour, cast.zibeline, 23, 24)
    browser, space = cast.client("delegate"), f"/espace/{cast.amiante.pk}/tournees/"
    listed = browser.get(space).content.decode()
    assert "Tournée des couturières" in listed
    assert cast.zibeline.name not in listed
    for page in ("", "non/", "personnes/", "feuille.pdf"):
        assert browser.get(f"{space}{mine.pk}/{page}").status_code == 200
        assert browser.get(f"{space}{other.pk}/{page}").status_code == 404
        assert cast.client("stranger").get(f"{space}{mine.pk}/{page}").status_code == 404
    given = {"contact_name": "Luc", "contact_phone": "514 555-0143", "read": commands.read_of(mine)}
    assert browser.post(f"{space}{mine.pk}/", given).status_code == 302
    mine.refresh_from_db()
    assert (mine.state, mine.contact_name) == ("CONFIRMED", "Luc")


PAGES = ("", "invites/", "couts/")  # tests/doors walks all of them


@pytest.mark.rule("S71", "S95")
def test_who_a_guest_at_risk_is_is_for_named_roles_on_every_page(coming: Callable[..., Tour], cast: Any) -> None:
    tour = coming()
    guest = at_risk(tour, emergency=f"Flor {NAME}")
    seen: set[str] = set()
    for name in ("coordinator", "projects", "education", "auditor", "board", "delegate"):
        browser = cast.client(name)
        pages = [f"/gestion/tournees/{tour.pk}/{page}" for page in PAGES]
        pages += ["/gestion/tournees/?format=csv", f"/gestion/tournees/invites/{guest.pk}/"]
        for page in pages:
            answer = browser.get(page)
            said = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
            if NAME in said:
                seen.add(name)
    assert seen == {"coordinator", "projects"}
    assert "Lucía" in cast.client("education").get(f"/gestion/tournees/{tour.pk}/").content.decode()
    assert cast.client("education").get(f"/gestion/tournees/invites/{guest.pk}/").status_code in (302, 403)
    for name in ("treasurer", "board", "communications"):
        assert cast.client(name).get(f"/gestion/tournees/{tour.pk}/").status_code == 404
    found = cast.client("education").get(f"/gestion/tournees/?q={NAME}").content.decode()
    assert "Tournée des couturières" not in found


@pytest.mark.rule("S71")
def test_staff_writes_a_tour_by_task(cast: Any) -> None:
    staff, base = cast.client("education"), "/gestion/tournees/"
    day = {name: soon(number).isoformat() for name, number in (("start", 30), ("end", 36), ("return_date", 37))}
    assert (
        staff.post(
            f"{base}ajouter/", {"title_fr": "T", **day, "end": soon(20).isoformat(), "security": "ORDINARY"}
        ).status_code
        == 422
    )
    made = staff.post(f"{base}ajouter/", {"title_fr": "Tournée", **day, "security": "ORDINARY"})
    tour = Tour.objects.get()
    here = f"{base}{tour.pk}/"
    assert (made.status_code, made.url) == (302, f"{here}invites/")
    guest = {"name": "Ana Paz", "safety": "ORDINARY", "language": "es", "spoken": ["es", "pt"], "visa": "TO_ASK",
             "per_day_cents": "60,00", "email": "ana@courriel.example"}  # fmt: skip
    refused = staff.post(f"{here}invites/ajouter/", {**guest, "safety": "AT_RISK"})
    assert "pseudonyme" in refused.content.decode()
    assert staff.post(f"{here}invites/ajouter/", guest).status_code == 302
    leg = {"first_day": soon(30).isoformat(), "last_day": soon(33).isoformat(), "city": "Laval", "letters": "fr",
           "host": cast.amiante.acronym, "language": "fr", "contact_email": "accueil@syndicat.example"}  # fmt: skip
    for values, words in (
        ({"last_day": soon(29).isoformat()}, "précède le début"),
        ({"last_day": soon(60).isoformat()}, "La tournée va du"),
        ({"host": "", "host_name": ""}, "Choisissez l’hôte"),
        ({"first_day": "demain"}, "date valide"),
    ):
        answer = staff.post(f"{here}etapes/ajouter/", {**leg, **values})
        assert answer.status_code == 422, values
        assert words in answer.content.decode(), values
    assert staff.post(f"{here}etapes/ajouter/", leg).status_code == 302
    meeting = {"kind": "MEETING", "title_fr": "Rencontre", "day": soon(31).isoformat(), "start_time": "19:00"}
    assert staff.post(f"{here}rencontres/ajouter/", {**meeting, "day": soon(90).isoformat()}).status_code == 422
    assert staff.post(f"{here}rencontres/ajouter/", meeting).status_code == 302
    night = {"first_night": soon(30).isoformat(), "leaves_date": soon(32).isoformat(), "name": "Auberge"}
    assert staff.post(f"{here}hebergements/ajouter/", {**night, "leaves_date": night["first_night"]}).status_code == 422
    assert staff.post(f"{here}hebergements/ajouter/", night).status_code == 302
    way = {"means": "TRAIN", "leaves_from": "Laval", "goes_to": "Québec",
           "leaves_at": f"{soon(30)}T08:00", "arrives_at": f"{soon(30)}T07:00"}  # fmt: skip
    assert staff.post(f"{here}trajets/ajouter/", way).status_code == 422
    assert staff.post(f"{here}trajets/ajouter/", {**way, "arrives_at": f"{soon(30)}T11:00"}).status_code == 302
    said = staff.get(here).content.decode().replace("\u00a0", " ")
    for words in ("Ana Paz : visa à demander", "sans interprète", "Sans hôte", "Sans hébergement"):
        assert words in said
    stop = tour.legs.get()
    assert staff.post(f"{base}etapes/{stop.pk}/demander/").status_code == 302
    assert staff.post(f"{base}etapes/{stop.pk}/confirmer/", {"read": commands.read_of(stop)}).status_code == 302
    one = tour.guests.get()
    paper = staff.get(f"{base}invites/{one.pk}/feuille-de-route.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert staff.post(f"{base}invites/{one.pk}/envoyer/").status_code == 302
    assert Delivery.objects.order_by("-pk")[0].message.language == "es"
    assert staff.post(f"{here}par-jour/").status_code == 302
    money = cast.client("coordinator")
    assert money.post(f"{here}par-jour/").status_code == 302
    assert "420,00" in money.get(f"{here}couts/").content.decode()
    assert staff.post(f"{here}etat/", {"state": "CONFIRMED"}).status_code == 302
    assert "Laval" in staff.get(f"{base}calendrier/?mois={soon(30):%Y-%m}").content.decode()
    assert staff.get(f"{base}calendrier/?mois=9999-99").status_code == 200
    for name in ("board", "treasurer", "auditor"):
        assert cast.client(name).post(f"{here}modifier/", {"title_fr": "x"}).status_code in (302, 403)
    assert "Tournée" in cast.client("board").get(f"{base}?format=csv").getvalue().decode()


@pytest.mark.rule("S71", "S95")
def test_the_public_page_tells_what_the_guests_agreed_to(coming: Callable[..., Tour], cast: Any) -> None:
    tour = coming()
    said = {"agreed_how": "au téléphone", "agreed_date": soon(-1)}
    guest = invited(tour, agreed="NAMED", country="MX", presents_fr="Couturière", presents_es="Costurera", **said)
    leg = asked(tour, cast.amiante)
    page = f"/tournees/{tour.activity.slug}/"
    assert "Laval" not in Client().get(page).content.decode()
    commands.confirm_leg(leg_id=leg.pk, read=commands.read_of(leg), actor=None, at=timezone.now())
    copies.forget()
    listed = Client().get("/tournees/").content.decode()
    shown = Client().get(page).content.decode()
    assert "Tournée des couturières" in listed
    for words in (NAME, "Mexique", "Couturière", "Laval", cast.amiante.name):
        assert words in shown
    assert '<p lang="es">Costurera</p>' in Client().get(f"/es{page}").content.decode()
    assert '<p lang="fr">Couturière</p>' in Client().get(f"/en{page}").content.decode()
    commands.save_guest(
        tour_id=tour.pk, guest_id=guest.pk, safety="AT_RISK", pseudonym="Lucía", actor=None, at=timezone.now()
    )
    copies.forget()
    assert Client().get(page).status_code == 404
    for address in (
        "/tournees/",
        "/calendrier/",
        "/fil/calendrier.ics",
        "/fil/calendrier.json",
        "/recherche/?q=couturieres",
    ):
        assert "Tournée des couturières" not in Client().get(address).content.decode()


@pytest.mark.rule("S71")
def test_the_interface_reads_what_the_role_may_see(coming: Callable[..., Tour], cast: Any) -> None:
    plain, kept = coming(), coming(40, 44)
    invited(plain)
    at_risk(kept)
    asked(plain, cast.amiante)

    def read(name: str, path: str) -> Any:
        secret = f"cvg_secret-of-{name}"
        ApiToken.objects.get_or_create(
            digest=digest_of_token(secret),
            defaults={"user": cast.users[name], "name": name, "created_at": timezone.now()},
        )
        return Client().get(f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}"})

    ids = {name: [row["id"] for row in read(name, "tours").json()["results"]] for name in ("board", "auditor")}
    assert ids == {"board": [plain.pk], "auditor": [plain.pk, kept.pk]}
    guests = read("auditor", f"tours/{kept.pk}").json()["guests"]
    assert [(one["name"], one["is_at_risk"]) for one in guests] == [("Lucía", True)]
    legs = read("board", "tour-legs").json()["results"]
    assert [(row["city"], row["state"], row["host"]["name"]) for row in legs] == [("Laval", "ASKED", cast.amiante.name)]
    assert read("board", f"tours/{kept.pk}").status_code == 404
    assert read("delegate", f"tours/{plain.pk}").status_code == 404


def test_a_day_mistyped_by_centuries_is_refused_beside_its_field(cast: Any, coming: Callable[..., Tour]) -> None:
    tour, staff = coming(), cast.client("education")
    way = {"means": "PLANE", "leaves_from": "Lima", "goes_to": "Laval", "arrives_at": "9999-12-31T23:59"}
    for leaves in ("0001-01-01T00:00", "9999-12-31T23:59", "99999-01-01T00:00"):
        answer = staff.post(f"/gestion/tournees/{tour.pk}/trajets/ajouter/", {**way, "leaves_at": leaves})
        assert answer.status_code == 422
    assert "Écrivez une année entre 1900 et 2100." in answer.content.decode().replace("\xa0", " ")
    guest = invited(tour)
    answer = staff.post(f"/gestion/tournees/invites/{guest.pk}/", {"name": "Rosa", "spoken": "es", "country": "ZZ"})
    assert answer.status_code == 422
    assert tour.ways.count() == 0
