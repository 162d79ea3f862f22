"""Who comes, who waits, who was not told yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from convergence.activities.choices import ActivityState
from convergence.education.gatherings.choices import CancelledBy, RegistrationState
from convergence.education.gatherings.models import Gathering, Registration, Seats
from convergence.education.gatherings.rules.openness import Openness, openness

FARTHEST = timedelta(days=60)


@dataclass(frozen=True)
class Standing:
    """Where a gathering stands, in people."""

    confirmed: int
    offered: int
    waiting: int
    cancelled: int
    came: int


def standing_of(gathering: Gathering) -> Standing:
    """Return how many are confirmed, offered a place, waiting, gone, and came; one query."""
    states = {str(state): Count("pk", filter=Q(state=state)) for state in RegistrationState}
    found = gathering.registrations.order_by().aggregate(came=Count("pk", filter=Q(came=True)), **states)
    return Standing(
        confirmed=found["CONFIRMED"],
        offered=found["OFFERED"],
        waiting=found["WAITING"],
        cancelled=found["CANCELLED"] + found["LAPSED"],
        came=found["came"],
    )


def openness_of(gathering: Gathering, *, at: datetime) -> Openness:
    """Return whether a gathering takes registrations in public."""
    activity = gathering.activity
    kept = activity.security == "CONFIDENTIAL" or (
        activity.security == "HIGH" and (activity.return_date is None or activity.return_date > timezone.localdate(at))
    )
    return openness(
        state=activity.state,
        is_shown=activity.is_public and not kept,
        opens_at=gathering.opens_at,
        closes_at=gathering.closes_at,
        at=at,
    )


def ahead_of(registration: Registration) -> int:
    """Return how many wait before somebody who waits."""
    same = Registration.objects.filter(gathering_id=registration.gathering_id, way=registration.way)
    return same.filter(state=RegistrationState.WAITING, rank__lt=registration.rank).count()


def untold(gathering_id: int | None = None) -> QuerySet[Any]:
    """Return the registrations whose people were not told of their state, and have an address, the oldest first."""
    rows = Registration.objects.exclude(email="").exclude(told=F("state"))
    if gathering_id is not None:
        rows = rows.filter(gathering_id=gathering_id)
    return rows.order_by("pk")


def to_remind(*, at: datetime) -> list[int]:
    """Return the ids of the confirmed to be reminded on this day."""
    today = timezone.localdate(at)
    near = Gathering.objects.filter(
        activity__state=ActivityState.CONFIRMED,
        activity__first_day__gte=today,
        activity__first_day__lte=today + FARTHEST,
        reminder_days__gt=0,
    ).select_related("activity")
    due = [
        one.pk
        for one in near
        if one.activity.first_day and one.activity.first_day - timedelta(days=one.reminder_days) <= today
    ]
    rows = Registration.objects.confirmed().filter(gathering__in=due, reminded_at=None)
    rows = rows.exclude(email="").filter(registered_at__lt=at - timedelta(days=1))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def places() -> QuerySet[Any]:
    """Return gatherings with `capacity`, `taken` and `waiting` of all their ways."""
    return Gathering.objects.annotate(
        capacity=Sum("seats__capacity"), taken=Sum("seats__taken"), waiting=Sum("seats__waiting")
    )


def miscounted() -> list[Seats]:
    """Return the places whose kept numbers differ from the rows; always empty."""
    holding = Q(gathering__registrations__way=F("way"))
    rows = Seats.objects.annotate(
        held=Count(
            "gathering__registrations",
            filter=holding & Q(gathering__registrations__state__in=("CONFIRMED", "OFFERED")),
        ),
        listed=Count("gathering__registrations", filter=holding & Q(gathering__registrations__state="WAITING")),
    )
    return [row for row in rows if (row.held, row.listed) != (row.taken, row.waiting)]


def was_called_off(registration: Registration) -> bool:
    """Tell whether it ended with the gathering itself."""
    return registration.cancelled_by == CancelledBy.GATHERING
