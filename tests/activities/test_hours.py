"""Hours across midnight and the change of clocks; days, weeks, months and years of a calendar."""

from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from convergence.activities import commands, errors
from convergence.activities.models import Activity
from convergence.activities.queries import calendar
from convergence.activities.queries.telling import moments_of, told_when
from convergence.activities.rules.calendar import VIEWS, per_day, span_of, weeks_of
from convergence.activities.rules.hours import exists, is_odd_night, lasts

HERE = ZoneInfo("America/Toronto")
DAYS = some.dates(date(1900, 2, 1), date(2100, 11, 1))


@pytest.mark.parametrize(
    ("day", "hour", "found"),
    [
        (date(2024, 3, 10), time(2, 30), False),  # the clocks jump from 2 h to 3 h
        (date(2024, 3, 10), time(3), True),
        (date(2024, 11, 3), time(1, 30), True),  # comes twice
        (date(2024, 5, 3), time(2, 30), True),
    ],
)
def test_an_hour_that_the_clocks_jump_over_does_not_exist(day: date, hour: time, found: bool) -> None:
    assert exists(day, hour, HERE) is found


@pytest.mark.parametrize(
    ("first", "last", "length", "odd"),
    [
        ((date(2024, 11, 2), time(22)), (date(2024, 11, 3), time(3)), timedelta(hours=6), True),
        ((date(2024, 3, 9), time(22)), (date(2024, 3, 10), time(3)), timedelta(hours=4), True),
        ((date(2024, 5, 3), time(20)), (date(2024, 5, 4), time(1)), timedelta(hours=5), False),
    ],
)
def test_a_night_lasts_as_long_as_people_live_it(first: Any, last: Any, length: timedelta, odd: bool) -> None:
    assert lasts(first, last, HERE) == length
    assert is_odd_night(first, last, HERE) is odd


@pytest.mark.parametrize("view", VIEWS)
@given(day=DAYS, first=some.integers(0, 6))
def test_the_spans_of_a_view_follow_one_another_and_hold_their_day(view: str, day: date, first: int) -> None:
    span = span_of(view, day, first)
    assert span.first <= day <= span.last
    assert span_of(view, span.after, first).first == span.last + timedelta(days=1)
    assert span_of(view, span.before, first).last == span.first - timedelta(days=1)
    if view == "week":
        assert (span.first.weekday(), (span.last - span.first).days) == (first, 6)


@given(first=some.integers(0, 6))
def test_the_weeks_of_a_month_hold_each_of_its_days_once(first: int) -> None:
    days = [day for week in weeks_of(2024, 2, first) for day in week]
    assert [day.day for day in days if day.month == 2] == list(range(1, 30))
    assert days[0].weekday() == first


@given(
    spans=some.lists(
        some.tuples(some.integers(0, 20), some.integers(0, 12), some.integers(1, 3)).map(
            lambda drawn: (
                date(2024, 2, 20) + timedelta(days=drawn[0]),
                date(2024, 2, 20) + timedelta(days=drawn[0] + drawn[1]),
                drawn[2],
            )
        ),
        max_size=6,
    )
)
def test_counts_by_day_are_those_of_counting_each_day(spans: list[tuple[date, date, int]]) -> None:
    first, last = date(2024, 2, 25), date(2024, 3, 6)
    found = per_day(spans, first, last)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    slow = {day: sum(number for begins, ends, number in spans if begins <= day <= ends) for day in days}
    assert found == {day: number for day, number in slow.items() if number}


def write(at: Any, **values: Any) -> Activity:
    return commands.create_activity(kind="EVENING", title_fr="Soirée", actor=None, at=at, **values)


def test_what_ends_after_midnight_names_its_own_day(db: None, at: Any) -> None:
    evening = write(at, start="2024-05-03", start_time=time(20), end="2024-05-04", end_time=time(1))
    assert told_when(evening, "fr") == "3 mai 2024, 20\u00a0h – 4 mai 2024, 1\u00a0h"
    assert [moment.isoformat() for moment in moments_of(evening) or ()] == [
        "2024-05-03T20:00:00-04:00",
        "2024-05-04T01:00:00-04:00",
    ]
    with pytest.raises(errors.EndsBeforeItStarts) as refusal:
        write(at, start="2024-05-03", start_time=time(20), end_time=time(1))
    assert (refusal.value.field, "minuit" in str(refusal.value)) == ("end_time", True)


def test_a_night_when_the_clocks_change_says_how_long_it_lasts(db: None, at: Any) -> None:
    night = write(at, start="2024-11-02", start_time=time(22), end="2024-11-03", end_time=time(3))
    assert told_when(night, "fr").endswith("(6 h 00, car l’heure change entre-temps)")
    with pytest.raises(errors.NoSuchHour) as refusal:
        write(at, start="2024-03-10", start_time=time(2, 30))
    assert refusal.value.field == "start_time"


def test_a_calendar_places_what_is_known_to_the_day(db: None, at: Any) -> None:
    one = write(at, start="2024-05-30", end="2024-06-02")
    vague = write(at, start="2024-05")
    write(at)
    first, last = date(2024, 5, 1), date(2024, 5, 31)
    rows = Activity.objects.all()
    assert calendar.counts_by_day(rows, first, last) == {date(2024, 5, 30): 1, date(2024, 5, 31): 1}
    found = calendar.of_days(rows, first, last)
    assert [row.pk for row in found] == [vague.pk, one.pk]
    assert calendar.by_day(found, first, last) == {date(2024, 5, 30): [one], date(2024, 5, 31): [one]}
