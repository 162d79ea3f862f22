"""Scales with versions and adopting body; who pays for whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from convergence.core.errors import NotAllowed
from convergence.membership.commands import decisions, scales
from convergence.membership.errors import CircularCoverage, ScaleOverlap, ScaleUsed, ScaleWrong
from convergence.membership.models import DuesScale
from convergence.membership.queries.scales import scales_on
from tests.membership.conftest import AT, World

BASE: dict[str, Any] = {
    "group": "B",
    "basis": "PER_CAPITA",
    "rate_cents": Decimal(10),
    "valid_from": date(2020, 4, 1),
    "adopted_by": "Assemblée générale",
    "adopted_date": date(2020, 3, 1),
}


def adopt(world: World, **values: Any) -> DuesScale:
    tiers, replaces = values.pop("tiers", ()), values.pop("replaces_id", None)
    return scales.adopt_scale(values=BASE | values, tiers=tiers, replaces_id=replaces, actor=world.treasurer, at=AT)


def test_new_version_ends_the_former_one_the_day_before(world: World) -> None:
    old = adopt(world)
    new = adopt(world, rate_cents=Decimal("12.5"), valid_from=date(2023, 4, 1), replaces_id=old.pk)
    old.refresh_from_db()
    assert old.valid_to == date(2023, 3, 31)
    assert scales_on(date(2023, 3, 31))["B"] == old
    assert scales_on(date(2023, 4, 1))["B"] == new


def test_overlap_is_refused_with_the_way_out(world: World) -> None:
    adopt(world)
    with pytest.raises(ScaleOverlap) as caught:
        adopt(world, valid_from=date(2022, 4, 1))
    assert caught.value.field == "valid_from"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rate_cents": Decimal(0)}, "rate"),
        ({"floor_cents": 200, "ceiling_cents": 100}, "ceiling"),
        ({"floor_cents": -1}, ""),
        ({"valid_to": date(2020, 3, 31)}, "valid_to"),
        ({"basis": "TIERS"}, "tiers"),
        ({"basis": "TIERS", "tiers": [(10, 500)]}, "tiers"),
    ],
)
def test_scale_that_contradicts_itself_is_refused(world: World, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ScaleWrong) as caught:
        adopt(world, **values)
    assert caught.value.field == field
    assert DuesScale.objects.count() == 0


def test_tiers_are_kept_in_order(world: World) -> None:
    scale = adopt(world, basis="TIERS", tiers=[(0, 5_000), (500, 15_000)])
    assert list(scale.tiers.values_list("from_members", "amount_cents")) == [(0, 5_000), (500, 15_000)]


def test_scale_used_by_a_call_is_not_edited(world: World) -> None:
    world.scales()
    world.member("Syndicat du port", count=1_000)
    world.issued()
    used = DuesScale.objects.get(group="B")
    with pytest.raises(ScaleUsed):
        scales.edit_scale(scale_id=used.pk, values={"rate_cents": Decimal(99)}, actor=world.treasurer, at=AT)


def test_scale_not_used_is_corrected(world: World) -> None:
    scale = adopt(world)
    scales.edit_scale(scale_id=scale.pk, values={"rate_cents": Decimal(11)}, actor=world.treasurer, at=AT)
    scale.refresh_from_db()
    assert scale.rate_cents == Decimal(11)


def test_stranger_adopts_nothing(world: World) -> None:
    with pytest.raises(NotAllowed):
        scales.adopt_scale(values=BASE, actor=world.stranger, at=AT)


@pytest.mark.rule("P2")
def test_members_do_not_pay_for_each_other_in_a_circle(world: World) -> None:
    central, local = world.member("Centrale", count=100), world.member("Section", count=10)
    day = date(2023, 4, 1)
    scales.record_coverage(payer_id=central.pk, member_id=local.pk, start_date=day, actor=world.treasurer, at=AT)
    with pytest.raises(CircularCoverage):
        scales.record_coverage(payer_id=local.pk, member_id=central.pk, start_date=day, actor=world.treasurer, at=AT)


def test_exemption_is_one_for_a_period(world: World) -> None:
    local = world.member("Section", count=10)
    values = {
        "member_id": local.pk,
        "period": "2023-2024",
        "percent": 50,
        "reason": "Grève",
        "decided_by": "CA",
        "decided_date": date(2023, 5, 1),
    }
    decisions.record_exemption(values=values, actor=world.treasurer, at=AT)
    with pytest.raises(ValidationError):
        decisions.record_exemption(values=values, actor=world.treasurer, at=AT)
