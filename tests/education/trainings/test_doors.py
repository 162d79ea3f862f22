"""Each door: public catalogue and form, links, back office, members' space, API, search."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import digest_of
from convergence.contacts.models import Contact
from convergence.education.trainings import commands
from convergence.education.trainings.models import (
    Absence,
    Attestation,
    Availability,
    DateOption,
    Facilitator,
    FollowUp,
    Material,
    SignIn,
    Training,
    TrainingRequest,
)
from convergence.education.trainings.queries.sessions import line_token, request_url_of, sheet_url
from convergence.messaging.models import Delivery
from convergence.messaging.rendering import letter_of
from convergence.website.cache import copies
from convergence.website.searching import index
from convergence.website.searching.finding import find

pytestmark = pytest.mark.django_db
G = "/gestion/formations/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget the copies of public pages and the wrong links that another test made."""
    copies.forget()
    cache.clear()


def path(address: str) -> str:
    return "/" + address.partition("://")[2].partition("/")[2]


def asking(training: Training, **more: Any) -> dict[str, Any]:
    return {
        "form_key": "f" * 32,
        "training": training.pk,
        "asked_organisation": "Syndicat inconnu du Fil",
        "asked_name": "Odile Ficelle",
        "asked_email": "odile@fil.example",
        "people": "18",
        "venue": "Salle du Métier",
        "language": "fr",
        **more,
    }


@pytest.mark.rule("S83", "S12", "S90")
def test_the_public_catalogue_says_what_a_union_must_know(training: Training, at: Any) -> None:
    series = commands.write_series(actor=None, at=at, name_fr="Mode éphémère", url="https://actes.example/serie/")
    values = {name: getattr(training, name) for name in ("title_fr", "objectives_fr", "audience_fr")}
    commands.write_training(
        training_id=training.pk, actor=None, at=at, series=series, themes=[], is_published=True, **values
    )
    commands.write_training(actor=None, at=at, title_fr="Brouillon secret")
    commands.add_material(
        training_id=training.pk, actor=None, at=at, title="Guide d’animation", language="es", minutes=90
    )
    page = Client().get(f"/formations/{training.slug}/").content.decode()
    for words in ("Calculer un salaire décent", "membres de comités", "2\u00a0h", "Guide d’animation", "espagnol, 1"):
        assert words in page, words
    assert 'href="https://actes.example/serie/"' in page
    catalogue = Client().get("/formations/").content.decode()
    assert "Fil rouge" in catalogue
    assert "Mode éphémère" in catalogue
    assert "Brouillon" not in catalogue
    english = Client().get(f"/en/formations/{training.slug}/").content.decode()
    assert "The red thread" in english
    assert Client().get("/formations/brouillon-secret/").status_code == 404
    index.bring_up_to_date()
    assert [hit.url for group in find("fil rouge", "fr").groups for hit in group.hits] == [
        f"/formations/{training.slug}/"
    ]


@pytest.mark.rule("S94", "C4", "L4")
def test_a_union_asks_without_an_account_and_nobody_is_added(training: Training, centre: Any) -> None:
    browser, before = Client(enforce_csrf_checks=True), Contact.objects.count()
    form = browser.get(f"/formations/demander/?formation={training.slug}")
    assert "checked" not in form.content.decode()
    assert "no-store" in form["Cache-Control"]
    refused = browser.post("/formations/demander/", asking(training, venue="", asked_email="x"))
    assert refused.status_code == 422
    assert "Dites où ce serait" in refused.content.decode()
    for _twice in range(2):
        sent = browser.post("/formations/demander/", asking(training, wants_news="on"))
        assert sent.status_code == 302
    request = TrainingRequest.objects.get()
    assert (request.organisation, request.people, request.state) == (None, 18, "RECEIVED")
    assert "Centre de la Trame" in request.consent_words
    assert Contact.objects.count() == before
    assert "sessionid" not in browser.cookies
    delivery = Delivery.objects.get()
    assert (delivery.address, request.code in delivery.message.source) == ("odile@fil.example", True)
    machine = browser.post("/formations/demander/", asking(training, form_key="g" * 32, website="http://spam.example"))
    assert machine.status_code == 302
    assert TrainingRequest.objects.count() == 1


def test_a_machine_that_asks_and_asks_waits(training: Training, centre: Any) -> None:
    codes = [
        Client().post("/formations/demander/", asking(training, form_key=f"{n:032d}")).status_code for n in range(21)
    ]
    assert codes == [302] * 20 + [422]


def proposed(cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any) -> tuple[TrainingRequest, str]:
    request = asked()
    commands.link_union(request_id=request.pk, organisation_id=cast.amiante.pk, actor=None, at=at)
    commands.propose_dates(request_id=request.pk, proposals=[proposal(facilitator())], actor=None, at=at)
    return request, path(request_url_of(request.links.get().nonce))


@pytest.mark.rule("S94", "S61")
def test_the_link_shows_the_dates_and_takes_the_choice(
    cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any
) -> None:
    request, address = proposed(cast, asked, facilitator, proposal, at)
    browser = Client(enforce_csrf_checks=True)
    with time_machine.travel(at + timedelta(days=1)):
        page = browser.get(address)
        assert "checked" not in page.content.decode()
        assert "mardi 17 septembre 2024, 18\u00a0h\u00a030" in page.content.decode().replace(" h ", "\u00a0h\u00a0")
        assert page["Referrer-Policy"] == "same-origin"
        assert browser.post(address, {}).status_code == 422
        assert browser.post(address, {"option": "999"}).status_code == 422
        assert browser.post(address, {"option": request.options.get().pk}).status_code == 302
        agreed = browser.get(address).content.decode()
        assert "C’est convenu" in agreed
        calendar = browser.get(f"{address}calendrier.ics")
        assert b"DTSTART:20240917T223000Z" in calendar.content
        assert browser.get(f"{address}feuille.pdf").content.startswith(b"%PDF-")
        assert browser.get("/f/" + "x" * 32 + "/").status_code == 404
    with time_machine.travel(at + timedelta(days=30)):
        assert browser.get(address).status_code == 404
    sent = Delivery.objects.filter(message__subject__startswith="C’est convenu").get()
    assert sent.mailing.attachments.get().media_type == "text/calendar; charset=utf-8"
    offered = Delivery.objects.filter(message__subject__startswith="Choisissez").get()
    body = str(letter_of(offered).body)
    assert path(request_url_of(request.links.get().nonce)) in body


def test_none_fits_closes_the_link(cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any) -> None:
    request, address = proposed(cast, asked, facilitator, proposal, at)
    with time_machine.travel(at):
        said = Client().post(address, {"none": "1", "words": "En octobre"}, follow=True)
        assert "d’autres dates" in said.content.decode()
        assert Client().get(address).status_code == 404
    request.refresh_from_db()
    assert (request.state, request.none_fits) == ("RECEIVED", "En octobre")


def pressed(browser: Client, address: str, **words: str) -> Any:
    """Send the form of a page as it is shown, twice; return both answers."""
    page = browser.get(address).content.decode()
    given = urlencode({**words, **dict(re.findall(r'name="(press_key|csrfmiddlewaretoken)" value="([^"]+)"', page))})
    return [browser.post(address, given, content_type="application/x-www-form-urlencoded") for _press in range(2)]


def test_a_double_click_on_the_link_is_answered_twice_the_same(
    cast: Any, asked: Any, facilitator: Any, proposal: Any, at: Any
) -> None:
    address = proposed(cast, asked, facilitator, proposal, at)[1]
    with time_machine.travel(at):
        answers = pressed(Client(enforce_csrf_checks=True), address, none="1", words="En octobre")
    assert [answer["Location"] for answer in answers] == ["/f/merci/"] * 2


def test_a_double_click_in_the_back_office_writes_once_and_again_when_it_is_meant(cast: Any, agreed: Any) -> None:
    browser = cast.client("education")
    browser.handler.enforce_csrf_checks = True
    address = f"{G}demandes/{agreed().pk}/suivi/"
    before = FollowUp.objects.count()
    for number in (1, 2):
        answers = pressed(browser, address, text="Rappeler le comité", due_date="2030-01-15")
        assert [answer.status_code for answer in answers] == [302, 302]
        assert FollowUp.objects.count() == before + number


def test_wrong_links_are_counted_and_then_wait(db: None, centre: Any) -> None:
    browser = Client()
    for _try in range(20):
        assert browser.get("/presence/" + "x" * 32 + "/").status_code == 404
    assert browser.get("/presence/" + "x" * 32 + "/").status_code == 429


def test_from_the_code_on_the_sheet_to_an_attestation_that_names_nobody(agreed: Any, at: Any, cast: Any) -> None:
    request = agreed()
    start = request.options.get().starts_at
    sheet = commands.open_sheet(request_id=request.pk, actor=None, at=at)
    address, browser = path(sheet_url(sheet)), Client(enforce_csrf_checks=True)
    with time_machine.travel(start - timedelta(days=2)):
        assert "à aucun autre moment" in browser.get(address).content.decode()
    with time_machine.travel(start):
        page = browser.get(address).content.decode()
        key = re.search(r'name="form_key" value="(\w+)"', page)
        assert key
        signed = browser.post(address, {"form_key": key[1], "name": "Rosa Trame", "email": "rosa@fil.example"})
        assert signed.status_code == 302
        assert "votre présence est inscrite" in browser.get(signed["Location"]).content.decode()
        assert browser.post(address, {"form_key": key[1], "name": ""}).status_code == 422
    line = SignIn.objects.get()
    commands.mark_held(request_id=request.pk, actor=None, at=start + timedelta(hours=3))
    with time_machine.travel(start + timedelta(days=1)):
        place = f"/participation/{line_token(line.nonce)}/"
        assert "Dire ce que vous en avez pensé" in browser.get(place).content.decode()
        assert browser.post(place, {"name": "Rosa Trame", "language": "fr"}).status_code == 302
        assert browser.get(f"{place}attestation.pdf").content.startswith(b"%PDF-")
        paper = Attestation.objects.get()
        asked = browser.post("/attestations/", {"code": paper.code.lower()}, follow=True).content.decode()
        assert paper.number in asked
        assert "authentique" in asked
        assert "Rosa" not in asked
        assert "Trame</" not in asked.replace("Centre de la Trame</", "")
        assert browser.post("/attestations/", {"code": "rien"}).status_code == 422
        assert browser.get("/attestations/AAAA-BBBB-CCCC/").status_code == 404
        commands.cancel_attestation(attestation_id=paper.pk, reason="Nom", actor=cast.education, at=timezone.now())
        assert "annulée" in browser.get(f"/attestations/{paper.code}/").content.decode()
    assert Delivery.objects.filter(address="rosa@fil.example").count() == 1


def api(cast: Any, name: str, place: str) -> Any:
    secret = f"cvg_secret-of-{name}"
    ApiToken.objects.get_or_create(
        digest=digest_of(secret), defaults={"user": cast.users[name], "name": name, "created_at": timezone.now()}
    )
    return Client().get(f"/api/v1/{place}", headers={"authorization": f"Bearer {secret}"})


@pytest.mark.rule("L9")
def test_each_role_sees_the_requests_within_its_reach(cast: Any, agreed: Any, asked: Any) -> None:
    request, other = agreed(), asked("b" * 16)
    seen = {"coordinator": 2, "education": 2, "auditor": 2, "animator": 1, "delegate": 1, "stranger": 0, "partner": 0}
    for name, number in {**seen, "treasurer": 0, "board": 0}.items():
        answer = api(cast, name, "training-requests").json()
        assert answer["count"] == number, name
        assert "odile" not in str(answer).lower()
    row = api(cast, "delegate", f"training-requests/{request.pk}").json()
    assert (row["state"], row["starts_at"], row["activity"]) == (
        "CONFIRMED",
        "2024-09-17T22:30:00Z",
        request.activity_id,
    )
    assert api(cast, "delegate", f"training-requests/{other.pk}").status_code == 404
    assert (
        api(cast, "education", "trainings?published=true").json()["results"][0]["objectives"][0].startswith("Calculer")
    )
    Contact.objects.filter(pk=cast.amiante.pk).update(is_sensitive=True)
    assert api(cast, "education", "training-requests").json()["count"] == 1
    assert cast.client("education").get(f"{G}demandes/{request.pk}/").status_code == 404


def test_a_delegate_asks_and_follows_from_the_members_space(cast: Any, training: Training, centre: Any) -> None:
    browser, place = cast.client("delegate"), f"/espace/{cast.amiante.pk}/formations/"
    given = {name: value for name, value in asking(training).items() if name != "asked_organisation"}
    assert f'{place}" aria-current="page"' in browser.get(f"{place}demander/").content.decode()
    assert browser.post(f"{place}demander/", given).status_code == 302
    request = TrainingRequest.objects.get()
    assert (request.organisation, request.via) == (cast.amiante, "SPACE")
    assert request.code in browser.get(place).content.decode()
    assert cast.client("stranger").get(place).status_code == 404


def test_the_back_office_from_the_telephone_to_the_last_follow_up(
    cast: Any, training: Training, facilitator: Any, at: Any, centre: Any
) -> None:
    browser, ines = cast.client("education"), facilitator()
    given = {k: v for k, v in asking(training).items() if k != "form_key"} | {"letters": "fr"}
    assert browser.post(f"{G}demandes/ecrire/", {**given, "people": ""}).status_code == 422
    browser.post(f"{G}demandes/ecrire/", given)
    request = TrainingRequest.objects.get()
    place = f"{G}demandes/{request.pk}/"
    assert "Quel" in browser.get(f"{place}syndicat/").content.decode()
    assert browser.post(f"{place}syndicat/", {"organisation": "Personne"}).status_code == 422
    assert browser.post(f"{place}syndicat/", {"organisation": "SAVT"}).status_code == 302
    assert browser.post(f"{place}modifier/", {**given, "people": "19"}).status_code == 302
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    moments = {"minutes": "120", "day_1": day, "hour_1": "18:30"}
    choose = browser.get(f"{place}dates/", moments).content.decode()
    assert "Inès Aubépine" in choose
    assert "connaît le thème" in choose
    assert browser.get(f"{place}dates/", {**moments, "hour_1": ""}).status_code == 422
    assert browser.get(f"{place}dates/", {**moments, "day_1": "2020-01-01"}).status_code == 422
    assert browser.post(f"{place}dates/", moments).status_code == 422  # nobody chosen
    assert browser.post(f"{place}dates/", {**moments, "who_1": ines.pk}).status_code == 302
    assert browser.post(f"{place}lien/fermer/").status_code == 302
    agreed = {**moments, "who_1": ines.pk, "travel_1": "90", "act": "agree"}
    assert browser.post(f"{place}dates/", agreed).status_code == 302
    request.refresh_from_db()
    option = DateOption.objects.get(state="CHOSEN")
    assert (request.state, option.travel_minutes) == ("CONFIRMED", 90)
    for page in (place, f"{place}presences/", f"{place}feuille/", f"{place}animation/"):
        assert browser.get(page).status_code == 200, page
    assert browser.post(f"{place}feuille/", {"capacity": "12"}).status_code == 302
    assert "<svg" in browser.get(f"{place}feuille/").content.decode()
    for paper in ("feuille.pdf", "accueil.pdf"):
        assert browser.get(f"{place}{paper}").content.startswith(b"%PDF-"), paper
    assert b"BEGIN:VEVENT" in browser.get(f"{place}calendrier.ics").content
    assert browser.post(f"{place}feuille/fermer/").status_code == 302
    line = {"form_key": "p" * 20, "name": "Rosa Trame"}
    assert browser.post(f"{place}presences/papier/", line).status_code == 302
    assert b"Rosa Trame" in browser.get(f"{place}presences/?format=csv").getvalue()
    row = SignIn.objects.get()
    assert browser.post(f"{place}suivi/", {"text": "Rappeler", "due_date": "2030-01-01"}).status_code == 302
    with time_machine.travel(option.ends_at + timedelta(days=20)):
        browser = cast.client("education")
        assert browser.post(f"{place}etat/", {"state": "HELD"}).status_code == 302
        issue = {"name": "Rosa Trame", "language": "fr"}
        assert browser.post(f"{G}lignes/{row.pk}/attestation/", issue).status_code == 302
        paper = Attestation.objects.get()
        assert browser.get(f"{G}attestations/{paper.pk}.pdf").content.startswith(b"%PDF-")
        assert paper.number in browser.get(f"{G}attestations/?q={paper.code}").content.decode()
        assert browser.post(f"{G}attestations/{paper.pk}/annuler/", {"reason": "Nom"}).status_code == 302
        assert browser.post(f"{G}lignes/{row.pk}/vider/").status_code == 302
        assert browser.post(f"{G}lignes/{row.pk}/biffer/").status_code == 302
        assert "Rappeler" in browser.get(f"{G}suivis/").content.decode()
        browser.post(f"{place}etat/", {"state": "CLOSED"})
        for follow in FollowUp.objects.all():
            assert browser.post(f"{G}suivis/{follow.pk}/", {"outcome": "Fait"}).status_code == 302
        browser.post(f"{place}etat/", {"state": "CLOSED"})
        assert browser.get(f"{G}?q=SAVT&format=csv").status_code == 200
        assert request.code in browser.get(f"{G}?q=SAVT").content.decode()
    request.refresh_from_db()
    assert request.state == "CLOSED"


def test_the_back_office_says_no_and_takes_up_again(cast: Any, agreed: Any) -> None:
    browser, request = cast.client("coordinator"), agreed()
    place = f"{G}demandes/{request.pk}/"
    assert browser.post(f"{place}tombee/", {"answer": ""}).status_code == 422
    assert browser.post(f"{place}tombee/", {"answer": "Tempête"}).status_code == 302
    assert browser.post(f"{place}refuser/", {"answer": "Plus personne"}).status_code == 302
    assert browser.post(f"{place}etat/", {"state": "RECEIVED"}).status_code == 302
    assert browser.post(f"{place}retirer/", {"answer": "Congrès"}).status_code == 302
    assert "Congrès" in browser.get(place).content.decode()
    assert browser.get(f"{place}animation/").status_code == 302


def test_the_back_office_keeps_who_facilitates_and_the_catalogue(
    cast: Any, person: Any, theme: Any, estrie: Any
) -> None:
    browser, ana = cast.client("education"), person("Ana Seda")
    given = {"languages": ["fr", "es"], "themes": [theme.pk], "regions": [estrie.pk], "is_active": "on"}
    assert browser.post(f"{G}animation/ajouter/", {"person": "Ana Seda", **given, "languages": []}).status_code == 422
    assert browser.post(f"{G}animation/ajouter/", {"person": "Ana Seda", **given}).status_code == 302
    one = Facilitator.objects.get(person=ana)
    place = f"{G}animation/{one.pk}/"
    assert browser.post(f"{place}modifier/", {**given, "notes": "Libre le soir"}).status_code == 302
    assert browser.post(f"{place}heures/", {"weekday": "1", "start": "21:00", "end": "18:00"}).status_code == 422
    assert browser.post(f"{place}heures/", {"weekday": "1", "start": "18:00", "end": "21:00"}).status_code == 302
    assert browser.post(f"{place}absences/", {"first_day": "2030-01-05", "last_day": "2030-01-01"}).status_code == 422
    assert browser.post(f"{place}absences/", {"first_day": "2030-01-01", "last_day": "2030-01-05"}).status_code == 302
    page = browser.get(place).content.decode()
    assert "mardi" in page
    assert "Libre le soir" in page
    assert "Ana Seda" in browser.get(f"{G}animation/").content.decode()
    browser.post(f"{G}heures/{Availability.objects.get().pk}/retirer/")
    browser.post(f"{G}absences/{Absence.objects.get().pk}/retirer/")
    assert (Availability.objects.count(), Absence.objects.count()) == (0, 0)
    new = {"title_fr": "Toile", "minutes": "90", "languages": ["fr"], "most_people": "25", "position": "0"}
    assert browser.post(f"{G}catalogue/ajouter/", {**new, "is_published": "on"}).status_code == 422  # no objectives
    full = {**new, "is_published": "on", "objectives_fr": "Tisser", "audience_fr": "comités"}
    assert browser.post(f"{G}catalogue/ajouter/", full).status_code == 302
    made = Training.objects.get(title_fr="Toile")
    assert browser.post(f"{G}catalogue/{made.pk}/", {**full, "minutes": "5"}).status_code == 422
    assert browser.post(f"{G}catalogue/{made.pk}/", {**full, "minutes": "60"}).status_code == 302
    assert browser.post(f"{G}catalogue/{made.pk}/materiel/", {"title": "Guide", "language": "fr"}).status_code == 302
    assert "Guide" in browser.get(f"{G}catalogue/{made.pk}/").content.decode()
    browser.post(f"{G}materiel/{Material.objects.get().pk}/retirer/")
    assert browser.post(f"{G}catalogue/series/ajouter/", {"name_fr": "Série"}).status_code == 302
    assert "Toile" in browser.get(f"{G}catalogue/").content.decode()


@pytest.mark.parametrize("name", ["delegate", "partner", "nobody", "stranger", "treasurer", "communications"])
def test_who_is_outside_settles_nothing(cast: Any, agreed: Any, name: str) -> None:
    request = agreed()
    for place in ("", f"demandes/{request.pk}/", f"demandes/{request.pk}/dates/", "animation/", "attestations/"):
        assert cast.client(name).get(f"{G}{place}").status_code != 200, place


def test_lists_read_no_more_for_many(cast: Any, asked: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        asked(f"{number:016d}")
    browser = cast.client("coordinator")
    for place in (G, f"{G}suivis/", f"{G}animation/", f"{G}attestations/", f"{G}catalogue/", "/formations/"):
        browser.get(place)
        with django_assert_max_num_queries(15):
            browser.get(place)
