"""The waiting list: offers taken up, declined, lapsed; places given back; a gathering called off."""

from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.education.gatherings.choices import LIVE, CancelledBy, RegistrationState
from convergence.education.gatherings.commands.locking import locked_registration, locked_seats, move_list, note, put
from convergence.education.gatherings.commands.money import charge, release
from convergence.education.gatherings.commands.registering import choose_sittings, leave_sittings
from convergence.education.gatherings.errors import NotLive, OfferOver
from convergence.education.gatherings.models import Gathering, Registration


@transaction.atomic
def accept_offer(*, registration_id: int, at: datetime) -> Registration:
    """Take up the place offered; a second time changes nothing.

    Raises:
        NotFound: there is no such registration.
        OfferOver: the deadline has passed, or nothing was offered.

    Writes the audit line `gatherings.registration.accepted`; publishes RegistrationsMoved.
    """
    registration, seats = locked_registration(registration_id)
    if registration.state == RegistrationState.CONFIRMED:
        return registration
    until = registration.offered_until
    if registration.state != RegistrationState.OFFERED or until is None or at > until:
        raise OfferOver
    put(seats, registration, RegistrationState.CONFIRMED, at=at)
    wanted = list(registration.sittings.values_list("pk", flat=True))
    if wanted:
        choose_sittings(registration, wanted, is_strict=False)
    charge(registration, at=at)
    note(seats.gathering, "gatherings.registration.accepted", registration, actor=None, at=at)
    return registration


@transaction.atomic
def cancel_registration(*, registration_id: int, actor: Any, at: datetime, by: str = CancelledBy.STAFF) -> Registration:
    """Give a place back, decline an offer, or leave the list; the next in rank is offered what is free.

    The invoice is corrected by an entry, see “Prices” in the rules; what was paid becomes a credit.

    Raises:
        NotFound: there is no such registration.
        NotAllowed: the actor may not cancel it.
        NotLive: it was over already.

    Writes the audit line `gatherings.registration.cancelled`; publishes RegistrationsMoved.
    """
    registration, seats = locked_registration(registration_id)
    if by == CancelledBy.STAFF:
        require(actor, "gatherings.edit_registration", registration)
    if registration.state not in LIVE:
        raise NotLive
    if registration.state == RegistrationState.CONFIRMED:
        leave_sittings(registration)
    put(seats, registration, RegistrationState.CANCELLED, at=at, cancelled_by=by)
    release(registration, at=at)
    note(seats.gathering, "gatherings.registration.cancelled", registration, actor=actor, at=at)
    move_list(seats, at=at)
    return registration


@transaction.atomic
def lapse_offers(*, gathering_id: int, way: str, at: datetime) -> int:
    """End the offers whose deadline has passed and offer the places to the next; return how many lapsed.

    Writes the audit line `gatherings.registration.lapsed` for each; publishes RegistrationsMoved.
    """
    seats = locked_seats(gathering_id, way)
    over = Registration.objects.filter(
        gathering_id=gathering_id, way=way, state=RegistrationState.OFFERED, offered_until__lt=at
    )
    rows = list(over.order_by("rank"))
    for row in rows:
        put(seats, row, RegistrationState.LAPSED, at=at)
        note(seats.gathering, "gatherings.registration.lapsed", row, actor=None, at=at)
    move_list(seats, at=at)
    return len(rows)


def lapse_all(*, at: datetime) -> int:
    """End every offer whose deadline has passed; return how many. Each gathering in a transaction of its own."""
    over = Registration.objects.filter(state=RegistrationState.OFFERED, offered_until__lt=at)
    pairs = sorted(set(over.order_by().values_list("gathering_id", "way")))
    return sum(lapse_offers(gathering_id=gathering_id, way=way, at=at) for gathering_id, way in pairs)


@transaction.atomic
def call_off(*, gathering_id: int, at: datetime) -> int:
    """Cancel every registration of a gathering that is cancelled; invoices are corrected, nobody is offered anything.

    Calling twice changes nothing. Return how many registrations ended.

    Writes the audit line `gatherings.registration.cancelled` for each; publishes RegistrationsMoved.
    """
    gathering = Gathering.objects.select_related("activity").get(pk=gathering_id)
    ended = 0
    for way in gathering.seats.order_by("pk").values_list("way", flat=True):
        seats = locked_seats(gathering_id, way)
        rows = Registration.objects.filter(gathering_id=gathering_id, way=way, state__in=LIVE)
        for row in rows.select_related("party__price").order_by("rank"):
            row.gathering = seats.gathering
            if row.state == RegistrationState.CONFIRMED:
                leave_sittings(row)
            put(seats, row, RegistrationState.CANCELLED, at=at, cancelled_by=CancelledBy.GATHERING)
            release(row, at=at)
            note(seats.gathering, "gatherings.registration.cancelled", row, actor=None, at=at)
            ended += 1
    return ended
