"""In which year of the organisation something counts (S133, S21)."""

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
