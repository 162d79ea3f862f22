"""Days of a tour: gaps and overlaps of legs, nights without lodging (rules page, “What remains to be done”)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Days:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        """Yield each day."""
        for number in range(self.first.toordinal(), self.last.toordinal() + 1):
            yield date.fromordinal(number)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def number(self) -> int:
        """Return how many days there are, zero when the last comes before the first."""
        return max((self.last - self.first).days + 1, 0)

    def holds(self, other: "Days") -> bool:
        """Tell whether all of the other days are among these."""
        return self.first <= other.first and other.last <= self.last


def joined(days: Iterable[date]) -> list[Days]:
    """Return runs of days that follow one another."""
    runs: list[Days] = []
    for day in sorted(set(days)):
        if runs and runs[-1].last + DAY == day:
            runs[-1] = Days(runs[-1].first, day)
        else:
            runs.append(Days(day, day))
    return runs


def gaps(tour: Days, legs: Iterable[Days]) -> list[Days]:
    """Return the days of a tour on which no leg is."""
    covered = {day for leg in legs for day in leg}
    return joined(day for day in tour if day not in covered)


def overlaps(legs: Iterable[Days]) -> list[Days]:
    """Return the days on which two legs are, but for the one on which a leg ends and the next begins."""
    rows, found = sorted(legs), set()
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if other.first > one.last:
                break
            both = Days(max(one.first, other.first), min(one.last, other.last))
            is_hinge = both.number == 1 and one.last == other.first and one != other
            if not is_hinge:
                found |= set(both)
    return joined(found)


def nights_without(tour: Days, lodgings: Iterable[Days]) -> list[Days]:
    """Return the nights of a tour, by the day on which they begin, that no lodging covers."""
    return gaps(Days(tour.first, tour.last - DAY), lodgings)
