"""A counter shows the declared total until the records exceed it, and says which it is (S71–S76)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from convergence.core import counts
from convergence.history.models import DeclaredTotal
from convergence.history.queries import counter, counters
from convergence.history.rules.counters import reading


@pytest.mark.rule("S71", "S72", "S73", "S74", "S75", "S76")
@pytest.mark.parametrize(
    ("declared", "qualifier", "recorded", "number", "basis"),
    [
        (50, "MORE_THAN", None, 50, "declared"),
        (50, "MORE_THAN", 50, 50, "declared"),
        (50, "MORE_THAN", 51, 50, "declared"),
        (50, "MORE_THAN", 52, 52, "recorded"),
        (40, "APPROX", 40, 40, "declared"),
        (40, "APPROX", 41, 41, "recorded"),
        (None, "APPROX", 12, None, "declared"),
    ],
)
def test_which_of_the_two_is_shown(declared, qualifier, recorded, number, basis) -> None:
    shown = reading(declared, qualifier, recorded)
    assert (shown.number, shown.basis) == (number, basis)


@given(declared=some.integers(0, 10_000), recorded=some.integers(0, 10_000))
def test_a_counter_never_goes_down(declared: int, recorded: int) -> None:
    shown = reading(declared, "APPROX", recorded)
    assert shown.number == max(declared, recorded)


@pytest.fixture
def tours(source):
    """Declare tours under a name that no register counts."""
    return DeclaredTotal.objects.create(
        key="old-tours",
        value=50,
        qualifier="MORE_THAN",
        wording_fr="plus d’une cinquantaine",
        wording_en="more than fifty",
        unit_fr="tournées",
        unit_en="tours",
        source=source("Historique"),
    )


@pytest.mark.rule("S71", "S34")
def test_the_declared_words_and_their_source_are_shown(tours) -> None:
    shown = counter("old-tours", "fr")
    assert (shown.words, shown.unit, shown.basis) == ("plus d’une cinquantaine", "tournées", "declared")
    assert "Historique" in shown.source
    assert counter("old-tours", "en").words == "more than fifty"
    assert counter("unknown") is None


@pytest.mark.rule("S71")
def test_a_register_that_counts_more_is_read(tours) -> None:
    counts.counts("old-tours")(lambda: 1234)
    try:
        shown = counter("old-tours", "fr")
    finally:
        counts.forget("old-tours")
    assert (shown.words, shown.basis, shown.source) == ("1\u00a0234", "recorded", "")


def test_the_source_stated_last_holds(tours, source) -> None:
    DeclaredTotal.objects.create(
        key="old-tours",
        value=60,
        wording_fr="une soixantaine",
        unit_fr="tournées",
        stated="2030",
        source=source("Bilan"),
    )
    assert [shown.words for shown in counters("fr")] == ["une soixantaine"]
