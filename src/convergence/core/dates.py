"""Dates of uncertain precision: a year, a month or a day, never more than the source says (S21, S39)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache, total_ordering

from babel.dates import format_date, format_time
from django.utils import timezone

from convergence.core.money import locale_of

FORM = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


def long_day(day: date, language: str | None = None) -> str:
    """Write a day in full: « 1er décembre 2023 », “December 1, 2023”, «1 de diciembre de 2023».

    The one way in which the product writes days in words. A moment is read as the day that it is here.

    Args:
        day: a day, or an aware moment.
        language: fr, en or es; the active language when None.
    """
    return _first(day, "long", language)


def full_day(day: date, language: str | None = None) -> str:
    """Write a day in full with its weekday: « vendredi 1er décembre 2023 »."""
    return _first(day, "full", language)


def long_moment(at: datetime, language: str | None = None) -> str:
    """Write a moment as the day and the hour here: « 1er décembre 2023, 14 h 05 »."""
    here = timezone.localtime(at)
    return f"{long_day(here, language)}, {clock(here, language)}"


def clock(hour: time | datetime, language: str | None = None) -> str:
    """Write an hour as people of a language do: « 14 h 05 », « 9 h », “2:05 pm”, «14:05». A moment is read as the hour here.

    No language ends it with a point: it may end a sentence.
    """
    here = timezone.localtime(hour) if isinstance(hour, datetime) else hour
    locale = locale_of(language)
    if locale.startswith("fr"):
        return f"{here.hour}\u00a0h\u00a0{here:%M}" if here.minute else f"{here.hour}\u00a0h"
    if locale.startswith("es"):
        return f"{here.hour}:{here:%M}"
    return str(format_time(here, "short", locale=locale)).replace(".", "")


def _first(day: date, form: str, language: str | None) -> str:
    if isinstance(day, datetime):
        day = timezone.localdate(day) if timezone.is_aware(day) else day.date()
    return _in_words(day, form, locale_of(language))


@lru_cache(maxsize=4_000)
def _in_words(day: date, form: str, locale: str) -> str:
    written = format_date(day, form, locale=locale)
    if day.day == 1 and locale.startswith("fr"):
        return re.sub(r"\b1\b", "1er", written, count=1)
    return written


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

    @classmethod
    def read(cls, text: str) -> "UncertainDate | None":
        """Return the date that a text writes, None when it is empty or writes none."""
        try:
            return cls(text)
        except ValueError:
            return None

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
        locale = locale_of(language)
        patterns = {"year": "y", "month": "MMMM 'de' y" if locale.startswith("es") else "MMMM y"}
        if self.precision == "day":
            return long_day(self.earliest, language)
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
