"""Gaps between terms of office are shown, never filled (S46)."""

import pytest

from convergence.contacts.rules.terms import Gap, Term, gaps

PRESIDENTS = (
    Term("1997", "1999"),
    Term("1999", "2001"),
    Term("2001", "2003"),
    Term("2003", "2008"),
    Term("2008", "2014"),
    Term(attested="2024-02-22"),
)


@pytest.mark.rule("S46")
def test_the_presidents_leave_two_gaps() -> None:
    assert gaps(PRESIDENTS, since="1995") == (Gap("1995", "1997"), Gap("2014", "2024-02-22"))
    assert gaps(reversed(PRESIDENTS)) == (Gap("2014", "2024-02-22"),)


@pytest.mark.rule("S46")
@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], ()),
        ([Term()], ()),
        ([Term("2001")], ()),
        ([Term("2001-05-01", "2003-05-31"), Term("2003-06-01")], ()),
        ([Term("2001-05-01", "2003-05-31"), Term("2003-06-02")], (Gap("2003-05-31", "2003-06-02"),)),
        ([Term("1990", "2010"), Term("1995", "1997"), Term("2012")], (Gap("2010", "2012"),)),
        ([Term("1990"), Term("2012", "2013")], ()),
        ([Term("1990", "2003-06"), Term("2003", "2005")], ()),
    ],
)
def test_a_gap_is_what_no_source_covers(terms: list[Term], expected: tuple[Gap, ...]) -> None:
    assert gaps(terms) == expected
