"""Cells hidden, years, who makes it intersyndical, who was there: rules without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from convergence.activities.rules.cells import SMALLEST, shown
from convergence.activities.rules.guard import is_guarded
from convergence.activities.rules.intersyndical import is_intersyndical
from convergence.activities.rules.presence import PeopleTotal, Presence, presence, total_of
from convergence.activities.rules.states import STEPS, may_follow
from convergence.activities.rules.years import year_of
from convergence.core.dates import UncertainDate
from convergence.core.periods import YearEnd

MARCH, DECEMBER = YearEnd(3, 31), YearEnd(12, 31)
cells = some.dictionaries(some.text("abcdefgh", min_size=1, max_size=2), some.integers(0, 60), max_size=6)


@pytest.mark.rule("L19", "S83")
@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ({"W": 14, "M": 9, "": 12}, {"W": 14, "M": 9, "": 12}),
        ({"W": 14, "M": 2, "": 12}, {"W": 14, "M": None, "": None}),
        ({"W": 3, "M": 1}, {}),
        ({"W": 3, "M": 0}, {}),
        ({"W": 3, "M": 2, "O": 40}, {"W": None, "M": None, "O": 40}),
        ({"W": 1, "M": 1, "O": 40}, {"W": None, "M": None, "O": None}),
        ({"W": 12, "M": 0}, {"W": 12, "M": 0}),
        ({}, {}),
    ],
)
def test_small_cells_are_hidden(counted, expected) -> None:
    found = shown(counted)
    assert dict(found.cells) == expected
    assert found.total == sum(counted.values())


@pytest.mark.rule("L19")
@given(counted=cells)
def test_what_is_hidden_cannot_be_found_from_the_total(counted: dict[str, int]) -> None:
    found = shown(counted)
    if not found.cells:
        return
    hidden = [counted[name] for name, number in found.cells.items() if number is None]
    assert all(number == 0 or number >= SMALLEST for number in found.cells.values() if number is not None)
    assert hidden == [] or (len(hidden) >= 2 and sum(hidden) >= SMALLEST)
    assert {name: number for name, number in found.cells.items() if number is not None}.items() <= counted.items()


@pytest.mark.rule("S133", "S21")
@pytest.mark.parametrize(
    ("start", "march", "december"),
    [
        ("2024-04-12", "2024-2025", "2024"),
        ("2024-03-31", "2023-2024", "2024"),
        ("2024-04", "2024-2025", "2024"),
        ("2024", None, "2024"),
        ("", None, None),
    ],
)
def test_the_year_holds_every_day_that_the_beginning_may_mean(start, march, december) -> None:
    found = [year_of(start, end) for end in (MARCH, DECEMBER)]
    assert [period and period.label for period in found] == [march, december]


@given(day=some.dates(date(1901, 1, 1), date(2100, 12, 31)), precision=some.sampled_from([4, 7, 10]))
def test_a_date_less_precise_is_never_in_another_year(day: date, precision: int) -> None:
    start = day.isoformat()[:precision]
    found = year_of(start, MARCH)
    if found is not None:
        when = UncertainDate(start)
        assert found.start <= when.earliest <= when.latest <= found.end
        assert found == year_of(day.isoformat(), MARCH)


@pytest.mark.rule("S17")
@pytest.mark.parametrize(
    ("unions", "above", "expected"),
    [
        ([], {}, False),
        ([1], {}, False),
        ([1, 1], {}, False),
        ([1, 2], {}, True),
        ([1, 2], {1: frozenset({2})}, False),
        ([1, 2], {2: frozenset({1, 9})}, False),
        ([1, 2], {1: frozenset({9}), 2: frozenset({9})}, True),
        ([1, 2, 3], {1: frozenset({2}), 3: frozenset({2})}, True),
    ],
)
def test_two_unions_neither_of_which_belongs_to_the_other(unions, above, expected) -> None:
    assert is_intersyndical(unions, above) is expected


@pytest.mark.rule("S81")
def test_the_stated_figure_comes_before_the_entries() -> None:
    assert presence(None, []) == Presence(None)
    assert presence(None, [1, 12, -1]) == Presence(12)
    assert presence(Presence(500, "APPROX_BELOW"), [1, 12]) == Presence(500, "APPROX_BELOW")


@pytest.mark.rule("S81", "S22")
def test_a_total_says_what_it_comes_from() -> None:
    assert total_of([Presence(35), Presence(None), Presence(10)]) == PeopleTotal(45, 2, 3, is_exact=True)
    assert total_of([Presence(500, "APPROX_BELOW"), Presence(10)]) == PeopleTotal(510, 2, 2, is_exact=False)
    assert total_of([]) == PeopleTotal(0, 0, 0, is_exact=True)


@given(numbers=some.lists(some.one_of(some.none(), some.integers(0, 1000)), max_size=20))
def test_people_of_each_activity_are_added_once(numbers: list[int | None]) -> None:
    total = total_of(Presence(number) for number in numbers)
    assert total.number == sum(number for number in numbers if number is not None)
    assert (total.known, total.activities) == (len(numbers) - numbers.count(None), len(numbers))


@pytest.mark.rule("S95")
@pytest.mark.parametrize(
    ("security", "back", "expected"),
    [
        ("ORDINARY", None, False),
        ("HIGH", None, True),
        ("HIGH", date(2024, 6, 4), True),
        ("HIGH", date(2024, 6, 3), False),
        ("HIGH", date(2024, 6, 2), False),
        ("CONFIDENTIAL", date(2024, 6, 2), True),
    ],
)
def test_what_is_under_guard(security, back, expected) -> None:
    assert is_guarded(security, back, date(2024, 6, 3)) is expected


def test_every_state_can_be_left_and_none_leads_to_itself() -> None:
    assert all(steps and state not in steps for state, steps in STEPS.items())
    assert not may_follow("PLANNED", "REPORTED")
    assert not may_follow("HELD", "CANCELLED")
    assert not may_follow("?", "HELD")
