"""Stays, holds, seasons and the next free days (see docs/reference/rules/loans.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
LAST_OF_ALL = date(9998, 12, 31)


@dataclass(frozen=True, order=True)
class Span:
    """Some days, both ends included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Return how many days it has; none when it ends before it starts."""
        return max((self.end - self.start).days + 1, 0)

    def touches(self, other: "Span") -> bool:
        """Tell whether they share a day."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True)
class Buffers:
    """Whole days around a stay; before and after need not be alike."""

    before: int = 0
    out: int = 0
    back: int = 0
    after: int = 0

    def hold(self, stay: Span) -> Span:
        """Return all the days on which the crates cannot be elsewhere."""
        return Span(
            stay.start - timedelta(days=self.out + self.before), stay.end + timedelta(days=self.back + self.after)
        )

    def earliest_stay(self, today: date) -> date:
        """Return the first day on which panels that are packed from today on can be up."""
        return today + timedelta(days=self.before + self.out)


@dataclass(frozen=True)
class Season:
    """Days of the year, as (month, day), between which a version is lent; closing before opening crosses New Year."""

    opens: tuple[int, int]
    closes: tuple[int, int]

    def beginning_in(self, year: int) -> Span:
        """Return the season that opens in a year."""
        start = date(year, *self.opens)
        return Span(start, date(year + (self.closes < self.opens), *self.closes))

    def around(self, day: date) -> Span | None:
        """Return the season that a day lies in, None between two of them."""
        for year in (day.year, day.year - 1):
            found = self.beginning_in(year)
            if found.start <= day <= found.end:
                return found
        return None

    def next_opening(self, day: date) -> date:
        """Return the first opening on a day or after."""
        this_year = self.beginning_in(day.year).start
        return this_year if this_year >= day else self.beginning_in(day.year + 1).start

    def longest(self, day: date) -> int:
        """Return the days of the season around a day, or of the next one."""
        return (self.around(day) or self.beginning_in(self.next_opening(day).year)).days


def day_of_year(text: str) -> tuple[int, int] | None:
    """Read `05-01` as (5, 1); None when it is empty.

    Raises:
        ValueError: it is no day of every year.
    """
    if not text:
        return None
    day = date.fromisoformat(f"2023-{text}")
    return day.month, day.day


def season_of(opens: str, closes: str) -> Season | None:
    """Return the season between two days written as `05-01`; None when both are empty.

    Raises:
        ValueError: only one is given, or one is no day of every year.
    """
    first, last = day_of_year(opens), day_of_year(closes)
    if first is None and last is None:
        return None
    if first is None or last is None:
        message = "a season has both ends"
        raise ValueError(message)
    return Season(first, last)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or follow one another made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end + DAY:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def is_free(stay: Span, buffers: Buffers, busy: Iterable[Span]) -> bool:
    """Tell whether the hold of a stay touches no other hold."""
    hold = buffers.hold(stay)
    return not any(hold.touches(one) for one in busy)


def fits(stay: Span, season: Season | None) -> bool:
    """Tell whether a stay lies in one season."""
    if season is None:
        return True
    around = season.around(stay.start)
    return around is not None and stay.end <= around.end


def next_free(
    asked: Span, *, buffers: Buffers, busy: Sequence[Span], season: Season | None, today: date, until: date
) -> Span | None:
    """Return the earliest free stay as long as the one asked for, from its first day on; None when there is none.

    Args:
        asked: the stay as asked for.
        buffers: days around it.
        busy: holds of the crates, in any order.
        season: when the version is lent; None: the whole year.
        today: the hold begins on this day or later.
        until: the stay begins on this day at the latest.
    """
    length = timedelta(days=asked.days - 1)
    first = max(asked.start, buffers.earliest_stay(today))
    held, place = joined(busy), 0
    while first <= until:
        stay = Span(first, first + length)
        if season is not None and not fits(stay, season):
            first = season.next_opening(first + DAY)
            continue
        hold = buffers.hold(stay)
        while place < len(held) and held[place].end < hold.start:
            place += 1
        if place == len(held) or held[place].start > hold.end:
            return stay
        first = held[place].end + DAY + timedelta(days=buffers.before + buffers.out)
    return None
