"""The drawing of the graph of unions (S56)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.contacts.rules.drawing import Placed, Thread, draw


@pytest.mark.rule("S56")
def test_local_shows_both_its_parents() -> None:
    drawing = draw({1: "CSN", 2: "Fédération", 3: "Conseil", 4: "Local"}, [(2, 1), (3, 1), (4, 2), (4, 3), (4, 1)])
    assert drawing.columns == 3
    assert {thread.parent for thread in drawing.threads if thread.child == 4} == {1, 2, 3}
    assert [thread for thread in drawing.threads if thread.child == 4 and thread.main] == [Thread(4, 3, True)]


def test_leaves_take_one_row_each_and_parents_stand_in_their_middle() -> None:
    drawing = draw({1: "a", 2: "b", 3: "c"}, [(2, 1), (3, 1)])
    assert drawing.places == (Placed(1, 0, 0.5), Placed(2, 1, 0.0), Placed(3, 1, 1.0))
    assert (drawing.columns, drawing.rows) == (2, 2)


def test_nothing_to_draw() -> None:
    assert draw({}, []) == draw({}, [(1, 2)])
    assert draw({}, []).rows == 0


pairs = st.lists(st.tuples(st.integers(1, 15), st.integers(1, 15)).filter(lambda pair: pair[0] > pair[1]), max_size=40)


@given(pairs)
def test_no_two_organisations_stand_in_one_place(links: list[tuple[int, int]]) -> None:
    drawing = draw({node: str(node) for node in range(1, 16)}, links)
    assert len({(place.column, place.row) for place in drawing.places}) == 15
    column = {place.node: place.column for place in drawing.places}
    assert all(column[thread.child] > column[thread.parent] for thread in drawing.threads)
    assert sum(thread.main for thread in drawing.threads) == len({child for child, _ in links})
