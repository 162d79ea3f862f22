"""Where a call stands: sums by group, central or region, against last year.

Amounts in whole cents. A recipient is counted once in each breakdown that has one value per recipient; in the
breakdown by central, a member of two centrals stands under each and the total is counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from convergence.membership.rules.standing import StandingKind

_PAID = frozenset({StandingKind.EN_REGLE, StandingKind.EXEMPT})


@dataclass(frozen=True, slots=True)
class Line:
    """One recipient of a call."""

    member_id: int
    group: str
    centrals: tuple[str, ...]
    region: str
    standing: StandingKind
    charged_cents: int
    paid_cents: int
    promised_cents: int = 0
    last_year_cents: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """A row of the result; counts of recipients and cents."""

    key: str
    called: int = 0
    paid: int = 0
    partly: int = 0
    promised: int = 0
    late: int = 0
    awaiting: int = 0
    charged_cents: int = 0
    received_cents: int = 0
    promised_cents: int = 0
    late_cents: int = 0
    last_year_cents: int = 0

    @property
    def received_percent(self) -> int:
        """Return what was received of what was charged, in whole per cents, rounded down; 0 when nothing was charged."""
        return self.received_cents * 100 // self.charged_cents if self.charged_cents else 0


def total(lines: Iterable[Line], key: str = "") -> Sum:
    """Add up lines into one row."""
    found = list(lines)

    def count(*kinds: StandingKind) -> int:
        return sum(line.standing in kinds for line in found)

    late = [line for line in found if line.standing is StandingKind.LATE]
    return Sum(
        key=key,
        called=len(found),
        paid=count(*_PAID),
        partly=count(StandingKind.PARTLY_PAID),
        promised=count(StandingKind.PROMISED),
        late=len(late),
        awaiting=count(StandingKind.AWAITING, StandingKind.NOT_CALLED),
        charged_cents=sum(line.charged_cents for line in found),
        received_cents=sum(line.paid_cents for line in found),
        promised_cents=sum(line.promised_cents for line in found if line.standing is StandingKind.PROMISED),
        late_cents=sum(max(line.charged_cents - line.paid_cents, 0) for line in late),
        last_year_cents=sum(line.last_year_cents for line in found),
    )


def by(lines: Iterable[Line], keys: Callable[[Line], Iterable[str]]) -> tuple[Sum, ...]:
    """Break the result down, rows in the order of their key, the empty key last."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        for key in dict.fromkeys(keys(line)) or ("",):
            groups.setdefault(key, []).append(line)
    return tuple(total(groups[key], key) for key in sorted(groups, key=lambda key: (key == "", key)))
