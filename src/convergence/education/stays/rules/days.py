"""Days of a call, of a life, of a reminder (docs/reference/rules/stays.md)."""

from datetime import date, timedelta

CHILD = 14
FIRST_REMINDER, SECOND_REMINDER, TOO_LATE = timedelta(days=14), timedelta(days=7), timedelta(days=30)
SHEET_KEPT = timedelta(days=30)
REFUSED_KEPT = timedelta(days=183)
ACCEPTED_KEPT = timedelta(days=731)


def is_open(opens: date, closes: date, today: date) -> bool:
    """Tell whether a published call takes applications: both its days are included."""
    return opens <= today <= closes


def age_on(born: date, day: date) -> int:
    """Return the age in whole years on a day; somebody born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def needs_parent(born: date, day: date) -> bool:
    """Tell whether a parent must agree (L20)."""
    return age_on(born, day) < CHILD


def offer_until(today: date, days: int, leaves: date) -> date:
    """Return the last day of an offer made today: never the day of departure."""
    return min(today + timedelta(days=days), leaves - timedelta(days=1))


def reminder_due(due: date, today: date) -> int:
    """Return which reminder of a commitment is due: 1, 2, or 0 for none."""
    late = today - due
    if late >= TOO_LATE:
        return 0
    if late >= SECOND_REMINDER:
        return 2
    return 1 if due - today <= FIRST_REMINDER else 0


def sheet_is_kept(returned: date, today: date) -> bool:
    """Tell whether an emergency sheet is still kept: through the thirtieth day after the return."""
    return today <= returned + SHEET_KEPT
