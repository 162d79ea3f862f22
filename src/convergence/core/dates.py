"""Dates of uncertain precision: a year, a month or a day, never more than the source says (S21, S39)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from babel.dates import format_date

from convergence.core.money import locale_of

FORM = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


@total_ordering
@dataclass(frozen=True)
class UncertainDate:
    """A date as precise as its source: `1975`, `1975-06` or `1975-06-12`.

    Raises:
        ValueError: the text is not of this form, or no such day exists.
    """

    text: str

    def __post_init__(self) -> None:
        match = FORM.match(self.text)
        if not match:
            message = f"{self.text!r} is not a date of the form 1975, 1975-06 or 1975-06-12"
            raise ValueError(message)
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))

    @property
    def precision(self) -> str:
        """Return `year`, `month` or `day`."""
        return {4: "year", 7: "month", 10: "day"}[len(self.text)]

    @property
    def earliest(self) -> date:
        """Return the first day that it may mean."""
        parts = [int(part) for part in self.text.split("-")]
        return date(*(parts + [1, 1])[:3])

    @property
    def latest(self) -> date:
        """Return the last day that it may mean."""
        first = self.earliest
        if self.precision == "day":
            return first
        month = 12 if self.precision == "year" else first.month
        return date(first.year, month, monthrange(first.year, month)[1])

    def for_people(self, language: str | None = None) -> str:
        """Write it in a language of the product: « juin 1975 »."""
        patterns = {"year": "y", "month": "MMMM y"}
        locale = locale_of(language)
        if self.precision == "day":
            return format_date(self.earliest, "long", locale=locale)
        return format_date(self.earliest, patterns[self.precision], locale=locale)

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: "UncertainDate") -> bool:
        return (self.earliest, self.latest) < (other.earliest, other.latest)


def held_on(start: str, end: str, day: date) -> str:
    """Tell whether a stay from `start` to `end` holds on `day`: `yes`, `possible` or `no`.

    Empty `start` means unknown, empty `end` means open. Uncertain edges answer `possible` (S39–S44).
    """
    began, finished = UncertainDate(start) if start else None, UncertainDate(end) if end else None
    if (began and day < began.earliest) or (finished and day > finished.latest):
        return "no"
    sure_began = began is not None and day >= began.latest
    sure_not_over = finished is None or day < finished.earliest or finished.precision == "day"
    return "yes" if sure_began and sure_not_over else "possible"
