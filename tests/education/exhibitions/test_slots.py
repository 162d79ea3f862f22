"""Buffers, seasons and the next free days: the tables of the rules page, and properties over any days."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.education.exhibitions.rules.slots import (
    Buffers,
    Season,
    Span,
    day_of_year,
    fits,
    is_free,
    joined,
    next_free,
    season_of,
)

START = date(2026, 1, 1)
FAR = date(2031, 1, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def span(first: str, last: str) -> Span:
    return Span(day(first), day(last))


@pytest.mark.rule("S92")
@pytest.mark.parametrize(
    ("stay", "lengths", "hold"),
    [
        (("2026-05-03", "2026-05-10"), (0, 1, 1, 0), ("2026-05-02", "2026-05-11")),
        (("2026-05-03", "2026-05-10"), (1, 2, 2, 2), ("2026-04-30", "2026-05-14")),
        (("2026-05-03", "2026-05-03"), (0, 0, 0, 0), ("2026-05-03", "2026-05-03")),
        (("2026-12-28", "2027-01-03"), (1, 1, 2, 3), ("2026-12-26", "2027-01-08")),
    ],
)
def test_the_hold_adds_the_days_on_each_side(stay: tuple[str, str], lengths: tuple[int, ...], hold: tuple[str, str]):
    assert Buffers(*lengths).hold(span(*stay)) == span(*hold)


@pytest.mark.rule("S92")
@pytest.mark.parametrize(
    ("busy", "asked", "lengths", "found"),
    [
        ([("2026-05-02", "2026-05-11")], ("2026-05-09", "2026-05-12"), (0, 2, 2, 0), ("2026-05-14", "2026-05-17")),
        (
            [("2026-05-02", "2026-05-11"), ("2026-05-19", "2026-05-30")],
            ("2026-05-09", "2026-05-12"),
            (0, 2, 2, 0),
            ("2026-06-02", "2026-06-05"),
        ),
        ([("2026-05-02", "2026-05-11")], ("2026-05-12", "2026-05-15"), (0, 0, 0, 0), ("2026-05-12", "2026-05-15")),
    ],
)
def test_the_next_free_days_are_those_of_the_page(
    busy: list[tuple[str, str]], asked: tuple[str, str], lengths: tuple[int, ...], found: tuple[str, str]
):
    free = next_free(
        span(*asked),
        buffers=Buffers(*lengths),
        busy=[span(*one) for one in busy],
        season=None,
        today=START,
        until=FAR,
    )
    assert free == span(*found)


@pytest.mark.parametrize(
    ("opens", "closes", "stay", "answer"),
    [
        ("05-01", "10-31", ("2026-05-01", "2026-05-31"), True),
        ("05-01", "10-31", ("2026-10-28", "2026-11-02"), False),
        ("09-01", "06-15", ("2026-12-20", "2027-01-10"), True),
        ("09-01", "06-15", ("2026-06-01", "2026-09-05"), False),
    ],
)
def test_a_stay_lies_in_one_season(opens: str, closes: str, stay: tuple[str, str], answer: bool):
    assert fits(span(*stay), season_of(opens, closes)) is answer


def test_a_season_has_both_ends_and_no_leap_day():
    assert season_of("", "") is None
    assert Season((5, 1), (10, 31)).longest(day("2026-12-01")) == 184
    with pytest.raises(ValueError, match="both ends"):
        season_of("05-01", "")
    with pytest.raises(ValueError, match="day"):
        day_of_year("02-29")


def test_nothing_is_found_after_the_last_day_looked_at():
    busy = [Span(START, FAR + timedelta(days=400))]
    found = next_free(Span(START, START), buffers=Buffers(), busy=busy, season=None, today=START, until=FAR)
    assert found is None


days = st.integers(0, 400).map(lambda number: START + timedelta(days=number))
few = st.integers(0, 5)
stays = st.builds(lambda start, more: Span(start, start + timedelta(days=more)), days, st.integers(0, 20))
buffers = st.builds(Buffers, few, few, few, few)
seasons = st.sampled_from([None, Season((5, 1), (10, 31)), Season((9, 1), (6, 15)), Season((2, 1), (2, 28))])


@pytest.mark.rule("S92")
@given(stay=stays, around=buffers)
def test_a_hold_is_as_long_as_the_stay_and_what_is_around_it(stay: Span, around: Buffers):
    hold = around.hold(stay)
    assert hold.days == stay.days + around.before + around.out + around.back + around.after
    assert (stay.start - hold.start).days == around.before + around.out
    assert (hold.end - stay.end).days == around.back + around.after


@pytest.mark.rule("S92")
@given(asked=stays, around=buffers, busy=st.lists(stays, max_size=8), season=seasons)
def test_the_next_free_days_are_free_and_none_earlier_is(
    asked: Span, around: Buffers, busy: list[Span], season: Season | None
):
    found = next_free(asked, buffers=around, busy=busy, season=season, today=START, until=FAR)
    possible = season is None or asked.days <= 28 or season.longest(START) >= asked.days
    if found is None:
        assert not possible
        return
    assert found.days == asked.days
    assert found.start >= asked.start
    assert around.hold(found).start >= START
    assert is_free(found, around, busy)
    assert fits(found, season)
    earlier = asked.start
    while earlier < found.start:
        other = Span(earlier, earlier + timedelta(days=asked.days - 1))
        assert around.hold(other).start < START or not is_free(other, around, busy) or not fits(other, season)
        earlier += timedelta(days=1)


@given(st.lists(stays, max_size=10))
def test_joined_spans_cover_the_same_days_and_stay_apart(spans: list[Span]):
    made = joined(spans)
    covered = {one.start + timedelta(days=number) for one in spans for number in range(one.days)}
    assert {one.start + timedelta(days=number) for one in made for number in range(one.days)} == covered
    assert all((after.start - before.end).days > 1 for before, after in itertools.pairwise(made))
