"""Where a member stands for one period.

A standing belongs to a period: a payment's period is written on its invoice, never inferred from its date (S59).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StandingKind(StrEnum):
    """From best to not asked."""

    EN_REGLE = "EN_REGLE"
    EXEMPT = "EXEMPT"
    PARTLY_PAID = "PARTLY_PAID"
    PROMISED = "PROMISED"
    AWAITING = "AWAITING"
    LATE = "LATE"
    NOT_CALLED = "NOT_CALLED"


#: The standings that open the rights of a member for the period.
GOOD = frozenset({StandingKind.EN_REGLE, StandingKind.EXEMPT})


@dataclass(frozen=True, slots=True)
class Account:
    """What a member was charged and what was paid for one period, in cents, and what was promised."""

    charged_cents: int | None = None
    paid_cents: int = 0
    due_date: date | None = None
    promise_date: date | None = None
    exempt: bool = False

    @property
    def balance_cents(self) -> int:
        """Return what remains due; negative after an overpayment."""
        return (self.charged_cents or 0) - self.paid_cents


def standing(account: Account, *, on: date) -> StandingKind:
    """Return the standing of one period on a day.

    A promise holds until its date, that day included. What was overpaid is in good standing too.
    """
    if account.exempt:
        return StandingKind.EXEMPT
    if account.charged_cents is None:
        return StandingKind.NOT_CALLED
    if account.balance_cents <= 0:
        return StandingKind.EN_REGLE
    if account.promise_date is not None and on <= account.promise_date:
        return StandingKind.PROMISED
    if account.due_date is not None and on > account.due_date:
        return StandingKind.LATE
    return StandingKind.PARTLY_PAID if account.paid_cents > 0 else StandingKind.AWAITING
