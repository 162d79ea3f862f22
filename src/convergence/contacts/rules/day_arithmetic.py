"""Day arithmetic that the law asks for: months, legal holidays, business days."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _easter(year: int) -> date:
    """Western Easter (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _monday_before(day: date) -> date:
    return day - timedelta(days=day.weekday() or 7)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


_FIXED_HOLIDAYS: Sequence[tuple[int, int]] = (
    (1, 1),
    (6, 24),
    (7, 1),
    (9, 30),
    (11, 11),
    (12, 25),
)
_MOVING_HOLIDAYS: Sequence[Callable[[int], date]] = (
    lambda year: _easter(year) - timedelta(days=2),
    lambda year: _easter(year) + timedelta(days=1),
    lambda year: _monday_before(date(year, 5, 25)),
    lambda year: _first_monday(year, 9),
    lambda year: _first_monday(year, 10) + timedelta(days=7),
)


def holidays(year: int) -> frozenset[date]:
    """Legal holidays in Québec under federal law (R.S.C. 1985, c. I-21, s. 35) and the 24 June."""
    fixed = {date(year, month, day) for month, day in _FIXED_HOLIDAYS}
    return frozenset(fixed | {rule(year) for rule in _MOVING_HOLIDAYS})


def latest_legal_effect(withdrawn: date, business_days: int = 10) -> date:
    """The last day that s. 11(3) gives to honour a withdrawal. Ours is honoured at once (C24)."""
    day = withdrawn
    while business_days:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays(day.year):
            business_days -= 1
    return day
