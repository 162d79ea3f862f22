"""The graph of unions: cycles refused, several parents, members counted once, dated links."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.contacts.rules.graph import (
    Headcount,
    Link,
    ancestors,
    children_map,
    count_members_once,
    descendants,
    find_cycle,
    links_on,
)

CONFEDERATION, FEDERATION, COUNCIL, LOCAL, OTHER = 1, 2, 3, 4, 5
CSN_LIKE = (
    Link(LOCAL, FEDERATION),
    Link(LOCAL, COUNCIL),
    Link(LOCAL, CONFEDERATION),
    Link(FEDERATION, CONFEDERATION),
    Link(COUNCIL, CONFEDERATION),
    Link(OTHER, FEDERATION),
)


@pytest.mark.rule("S56", "R-U1")
def test_local_with_two_parents_is_counted_once_in_the_confederation() -> None:
    declared = {LOCAL: 250, OTHER: 100}
    assert count_members_once(CONFEDERATION, CSN_LIKE, declared) == Headcount(350, (4, 5), ())
    assert count_members_once(COUNCIL, CSN_LIKE, declared).total == 250


@pytest.mark.rule("R-U1")
def test_own_figure_of_the_root_is_not_added() -> None:
    declared = {CONFEDERATION: 9_999, LOCAL: 250, OTHER: 100}
    assert count_members_once(CONFEDERATION, CSN_LIKE, declared).total == 350


@pytest.mark.rule("R-U1")
def test_federation_stands_for_affiliates_that_declared_nothing() -> None:
    declared = {FEDERATION: 1_000, COUNCIL: 700, LOCAL: 250}
    assert count_members_once(CONFEDERATION, CSN_LIKE, declared) == Headcount(1_000, (2,), ())


@pytest.mark.rule("R-U1")
def test_stale_smaller_figure_does_not_hide_its_affiliates() -> None:
    declared = {FEDERATION: 100, LOCAL: 250}
    assert count_members_once(CONFEDERATION, CSN_LIKE, declared) == Headcount(250, (4,), (5,))


@pytest.mark.rule("R-U1")
@pytest.mark.parametrize(
    ("new", "circle"),
    [
        (Link(1, 1), (1, 1)),
        (Link(1, 4), (1, 4, 1)),
        (Link(2, 5), (2, 5, 2)),
        (Link(5, 3), ()),
        (Link(6, 1), ()),
    ],
)
def test_cycle_is_found_and_several_parents_are_not_one(new: Link, circle: tuple[int, ...]) -> None:
    assert find_cycle(CSN_LIKE, new) == circle


@pytest.mark.rule("R-U1")
def test_long_cycle_names_the_way_round() -> None:
    links = [Link(1, 2), Link(2, 3), Link(3, 4)]
    assert find_cycle(links, Link(4, 1)) == (4, 1, 2, 3, 4)


@pytest.mark.rule("R-U1", "R-U5")
def test_links_of_periods_that_never_meet_close_no_circle() -> None:
    past = Link(1, 2, date(1990, 1, 1), date(2000, 12, 31))
    assert find_cycle([past], Link(2, 1, date(2001, 1, 1))) == ()
    assert find_cycle([past], Link(2, 1, date(2000, 12, 31))) == (2, 1, 2)


@pytest.mark.rule("R-U5")
def test_who_left_on_a_date_is_out_the_day_after() -> None:
    links = [Link(1, 2, date(2010, 1, 1), date(2016, 4, 30)), Link(1, 3, date(2016, 5, 1))]
    assert links_on(links, date(2016, 4, 30)) == (links[0],)
    assert links_on(links, date(2016, 5, 1)) == (links[1],)
    assert links_on(links, date(2009, 12, 31)) == ()


def test_ancestors_and_descendants() -> None:
    assert ancestors(LOCAL, CSN_LIKE) == {1, 2, 3}
    assert descendants(1, children_map(CSN_LIKE)) == {2, 3, 4, 5}


links_strategy = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] > pair[1]),
    max_size=30,
)


@pytest.mark.rule("R-U1")
@given(links_strategy, st.dictionaries(st.integers(1, 12), st.integers(0, 10_000)))
def test_no_member_is_counted_twice(pairs: list[tuple[int, int]], declared: dict[int, int]) -> None:
    links = [Link(child, parent) for child, parent in pairs]
    children = children_map(links)
    count = count_members_once(1, links, declared)
    reaches = [descendants(node, children) | {node} for node in count.counted]
    assert sum(len(reach) for reach in reaches) == len(frozenset().union(*reaches))
    assert count.total == sum(declared[node] for node in count.counted)
    assert 1 not in count.counted


@pytest.mark.rule("R-U1")
@given(links_strategy, st.data())
def test_another_parent_changes_no_total_when_all_declared(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    links = [Link(child, parent) for child, parent in pairs]
    below = descendants(1, children_map(links))
    declared = dict.fromkeys(range(1, 13), 7)
    before = count_members_once(1, links, declared)
    if below:
        leaves = [node for node in below if not children_map(links).get(node)]
        leaf = data.draw(st.sampled_from(sorted(leaves)))
        assert count_members_once(1, [*links, Link(leaf, 1)], declared) == before


@pytest.mark.rule("R-U1")
@given(links_strategy, st.integers(1, 12), st.integers(1, 12))
def test_cycle_is_refused_exactly_when_the_parent_is_below(
    pairs: list[tuple[int, int]], child: int, parent: int
) -> None:
    links = [Link(low, high) for low, high in pairs]
    below = descendants(child, children_map(links)) | {child}
    assert bool(find_cycle(links, Link(child, parent))) == (parent in below)
