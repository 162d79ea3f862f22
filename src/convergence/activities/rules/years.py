"""In which year of the organisation something counts (S133, S21)."""

from datetime import date, timedelta

from convergence.core.dates import UncertainDate
from convergence.core.periods import Period, YearEnd, period_of


def year_of(start: str, year_end: YearEnd) -> Period | None:
    """Return the year that holds every day the beginning may mean; None when there is no such year.

    Args:
        start: a date of uncertain precision, empty when nobody dated it.
        year_end: last day of the organisation's year.
    """
    if not start:
        return None
    when = UncertainDate(start)
    period = period_of(when.earliest, year_end)
    return period if when.latest in period else None


def years_between(first: date, last: date, year_end: YearEnd) -> list[Period]:
    """Return the years from the one that holds `first` to the one that holds `last`, in order."""
    found = [period_of(first, year_end)]
    while found[-1].end < last:
        found.append(period_of(found[-1].end + timedelta(days=1), year_end))
    return found
