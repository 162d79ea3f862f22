"""A place or a rank; the list moves by itself; groups; what people told is emptied."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from convergence.activities import commands as activities
from convergence.activities.models import AttendanceEntry
from convergence.contacts.models import Contact, Standing
from convergence.core.errors import BadValue
from convergence.core.models import AuditDetail
from convergence.education.gatherings import commands, errors
from convergence.education.gatherings.commands import Asked, Press
from convergence.education.gatherings.models import Answers, CheckIn, Gathering, Registration, Seats
from convergence.education.gatherings.queries.lists import ahead_of, miscounted
from convergence.education.gatherings.queries.refunds import refunds_due
from convergence.finance.commands import record_payment
from convergence.finance.models import Invoice
from convergence.finance.queries.balances import balance
from convergence.messaging.models import Delivery

pytestmark = pytest.mark.django_db
Maker = Callable[..., Any]


def states(gathering: Gathering) -> list[str]:
    return list(gathering.registrations.order_by("rank").values_list("state", flat=True))


def seats(gathering: Gathering, way: str = "ONSITE") -> Seats:
    return Seats.objects.get(gathering=gathering, way=way)


def test_the_third_for_two_places_waits_and_is_offered_the_place_given_back(
    opened: Maker, registered: Maker, at: datetime
) -> None:
    gathering = opened(2)
    first, _second, third, fourth = (registered(gathering) for _one in range(4))
    assert states(gathering) == ["CONFIRMED", "CONFIRMED", "WAITING", "WAITING"]
    assert [row.rank for row in gathering.registrations.order_by("pk")] == [1, 2, 3, 4]
    assert (ahead_of(third), ahead_of(fourth)) == (0, 1)
    commands.cancel_registration(registration_id=first.pk, actor=None, at=at)
    third.refresh_from_db()
    assert states(gathering) == ["CANCELLED", "CONFIRMED", "OFFERED", "WAITING"]
    assert third.offered_until == at + timedelta(hours=48)
    assert (seats(gathering).taken, seats(gathering).waiting, seats(gathering).free) == (2, 1, 0)
    assert miscounted() == []


def test_an_offer_accepted_twice_is_harmless(opened: Maker, registered: Maker, at: datetime) -> None:
    gathering = opened(1)
    first, second = registered(gathering), registered(gathering)
    commands.cancel_registration(registration_id=first.pk, actor=None, at=at)
    until = at + timedelta(hours=48)
    once = commands.accept_offer(registration_id=second.pk, at=until)
    again = commands.accept_offer(registration_id=second.pk, at=until + timedelta(days=1))
    assert (once.state, again.state, seats(gathering).taken) == ("CONFIRMED", "CONFIRMED", 1)


def test_an_offer_that_nobody_takes_goes_to_the_next(opened: Maker, registered: Maker, at: datetime) -> None:
    gathering = opened(1)
    first, second, third = registered(gathering), registered(gathering), registered(gathering)
    commands.cancel_registration(registration_id=first.pk, actor=None, at=at)
    late = at + timedelta(hours=48, seconds=1)
    with pytest.raises(errors.OfferOver):
        commands.accept_offer(registration_id=second.pk, at=late)
    with pytest.raises(errors.OfferOver):
        commands.accept_offer(registration_id=third.pk, at=at)
    assert commands.lapse_all(at=late) == 1
    assert commands.lapse_all(at=late) == 0
    assert states(gathering) == ["CANCELLED", "LAPSED", "OFFERED"]
    assert miscounted() == []


def test_more_places_move_the_list_and_fewer_than_taken_are_refused(
    opened: Maker, registered: Maker, at: datetime
) -> None:
    gathering = opened(1)
    for _one in range(4):
        registered(gathering)
    commands.change_gathering(gathering_id=gathering.pk, capacities={"ONSITE": 3}, actor=None, at=at)
    assert states(gathering) == ["CONFIRMED", "OFFERED", "OFFERED", "WAITING"]
    with pytest.raises(errors.TooFewPlaces) as refusal:
        commands.change_gathering(gathering_id=gathering.pk, capacities={"ONSITE": 2}, actor=None, at=at)
    assert refusal.value.values == {"taken": 3}
    with pytest.raises(IntegrityError), transaction.atomic():
        Seats.objects.filter(gathering=gathering).update(taken=4)


def test_ways_have_places_of_their_own(opened: Maker, registered: Maker) -> None:
    gathering = opened(1, 1)
    assert [registered(gathering, way=way).state for way in ("ONSITE", "ONLINE", "ONSITE", "ONLINE")] == [
        "CONFIRMED", "CONFIRMED", "WAITING", "WAITING",
    ]  # fmt: skip
    only = opened(1, of={"title_en": "Other"})
    with pytest.raises(errors.NoSuchWay):
        registered(only, way="ONLINE")


def test_the_last_hours_offer_nothing_any_more(opened: Maker, registered: Maker) -> None:
    gathering = opened(1)
    first, _second = registered(gathering), registered(gathering)
    assert gathering.starts_at is not None
    commands.cancel_registration(registration_id=first.pk, actor=None, at=gathering.starts_at - timedelta(minutes=119))
    assert states(gathering) == ["CANCELLED", "WAITING"]


def test_a_form_sent_twice_and_a_person_registered_twice_are_one(opened: Maker, at: datetime) -> None:
    gathering = opened(5)
    asked = Asked("Nadia", "Cormier", email="Nadia@Union.example")
    given: dict[str, Any] = {"gathering_id": gathering.pk, "way": "ONSITE", "actor": None, "at": at}
    once = commands.register(asked=asked, key="same-key", **given)
    assert commands.register(asked=asked, key="same-key", **given).pk == once.pk
    with pytest.raises(errors.RegisteredAlready), transaction.atomic():
        commands.register(asked=Asked("nadia", "CORMIER", email="nadia@union.example"), key="other", **given)
    assert (gathering.registrations.count(), seats(gathering).taken, seats(gathering).last_rank) == (1, 1, 1)
    commands.cancel_registration(registration_id=once.pk, actor=None, at=at)
    assert commands.register(asked=asked, key="again", **given).state == "CONFIRMED"
    other = commands.register(asked=asked, key="same-key", **{**given, "gathering_id": opened(1).pk})
    assert (other.pk == once.pk, other.state) == (False, "CONFIRMED")


@pytest.mark.rule("S85")
def test_registrations_close_before_the_beginning_and_are_refused_outside_the_opening(
    opened: Maker, registered: Maker, activity: Maker, at: datetime
) -> None:
    gathering = opened(5)
    with pytest.raises(errors.NotOpen):
        registered(gathering, at=gathering.closes_at)
    with pytest.raises(errors.NotOpen):
        registered(gathering, at=gathering.opens_at - timedelta(seconds=1))
    starts_at = gathering.starts_at
    assert starts_at is not None
    for field in ({"closes_at": starts_at + timedelta(seconds=1)}, {"closes_at": None}):
        with pytest.raises((errors.ClosesTooLate, Exception)):
            commands.change_gathering(gathering_id=gathering.pk, actor=None, at=at, **field)
    given: dict[str, Any] = {"capacities": {"ONSITE": 3}, "opens_at": at, "closes_at": at + timedelta(days=1)}
    vague = activities.create_activity(kind="CONFERENCE", title_fr="Un jour", start="2024-07", actor=None, at=at)
    with pytest.raises(errors.NeedsDay):
        commands.open_gathering(activity_id=vague.pk, actor=None, at=at, **given)
    with pytest.raises(errors.AlreadyOpened):
        commands.open_gathering(activity_id=gathering.activity_id, actor=None, at=at, **given)
    with pytest.raises(errors.NoWay):
        commands.open_gathering(activity_id=activity("Autre").pk, actor=None, at=at, **{**given, "capacities": {}})


@pytest.mark.parametrize("asked", [{"given_name": " ", "family_name": ""}, {"email": "nobody"}, {"meal": "CAVIAR"}])
def test_what_cannot_be_used_is_refused(opened: Maker, registered: Maker, asked: dict[str, str]) -> None:
    with pytest.raises(BadValue):
        registered(opened(5), **asked)


def session(gathering: Gathering, at: datetime, start: time, end: time, **values: Any) -> Any:
    given = {"title_fr": f"Séance {start:%H:%M}", "day": gathering.activity.first_day, **values}
    return commands.add_sitting(gathering_id=gathering.pk, start=start, end=end, actor=None, at=at, **given)


def test_sessions_that_end_first_skip_an_hour_or_last_too_long_are_refused(opened: Maker, at: datetime) -> None:
    spring = opened(5, day=date(2024, 3, 9), of={"end": "2024-03-10", "end_time": None})
    with pytest.raises(errors.SittingEndsFirst):
        session(spring, at, time(15), time(13))
    with pytest.raises(errors.SittingEndsFirst):
        session(spring, at, time(15), time(15))
    with pytest.raises(errors.SkippedHour):
        session(spring, at, time(2, 30), time(4), day=date(2024, 3, 10))
    with pytest.raises(errors.SittingTooLong):
        session(spring, at, time(15), time(16, 1), end_day=date(2024, 3, 10) + timedelta(days=1))
    with pytest.raises(errors.OutsideActivity):
        session(spring, at, time(15), time(16), day=date(2024, 3, 12))
    across = session(spring, at, time(22), time(4), end_day=date(2024, 3, 10))
    assert across.ends_at - across.starts_at == timedelta(hours=6)
    assert across.ends_at.astimezone(timezone.get_fixed_timezone(0)) - across.starts_at.astimezone(
        timezone.get_fixed_timezone(0)
    ) == timedelta(hours=5)


def test_a_session_has_places_of_its_own(opened: Maker, registered: Maker, at: datetime) -> None:
    gathering = opened(1)
    small = session(gathering, at, time(12), time(13), capacity=1)
    same = session(gathering, at, time(12, 30), time(13, 30))
    with pytest.raises(errors.SittingsOverlap), transaction.atomic():
        registered(gathering, sitting_ids=[small.pk, same.pk])
    first = registered(gathering, sitting_ids=[small.pk])
    with pytest.raises(errors.StillChosen):
        commands.remove_sitting(sitting_id=small.pk, actor=None, at=at)
    with pytest.raises(errors.SittingFull), transaction.atomic():
        registered(gathering, sitting_ids=[small.pk])
    second = registered(gathering, sitting_ids=[same.pk])
    assert (second.state, type(small).objects.get(pk=same.pk).taken) == ("WAITING", 0)
    commands.cancel_registration(registration_id=first.pk, actor=None, at=at)
    assert type(small).objects.get(pk=small.pk).taken == 0
    commands.accept_offer(registration_id=second.pk, at=at)
    assert type(small).objects.get(pk=same.pk).taken == 1


def price(gathering: Gathering, at: datetime, cents: int = 2_500, **values: Any) -> Any:
    given = {"name_fr": f"{cents}", "amount_cents": cents, **values}
    return commands.add_price(gathering_id=gathering.pk, actor=None, at=at, **given)


def test_members_pay_theirs_by_the_dated_mark_and_nobody_learns_who_does(
    opened: Maker, registered: Maker, union: Maker, at: datetime
) -> None:
    gathering = opened(9)
    members, others = price(gathering, at, for_members=True), price(gathering, at, 6_000)
    textile = union("Syndicat du textile de Val-Joli", acronym="STVJ")
    said = []
    for name in ("Syndicat du textile de Val-Joli", "Syndicat de nulle part", ""):
        with pytest.raises(errors.NotForMembersOnly) as refusal, transaction.atomic():
            registered(gathering, price_id=members.pk, organisation=name)
        said.append(str(refusal.value))
    assert len(set(said)) == 1
    with pytest.raises(errors.PriceMissing), transaction.atomic():
        registered(gathering)
    Standing.objects.create(contact=textile, period="2023-2024", standing="EN_REGLE", since=date(2024, 5, 6))
    row = registered(gathering, price_id=members.pk, organisation="stvj")
    assert (row.organisation, row.price_cents, row.invoice.payer.name) == (textile, 2_500, row.full_name)
    full = registered(gathering, price_id=others.pk)
    assert balance([full.invoice_id])[full.invoice_id].owed_cents == 6_000
    with pytest.raises(errors.StillChosen):
        commands.remove_price(price_id=others.pk, actor=None, at=at)


def test_nothing_is_asked_before_the_place_is_sure_and_paid_places_are_credited_back(
    opened: Maker, registered: Maker, at: datetime
) -> None:
    gathering = opened(1)
    chosen = price(gathering, at)
    first, second = registered(gathering, price_id=chosen.pk), registered(gathering, price_id=chosen.pk)
    assert (second.invoice, Invoice.objects.count()) == (None, 1)
    pay(first, 2_500, at)
    commands.cancel_registration(registration_id=first.pk, actor=None, at=at)
    commands.accept_offer(registration_id=second.pk, at=at)
    [due] = refunds_due()
    assert (due.payment.payer_id, due.unused_cents, due.gathering) == (first.person_id, 2_500, gathering)
    assert Invoice.objects.open().get().pk == Registration.objects.get(pk=second.pk).invoice_id


def pay(registration: Registration, cents: int, at: datetime) -> None:
    invoice = registration.invoice
    assert invoice is not None
    record_payment(
        payer_id=invoice.payer_id,
        amount_cents=cents,
        method="TRANSFER",
        received_date=timezone.localdate(at),
        allocations=[(invoice.pk, cents)],
        actor=None,
        at=at,
    )


def test_after_the_last_day_of_refund_only_the_team_gives_back(opened: Maker, registered: Maker, at: datetime) -> None:
    gathering = opened(2, refund_until=timezone.localdate(at) - timedelta(days=1))
    chosen = price(gathering, at)
    rows = [registered(gathering, price_id=chosen.pk) for _one in range(2)]
    for row, by in zip(rows, ("PERSON", "STAFF"), strict=True):
        commands.cancel_registration(registration_id=row.pk, actor=None, at=at, by=by)
    assert [balance([row.invoice_id])[row.invoice_id].owed_cents for row in rows] == [2_500, 0]


def test_a_cancelled_event_tells_everybody_and_lists_what_was_paid(
    opened: Maker, registered: Maker, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    gathering = opened(2, refund_until=timezone.localdate(at) - timedelta(days=1))
    chosen = price(gathering, at)
    rows = [registered(gathering, price_id=chosen.pk) for _one in range(3)]
    pay(rows[0], 2_500, at)
    activities.cancel_activity(activity_id=gathering.activity_id, reason="Grève des transports", actor=None, at=at)
    assert commands.call_off(gathering_id=gathering.pk, at=at) == 3
    assert commands.call_off(gathering_id=gathering.pk, at=at) == 0
    assert commands.tell_all(gathering_id=gathering.pk, at=at) == 3
    assert commands.tell_all(gathering_id=gathering.pk, at=at) == 0
    said = Delivery.objects.order_by("pk")
    assert sorted(one.address for one in said) == sorted(row.email for row in rows)
    assert all("Grève des transports" in one.message.source for one in said)
    assert [(due.unused_cents, due.payment.payer_id) for due in refunds_due()] == [(2_500, rows[0].person_id)]
    assert Invoice.objects.open().count() == 0
    assert (seats(gathering).taken, seats(gathering).waiting) == (0, 0)


def test_a_union_reserves_all_or_nothing_and_names_its_people_later(
    opened: Maker, registered: Maker, union: Maker, at: datetime
) -> None:
    gathering = opened(5)
    chosen = price(gathering, at)
    registered(gathering, price_id=chosen.pk)
    textile = union()
    given: dict[str, Any] = {
        "gathering_id": gathering.pk, "organisation_id": textile.pk, "way": "ONSITE", "contact_name": "Camille",
        "email": "camille@union.example", "price_id": chosen.pk, "actor": None, "at": at,
    }  # fmt: skip
    with pytest.raises(errors.PartyTooLarge) as refusal:
        commands.reserve_party(places=5, key="too-many", **given)
    assert refusal.value.values == {"free": 4}
    party = commands.reserve_party(places=4, key="group", **given)
    assert commands.reserve_party(places=4, key="group", **given).pk == party.pk
    assert (seats(gathering).taken, party.registrations.count(), Invoice.objects.filter(payer=textile).count()) == (
        5,
        4,
        1,
    )
    assert balance([party.invoice_id])[party.invoice_id].owed_cents == 10_000
    place = party.registrations.order_by("rank")[1]
    named = commands.name_place(
        registration_id=place.pk, asked=Asked("Inès", "Guay", email="ines@union.example"), actor=None, at=at
    )
    assert (named.full_name, named.rank, named.state) == ("Inès Guay", 3, "CONFIRMED")
    commands.cancel_registration(registration_id=place.pk, actor=None, at=at, by="PERSON")
    assert balance([party.invoice_id])[party.invoice_id].owed_cents == 7_500
    with pytest.raises(errors.NotLive):
        commands.name_place(registration_id=place.pk, asked=Asked("Inès", "Guay"), actor=None, at=at)
    with pytest.raises(errors.TooManyAtOnce):
        commands.reserve_party(places=201, key="slip", **given)


def test_a_group_never_passes_before_those_who_wait(
    opened: Maker, registered: Maker, union: Maker, at: datetime
) -> None:
    gathering = opened(1)
    first = registered(gathering)
    registered(gathering)
    commands.cancel_registration(registration_id=first.pk, actor=None, at=at)
    with pytest.raises(errors.PartyTooLarge) as refusal:
        commands.reserve_party(
            gathering_id=gathering.pk, organisation_id=union().pk, way="ONSITE", places=1, contact_name="", key="group-1",
            email="c@union.example", actor=None, at=at,
        )  # fmt: skip
    assert refusal.value.values == {"free": 0}


def test_people_are_told_once_in_their_language_with_a_link_that_the_database_does_not_hold(
    opened: Maker, registered: Maker, at: datetime
) -> None:
    gathering = opened(1, of={"title_es": "Almuerzo"})
    first = registered(gathering, language="es")
    registered(gathering, language="en")
    assert (commands.tell_all(at=at), commands.tell_all(at=at)) == (2, 0)
    spanish, english = Delivery.objects.order_by("pk")
    assert (spanish.message.language, "Almuerzo" in spanish.message.subject) == ("es", True)
    assert "waiting list" in english.message.subject
    assert "Cuándo: " in spanish.message.source
    assert "You are first on the list." in english.message.source
    assert "{{link}}" in spanish.message.source.replace(" ", "")
    assert spanish.merge["link"] == {"late": "gatherings.link", "key": first.nonce}
    assert [one.name for one in spanish.mailing.attachments.all()] == ["inscripción.ics"]
    assert b"BEGIN:VEVENT" in bytes(spanish.mailing.attachments.get().content)


def test_the_reminder_leaves_once_two_days_before(opened: Maker, registered: Maker, at: datetime) -> None:
    gathering = opened(1)
    registered(gathering), registered(gathering)
    starts_at = gathering.starts_at
    assert starts_at is not None
    assert commands.remind_all(at=starts_at - timedelta(days=3)) == 0
    assert commands.remind_all(at=starts_at - timedelta(days=2)) == 1
    assert commands.remind_all(at=starts_at - timedelta(days=1)) == 0


def test_what_people_told_is_deleted_the_day_after_and_names_a_year_later(
    opened: Maker, registered: Maker, at: datetime
) -> None:
    gathering = opened(3, asks_access=True)
    row = registered(gathering, access="boucle auditive", meal="VEGAN")
    assert (row.answers.access, row.answers.meal) == ("boucle auditive", "")
    day = datetime(2024, 6, 3, 23, tzinfo=timezone.get_default_timezone())
    assert commands.forget_past(at=day) == (0, 0)
    assert commands.forget_past(at=day + timedelta(hours=2)) == (1, 0)
    assert Answers.objects.count() == 0
    assert commands.forget_past(at=day + timedelta(days=366)) == (0, 1)
    assert commands.forget_past(at=day + timedelta(days=366)) == (0, 0)
    row.refresh_from_db()
    assert (row.full_name, row.email, row.name_key, row.state) == ("", "", "", "CONFIRMED")
    said = "".join(str(one) for one in AuditDetail.objects.values_list("changes", "object_label"))
    assert [word for word in ("Cormier", "union.example", "auditive") if word in said] == []


def test_who_is_erased_leaves_a_place_without_a_name(opened: Maker, registered: Maker, at: datetime) -> None:
    gathering = opened(3)
    row = registered(gathering, price_id=price(gathering, at).pk)
    commands.forget_people([row.person_id], at)
    row.refresh_from_db()
    assert (row.full_name, row.email, seats(gathering).taken) == ("", "", 1)


def test_a_press_sent_twice_is_written_once_and_the_last_by_the_clock_of_the_device_holds(
    opened: Maker, registered: Maker, at: datetime
) -> None:
    gathering = opened(1)
    row, waits = registered(gathering), registered(gathering)
    noon = at + timedelta(minutes=1)
    came, undone = Press("a", row.pk, True, at), Press("b", row.pk, False, at - timedelta(minutes=5))
    stranger = Press("c", waits.pk, True, at)
    given: dict[str, Any] = {"gathering_id": gathering.pk, "actor": None, "at": noon}
    heard = commands.check_in(presses=[came, undone, stranger], **given)
    assert (heard.written, heard.refused) == (("a", "b"), ("c",))
    assert commands.check_in(presses=[came], **given).written == ("a",)
    row.refresh_from_db()
    assert (row.came, CheckIn.objects.count()) == (True, 2)
    assert commands.write_attendance(**given) == 1
    assert commands.write_attendance(**given) == 0
    assert AttendanceEntry.objects.get().name == row.full_name
    assert Contact.objects.persons().count() == 0
