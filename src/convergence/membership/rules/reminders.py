"""When a reminder leaves, and about what.

A promise suspends until its date; a part payment reminds of the balance; a full payment stops.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: Two reminders to one member are at least this many days apart.
MIN_DAYS_APART = 7


class Hold(StrEnum):
    """Why no reminder leaves."""

    PAID = "PAID"
    EXEMPT = "EXEMPT"
    LEFT = "LEFT"
    CLOSED = "CLOSED"
    DO_NOT_CONTACT = "DO_NOT_CONTACT"
    PROMISED = "PROMISED"
    NOT_SENT = "NOT_SENT"
    TOO_SOON = "TOO_SOON"
    LEVELS_USED = "LEVELS_USED"
    PAYER_UNREACHABLE = "PAYER_UNREACHABLE"


class About(StrEnum):
    """What a reminder speaks of."""

    AMOUNT = "AMOUNT"
    BALANCE = "BALANCE"
    BROKEN_PROMISE = "BROKEN_PROMISE"


@dataclass(frozen=True, slots=True)
class Level:
    """A reminder level: its number from 1 and how many days after the due date it opens."""

    number: int
    days_after_due: int


@dataclass(frozen=True, slots=True)
class Case:
    """One recipient on a day. Amounts in cents; `sent_levels` are the numbers already sent."""

    charged_cents: int | None
    paid_cents: int
    due_date: date
    promise_date: date | None = None
    sent_levels: tuple[int, ...] = ()
    last_reminder_date: date | None = None
    was_sent: bool = True
    exempt: bool = False
    has_left: bool = False
    do_not_contact: bool = False
    closing_date: date | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Either a level to send and what it is about, or the reason why none leaves."""

    level: Level | None = None
    about: About | None = None
    hold: Hold | None = None
    not_before: date | None = None


def _standing_hold(case: Case, on: date) -> Hold | None:
    if case.exempt:
        return Hold.EXEMPT
    if case.charged_cents is not None and case.paid_cents >= case.charged_cents:
        return Hold.PAID
    if case.has_left:
        return Hold.LEFT
    if case.is_closed or (case.closing_date is not None and on > case.closing_date):
        return Hold.CLOSED
    if case.do_not_contact:
        return Hold.DO_NOT_CONTACT
    return None if case.was_sent else Hold.NOT_SENT


def _about(case: Case, on: date) -> About:
    if case.promise_date is not None and on > case.promise_date:
        return About.BROKEN_PROMISE
    return About.BALANCE if case.paid_cents > 0 else About.AMOUNT


def first_day(levels: Sequence[Level], *, due_date: date) -> date | None:
    """Return the first day on which `decide` may give a level to anybody; None when there is no level."""
    return min((due_date + timedelta(days=level.days_after_due) for level in levels), default=None)


def decide(case: Case, levels: Sequence[Level], *, on: date) -> Decision:
    """Decide for one recipient on one day; `levels` in any order.

    Returns:
        A level (the lowest not yet sent whose day has come), or the reason and, if there is one, the day to look again.
    """
    hold = _standing_hold(case, on)
    if hold is not None:
        return Decision(hold=hold)
    if case.promise_date is not None and on <= case.promise_date:
        return Decision(hold=Hold.PROMISED, not_before=case.promise_date + timedelta(days=1))
    left = sorted((level for level in levels if level.number not in case.sent_levels), key=lambda level: level.number)
    if not left:
        return Decision(hold=Hold.LEVELS_USED)
    opens = case.due_date + timedelta(days=left[0].days_after_due)
    if case.last_reminder_date is not None:
        opens = max(opens, case.last_reminder_date + timedelta(days=MIN_DAYS_APART))
    if on < opens:
        return Decision(hold=Hold.TOO_SOON, not_before=opens)
    return Decision(level=left[0], about=_about(case, on))
