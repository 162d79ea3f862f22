"""The amounts of `docs/reference/rules/dues.md`, case by case, then what must hold for every input."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.membership.rules import dues
from convergence.membership.rules.dues import Basis, Exemption, Extraordinary, Scale, Situation, StepKind, Tier

START, END = date(2023, 4, 1), date(2024, 3, 31)


def per_capita(rate: str, **changes: object) -> Scale:
    return Scale("B", Basis.PER_CAPITA, date(2020, 4, 1), rate_cents=Decimal(rate), **changes)  # type: ignore[arg-type]


def situation(count: int | None, **changes: object) -> Situation:
    return Situation(START, END, declared_members=count, **changes)  # type: ignore[arg-type]


HALF = Exemption(50, "Grève longue", "Conseil d’administration", date(2023, 5, 2))
CASES = [
    ("per capita", per_capita("25"), situation(2000), [(StepKind.PER_CAPITA, 50000)]),
    ("half a cent", per_capita("2.5"), situation(5), [(StepKind.PER_CAPITA, 13)]),
    (
        "floor",
        per_capita("25", floor_cents=5000),
        situation(100),
        [(StepKind.PER_CAPITA, 2500), (StepKind.FLOOR, 5000)],
    ),
    (
        "ceiling",
        per_capita("25", ceiling_cents=1_000_000),
        situation(60_000),
        [(StepKind.PER_CAPITA, 1_500_000), (StepKind.CEILING, 1_000_000)],
    ),
    (
        "pro-rata",
        per_capita("25", pro_rata=True),
        situation(2000, member_since=date(2023, 10, 17)),
        [(StepKind.PER_CAPITA, 50000), (StepKind.PRO_RATA, 25000)],
    ),
    (
        "floor, then pro-rata",
        per_capita("25", floor_cents=6000, pro_rata=True),
        situation(100, member_since=date(2024, 3, 31)),
        [(StepKind.PER_CAPITA, 2500), (StepKind.FLOOR, 6000), (StepKind.PRO_RATA, 500)],
    ),
    (
        "half exempted",
        per_capita("25"),
        situation(2000, exemption=HALF),
        [(StepKind.PER_CAPITA, 50000), (StepKind.EXEMPTION, 25000)],
    ),
    (
        "extraordinary",
        Scale("C", Basis.FLAT, date(2020, 4, 1), flat_cents=10000),
        situation(None, extraordinary=(Extraordinary("50e anniversaire", 4000, "Assemblée générale"),)),
        [(StepKind.FLAT, 10000), (StepKind.EXTRAORDINARY, 14000)],
    ),
    (
        "free, suggested",
        Scale("D", Basis.FREE, date(2020, 4, 1), suggested_cents=3000, minimum_cents=500),
        situation(None),
        [(StepKind.FREE_SUGGESTED, 3000)],
    ),
    (
        "free, chosen",
        Scale("D", Basis.FREE, date(2020, 4, 1), suggested_cents=3000, pro_rata=True),
        situation(None, chosen_cents=1234, member_since=date(2024, 1, 1)),
        [(StepKind.FREE_CHOSEN, 1234)],
    ),
]


@pytest.mark.parametrize(("scale", "facts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_examples_of_the_page(scale: Scale, facts: Situation, expected: list[tuple[StepKind, int]]) -> None:
    done = dues.compute(scale, facts)
    assert [(step.kind, step.amount_cents) for step in done.steps] == [*expected, (StepKind.TOTAL, expected[-1][1])]
    assert done.total_cents == expected[-1][1]


TIERS = Scale("B", Basis.TIERS, date(2020, 4, 1), tiers=(Tier(0, 5000), Tier(500, 15000), Tier(5000, 60000)))


@pytest.mark.parametrize(("count", "cents"), [(0, 5000), (499, 5000), (500, 15000), (4999, 15000), (5000, 60000)])
def test_tiers_start_at_their_threshold(count: int, cents: int) -> None:
    assert dues.compute(TIERS, situation(count)).total_cents == cents


def test_missing_declaration_gives_no_amount_rather_than_zero() -> None:
    done = dues.compute(per_capita("25"), situation(None))
    assert done.total_cents is None
    assert [step.kind for step in done.steps] == [StepKind.COUNT_MISSING]


def test_exemption_may_cover_extraordinary_contributions() -> None:
    whole = Exemption(100, "Faillite", "Conseil", date(2023, 5, 2), covers_extraordinary=True)
    extra = (Extraordinary("Fonds", 4000),)
    assert dues.compute(per_capita("25"), situation(10, exemption=whole, extraordinary=extra)).total_cents == 0


def test_exemption_of_a_part_covers_that_part_of_extraordinary_contributions() -> None:
    half = Exemption(50, "Grève", "Conseil", date(2023, 5, 2), covers_extraordinary=True)
    extra = (Extraordinary("Fonds", 4001),)
    done = dues.compute(per_capita("25"), situation(10, exemption=half, extraordinary=extra))
    assert [step.amount_cents for step in done.steps] == [250, 125, 2126, 2126]
    assert done.steps[2].facts["extra_cents"] == 2001


def test_exemption_leaves_extraordinary_contributions_alone() -> None:
    whole = Exemption(100, "Faillite", "Conseil", date(2023, 5, 2))
    extra = (Extraordinary("Fonds", 4000),)
    assert dues.compute(per_capita("25"), situation(10, exemption=whole, extraordinary=extra)).total_cents == 4000


@pytest.mark.parametrize("count", [-1, dues.MAX_MEMBERS + 1])
def test_absurd_counts_are_refused(count: int) -> None:
    with pytest.raises(dues.BadCountError):
        dues.compute(per_capita("25"), situation(count))


@pytest.mark.parametrize(
    ("new", "last", "surprising"),
    [
        (10, None, False),
        (10, 10, False),
        (101, 10, True),
        (100, 10, False),
        (9, 100, True),
        (10, 100, False),
        (5, 0, False),
    ],
)
def test_surprising_counts_are_confirmed(new: int, last: int | None, surprising: bool) -> None:
    assert dues.is_surprising(new, last) is surprising


def test_free_amount_below_the_minimum_is_refused() -> None:
    scale = Scale("D", Basis.FREE, date(2020, 4, 1), minimum_cents=500)
    with pytest.raises(dues.BadAmountError):
        dues.compute(scale, situation(None, chosen_cents=499))


def test_scale_is_picked_by_the_first_day_of_the_period() -> None:
    old = per_capita("20", valid_to=date(2023, 3, 31))
    new = Scale("B", Basis.PER_CAPITA, date(2023, 4, 1), rate_cents=Decimal(25))
    assert dues.pick_scale([old, new], group="B", period_start=START) == new
    assert dues.pick_scale([old, new], group="B", period_start=date(2023, 3, 31)) == old


def test_no_scale_is_an_error_and_nothing_is_invented() -> None:
    with pytest.raises(dues.NoScaleError):
        dues.pick_scale([per_capita("20")], group="A", period_start=START)


@pytest.mark.parametrize(
    ("scale", "word"),
    [
        (per_capita("1", valid_to=date(2019, 1, 1)), "dates"),
        (per_capita("-1"), "negative"),
        (per_capita("1", floor_cents=10, ceiling_cents=9), "floor_above_ceiling"),
        (per_capita("0"), "rate_missing"),
        (Scale("B", Basis.TIERS, date(2020, 4, 1)), "tiers_empty"),
        (Scale("B", Basis.TIERS, date(2020, 4, 1), tiers=(Tier(5, 1),)), "tiers_order"),
        (Scale("B", Basis.TIERS, date(2020, 4, 1), tiers=(Tier(0, 1), Tier(0, 2))), "tiers_order"),
    ],
)
def test_scales_that_contradict_themselves_are_refused(scale: Scale, word: str) -> None:
    with pytest.raises(dues.BadScaleError) as caught:
        dues.check_scale(scale)
    assert caught.value.args == (word,)


@pytest.mark.rule("P2")
def test_central_pays_for_several_locals() -> None:
    shares = dues.consolidate({11: 500, 12: 700, 13: 900, 1: 0}, {11: 1, 12: 1})
    assert {payer: [(s.member_id, s.amount_cents) for s in found] for payer, found in shares.items()} == {
        1: [(1, 0), (11, 500), (12, 700)],
        13: [(13, 900)],
    }


def test_chain_of_payers_ends_at_the_last_one() -> None:
    assert dues.final_payer(3, {3: 2, 2: 1}) == 1


def test_circle_of_payers_is_refused() -> None:
    with pytest.raises(dues.CircularCoverageError):
        dues.consolidate({1: 1, 2: 1}, {1: 2, 2: 1})


counts = st.integers(0, dues.MAX_MEMBERS)
rates = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(10_000), places=4)
bounds = st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)).map(sorted)
days = st.dates(START, END)


@given(rates, counts, counts)
def test_more_members_never_owe_less(rate: Decimal, one: int, other: int) -> None:
    few, many = sorted((one, other))
    scale = per_capita(str(rate))
    assert (dues.compute(scale, situation(few)).total_cents or 0) <= (
        dues.compute(scale, situation(many)).total_cents or 0
    )


@given(rates, counts, bounds)
def test_amount_stays_between_floor_and_ceiling(rate: Decimal, count: int, pair: list[int]) -> None:
    scale = per_capita(str(rate), floor_cents=pair[0], ceiling_cents=pair[1])
    total = dues.compute(scale, situation(count)).total_cents
    assert total is not None
    assert pair[0] <= total <= pair[1]


@given(rates, counts, days, days)
def test_joining_later_never_costs_more(rate: Decimal, count: int, one: date, other: date) -> None:
    early, late = sorted((one, other))
    scale = per_capita(str(rate), pro_rata=True)
    first = dues.compute(scale, situation(count, member_since=early)).total_cents
    second = dues.compute(scale, situation(count, member_since=late)).total_cents
    assert first is not None
    assert second is not None
    assert second <= first


@given(rates, counts, st.integers(1, 100))
def test_exemption_takes_off_its_share_within_half_a_cent(rate: Decimal, count: int, percent: int) -> None:
    full = dues.compute(per_capita(str(rate)), situation(count)).total_cents
    part = dues.compute(
        per_capita(str(rate)), situation(count, exemption=Exemption(percent, "x", "y", START))
    ).total_cents
    assert full is not None
    assert part is not None
    assert abs(Decimal(part) - Decimal(full) * (100 - percent) / 100) <= Decimal("0.5")


@given(rates, counts, counts)
def test_correction_brings_the_charge_to_the_new_amount(rate: Decimal, before: int, after: int) -> None:
    scale = per_capita(str(rate))
    old, new = (dues.compute(scale, situation(count)).total_cents for count in (before, after))
    assert old is not None
    assert new is not None
    assert old + dues.correction_cents(charged_cents=old, new_total_cents=new) == new


@given(
    st.dictionaries(st.integers(1, 50), st.integers(0, 10**9)), st.dictionaries(st.integers(1, 50), st.integers(51, 60))
)
def test_consolidation_loses_no_cent(amounts: dict[int, int], pays_for: dict[int, int]) -> None:
    shares = dues.consolidate(amounts, pays_for)
    assert sum(share.amount_cents for found in shares.values() for share in found) == sum(amounts.values())


@given(rates, counts, days)
def test_steps_survive_json(rate: Decimal, count: int, since: date) -> None:
    done = dues.compute(per_capita(str(rate), pro_rata=True), situation(count, member_since=since, exemption=HALF))
    assert tuple(dues.Step.from_json(step.as_json()) for step in done.steps) == done.steps
