"""Reminders: suspended by a promise, about the balance after a part payment, stopped by full payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.membership.rules.reminders import About, Case, Decision, Hold, Level, decide, first_day

DUE = date(2024, 4, 30)
LEVELS = (Level(1, 15), Level(2, 45), Level(3, 75))
LATE = Case(10_000, 0, DUE)


@pytest.mark.rule("S58")
def test_no_reminder_after_full_payment() -> None:
    assert decide(replace(LATE, paid_cents=10_000), LEVELS, on=date(2025, 1, 1)) == Decision(hold=Hold.PAID)


def test_promise_suspends_until_its_date() -> None:
    promised = replace(LATE, promise_date=date(2024, 6, 15))
    assert decide(promised, LEVELS, on=date(2024, 6, 15)) == Decision(hold=Hold.PROMISED, not_before=date(2024, 6, 16))
    assert decide(promised, LEVELS, on=date(2024, 6, 16)) == Decision(LEVELS[0], About.BROKEN_PROMISE)


def test_part_payment_reminds_of_the_balance() -> None:
    assert decide(replace(LATE, paid_cents=4_000), LEVELS, on=date(2024, 5, 15)) == Decision(LEVELS[0], About.BALANCE)


def test_levels_open_in_order_and_a_week_apart() -> None:
    assert decide(LATE, LEVELS, on=date(2024, 5, 14)) == Decision(hold=Hold.TOO_SOON, not_before=date(2024, 5, 15))
    assert decide(LATE, LEVELS, on=date(2024, 12, 1)) == Decision(LEVELS[0], About.AMOUNT)
    again = replace(LATE, sent_levels=(1,), last_reminder_date=date(2024, 12, 1))
    assert decide(again, LEVELS, on=date(2024, 12, 2)) == Decision(hold=Hold.TOO_SOON, not_before=date(2024, 12, 8))
    assert decide(again, LEVELS, on=date(2024, 12, 8)) == Decision(LEVELS[1], About.AMOUNT)


def test_after_the_last_level_a_person_calls() -> None:
    assert decide(replace(LATE, sent_levels=(1, 2, 3)), LEVELS, on=date(2025, 1, 1)) == Decision(hold=Hold.LEVELS_USED)


@pytest.mark.parametrize(
    ("change", "hold"),
    [
        ({"exempt": True}, Hold.EXEMPT),
        ({"has_left": True}, Hold.LEFT),
        ({"do_not_contact": True}, Hold.DO_NOT_CONTACT),
        ({"was_sent": False}, Hold.NOT_SENT),
        ({"closing_date": date(2024, 12, 31)}, Hold.CLOSED),
    ],
)
def test_reasons_why_none_leaves(change: dict[str, object], hold: Hold) -> None:
    assert decide(replace(LATE, **change), LEVELS, on=date(2025, 1, 1)).hold is hold  # type: ignore[arg-type]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 400), st.none() | st.integers(0, 400))
def test_never_reminds_the_paid_nor_the_promised(charged: int, paid: int, day: int, promise: int | None) -> None:
    on = DUE + timedelta(days=day)
    promise_date = None if promise is None else DUE + timedelta(days=promise)
    decision = decide(Case(charged, paid, DUE, promise_date), LEVELS, on=on)
    if paid >= charged or (promise_date is not None and on <= promise_date):
        assert decision.level is None
    assert (decision.level is None) == (decision.hold is not None)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=60))
def test_year_of_days_sends_each_level_once_and_in_order(gaps: list[int]) -> None:
    case, on, sent = LATE, DUE, []
    for gap in gaps:
        on += timedelta(days=gap)
        decision = decide(case, LEVELS, on=on)
        if decision.level is not None:
            sent.append(decision.level.number)
            case = replace(case, sent_levels=(*case.sent_levels, decision.level.number), last_reminder_date=on)
    assert sent == list(range(1, len(sent) + 1))


@given(
    days=st.lists(st.integers(0, 90), max_size=4),
    on=st.integers(-30, 120),
    sent=st.sets(st.integers(1, 4)),
    promised=st.none() | st.integers(-30, 120),
    paid=st.integers(0, 100),
)
def test_before_the_first_day_nobody_is_reminded(
    days: list[int], on: int, sent: set[int], promised: int | None, paid: int
) -> None:
    due = date(2024, 4, 30)
    levels = [Level(number, after) for number, after in enumerate(days, start=1)]
    promise = None if promised is None else due + timedelta(days=promised)
    case = Case(100, paid, due, promise_date=promise, sent_levels=tuple(sent))
    first = first_day(levels, due_date=due)
    day = due + timedelta(days=on)
    if decide(case, levels, on=day).level is not None:
        assert first is not None
        assert day >= first
