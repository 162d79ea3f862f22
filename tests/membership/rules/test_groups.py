"""Groups A to D: who may be where, and when it changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.membership.rules import groups
from convergence.membership.rules.groups import Applicant, Declaration, Group, Refusal, Stay

DAY = date(2024, 2, 22)


def union(*declared: tuple[int, date]) -> Applicant:
    return Applicant(False, True, tuple(Declaration(value, as_of) for value, as_of in declared))


@pytest.mark.rule("S53")
@pytest.mark.parametrize(("count", "expected"), [(29_999, Refusal.TOO_FEW_MEMBERS), (30_000, None)])
def test_group_a_needs_thirty_thousand_declared_members(count: int, expected: Refusal | None) -> None:
    assert groups.refusal(Group.A, union((count, DAY)), on=DAY) is expected


@pytest.mark.rule("S53")
def test_declaration_after_the_decision_does_not_count() -> None:
    applicant = union((29_999, date(2023, 1, 1)), (35_000, DAY + timedelta(days=1)))
    assert groups.refusal(Group.A, applicant, on=DAY) is Refusal.TOO_FEW_MEMBERS
    assert groups.refusal(Group.A, applicant, on=DAY + timedelta(days=1)) is None


@pytest.mark.rule("S53")
def test_group_a_without_declaration_is_refused() -> None:
    assert groups.refusal(Group.A, union(), on=DAY) is Refusal.COUNT_MISSING


@pytest.mark.rule("S54")
@pytest.mark.parametrize("group", [Group.A, Group.B, Group.C])
def test_individual_is_only_ever_in_group_d(group: Group) -> None:
    assert groups.refusal(group, Applicant(is_person=True), on=DAY) is Refusal.INDIVIDUAL_ONLY_D
    assert groups.refusal(Group.D, Applicant(is_person=True), on=DAY) is None


def test_organisations_are_in_their_own_groups() -> None:
    assert groups.refusal(Group.D, union((5, DAY)), on=DAY) is Refusal.ORGANISATION_NOT_D
    assert groups.refusal(Group.C, union((5, DAY)), on=DAY) is Refusal.UNION_NOT_C
    assert groups.refusal(Group.C, Applicant(False, False), on=DAY) is None
    assert groups.refusal(Group.B, Applicant(False, False), on=DAY) is Refusal.NOT_A_UNION
    assert groups.refusal(Group.B, union(), on=DAY) is None


@given(st.booleans(), st.booleans(), st.lists(st.tuples(st.integers(0, 100_000), st.dates(date(2020, 1, 1), DAY))))
def test_suggested_group_is_never_refused(is_person: bool, is_union: bool, declared: list[tuple[int, date]]) -> None:
    applicant = Applicant(is_person, is_union, tuple(Declaration(*pair) for pair in declared))
    assert groups.refusal(groups.suggest(applicant, on=DAY), applicant, on=DAY) is None


@pytest.mark.rule("R-U5")
def test_moving_to_another_group_ends_the_first_the_day_before() -> None:
    stays = groups.change([Stay(Group.A, date(2010, 1, 1))], group=Group.B, on=date(2016, 4, 15))
    assert stays == (Stay(Group.A, date(2010, 1, 1), date(2016, 4, 14)), Stay(Group.B, date(2016, 4, 15)))


@pytest.mark.rule("R-U5")
def test_leaving_keeps_the_last_day() -> None:
    stays = groups.leave([Stay(Group.B, date(2010, 1, 1))], on=date(2016, 4, 15))
    assert groups.stay_on(stays, date(2016, 4, 15)) == stays[0]
    assert groups.stay_on(stays, date(2016, 4, 16)) is None


def test_change_before_the_current_stay_is_refused() -> None:
    with pytest.raises(groups.OverlapError):
        groups.change([Stay(Group.A, DAY)], group=Group.B, on=DAY)


def test_leaving_twice_is_refused() -> None:
    with pytest.raises(groups.OverlapError):
        groups.leave([Stay(Group.A, DAY, DAY)], on=DAY + timedelta(days=1))


@given(
    st.lists(st.tuples(st.sampled_from(list(Group)), st.dates(date(2000, 1, 1), date(2030, 1, 1))), max_size=8),
    st.dates(),
)
def test_member_has_at_most_one_group_on_any_day(moves: list[tuple[Group, date]], day: date) -> None:
    stays: tuple[Stay, ...] = ()
    for group, on in moves:
        try:
            stays = groups.change(stays, group=group, on=on)
        except groups.OverlapError:
            continue
    assert sum(stay.holds_on(day) for stay in stays) <= 1
