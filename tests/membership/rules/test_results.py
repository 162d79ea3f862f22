"""The result of a call."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from convergence.membership.rules import results
from convergence.membership.rules.results import Line
from convergence.membership.rules.standing import StandingKind

LINES = [
    Line(1, "A", ("CSN",), "06", StandingKind.EN_REGLE, 1000, 1000, last_year_cents=900),
    Line(2, "B", ("CSN", "CTC"), "06", StandingKind.LATE, 500, 200),
    Line(3, "B", (), "16", StandingKind.PROMISED, 300, 0, promised_cents=250),
]


def test_total() -> None:
    assert results.total(LINES) == results.Sum(
        "", 3, 1, 0, 1, 1, 0, 1800, 1200, promised_cents=250, late_cents=300, last_year_cents=900
    )
    assert results.total(LINES).received_percent == 66
    assert results.total([]).received_percent == 0


def test_member_of_two_centrals_stands_under_each() -> None:
    rows = results.by(LINES, lambda line: line.centrals)
    assert [(row.key, row.called, row.charged_cents) for row in rows] == [
        ("CSN", 2, 1500),
        ("CTC", 1, 500),
        ("", 1, 300),
    ]


@given(st.lists(st.sampled_from(LINES)))
def test_breakdown_by_group_adds_up_to_the_total(lines: list[Line]) -> None:
    rows = results.by(lines, lambda line: (line.group,))
    assert sum(row.charged_cents for row in rows) == results.total(lines).charged_cents
    assert sum(row.called for row in rows) == len(lines)


@given(st.lists(st.sampled_from(LINES)))
def test_each_recipient_has_one_state(lines: list[Line]) -> None:
    row = results.total(lines)
    assert row.paid + row.partly + row.promised + row.late + row.awaiting == row.called
