"""Dates in words, in figures and as a spreadsheet numbers them; the order of day and month in a column.

Pure functions, without Django.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from convergence.contacts.importing.folding import fold, tidy
from convergence.contacts.importing.readers import Cell

from .basics import NOT_AVAILABLE, Reason, as_text, is_empty, reason

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "january": 1, "enero": 1, "ene": 1,
    "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2, "febrero": 2,
    "mars": 3, "mar": 3, "march": 3, "marzo": 3,
    "avril": 4, "avr": 4, "april": 4, "apr": 4, "abril": 4, "abr": 4,
    "mai": 5, "may": 5, "mayo": 5,
    "juin": 6, "june": 6, "jun": 6, "junio": 6,
    "juillet": 7, "juil": 7, "jul": 7, "july": 7, "julio": 7, "jui": 7,
    "aout": 8, "aou": 8, "august": 8, "aug": 8, "agosto": 8, "ago": 8,
    "septembre": 9, "sept": 9, "sep": 9, "september": 9, "septiembre": 9, "setiembre": 9, "set": 9,
    "octobre": 10, "oct": 10, "october": 10, "octubre": 10,
    "novembre": 11, "nov": 11, "november": 11, "noviembre": 11,
    "decembre": 12, "dec": 12, "december": 12, "diciembre": 12, "dic": 12,
}  # fmt: skip


_WEEKDAY = re.compile(
    r"^(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|lunes|martes|miercoles|jueves|"
    r"viernes|sabado|domingo)[a-z]*\.?,?\s+(?=\d|[a-z])"
)


_TIME = re.compile(r"[t\s,]+\d{1,2}\s*[h:]\s*\d{2}(?::\d{2})?(?:[.,]\d+)?\s*(?:am|pm|z)?$")


_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})")


_ISO = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})")


_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")


_DAY_FIRST = re.compile(
    r"(?:le\s+)?(\d{1,2})(?:er|re|e|st|nd|rd|th|o)?[\s\-/.]*(?:de\s+)?([a-z]{3,10})\.?,?[\s\-/.]*(?:de[l]?\s+)?(\d{4}|\d{2})"
)


_MONTH_FIRST = re.compile(r"([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})")


FIRST_YEAR, LAST_YEAR = 1920, 2100


@dataclass(slots=True)
class DateOrder:
    """What the cells of one column say about the order of day and month.

    Attributes:
        dmy: cells that can only be day first.
        mdy: cells that can only be month first.
        open: cells that could be either.
    """

    dmy: int = 0
    mdy: int = 0
    open: int = 0

    def see(self, cell: Cell | None) -> None:
        """Count one cell of the column."""
        if not isinstance(cell, str) or not cell:
            return
        match = _NUMERIC.fullmatch(_bare_date(cell))
        if not match:
            return
        first, second = int(match[1]), int(match[2])
        if 12 < first <= 31 and 1 <= second <= 12:
            self.dmy += 1
        elif 12 < second <= 31 and 1 <= first <= 12:
            self.mdy += 1
        elif 1 <= first <= 12 and 1 <= second <= 12 and first != second:
            self.open += 1

    @property
    def decided(self) -> str | None:
        """`dmy`, `mdy`, or None when no cell decides or the cells contradict one another."""
        if self.dmy and not self.mdy:
            return "dmy"
        if self.mdy and not self.dmy:
            return "mdy"
        return None

    @property
    def must_ask(self) -> bool:
        """Whether a person has to say which comes first."""
        return bool(self.open) and self.decided is None


#: A note after a date: « 20 juillet 2022 (chèque) ».
_NOTE = re.compile(r"\s*\([^()]*\)$")


def _bare_date(text: str) -> str:
    folded = fold(_NOTE.sub("", text)).strip(" .,;")
    folded = _WEEKDAY.sub("", folded)
    return _TIME.sub("", folded)


def read_date(cell: Cell | None, order: str | None = None) -> tuple[dt.date | None, Reason | None]:
    """A date; `order` (`dmy` or `mdy`) settles `05/12/2023`, otherwise such a cell stays empty."""
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return _in_range(cell, as_text(cell))
    if isinstance(cell, bool):
        return None, reason("bad_date", typed=as_text(cell))
    if isinstance(cell, int | float):
        return _from_serial(float(cell), as_text(cell))
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return None, None
    if fold(text) in NOT_AVAILABLE:
        return None, reason("not_available", typed=text)
    return _date_from_text(_bare_date(text), text, order)


def _date_from_text(bare: str, typed: str, order: str | None) -> tuple[dt.date | None, Reason | None]:
    if match := _ISO.fullmatch(bare) or _COMPACT.fullmatch(bare):
        return _day(int(match[1]), int(match[2]), int(match[3]), typed)
    if match := _NUMERIC.fullmatch(bare):
        return _numeric_day(int(match[1]), int(match[2]), _year(match[3]), typed, order)
    if (match := _DAY_FIRST.fullmatch(bare)) and (month := _month(match[2])):
        return _day(_year(match[3]), month, int(match[1]), typed)
    if (match := _MONTH_FIRST.fullmatch(bare)) and (month := _month(match[1])):
        return _day(_year(match[3]), month, int(match[2]), typed)
    if re.fullmatch(r"(?:[a-z]+\.?\s+)?\d{4}|\d{1,2}[/-]\d{4}|\d{4}[/-]\d{1,2}", bare):
        return None, reason("date_without_day", typed=typed)
    if re.fullmatch(r"\d{5}", bare):
        return _from_serial(float(bare), typed)
    return None, reason("bad_date", typed=typed)


def _month(word: str) -> int | None:
    """Return the month that a word names, or the only one whose name it begins: « juill. », « novemb »."""
    if word in _MONTHS:
        return _MONTHS[word]
    begun = {month for name, month in _MONTHS.items() if len(word) >= 3 and name.startswith(word)}
    return begun.pop() if len(begun) == 1 else None


def _numeric_day(
    first: int, second: int, year: int, typed: str, order: str | None
) -> tuple[dt.date | None, Reason | None]:
    if first > 12 or second > 12:
        day, month = (first, second) if first > 12 else (second, first)
        return _day(year, month, day, typed)
    if first == second:
        return _day(year, first, second, typed)
    if order == "dmy":
        return _day(year, second, first, typed)
    if order == "mdy":
        return _day(year, first, second, typed)
    return None, reason("undecided_date", typed=typed)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _day(year: int, month: int, day: int, typed: str) -> tuple[dt.date | None, Reason | None]:
    try:
        return _in_range(dt.date(year, month, day), typed)
    except ValueError:
        return None, reason("no_such_date", typed=typed)


def _in_range(day: dt.date, typed: str) -> tuple[dt.date | None, Reason | None]:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day, None
    return None, reason("absurd_date", typed=typed)


def _from_serial(number: float, typed: str) -> tuple[dt.date | None, Reason | None]:
    """A spreadsheet's day number (1899-12-30 = 0), when it falls in a plausible year."""
    if 20_000 <= number <= 60_000:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(number)), None
    if float(number).is_integer() and (match := _COMPACT.fullmatch(str(int(number)))):
        return _day(int(match[1]), int(match[2]), int(match[3]), typed)
    return None, reason("bad_date", typed=typed)
