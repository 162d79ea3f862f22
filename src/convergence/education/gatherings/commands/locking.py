"""What every act that takes or frees a place holds while it does: the places of one way of coming."""

from datetime import datetime
from typing import Any

from convergence.activities.choices import ActivityState
from convergence.core import audit, facts
from convergence.core.errors import NotFound
from convergence.education.gatherings.choices import HOLDING, CancelledBy, RegistrationState
from convergence.education.gatherings.errors import NoSuchWay
from convergence.education.gatherings.events import RegistrationsMoved
from convergence.education.gatherings.models import Gathering, Registration, Seats
from convergence.education.gatherings.queries import hot
from convergence.education.gatherings.rules.waiting import Room, deadline, offers_due


def locked_seats(gathering_id: int, way: str) -> Seats:
    """Return the places of a way of coming with their gathering and activity, locked for the act.

    Raises:
        NotFound: there is no such gathering.
        NoSuchWay: it is not offered that way.
    """
    found = hot.locked(gathering_id, way)
    if found is not None:
        return found
    if Gathering.objects.filter(pk=gathering_id).exists():
        raise NoSuchWay(field="way")
    raise NotFound


def locked_registration(registration_id: int) -> tuple[Registration, Seats]:
    """Return a registration and its places, both read under the lock of the places.

    Raises:
        NotFound: there is no such registration.
    """
    known = Registration.objects.filter(pk=registration_id).values_list("gathering_id", "way").first()
    if known is None:
        raise NotFound
    seats = locked_seats(*known)
    registration = Registration.objects.select_related("party", "invoice", "price").get(pk=registration_id)
    registration.gathering = seats.gathering
    return registration, seats


def room_of(seats: Seats) -> Room:
    """Return the places as the rules want them."""
    return Room(capacity=seats.capacity, taken=seats.taken, waiting=seats.waiting)


def count(seats: Seats, before: str, after: str, people: int = 1) -> None:
    """Follow people from one state to another in the numbers kept beside the capacity; saved by the caller."""
    seats.taken += people * ((after in HOLDING) - (before in HOLDING))
    seats.waiting += people * ((after == RegistrationState.WAITING) - (before == RegistrationState.WAITING))


def put(
    seats: Seats,
    registration: Registration,
    state: str,
    *,
    at: datetime,
    offered_until: datetime | None = None,
    cancelled_by: str = "",
) -> None:
    """Put a registration into a state and follow it in the numbers; the places are saved."""
    count(seats, registration.state, state)
    seats.save(update_fields=["taken", "waiting"])
    registration.state, registration.settled_at = state, at
    registration.offered_until, registration.cancelled_by = offered_until, cancelled_by
    registration.save(update_fields=["state", "settled_at", "offered_until", "cancelled_by"])


def move_list(seats: Seats, *, at: datetime) -> int:
    """Offer what is free to those who wait, the lowest rank first; return how many offers were made."""
    due = offers_due(room_of(seats))
    gathering = seats.gathering
    if not due or gathering.activity.state != ActivityState.CONFIRMED:
        return 0
    until = deadline(at, gathering.offer_hours, gathering.starts_at)
    if until is None:
        return 0
    waiting = Registration.objects.filter(gathering=gathering, way=seats.way, state=RegistrationState.WAITING).order_by(
        "rank"
    )[:due]
    rows = list(waiting)
    for row in rows:
        row.state, row.offered_until, row.settled_at = RegistrationState.OFFERED, until, at
    Registration.objects.bulk_update(rows, ["state", "offered_until", "settled_at"])
    count(seats, RegistrationState.WAITING, RegistrationState.OFFERED, len(rows))
    seats.save(update_fields=["taken", "waiting"])
    for row in rows:
        note(gathering, "gatherings.registration.offered", row, actor=None, at=at)
    return len(rows)


def note(gathering: Gathering, verb: str, registration: Registration, *, actor: Any, at: datetime) -> None:
    """Write the audit line of an act on a registration, without any name, and tell that people are to be told."""
    changes = {"registration": (None, registration.pk), "state": (None, registration.state)}
    if registration.cancelled_by == CancelledBy.GATHERING:
        changes["cancelled_by"] = (None, registration.cancelled_by)
    audit.record(actor=actor, verb=verb, obj=gathering, changes=changes, at=at)
    facts.publish(RegistrationsMoved(gathering.pk))
