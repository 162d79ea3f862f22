"""Programme and dues years, labelled « 2023-2024 » (S133)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

LABEL = re.compile(r"^(\d{4})-(\d{4})$")


@dataclass(frozen=True, order=True)
class YearEnd:
    """Last day of the organisation's year: month 1–12, day 1–31 (clamped to the month's length)."""

    month: int = 3
    day: int = 31

    def in_year(self, year: int) -> date:
        """Return the last day of the year that ends in calendar year `year`.

        A year that ends on 28 February ends on the last day of that month, so that each one begins on 1 March.
        """
        wanted = 29 if (self.month, self.day) == (2, 28) else self.day
        for day in range(wanted, 0, -1):
            try:
                return date(year, self.month, day)
            except ValueError:
                continue
        message = f"no such day: {self}"
        raise ValueError(message)


@dataclass(frozen=True, order=True)
class Period:
    """A year of the organisation: both ends included."""

    start: date
    end: date

    @property
    def label(self) -> str:
        """Return « 2023-2024 », or « 2024 » when the year is the calendar year."""
        if self.start.year == self.end.year:
            return str(self.start.year)
        return f"{self.start.year}-{self.end.year}"

    @property
    def code(self) -> str:
        """Return the short code used in references: « 2324 »."""
        return f"{self.start.year % 100:02d}{(self.start.year + 1) % 100:02d}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def period_of(day: date, year_end: YearEnd) -> Period:
    """Return the organisation's year that holds `day`.

    >>> period_of(date(2024, 2, 22), YearEnd(3, 31)).label
    '2023-2024'
    """
    end = year_end.in_year(day.year)
    if day > end:
        end = year_end.in_year(day.year + 1)
    return Period(year_end.in_year(end.year - 1) + timedelta(days=1), end)


def period_labelled(label: str, year_end: YearEnd) -> Period:
    """Return the year of that label.

    Raises:
        ValueError: the label is neither « 2023-2024 » (consecutive years) nor a calendar year.
    """
    if match := LABEL.match(label.strip()):
        first, second = int(match[1]), int(match[2])
        if second == first + 1:
            return Period(year_end.in_year(first) + timedelta(days=1), year_end.in_year(second))
    elif re.match(r"^\d{4}$", label.strip()) and (year_end.month, year_end.day) == (12, 31):
        return Period(date(int(label), 1, 1), date(int(label), 12, 31))
    message = f"{label!r} is not a period"
    raise ValueError(message)
