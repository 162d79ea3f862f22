"""Hours of an activity, across midnight and the change of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def exists(day: date, hour: time, zone: ZoneInfo) -> bool:
    """Tell whether the clocks of a place show this hour on this day; in spring they jump over one."""
    here = datetime.combine(day, hour, tzinfo=zone)
    return here.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == here.replace(tzinfo=None)


def instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return the moment of an hour; of an hour that comes twice, in autumn, the first."""
    return datetime.combine(day, hour, tzinfo=zone)


def lasts(first: tuple[date, time], last: tuple[date, time], zone: ZoneInfo) -> timedelta:
    """Return how long something lasts, as people live it: from 22 h to 3 h is six hours on the night that has 25.

    Args:
        first: day and hour of the beginning.
        last: day and hour of the end.
        zone: of the place.
    """
    return instant(*last, zone).astimezone(UTC) - instant(*first, zone).astimezone(UTC)


def is_odd_night(first: tuple[date, time], last: tuple[date, time], zone: ZoneInfo) -> bool:
    """Tell whether the clocks change in between, so that the hours written do not say how long it lasts."""
    written = datetime.combine(*last) - datetime.combine(*first)
    return lasts(first, last, zone) != written
