"""Local hours and the instants that they mean, across midnight and the nights when clocks change.

See docs/reference/rules/registrations.md, “Sessions and rooms”.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

LONGEST = timedelta(hours=24)


class NoSuchHour(ValueError):
    """The hour is skipped that night: clocks go forward over it."""


def instant(day: date, hour: time | None, zone: tzinfo) -> datetime:
    """Return the instant of a local hour, the first of two where clocks go back; midnight without an hour.

    Raises:
        NoSuchHour: clocks go forward over it.
    """
    local = datetime.combine(day, hour or time(0), tzinfo=zone)
    there_and_back = local.astimezone(UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None, fold=0) != local.replace(tzinfo=None, fold=0):
        raise NoSuchHour
    return local


def nearest(day: date, hour: time | None, zone: tzinfo) -> datetime:
    """Return the instant of a local hour; of one that clocks go forward over, the hour after."""
    return datetime.combine(day, hour or time(0), tzinfo=zone).astimezone(UTC).astimezone(zone)


def length(start: datetime, end: datetime) -> timedelta:
    """Return how long it lasts by a clock that nobody turns."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Tell whether two sessions are on at the same time, their ends excluded."""
    return one[0].astimezone(UTC) < other[1].astimezone(UTC) and other[0].astimezone(UTC) < one[1].astimezone(UTC)
