"""Opening an activity to registration, and what may still change afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.activities.models import Activity
from convergence.core import audit, facts
from convergence.core.dates import long_moment
from convergence.core.errors import NotFound
from convergence.education.gatherings.choices import Way
from convergence.education.gatherings.commands.locking import locked_seats, move_list
from convergence.education.gatherings.errors import AlreadyOpened, ClosesTooLate, NeedsDay, NoWay, TooFewPlaces
from convergence.education.gatherings.events import RegistrationsMoved
from convergence.education.gatherings.models import Gathering, Seats, Series

FIELDS = frozenset(
    {
        "series", "edition", "opens_at", "closes_at", "refund_until", "offer_hours", "reminder_days", "online_link",
        "asks_meal", "asks_access", "asks_childcare",
    }
)  # fmt: skip
Capacities = Mapping[str, int | None]


@transaction.atomic
def open_gathering(*, activity_id: int, capacities: Capacities, actor: Any, at: datetime, **values: Any) -> Gathering:
    """Open an activity to registration.

    Args:
        activity_id: the activity, dated to the day.
        capacities: {code of `Way`: places}; a way left out, or None, is not offered.
        actor: who opens it.
        at: when.
        values: fields of `Gathering`.

    Raises:
        NotAllowed: the actor may not open activities.
        NotFound: there is no such activity.
        AlreadyOpened: it was opened before.
        NeedsDay: nobody knows its day.
        NoWay: no places are given.
        ClosesTooLate: the closing comes after the beginning (S85).
        ValidationError: a value does not fit.

    Writes the audit line `gatherings.gathering.opened`.
    """
    require(actor, "gatherings.add_gathering")
    _known(values)
    activity = Activity.objects.select_for_update().filter(pk=activity_id).first()
    if activity is None:
        raise NotFound
    require(actor, "activities.edit_activity", activity)
    if Gathering.objects.filter(activity=activity).exists():
        raise AlreadyOpened
    if all(capacities.get(way) is None for way in Way):
        raise NoWay(field="onsite")
    gathering = Gathering(activity=activity, created_at=at, **values)
    _check(gathering)
    gathering.save(force_insert=True)
    for way in Way:
        if (places := capacities.get(way)) is not None:
            Seats.objects.create(gathering=gathering, way=way, capacity=places)
    changes = audit.changes_between({}, audit.snapshot(gathering)) | {
        f"places_{way.lower()}": (None, capacities.get(way)) for way in Way
    }
    audit.record(actor=actor, verb="gatherings.gathering.opened", obj=gathering, changes=changes, at=at)
    return gathering


@transaction.atomic
def change_gathering(
    *, gathering_id: int, actor: Any, at: datetime, capacities: Capacities | None = None, **values: Any
) -> Gathering:
    """Change an opening; when there are more places the waiting list moves.

    Raises:
        NotFound: there is no such gathering.
        NotAllowed: the actor may not change it.
        TooFewPlaces: fewer places than are taken.
        ClosesTooLate: the closing comes after the beginning (S85).
        ValidationError: a value does not fit.

    Writes the audit line `gatherings.gathering.changed`, nothing when nothing differs.
    """
    _known(values)
    gathering = locked(gathering_id)
    require(actor, "gatherings.edit_gathering", gathering)
    before = audit.snapshot(gathering)
    for name, value in values.items():
        setattr(gathering, name, value)
    _check(gathering)
    gathering.save()
    changes = audit.changes_between(before, audit.snapshot(gathering))
    for way in Way:
        if capacities is not None and way in capacities:
            changes |= _resize(gathering, way, capacities[way], at)
    if changes:
        audit.record(actor=actor, verb="gatherings.gathering.changed", obj=gathering, changes=changes, at=at)
        facts.publish(RegistrationsMoved(gathering.pk))
    return gathering


def locked(gathering_id: int) -> Gathering:
    """Return a gathering, locked for the act.

    Raises:
        NotFound: there is no such gathering.
    """
    rows = Gathering.objects.select_for_update(of=("self",)).select_related("activity")
    found = rows.filter(pk=gathering_id).first()
    if found is None:
        raise NotFound
    return found


def _resize(gathering: Gathering, way: Way, places: int | None, at: datetime) -> dict[str, tuple[Any, Any]]:
    name = f"places_{way.lower()}"
    if not Seats.objects.filter(gathering=gathering, way=way).exists():
        if places is None:
            return {}
        Seats.objects.create(gathering=gathering, way=way, capacity=places)
        return {name: (None, places)}
    seats = locked_seats(gathering.pk, way)
    before, wanted = seats.capacity, places or 0
    if wanted < seats.taken:
        raise TooFewPlaces(field=way.lower(), taken=seats.taken)
    if wanted == before:
        return {}
    seats.capacity = wanted
    seats.save(update_fields=["capacity"])
    move_list(seats, at=at)
    return {name: (before, wanted)}


def _check(gathering: Gathering) -> None:
    starts_at = gathering.starts_at
    if starts_at is None:
        raise NeedsDay
    if gathering.closes_at and gathering.closes_at > starts_at:
        raise ClosesTooLate(field="closes_at", start=long_moment(starts_at))
    gathering.full_clean()


def _known(values: Mapping[str, Any]) -> None:
    unknown = values.keys() - FIELDS
    if unknown:
        message = f"no such field of a gathering: {', '.join(sorted(unknown))}"
        raise TypeError(message)


@transaction.atomic
def write_series(*, slug: str, name_fr: str, actor: Any, at: datetime, **values: Any) -> Series:
    """Write a series of gatherings, or correct its names and address (S75, S86).

    Raises:
        NotAllowed: the actor may not open activities.
        ValidationError: a value does not fit.

    Writes the audit line `gatherings.series.written`.
    """
    require(actor, "gatherings.add_gathering")
    series = Series.objects.filter(slug=slug).first() or Series(slug=slug)
    series.name_fr = name_fr
    for name in ("name_en", "name_es", "url"):
        setattr(series, name, values.get(name, getattr(series, name)))
    series.full_clean()
    series.save()
    changes = {"name": (None, name_fr)}
    audit.record(actor=actor, verb="gatherings.series.written", obj=series, changes=changes, at=at)
    return series
