"""Marks, ranking, ages, reminders and seals, as the rules page says them."""

import itertools
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.education.stays.rules import days, ranking, sealing

ENGAGEMENT, PROJECT, TONGUES = ranking.Weighed(1, 50, 5), ranking.Weighed(2, 30, 5), ranking.Weighed(3, 20, 5)
CRITERIA = [ENGAGEMENT, PROJECT, TONGUES]
ONE = [ranking.Weighed(1, 1, 100)]


def candidate(key: int, *marks: int, arrival: int = 0) -> ranking.Candidate:
    return ranking.Candidate(key, tuple({1: mark} for mark in marks), (arrival, key))


@pytest.mark.rule("S72")
def test_the_example_of_the_page() -> None:
    first, second = {1: 4, 2: 3, 3: 5}, {1: 5, 2: 3, 3: 2}
    assert ranking.mark_of_member(CRITERIA, first) == 78
    assert ranking.mark_of_member(CRITERIA, second) == 76
    assert ranking.mark_of(CRITERIA, [first, second]) == 77
    assert ranking.mark_of(CRITERIA, []) is None


@pytest.mark.parametrize(
    ("marks", "places", "outcomes"),
    [
        ([80, 70, 60, 40], 2, ["OFFERED", "OFFERED", "WAITING", "REFUSED"]),
        ([30], 3, ["REFUSED"]),
        ([50], 1, ["OFFERED"]),
        ([], 3, []),
    ],
)
def test_places_waiting_list_and_pass_mark(marks: list[int], places: int, outcomes: list[str]) -> None:
    placed = ranking.ranked(ONE, [candidate(key, mark) for key, mark in enumerate(marks)], places=places, pass_mark=50)
    assert [one.outcome for one in placed] == outcomes
    assert [one.key for one in placed] == list(range(len(marks)))


def test_between_equals_the_heaviest_criterion_then_who_came_first() -> None:
    even = [ranking.Weighed(1, 60, 10), ranking.Weighed(2, 40, 10)]
    same = 100 * Fraction(60 * 7 + 40 * 7, 1000)
    plain = ranking.Candidate(1, ({1: 7, 2: 7},), (1, 1))
    strong = ranking.Candidate(2, ({1: 9, 2: 4},), (9, 2))
    later = ranking.Candidate(3, ({1: 7, 2: 7},), (2, 3))
    assert {ranking.mark_of(even, one.marks) for one in (plain, strong, later)} == {same}
    placed = ranking.ranked(even, [later, plain, strong], places=1, pass_mark=50)
    assert [(one.key, one.outcome) for one in placed] == [(2, "OFFERED"), (1, "WAITING"), (3, "WAITING")]


@given(st.lists(st.integers(0, 100), max_size=12), st.integers(1, 6), st.integers(0, 100))
def test_nobody_is_lost_nor_placed_twice_and_order_of_reading_changes_nothing(
    marks: list[int], places: int, pass_mark: int
) -> None:
    rows = [candidate(key, mark) for key, mark in enumerate(marks)]
    placed = ranking.ranked(ONE, rows, places=places, pass_mark=pass_mark)
    assert sorted(one.key for one in placed) == list(range(len(marks)))
    assert placed == ranking.ranked(ONE, rows[::-1], places=places, pass_mark=pass_mark)
    kept = [one for one in placed if one.rank]
    assert [one.rank for one in kept] == list(range(1, len(kept) + 1))
    assert all(a.mark >= b.mark for a, b in itertools.pairwise(kept))
    assert sum(one.outcome == "OFFERED" for one in placed) == min(places, len(kept))


def test_as_many_members_as_asked_or_all_who_may() -> None:
    assert [ranking.needed(2, free) for free in (0, 1, 2, 5)] == [0, 1, 2, 2]


def test_marks_are_shown_half_up() -> None:
    assert ranking.in_hundredths(Fraction(200, 3)) == 6667
    assert ranking.in_hundredths(Fraction(1, 200)) == 1


@pytest.mark.rule("L20")
def test_age_is_counted_on_the_day_of_departure() -> None:
    assert days.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert days.age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert days.needs_parent(date(2012, 7, 2), date(2026, 7, 1))
    assert not days.needs_parent(date(2012, 7, 1), date(2026, 7, 1))


def test_a_call_is_open_on_both_its_days() -> None:
    opens, closes = date(2026, 3, 1), date(2026, 3, 31)
    told = [
        days.is_open(opens, closes, date.fromisoformat(day))
        for day in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")
    ]
    assert told == [False, True, True, False]


def test_an_offer_never_holds_on_the_day_of_departure() -> None:
    assert days.offer_until(date(2026, 5, 1), 10, date(2026, 9, 1)) == date(2026, 5, 11)
    assert days.offer_until(date(2026, 5, 1), 10, date(2026, 5, 4)) == date(2026, 5, 3)


@pytest.mark.parametrize(
    ("today", "number"),
    [("2026-05-17", 0), ("2026-05-18", 1), ("2026-06-07", 1), ("2026-06-08", 2), ("2026-06-30", 2), ("2026-07-01", 0)],
)
def test_reminders_of_a_commitment_due_on_the_first_of_june(today: str, number: int) -> None:
    assert days.reminder_due(date(2026, 6, 1), date.fromisoformat(today)) == number


@pytest.mark.rule("L9")
def test_a_seal_opens_with_its_secret_or_a_former_one_only() -> None:
    words = {"call_name": "Rosa", "health": "arachides"}
    box = sealing.sealed(words, ["one"])
    assert b"arachides" not in box
    assert sealing.opened(box, ["two", "one"]) == words
    with pytest.raises(sealing.SealBrokenError):
        sealing.opened(box, ["two"])
