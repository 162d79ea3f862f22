"""Sums, the next project and the digest, without a database (S93)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convergence.education.projects.rules.nearest import Candidate, nearest
from convergence.education.projects.rules.sealing import digest_of
from convergence.education.projects.rules.states import may_follow
from convergence.education.projects.rules.sums import Cost, add_up, remaining

pytestmark = pytest.mark.rule("S93")
COSTS = st.lists(
    st.builds(
        Cost,
        kind=st.sampled_from(["COST", "SUPPORT"]),
        cents=st.integers(-10_000, 10_000),
        line=st.sampled_from([None, 1, 2]),
        payer=st.sampled_from([None, 7, 8, 9]),
        is_undone=st.booleans(),
    )
)


@settings(max_examples=40)
@given(COSTS)
def test_every_cent_stands_once(costs: list[Cost]) -> None:
    sums = add_up(costs, lines=[1, 2], funders=[7, 8])
    assert sums.spent == sum(one.cents for one in costs if one.kind == "COST")
    assert sums.unplaced + sum(sums.by_line.values()) == sums.spent
    assert sums.elsewhere + sum(sums.by_funder.values()) == sums.received
    assert all(cents >= 0 for cents in remaining({7: 50, 8: 0}, sums.by_funder).values())


def test_what_was_taken_back_stands_under_no_line() -> None:
    pair = [Cost("COST", 500, line=1, is_undone=True), Cost("COST", -500, is_undone=True), Cost("COST", 30, line=1)]
    sums = add_up(pair, lines=[1, 2], funders=[])
    assert (sums.spent, sums.by_line, sums.unplaced) == (30, {1: 30, 2: 0}, 0)


def candidate(pk: int, funders: set[int], themes: set[int], first: date, last: date) -> Candidate:
    return Candidate(pk, first, last, frozenset(funders), frozenset(themes))


def test_the_next_project_shares_most_and_holds_the_day() -> None:
    year = (date(2027, 1, 1), date(2027, 12, 31))
    known = [
        candidate(1, set(), {5}, *year),
        candidate(2, {3}, set(), *year),
        candidate(3, {3}, {5}, *year),
        candidate(4, {3}, {5}, date(2028, 1, 1), date(2028, 5, 1)),
        candidate(5, {4}, {6}, *year),
    ]
    asked = {"funders": frozenset({3}), "themes": frozenset({5}), "after": date(2026, 12, 31)}
    day = date(2027, 4, 4)
    assert nearest(known, begins=(day, day), **asked) == 3
    assert nearest(known[:2], begins=(day, day), **asked) == 2
    assert nearest(known[:1], begins=(day, day), **asked) == 1
    assert nearest(known, begins=(date(2029, 1, 1), date(2029, 1, 1)), **asked) is None
    assert nearest(known[-2:], begins=None, **asked) == 4
    assert nearest(known[-1:], begins=None, **asked) is None


def test_states_and_digest() -> None:
    allowed = {
        (a, b) for a in ("DRAFT", "RUNNING", "CLOSED") for b in ("DRAFT", "RUNNING", "CLOSED") if may_follow(a, b)
    }
    assert allowed == {("DRAFT", "RUNNING"), ("RUNNING", "CLOSED"), ("CLOSED", "RUNNING")}
    assert digest_of({"b": "é", "a": 1}) == digest_of({"a": 1, "b": "é"})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
