"""Sessions and prices of a gathering."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.errors import NotFound
from convergence.education.gatherings.commands.opening import locked
from convergence.education.gatherings.errors import (
    OutsideActivity,
    SittingEndsFirst,
    SittingTooLong,
    SkippedHour,
    StillChosen,
)
from convergence.education.gatherings.models import Gathering, Party, Price, Registration, Sitting
from convergence.education.gatherings.rules import hours


@transaction.atomic
def add_sitting(
    *,
    gathering_id: int,
    title_fr: str,
    day: date,
    start: time,
    end: time,
    actor: Any,
    at: datetime,
    end_day: date | None = None,
    **values: Any,
) -> Sitting:
    """Add a session, in local hours; past midnight `end_day` is the day of its end.

    Raises:
        NotFound: there is no such gathering.
        NotAllowed: the actor may not change it.
        SkippedHour: an hour that clocks go forward over that night.
        SittingEndsFirst: it would end before it starts, or at once.
        SittingTooLong: it would last more than 24 hours.
        OutsideActivity: it begins on no day of the activity.
        ValidationError: a value does not fit.

    Writes the audit line `gatherings.sitting.added`.
    """
    gathering = locked(gathering_id)
    require(actor, "gatherings.edit_gathering", gathering)
    starts_at, ends_at = _instants(day, start, end_day or day, end)
    _check_days(gathering, day)
    sitting = Sitting(gathering=gathering, title_fr=title_fr, starts_at=starts_at, ends_at=ends_at, **values)
    sitting.full_clean()
    sitting.save(force_insert=True)
    changes = {"title": (None, title_fr), "starts_at": (None, starts_at), "ends_at": (None, ends_at)}
    audit.record(actor=actor, verb="gatherings.sitting.added", obj=gathering, changes=changes, at=at)
    return sitting


def _instants(day: date, start: time, end_day: date, end: time) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    try:
        starts_at = hours.instant(day, start, zone)
    except hours.NoSuchHour as error:
        raise SkippedHour(field="start") from error
    try:
        ends_at = hours.instant(end_day, end, zone)
    except hours.NoSuchHour as error:
        raise SkippedHour(field="end") from error
    lasts = hours.length(starts_at, ends_at)
    if lasts.total_seconds() <= 0:
        raise SittingEndsFirst(field="end")
    if lasts > hours.LONGEST:
        raise SittingTooLong(field="end_day")
    return starts_at, ends_at


def _check_days(gathering: Gathering, day: date) -> None:
    first, last = gathering.activity.first_day, gathering.activity.last_day
    if first is None or last is None or not first <= day <= last:
        words = {"first": long_day(first) if first else "?", "last": long_day(last) if last else "?"}
        raise OutsideActivity(field="day", **words)


@transaction.atomic
def remove_sitting(*, sitting_id: int, actor: Any, at: datetime) -> None:
    """Take away a session that nobody chose.

    Raises:
        NotFound: there is no such session.
        NotAllowed: the actor may not change the gathering.
        StillChosen: somebody chose it.

    Writes the audit line `gatherings.sitting.removed`.
    """
    sitting = Sitting.objects.filter(pk=sitting_id).first()
    if sitting is None:
        raise NotFound
    gathering = locked(sitting.gathering_id)
    require(actor, "gatherings.edit_gathering", gathering)
    if sitting.registrations.exists():
        raise StillChosen
    changes = {"title": (sitting.title_fr, None)}
    sitting.delete()
    audit.record(actor=actor, verb="gatherings.sitting.removed", obj=gathering, changes=changes, at=at)


@transaction.atomic
def add_price(*, gathering_id: int, name_fr: str, amount_cents: int, actor: Any, at: datetime, **values: Any) -> Price:
    """Add a category of price, in cents; zero is free.

    Raises:
        NotFound: there is no such gathering.
        NotAllowed: the actor may not change it.
        ValidationError: a value does not fit, or the category has a price.

    Writes the audit line `gatherings.price.added`.
    """
    gathering = locked(gathering_id)
    require(actor, "gatherings.edit_gathering", gathering)
    price = Price(
        gathering=gathering, name_fr=name_fr, amount_cents=amount_cents, position=gathering.prices.count(), **values
    )
    price.full_clean()
    price.save(force_insert=True)
    changes = {"category": (None, name_fr), "amount_cents": (None, amount_cents)}
    audit.record(actor=actor, verb="gatherings.price.added", obj=gathering, changes=changes, at=at)
    return price


@transaction.atomic
def remove_price(*, price_id: int, actor: Any, at: datetime) -> None:
    """Take away a category that nobody chose.

    Raises:
        NotFound: there is no such category.
        NotAllowed: the actor may not change the gathering.
        StillChosen: somebody chose it.

    Writes the audit line `gatherings.price.removed`.
    """
    price = Price.objects.filter(pk=price_id).first()
    if price is None:
        raise NotFound
    gathering = locked(price.gathering_id)
    require(actor, "gatherings.edit_gathering", gathering)
    chosen = (Registration.objects.filter(price=price), Party.objects.filter(price=price))
    if any(rows.exists() for rows in chosen):
        raise StillChosen
    changes = {"category": (price.name_fr, None), "amount_cents": (price.amount_cents, None)}
    price.delete()
    audit.record(actor=actor, verb="gatherings.price.removed", obj=gathering, changes=changes, at=at)
