"""Standing per period."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.membership.rules.standing import GOOD, Account, StandingKind, standing

DUE = date(2024, 4, 30)


@pytest.mark.rule("S58")
def test_paid_in_may_is_in_good_standing_for_the_invoiced_period() -> None:
    assert standing(Account(10_000, 10_000, DUE), on=date(2024, 5, 3)) is StandingKind.EN_REGLE


@pytest.mark.parametrize(
    ("account", "on", "expected"),
    [
        (Account(), date(2024, 5, 3), StandingKind.NOT_CALLED),
        (Account(exempt=True), date(2024, 5, 3), StandingKind.EXEMPT),
        (Account(100, 0, DUE), DUE, StandingKind.AWAITING),
        (Account(100, 0, DUE), date(2024, 5, 1), StandingKind.LATE),
        (Account(100, 40, DUE), DUE, StandingKind.PARTLY_PAID),
        (Account(100, 40, DUE), date(2024, 5, 1), StandingKind.LATE),
        (Account(100, 0, DUE, date(2024, 6, 1)), date(2024, 6, 1), StandingKind.PROMISED),
        (Account(100, 0, DUE, date(2024, 6, 1)), date(2024, 6, 2), StandingKind.LATE),
        (Account(100, 120, DUE), date(2025, 1, 1), StandingKind.EN_REGLE),
        (Account(0, 0, DUE), date(2025, 1, 1), StandingKind.EN_REGLE),
    ],
)
def test_table_of_standings(account: Account, on: date, expected: StandingKind) -> None:
    assert standing(account, on=on) is expected


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.dates(), st.none() | st.dates())
def test_good_standing_exactly_when_nothing_remains(charged: int, paid: int, on: date, promise: date | None) -> None:
    assert (standing(Account(charged, paid, DUE, promise), on=on) in GOOD) == (paid >= charged)
