"""Whether a member pays the price of members. See docs/reference/rules/registrations.md, “Prices”."""

from collections.abc import Iterable
from datetime import date

GOOD = frozenset({"EN_REGLE", "EXEMPT"})
PERIODS = 2


def is_in_good_standing(marks: Iterable[tuple[str, str, date]], on: date) -> bool:
    """Tell whether one of the two latest periods ends in a good mark on a day.

    Args:
        marks: (period, standing, since), in the order in which they were written.
        on: the day.
    """
    last: dict[str, tuple[date, str]] = {}
    for period, standing, since in marks:
        if since <= on and (period not in last or since >= last[period][0]):
            last[period] = (since, standing)
    return any(last[period][1] in GOOD for period in sorted(last, reverse=True)[:PERIODS])
