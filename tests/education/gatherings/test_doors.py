"""Each door: public pages and form, personal links, back office, members' space, API; in three languages."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import digest_of
from convergence.activities.models import Activity, AttendanceEntry, CalendarKey
from convergence.contacts.models import Contact
from convergence.education.gatherings import commands
from convergence.education.gatherings.commands import Asked
from convergence.education.gatherings.models import Answers, CheckIn, Gathering, Party, Registration, Seats
from convergence.education.gatherings.queries import hot
from convergence.education.gatherings.queries.links import group_link_of, token_of
from convergence.finance.commands import record_payment
from convergence.finance.models import Invoice
from convergence.messaging.models import Delivery
from convergence.vocabulary.models import Theme
from convergence.website.cache import copies

pytestmark = pytest.mark.django_db
Maker = Callable[..., Any]
PERSON = {
    "given_name": "Nadia",
    "family_name": "Cormier",
    "email": "nadia@union.example",
    "way": "ONSITE",
    "key": "key-of-a-form",
}


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget the copies of public pages that another test made."""
    copies.forget()


@pytest.fixture
def coming(opened: Maker) -> Callable[..., Gathering]:
    """Return a maker of gatherings that are open now, a month from now."""

    def make(onsite: int | None = 2, online: int | None = None, **values: Any) -> Gathering:
        day = timezone.localdate() + timedelta(days=30)
        return opened(onsite, online, day=day, **{"asks_access": True, "asks_meal": True, **values})  # type: ignore[no-any-return]

    return make


def form_of(gathering: Gathering, language: str = "") -> str:
    return f"{language}/calendrier/{gathering.activity.slug}/inscription/"


def data_of(page: str) -> dict[str, Any]:
    found = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    return json.loads(found)["@graph"][1]  # type: ignore[no-any-return]


@pytest.mark.rule("S85")
def test_a_published_lunch_talk_bears_machine_data_a_calendar_file_and_the_closing_time(
    coming: Maker, at: datetime
) -> None:
    gathering = coming(2)
    commands.add_price(gathering_id=gathering.pk, name_fr="Membre", amount_cents=2_550, actor=None, at=at)
    gathering.refresh_from_db()
    slug = gathering.activity.slug
    page = Client().get(f"/calendrier/{slug}/").content.decode()
    said = data_of(page)
    assert (said["@type"], said["name"], said["maximumAttendeeCapacity"]) == ("Event", "Dîner-causerie", 2)
    assert said["startDate"].startswith(f"{gathering.activity.start}T12:00:00-0")
    assert said["eventStatus"] == "https://schema.org/EventScheduled"
    [offer] = said["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("25.50", "CAD")
    assert (offer["availability"], offer["validThrough"]) == (
        "https://schema.org/InStock",
        gathering.closes_at.isoformat(),
    )
    assert f'datetime="{gathering.closes_at.isoformat()}"' in page
    assert f"/calendrier/{slug}.ics" in page
    assert b"BEGIN:VEVENT" in Client().get(f"/calendrier/{slug}.ics").content
    assert form_of(gathering) in page


@pytest.mark.rule("S75", "S86")
def test_the_page_of_an_edition_lists_what_is_tagged_with_it_and_nothing_else(coming: Maker, at: datetime) -> None:
    series = commands.write_series(slug="jqsi", name_fr="Journées de la solidarité", actor=None, at=at)
    tagged = coming(2, series=series, edition="2024", of={"title_es": "Marcada"})
    other = coming(2, series=series, edition="2023")
    untagged = coming(2)
    page = Client().get("/calendrier/serie/jqsi/2024/").content.decode()
    assert f"/calendrier/{tagged.activity.slug}/" in page
    assert [one for one in (other, untagged) if f"/calendrier/{one.activity.slug}/" in page] == []
    whole = Client().get("/calendrier/serie/jqsi/").content.decode()
    assert f"/calendrier/{other.activity.slug}/" in whole
    assert f"/calendrier/{untagged.activity.slug}/" not in whole
    assert "Marcada" in Client().get("/es/calendrier/serie/jqsi/2024/").content.decode()
    assert Client().get("/calendrier/serie/jqsi/1999/").status_code == 404
    assert Client().get("/calendrier/serie/rien/").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("", "Accès"), ("/en", "Access"), ("/es", "Acceso")])
def test_the_form_speaks_three_languages_and_registers_without_account_nor_cookie(
    coming: Maker, language: str, words: str
) -> None:
    gathering = coming(1)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(form_of(gathering, language))
    assert words in page.content.decode()
    assert (list(page.cookies), "no-cache" in page["Cache-Control"]) == ([], True)
    answer = browser.post(form_of(gathering, language), {**PERSON, "access": "boucle auditive"})
    row = Registration.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/inscription/{token_of(row.nonce)}/")
    assert (row.state, row.language, Answers.objects.get().access) == (
        "CONFIRMED",
        language[1:] or "fr",
        "boucle auditive",
    )
    again = browser.post(form_of(gathering, language), PERSON)
    assert (again["Location"], Registration.objects.count()) == (answer["Location"], 1)


def test_a_form_that_is_wrong_says_so_and_writes_nothing(coming: Maker) -> None:
    gathering = coming(1)
    for wrong in (
        {},
        {**PERSON, "email": "x"},
        {**PERSON, "way": "BOAT"},
        {**PERSON, "key": ""},
        {**PERSON, "meal": "CAVIAR"},
    ):
        assert Client().post(form_of(gathering), wrong).status_code == 422
    assert Client().post(form_of(gathering), PERSON).status_code == 302
    twice = Client().post(form_of(gathering), {**PERSON, "key": "another-form"})
    assert (twice.status_code, "déjà inscrit" in twice.content.decode()) == (422, True)
    assert Delivery.objects.filter(address="nadia@union.example").count() == 1
    assert Registration.objects.count() == 1


def test_a_form_is_understood_by_what_was_read_a_moment_ago_and_registered_by_what_is_so_now(
    coming: Maker, at: datetime
) -> None:
    gathering = coming(9)
    number = 0

    def sent(status: int) -> str:
        nonlocal number
        number += 1
        person = PERSON | {"email": f"n{number}@union.example", "key": f"key-of-form-{number}"}
        answer = Client().post(form_of(gathering), person)
        assert answer.status_code == status
        return answer.content.decode()

    sent(302)
    with CaptureQueriesContext(connection) as asked:
        sent(302)
    assert sum('"activities_activity"."slug" =' in one["sql"] for one in asked) == 0  # read a moment ago
    seats, activity = Seats.objects.filter(gathering=gathering), Activity.objects.filter(pk=gathering.activity_id)
    price = commands.add_price(gathering_id=gathering.pk, name_fr="Plein", amount_cents=900, actor=None, at=at)
    assert "Plein" in sent(422)
    price.delete()
    hot.open_to_form(gathering.activity.slug)
    seats.update(way="ONLINE")
    sent(422)
    seats.update(way="ONSITE")
    hot.open_to_form(gathering.activity.slug)
    activity.update(is_public=False)
    sent(404)
    activity.update(is_public=True, slug="autre")
    sent(404)
    assert gathering.registrations.count() == 2


def test_what_is_not_public_has_no_form_and_what_is_over_says_so(coming: Maker, opened: Maker) -> None:
    hidden = coming(1, of={"is_public": False})
    assert Client().get(form_of(hidden)).status_code == 404
    assert Client().post(form_of(hidden), PERSON).status_code == 404
    over = opened(1)
    assert "sont fermées depuis" in Client().get(form_of(over)).content.decode()
    assert Client().post(form_of(over), PERSON).status_code == 200
    assert Registration.objects.count() == 0


def test_a_personal_link_shows_accepts_and_cancels_and_a_wrong_one_says_nothing(
    coming: Maker, registered: Maker
) -> None:
    gathering, now = coming(1, of={"title_en": "Lunch talk"}), timezone.now()
    first, second = registered(gathering, at=now), registered(gathering, at=now, language="en")
    mine, next_one = (f"/inscription/{token_of(row.nonce)}/" for row in (first, second))
    assert "Votre place est réservée" in Client().get(mine).content.decode()
    assert "You are first on the waiting list" in Client().get(next_one).content.decode()
    assert Client().post(mine, {"act": "cancel"}).status_code == 302
    assert "I take the place" in Client().get(next_one).content.decode()
    for _twice in range(2):
        assert Client().post(next_one, {"act": "accept"}).status_code == 302
    second.refresh_from_db()
    assert (second.state, Seats.objects.get().taken) == ("CONFIRMED", 1)
    calendar = Client().get(f"{next_one}agenda.ics")
    assert (b"SUMMARY:Lunch talk" in calendar.content, calendar["Content-Type"]) == (
        True,
        "text/calendar; charset=utf-8",
    )
    page = Client().get(mine)
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "same-origin")
    for wrong in ("x", "A" * 32, token_of("0" * 32)):
        closed = Client().get(f"/inscription/{wrong}/", REMOTE_ADDR="198.51.100.7")
        assert (closed.status_code, "Nadia" in closed.content.decode()) == (404, False)


def test_guessing_links_has_to_wait(db: None) -> None:
    said = [Client().get(f"/inscription/{number:032}/", REMOTE_ADDR="198.51.100.9").status_code for number in range(21)]
    assert said == [404] * 20 + [429]


def test_the_team_opens_an_activity_and_each_role_sees_what_is_its(cast: Any, activity: Maker) -> None:
    day = timezone.localdate() + timedelta(days=20)
    made = activity("Colloque", day=day, is_public=True)
    team = cast.client("education")
    address = f"/gestion/evenements/ouvrir/{made.pk}/"
    assert team.get(address).status_code == 200
    given = {
        "onsite": "40", "opens_at": "2024-01-01T09:00", "closes_at": f"{day - timedelta(days=1)}T17:00", "offer_hours": "48",
        "reminder_days": "2", "asks_access": "on",
    }  # fmt: skip
    late = team.post(address, {**given, "closes_at": f"{day}T12:01"})
    assert (late.status_code, "les inscriptions ferment avant" in late.content.decode()) == (422, True)
    assert team.post(address, {**given, "onsite": ""}).status_code == 422
    assert team.post(address, given).status_code == 302
    gathering = Gathering.objects.get()
    here = f"/gestion/evenements/{gathering.pk}/"
    assert team.get(address)["Location"] == here
    hours = {"title_fr": "Atelier", "day": str(day), "start": "15:00", "end": "13:00"}
    wrong = team.post(f"{here}seances/", hours)
    assert (wrong.status_code, "finirait avant de commencer" in wrong.content.decode()) == (422, True)
    assert team.post(f"{here}seances/", {**hours, "end": "16:00"}).status_code == 302
    assert team.post(f"{here}prix/", {"name_fr": "Membre", "amount_cents": "25,50"}).status_code == 302
    price = gathering.prices.get()
    assert price.amount_cents == 2_550
    person = {**PERSON, "email": "", "price": str(price.pk), "access": "rampe"}
    assert team.post(f"{here}inscrire/", person).status_code == 302
    union = {"organisation": "SAVT", "places": "3", "way": "ONSITE", "price": str(price.pk), "key": "key-of-group"}
    union |= {"contact_name": "Camille", "email": "c@savt.example"}
    assert team.post(f"{here}groupe/", union).status_code == 302
    assert (Party.objects.get().organisation, Seats.objects.get().taken) == (cast.amiante, 4)
    assert team.post(f"{here}modifier/", {**given, "onsite": "3"}).status_code == 422
    assert team.post(f"{here}modifier/", {**given, "onsite": "50"}).status_code == 302
    names = {
        name: cast.client(name).get(f"{here}inscriptions/")
        for name in (
            "education",
            "coordinator",
            "communications",
            "treasurer",
            "projects",
            "auditor",
            "board",
            "animator",
        )
    }
    assert {name for name, page in names.items() if page.status_code == 200} == {
        "education", "coordinator", "communications", "treasurer", "projects", "auditor",
    }  # fmt: skip
    assert {name for name, page in names.items() if "rampe" in page.content.decode()} == {"education", "coordinator"}
    files = {name: cast.client(name).get(f"{here}inscriptions/?format=csv") for name in ("education", "communications")}
    told = {name: "rampe" in file.getvalue().decode() for name, file in files.items()}
    assert told == {"education": True, "communications": False}
    assert "Colloque" in team.get("/gestion/evenements/?q=colloq&when=coming").content.decode()
    assert b"Colloque" in b"".join(team.get("/gestion/evenements/?format=csv").streaming_content)


def test_the_door_takes_what_a_phone_kept_once_and_refuses_what_cannot_be_read(
    cast: Any, coming: Maker, registered: Maker
) -> None:
    gathering, now = coming(2), timezone.now()
    row = registered(gathering, at=now)
    team, here = cast.client("communications"), f"/gestion/evenements/{gathering.pk}/"
    assert row.full_name in team.get(f"{here}accueil/").content.decode()
    press = {"key": "phone-1", "registration": str(row.pk), "came": True, "at": "2024-05-06T16:00:00Z"}
    sent = {"presses": [press, {**press, "key": "phone-2", "registration": "999999"}]}
    for _twice in range(2):
        answer = team.post(f"{here}accueil/envoi/", sent, content_type="application/json")
        assert answer.json() == {"written": ["phone-1"], "refused": ["phone-2"]}
    assert CheckIn.objects.get().pressed_at.year == 2024
    for wrong in ("{", "[]", '{"presses": 1}', '{"presses": [{}]}', '{"presses": [1]}'):
        answer = team.post(f"{here}accueil/envoi/", wrong, content_type="application/json")
        assert answer.status_code == 422, wrong
    assert team.post(f"{here}accueil/envoi/", {"presses": "a form"}).status_code == 422
    assert (
        cast.client("treasurer").post(f"{here}accueil/envoi/", sent, content_type="application/json").status_code == 403
    )
    assert team.post(f"{here}accueil/", {"registration": row.pk, "came": "0"}).status_code == 302
    row.refresh_from_db()
    assert row.came is False
    team.post(f"{here}accueil/", {"registration": row.pk, "came": "1"})
    assert team.post(f"{here}presences/").status_code == 302
    assert AttendanceEntry.objects.get().name == row.full_name


def test_places_that_name_nobody_come_last_at_the_door_with_the_union(
    cast: Any, coming: Maker, registered: Maker
) -> None:
    gathering, now = coming(5), timezone.now()
    given: dict[str, Any] = {"way": "ONSITE", "contact_name": "", "email": "c@savt.example", "actor": None, "at": now}
    party = commands.reserve_party(
        gathering_id=gathering.pk, organisation_id=cast.amiante.pk, places=2, key="door-group", **given
    )
    registered(gathering, at=now, given_name="Zoé", family_name="Zibeline")
    first = party.registrations.order_by("rank")[0]
    commands.name_place(registration_id=first.pk, asked=Asked("Ana", "Abeille"), actor=None, at=now)
    page = cast.client("education").get(f"/gestion/evenements/{gathering.pk}/accueil/").content.decode()
    names = [words for words in re.findall(r"<strong>([^<]+)</strong>", page) if "<" not in words]
    assert names[-3:] == ["Ana Abeille", "Zoé Zibeline", f"Place 2\u00a0: {cast.amiante.name}"]


def test_the_calendar_of_a_union_and_of_a_person_holds_the_events_where_they_have_a_place(
    cast: Any, coming: Maker, registered: Maker
) -> None:
    gathering, other, now = coming(5), coming(5, of={"title": "Autre causerie"}), timezone.now()
    given: dict[str, Any] = {"way": "ONSITE", "contact_name": "", "email": "c@savt.example", "actor": None, "at": now}
    commands.reserve_party(
        gathering_id=gathering.pk, organisation_id=cast.amiante.pk, places=1, key="feed-group", **given
    )
    row = registered(other, at=now)
    person = Contact.objects.create(kind="PERSON", name=row.full_name, sort_name="n", created_at=now, changed_at=now)
    Registration.objects.filter(pk=row.pk).update(person=person)
    said = {}
    for contact in (cast.amiante, person):
        key = CalendarKey.objects.create(contact=contact, code=f"code-of-{contact.pk}", made_at=now)
        said[contact.pk] = Client().get(f"/fil/calendrier/a-moi/{key.code}.ics").content.decode()
    held = [("Dîner-causerie" in words, "Autre causerie" in words) for words in said.values()]
    assert held == [(True, False), (False, True)]
    theme = Theme.objects.create(slug="salaire-decent", name_fr="Salaire décent")
    other.activity.themes.add(theme)
    of_theme = Client().get("/fil/calendrier/salaire-decent.ics").content.decode()
    assert ("Autre causerie" in of_theme, "Dîner-causerie" in of_theme) == (True, False)


@pytest.mark.one_database
def test_who_came_to_a_free_event_has_an_attestation_and_nobody_else(coming: Maker, registered: Maker) -> None:
    gathering, now = coming(2), timezone.now()
    row = registered(gathering, at=now, language="en")
    link = f"/inscription/{token_of(row.nonce)}/"
    assert Client().get(f"{link}attestation.pdf").status_code == 404
    press = commands.Press("attested", row.pk, came=True, pressed_at=now)
    commands.check_in(gathering_id=gathering.pk, presses=[press], actor=None, at=now)
    assert f'href="{link}attestation.pdf"' in Client().get(link).content.decode()
    paper = Client().get(f"{link}attestation.pdf")
    assert (paper["Content-Type"], "no-store" in paper["Cache-Control"]) == ("application/pdf", True)
    with pikepdf.open(BytesIO(paper.content)) as pdf:
        assert (pdf.Root.Lang, "/StructTreeRoot" in pdf.Root, len(pdf.pages)) == ("en-CA", True, 1)


def test_badges_are_a_tagged_pdf(cast: Any, coming: Maker, registered: Maker) -> None:
    gathering = coming(9)
    for _one in range(9):
        registered(gathering, at=timezone.now())
    paper = cast.client("education").get(f"/gestion/evenements/{gathering.pk}/insignes.pdf").content
    with pikepdf.open(BytesIO(paper)) as pdf:
        assert len(pdf.pages) == 2
        assert (pdf.Root.Lang, bool(pdf.Root.MarkInfo.Marked), "/StructTreeRoot" in pdf.Root) == ("fr-CA", True, True)


def test_a_cancelled_paid_place_is_listed_for_the_treasury(cast: Any, coming: Maker, registered: Maker) -> None:
    gathering, now = coming(1), timezone.now()
    price = commands.add_price(
        gathering_id=gathering.pk, name_fr="Tout le monde", amount_cents=2_500, actor=None, at=now
    )
    row = registered(gathering, at=now, price_id=price.pk)
    treasurer = cast.client("treasurer")
    assert "Rien n’est à rembourser" in treasurer.get("/gestion/evenements/remboursements/").content.decode()
    record_payment(
        payer_id=row.person_id, amount_cents=2_500, method="CASH", received_date=timezone.localdate(),
        allocations=[(row.invoice_id, 2_500)], actor=None, at=now,
    )  # fmt: skip
    assert cast.client("education").post(f"/gestion/evenements/inscriptions/{row.pk}/annuler/").status_code == 302
    page = treasurer.get("/gestion/evenements/remboursements/").content.decode()
    assert (row.full_name in page, Invoice.objects.get().number in page) == (True, True)
    assert cast.client("communications").get("/gestion/evenements/remboursements/").status_code == 403


def test_a_delegate_reserves_for_their_union_and_names_its_people(cast: Any, coming: Maker) -> None:
    gathering = coming(5)
    delegate, space = cast.client("delegate"), f"/espace/{cast.amiante.pk}/"
    assert "Dîner-causerie" in delegate.get(f"{space}evenements/").content.decode()
    form = {"places": "9", "way": "ONSITE", "contact_name": "D", "email": "d@savt.example", "key": "delegate-key"}
    too_many = delegate.post(f"{space}evenements/{gathering.pk}/", form)
    assert "Places qui restent" in too_many.content.decode()
    made = delegate.post(f"{space}evenements/{gathering.pk}/", {**form, "places": "3"})
    party = Party.objects.get()
    assert made["Location"] == f"{space}groupes/{party.pk}/"
    place = party.registrations.order_by("rank")[0]
    name = {"given_name": "Inès", "family_name": "Guay", "email": "", "access": "place de stationnement"}
    assert delegate.post(f"{space}places/{place.pk}/", name).status_code == 302
    page = delegate.get(f"{space}groupes/{party.pk}/").content.decode()
    assert ("Inès Guay" in page, "stationnement" in page) == (True, False)
    assert delegate.post(f"{space}groupes/{party.pk}/", {"place": place.pk}).status_code == 302
    assert Seats.objects.get().taken == 2
    stranger = cast.client("stranger")
    other = f"/espace/{cast.zibeline.pk}/"
    assert stranger.get(f"{other}groupes/{party.pk}/").status_code == 404
    assert stranger.get(f"{other}places/{place.pk}/").status_code == 404
    link = group_link_of(party.nonce).partition("//")[2].partition("/")[2]
    assert "Place 2" in Client().get(f"/{link}").content.decode()
    free = party.registrations.filter(state="CONFIRMED").order_by("rank")[0]
    assert Client().post(f"/{link}{free.pk}/", {**name, "given_name": "Hugo"}).status_code == 302
    assert "Hugo Guay" in Client().get(f"/{link}").content.decode()


def test_the_api_reads_events_and_each_token_sees_its_own_people(cast: Any, coming: Maker, registered: Maker) -> None:
    gathering = coming(5)
    registered(gathering, at=timezone.now(), access="rampe")
    commands.reserve_party(
        gathering_id=gathering.pk, organisation_id=cast.amiante.pk, way="ONSITE", places=1, contact_name="", key="api-group",
        email="c@savt.example", actor=None, at=timezone.now(),
    )  # fmt: skip
    [event] = api(cast, "projects", "events")["results"]
    assert (event["seats"], event["title"]) == (
        [{"way": "ONSITE", "capacity": 5, "taken": 2, "waiting": 0}], "Dîner-causerie",
    )  # fmt: skip
    people = f"events/{gathering.pk}/registrations"
    counts = {name: api(cast, name, people)["count"] for name in ("education", "delegate", "stranger", "board")}
    assert counts == {"education": 2, "delegate": 1, "stranger": 0, "board": 0}
    assert "rampe" not in json.dumps(api(cast, "education", people))


def api(cast: Any, name: str, path: str) -> Any:
    secret = f"cvg_secret-of-{name}"
    ApiToken.objects.get_or_create(
        digest=digest_of(secret), defaults={"user": cast.users[name], "name": name, "created_at": timezone.now()}
    )
    return Client().get(f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}"}).json()
