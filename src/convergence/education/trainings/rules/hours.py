"""Moments of a session: hours that exist, ends that come after beginnings, nights, clocks that change.

A session is said as a day, an hour and a length, so it cannot end before it begins. Lengths are counted on the clock of
the world (UTC), then written on the clock of the place.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


class NoSuchHourError(ValueError):
    """The clocks of that night leap over this hour."""


@dataclass(frozen=True)
class Wall:
    """A session as the clocks of the place show it; `end_time` is None when the clock went back over it."""

    first_day: date
    start_time: time
    last_day: date
    end_time: time | None


def begins(day: date, hour: time, zone: tzinfo) -> datetime:
    """Return the moment of an hour of a place; of an hour that comes twice, the first.

    Raises:
        NoSuchHourError: the clocks leap over it.
    """
    said = datetime.combine(day, hour)
    moment = said.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != said:
        raise NoSuchHourError(said.isoformat())
    return moment


def ends(start: datetime, minutes: int) -> datetime:
    """Return when something of so many minutes is over, whatever the clocks do meanwhile."""
    return start.astimezone(UTC) + timedelta(minutes=minutes)


def busy(start: datetime, end: datetime, travel_minutes: int) -> tuple[datetime, datetime]:
    """Return from when until when somebody is taken, travel there and back included."""
    way = timedelta(minutes=travel_minutes)
    return start - way, end + way


def overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Tell whether two stretches of time share a moment; touching ends do not."""
    return one[0] < other[1] and other[0] < one[1]


def on_the_wall(start: datetime, end: datetime, zone: tzinfo) -> Wall:
    """Return the days and hours of a session as the clocks of a place show them."""
    here, there = start.astimezone(zone), end.astimezone(zone)
    went_back = there.date() == here.date() and there.time() <= here.time()
    return Wall(here.date(), here.time(), there.date(), None if went_back else there.time())


def travel(*, is_online: bool, goes_there: bool) -> int:
    """Return the usual minutes of travel each way: none online, an hour in one's regions, three elsewhere."""
    if is_online:
        return 0
    return 60 if goes_there else 180
