"""Days, weeks, months and years as a calendar draws them."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE = timedelta(days=1)
VIEWS = ("day", "week", "month", "list", "year")
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class Span:
    """The days that a view shows, and a day of the views before and after it."""

    first: date
    last: date
    before: date
    after: date


def span_of(view: str, day: date, first_weekday: int) -> Span:
    """Return the days of the view that holds a day.

    Args:
        view: one of `VIEWS`.
        day: any day of it, of a year from `FIRST_YEAR` to `LAST_YEAR`.
        first_weekday: 0 for Monday to 6 for Sunday.
    """
    if view == "day":
        return Span(day, day, day - ONE, day + ONE)
    if view == "week":
        first = day - timedelta(days=(day.weekday() - first_weekday) % 7)
        last = first + timedelta(days=6)
        return Span(first, last, first - ONE, last + ONE)
    if view == "year":
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
        return Span(first, last, first - ONE, last + ONE)
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - ONE
    last = (first + timedelta(days=31)).replace(day=1) - ONE if (day.year, day.month) != (9999, 12) else date.max
    return Span(first, last, first - ONE, last + ONE)


def weeks_of(year: int, month: int, first_weekday: int) -> list[list[date]]:
    """Return the weeks that a month is drawn in, with the days of its neighbours at both ends."""
    return [list(week) for week in Calendar(first_weekday).monthdatescalendar(year, month)]


def per_day(spans: Iterable[tuple[date, date, int]], first: date, last: date) -> dict[date, int]:
    """Return how many there are on each day, none left out where there is one: something of three days is on each.

    Args:
        spans: first day, last day, and how many things have these two.
        first: the first day asked for.
        last: the last.
    """
    steps: dict[date, int] = {}
    for begins, ends, number in spans:
        start, stop = max(begins, first), min(ends, last)
        if start <= stop:
            steps[start] = steps.get(start, 0) + number
            steps[stop + ONE] = steps.get(stop + ONE, 0) - number
    found: dict[date, int] = {}
    here, day = 0, first
    while steps and day <= last:
        here += steps.get(day, 0)
        if here:
            found[day] = here
        day += ONE
    return found
