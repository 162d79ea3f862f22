"""Legs, hosts, meetings, papers, letters, what followed, what is emptied."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from convergence.activities.commands import cancel_activity
from convergence.activities.models import Activity, Participation
from convergence.activities.queries.counters import tours as count_tours
from convergence.contacts.models import ConsentEvent, Contact
from convergence.core.errors import BadValue
from convergence.education.tours import commands, errors
from convergence.education.tours.models import Joined, Leg, Lodging, Tour, TourGuest
from convergence.education.tours.papers import host_sheet, road_book
from convergence.education.tours.queries.itinerary import days_of_leg, plan_of
from convergence.education.tours.queries.links import link_of_nonce, token_of
from convergence.education.tours.rules.checklist import remaining
from convergence.finance.queries.costs import budget_of
from convergence.messaging.models import Delivery
from convergence.messaging.rendering import letter_of
from tests.education.tours.conftest import AT, day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"first_day": day(8), "last_day": day(6)}, errors.EndsBeforeItStarts, "last_day"),
        ({"first_day": day(1), "last_day": day(6)}, errors.OutsideTheTour, "first_day"),
        ({"last_day": day(21)}, errors.OutsideTheTour, "last_day"),
        ({"host_name": " "}, errors.HostMissing, "host"),
    ],
)
@pytest.mark.rule("S71")
def test_a_leg_written_badly_is_refused_beside_the_field(
    tour: Tour, stop: Callable[..., Leg], values: dict[str, Any], refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as said:
        stop(tour, **values)
    assert said.value.field == field  # type: ignore[attr-defined]
    assert not tour.legs.exists()


@pytest.mark.rule("S71")
def test_the_days_of_a_tour_hold_what_is_in_them(tour: Tour, stop: Callable[..., Leg]) -> None:
    given = {"title_fr": "Tournée", "actor": None, "at": AT}
    for start, end, back, refusal in (
        (day(20), day(3), None, errors.EndsBeforeItStarts),
        (day(3), day(20), day(19), errors.ReturnBeforeTheEnd),
    ):
        with pytest.raises(refusal):
            commands.create_tour(start=start, end=end, return_date=back, **given)
    stop(tour, 18, 20)
    with pytest.raises(errors.LeftOutside):
        commands.change_tour(tour_id=tour.pk, start=day(3), end=day(19), actor=None, at=AT)
    commands.change_tour(tour_id=tour.pk, start=day(2), end=day(20), actor=None, at=AT)
    tour.refresh_from_db()
    assert (tour.days.first, tour.days.last, tour.activity.kind) == (day(2), day(20), "TOUR")


@pytest.mark.rule("S71")
def test_a_host_confirms_and_then_stands_in_the_register(
    tour: Tour, asked: Callable[..., Leg], union: Callable[..., Contact]
) -> None:
    host = union()
    leg = asked(tour, host=host)
    yes = {"leg_id": leg.pk, "read": commands.read_of(leg), "actor": None, "at": AT}
    with pytest.raises(errors.OtherDays):
        commands.confirm_leg(**{**yes, "read": "2026-05-03/2026-05-07"})
    commands.confirm_leg(**yes, contact_name="Camille", contact_phone="514 555-0142")
    commands.confirm_leg(**yes, contact_name="Une autre")
    leg.refresh_from_db()
    assert (leg.state, leg.contact_name) == ("CONFIRMED", "Camille")
    hosts = Participation.objects.filter(activity=tour.activity, capacity="HOST")
    assert [row.contact for row in hosts] == [host]
    with pytest.raises(errors.StillKept):
        commands.remove_leg(leg_id=leg.pk, actor=None, at=AT)
    commands.save_leg(
        tour_id=tour.pk, leg_id=leg.pk, host_id=host.pk, last_day=day(7), actor=None, at=AT + timedelta(hours=1)
    )
    leg.refresh_from_db()
    assert (leg.state, hosts.all().exists()) == ("ASKED", False)
    assert Delivery.objects.count() == 2
    with pytest.raises(errors.ReasonMissing):
        commands.decline_leg(leg_id=leg.pk, because=" ", actor=None, at=AT)
    commands.decline_leg(leg_id=leg.pk, because="Salle prise", actor=None, at=AT)
    with pytest.raises(errors.NoSuchStep):
        commands.confirm_leg(**{**yes, "read": "2026-05-03/2026-05-07"})
    before = leg.nonce
    assert commands.ask_host(leg_id=leg.pk, actor=None, at=AT + timedelta(days=1)).nonce != before


@pytest.mark.rule("S71", "S81")
def test_a_meeting_is_an_activity_of_the_register_under_the_tour(
    tour: Tour, stop: Callable[..., Leg], union: Callable[..., Contact]
) -> None:
    host, other = union("Syndicat A"), union("Syndicat B")
    leg = stop(tour, 3, 6, host=host)
    given: dict[str, Any] = {"tour_id": tour.pk, "kind": "MEETING", "actor": None, "at": AT}
    for title, number, at_host, hour in (
        ("Chez nous", 6, host, 12),
        ("Chez eux", 6, other, 18),
        ("Partout", 4, None, 9),
    ):
        commands.add_meeting(
            title_fr=title, day=day(number), start_time=time(hour), host_id=at_host.pk if at_host else None, **given
        )
    with pytest.raises(errors.OutsideTheTour):
        commands.add_meeting(title_fr="Trop tard", day=day(21), **given)
    with pytest.raises(BadValue):
        commands.add_meeting(title_fr="Tournée", day=day(4), **{**given, "kind": "TOUR"})
    parts = Activity.objects.filter(part_of=tour.activity)
    assert set(parts.values_list("is_public", "axis")) == {(True, tour.activity.axis_id)}
    seen = [row.title_fr for one in days_of_leg(leg) for row in one.meetings]
    assert seen == ["Partout", "Chez nous"]
    codes = {one.code for one in remaining(plan_of(tour))}
    assert "meetings_at_once" not in codes
    assert "no_meeting" not in codes
    Activity.objects.filter(pk=tour.activity_id).update(state="HELD")
    assert count_tours() == 1


@pytest.mark.rule("S71")
def test_who_came_is_stated_by_the_host_for_its_own_meetings_only(
    tour: Tour, asked: Callable[..., Leg], union: Callable[..., Contact]
) -> None:
    host, other = union("Syndicat A"), union("Syndicat B")
    leg = asked(tour, 3, 6, host=host)
    given: dict[str, Any] = {"tour_id": tour.pk, "kind": "MEETING", "day": day(4), "actor": None, "at": AT}
    mine = commands.add_meeting(title_fr="Ici", host_id=host.pk, **given)
    theirs = commands.add_meeting(title_fr="Ailleurs", host_id=other.pk, **given)
    after = datetime(2026, 5, 6, 15, 0, tzinfo=UTC)
    with pytest.raises(errors.NotYetBegun):
        commands.state_people(leg_id=leg.pk, people={mine.pk: 40}, actor=None, at=AT)
    with pytest.raises(BadValue):
        commands.state_people(leg_id=leg.pk, people={theirs.pk: 40}, actor=None, at=after)
    assert commands.state_people(leg_id=leg.pk, people={mine.pk: 40}, actor=None, at=after) == 1
    mine.refresh_from_db()
    assert mine.attended == 40


def test_lodging_and_journeys_end_after_they_start(tour: Tour) -> None:
    given: dict[str, Any] = {"tour_id": tour.pk, "actor": None, "at": AT}
    with pytest.raises(errors.EndsBeforeItStarts) as said:
        commands.save_part(kind="lodging", first_night=day(3), leaves_date=day(3), name="Auberge", **given)
    assert said.value.field == "leaves_date"
    moment = datetime(2026, 5, 3, 15, tzinfo=UTC)
    way = {"means": "TRAIN", "leaves_from": "Laval", "goes_to": "Québec", "leaves_at": moment}
    with pytest.raises(errors.EndsBeforeItStarts):
        commands.save_part(kind="way", arrives_at=moment, **way, **given)
    made = commands.save_part(kind="way", arrives_at=moment + timedelta(hours=3), **way, **given)
    assert commands.remove_part(kind="way", part_id=made.pk, actor=None, at=AT) == tour.pk


def test_a_cancelled_tour_cancels_its_meetings_and_tells_the_hosts_that_were_asked(
    tour: Tour, asked: Callable[..., Leg], stop: Callable[..., Leg]
) -> None:
    asked(tour, 3, 6)
    stop(tour, 7, 9)
    commands.add_meeting(tour_id=tour.pk, kind="MEETING", title_fr="Rencontre", day=day(4), actor=None, at=AT)
    cancel_activity(activity_id=tour.activity_id, reason="Visa refusé", actor=None, at=AT)
    for _again in range(2):
        commands.follow_cancelled(activity_id=tour.activity_id, at=AT)
    part = tour.activity.parts.get()
    assert (part.state, part.cancelled_because) == ("CANCELLED", "Visa refusé")
    subjects = list(Delivery.objects.order_by("pk").values_list("message__subject", flat=True))
    assert [subject.replace("\u00a0", " ").replace("\u202f", " ") for subject in subjects] == [
        "Accueillerez-vous nos invité·es ? Tournée des couturières",
        "La tournée est annulée : Tournée des couturières",
    ]


@pytest.mark.parametrize("language", ["fr", "en", "es"])
@pytest.mark.rule("S71", "A2")
def test_the_road_book_is_a_tagged_paper_in_the_language_of_the_guest(
    tour: Tour, invite: Callable[..., TourGuest], stop: Callable[..., Leg], language: str
) -> None:
    guest = invite(tour, language=language, visa="GIVEN", visa_until=day(22))
    stop(tour, 3, 20, interpreter="Ana")
    paper = road_book(guest, at=AT)
    with pikepdf.open(BytesIO(paper)) as opened:
        assert str(opened.Root.Lang) == {"fr": "fr-CA", "en": "en-CA", "es": "es-MX"}[language]
        assert bool(opened.Root.MarkInfo.Marked)
        heading = {"fr": "Feuille de route", "en": "Road book", "es": "Hoja de ruta"}[language]
        assert str(opened.docinfo["/Title"]).startswith(heading)
    assert road_book(guest, at=AT) == paper


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_letters_are_in_the_language_of_the_host_and_keep_no_link(
    tour: Tour, asked: Callable[..., Leg], invite: Callable[..., TourGuest], language: str
) -> None:
    from convergence.documents.letters import html

    invite(tour)
    leg = asked(tour, letters=language, contact_name="Sacha <b>")
    Leg.objects.filter(pk=leg.pk).update(state="CONFIRMED")
    soon = datetime(2026, 4, 27, 15, tzinfo=UTC)
    assert [commands.remind_hosts(at=soon), commands.remind_hosts(at=soon)] == [1, 0]
    rows = list(Delivery.objects.order_by("pk"))
    words = {"fr": "Voir les jours", "en": "See the days", "es": "Ver los días"}[language]
    assert words in html(letter_of(rows[0]))
    for row in rows:
        assert token_of(leg.nonce) not in row.message.source
        assert link_of_nonce(leg.nonce) in html(letter_of(row))
    assert rows[1].mailing.attachments.get().media_type == "application/pdf"


@pytest.mark.rule("S71")
def test_the_road_book_of_somebody_at_risk_is_never_sent_and_papers_say_the_pseudonym(
    tour: Tour, hidden: Callable[..., TourGuest], asked: Callable[..., Leg]
) -> None:
    from convergence.documents.letters import html

    guest = hidden(tour, email="rosa@courriel.example")
    with pytest.raises(errors.NotByEmail):
        commands.send_road_book(guest_id=guest.pk, actor=None, at=AT)
    leg = asked(tour)
    said = html(letter_of(Delivery.objects.get()))
    assert "Lucía" in said
    assert "Rosa" not in said
    for paper in (road_book(guest, at=AT), host_sheet(leg, at=AT)):
        assert b"Xochimilco" not in paper


def test_what_is_given_per_day_is_planned_once(tour: Tour, invite: Callable[..., TourGuest]) -> None:
    with pytest.raises(errors.NothingPerDay):
        commands.plan_per_day(tour_id=tour.pk, actor=None, at=AT)
    invite(tour, per_day_cents=6_000)
    assert [len(commands.plan_per_day(tour_id=tour.pk, actor=None, at=AT)) for _again in range(2)] == [1, 0]
    assert budget_of(tour.activity).planned_cost_cents == 108_000


@pytest.mark.rule("S71", "L6")
def test_who_came_nearer_is_written_with_how_they_agreed(tour: Tour) -> None:
    after = datetime(2026, 6, 1, 15, tzinfo=UTC)
    given: dict[str, Any] = {"tour_id": tour.pk, "how": "NEWS", "joined_date": day(4), "actor": None, "at": after}
    with pytest.raises(errors.ConsentMissing):
        commands.add_joined(consent=" ", **given)
    with pytest.raises(errors.AddressMissing):
        commands.add_joined(consent="feuille signée", wants_news=True, family_name="Roy", **given)
    with pytest.raises(errors.NotYetBegun):
        commands.add_joined(consent="feuille signée", **{**given, "at": AT})
    person = {"given_name": "Camille", "family_name": "Roy", "email": "camille@courriel.example", "wants_news": True}
    for _again in range(2):
        commands.add_joined(consent="feuille signée", **person, **given)
    assert commands.add_joined(consent="au téléphone", **given).person is None
    kept = Contact.objects.get(kind="PERSON")
    consent = ConsentEvent.objects.filter(contact=kept).order_by("pk")[0]
    assert (consent.purpose, consent.act, "feuille signée" in consent.wording) == ("NEWSLETTER", "GIVEN", True)
    assert Joined.objects.filter(person=kept).count() == 2


@pytest.mark.rule("S71", "L10")
def test_papers_are_emptied_after_the_return_and_addresses_after_two_years(
    tour: Tour, hidden: Callable[..., TourGuest], stop: Callable[..., Leg]
) -> None:
    guest = hidden(tour, visa="GIVEN", visa_until=day(22), emergency="Flor", phone="555-0142", agreed="REFUSED")
    leg = stop(tour, contact_name="Camille", interpreter="Ana")
    commands.save_part(
        kind="lodging", tour_id=tour.pk, first_night=day(3), leaves_date=day(5), name="Chez Ana", address="1, rue A",
        actor=None, at=AT,
    )  # fmt: skip
    home = datetime(2026, 5, 22, 15, tzinfo=UTC)
    assert commands.empty_old(at=home + timedelta(days=30)) == (0, 0)
    assert commands.empty_old(at=home + timedelta(days=31)) == (1, 0)
    guest.refresh_from_db()
    assert (guest.visa_until, guest.emergency, guest.phone, guest.name) == (None, "", "", "Rosa Xochimilco")
    assert commands.empty_old(at=home + timedelta(days=760)) == (0, 1)
    guest.refresh_from_db()
    leg.refresh_from_db()
    assert (guest.name, guest.pseudonym, leg.contact_name, leg.interpreter) == ("", "Lucía", "", "")
    assert Lodging.objects.get().address == ""


@pytest.mark.rule("L10")
def test_a_guest_who_is_erased_leaves_the_tour_nameless(tour: Tour, invite: Callable[..., TourGuest]) -> None:
    person = Contact.objects.create(kind="PERSON", name="Rosa Xochimilco", created_at=AT, changed_at=AT)
    guest = invite(tour, "", person_id=person.pk, emergency="Flor", country="MX")
    commands.forget_people([person.pk], AT)
    guest.refresh_from_db()
    assert (guest.person, guest.true_name, guest.emergency, guest.country) == (None, "", "", "")
    assert tour.guests.count() == 1
