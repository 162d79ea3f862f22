"""Years of the organisation: leap years included."""

from datetime import date, timedelta

import pytest

from convergence.core.periods import YearEnd, period_of


@pytest.mark.rule("S133")
@pytest.mark.parametrize("day", [28, 29])
def test_year_that_ends_with_february_always_begins_on_the_first_of_march(day: int) -> None:
    for year in range(2020, 2030):
        period = period_of(date(year, 2, 28), YearEnd(2, day))
        assert (period.start, period.end + timedelta(days=1)) == (date(year - 1, 3, 1), date(year, 3, 1))
        assert period_of(period.end, YearEnd(2, day)) == period
        assert period_of(period.end + timedelta(days=1), YearEnd(2, day)).start == date(year, 3, 1)
