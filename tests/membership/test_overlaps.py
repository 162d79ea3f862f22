"""One stay, one scale and one payer a day: refused by the commands, and by the database to whoever goes around them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from convergence.core.db import keeping
from convergence.membership.choices import CoverageKind
from convergence.membership.commands import members, scales
from convergence.membership.errors import CircularCoverage, CoverageOverlap, MembershipOverlap, ScaleOverlap
from convergence.membership.models import Coverage, DuesScale, GroupMembership
from tests.membership.conftest import AT, World

pytestmark = pytest.mark.django_db
FROM, UNTIL = date(2020, 4, 1), date(2022, 3, 31)


def refused(promise: str, make: Any) -> None:
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        make()


OVERLAPPING = [
    (date(2021, 1, 1), None),
    (date(2019, 1, 1), None),
    (date(2019, 1, 1), FROM),
    (UNTIL, date(2030, 1, 1)),
    (date(2020, 5, 1), date(2020, 6, 1)),
]
APART = [(date(2019, 1, 1), date(2020, 3, 31)), (date(2022, 4, 1), None)]


@pytest.mark.parametrize(("start", "end"), OVERLAPPING)
def test_database_refuses_two_stays_on_one_day(world: World, start: date, end: date | None) -> None:
    contact = world.contact("Syndicat du port")
    stay = {"member": contact, "group": "B", "created_at": AT}
    kept = GroupMembership.objects.create(**stay, start_date=FROM, end_date=UNTIL)
    refused("membership_stay_overlap", lambda: GroupMembership.objects.create(**stay, start_date=start, end_date=end))
    for first, last in APART:
        GroupMembership.objects.create(**stay, start_date=first, end_date=last)
    moved = GroupMembership.objects.filter(pk=kept.pk)
    refused("membership_stay_overlap", lambda: moved.update(end_date=date(2022, 4, 1)))
    moved.update(end_date=date(2022, 3, 30))
    GroupMembership.objects.create(
        **stay | {"member": world.contact("Autre")}, start_date=date(2021, 1, 1), end_date=None
    )


@pytest.mark.parametrize(("start", "end"), OVERLAPPING)
def test_database_refuses_two_scales_on_one_day(world: World, start: date, end: date | None) -> None:
    scale: dict[str, Any] = {
        "group": "C",
        "basis": "FLAT",
        "flat_cents": 100,
        "adopted_by": "Assemblée",
        "adopted_date": FROM,
    }
    DuesScale.objects.create(**scale, valid_from=FROM, valid_to=UNTIL)
    refused("membership_scale_overlap", lambda: DuesScale.objects.create(**scale, valid_from=start, valid_to=end))
    DuesScale.objects.create(**scale | {"group": "B"}, valid_from=start, valid_to=end)


def test_database_refuses_two_payers_on_one_day(world: World) -> None:
    local, one, two = (world.member(name) for name in ("Section locale", "Centrale une", "Centrale deux"))
    pair = {"member": local, "kind": CoverageKind.PAYS_FOR}
    Coverage.objects.create(**pair, payer=one, start_date=FROM, end_date=UNTIL)
    refused("membership_coverage_overlap", lambda: Coverage.objects.create(**pair, payer=two, start_date=UNTIL))
    with pytest.raises(CoverageOverlap) as caught:
        scales.record_coverage(payer_id=two.pk, member_id=local.pk, start_date=UNTIL, actor=world.treasurer, at=AT)
    assert str(caught.value).startswith("Un autre membre paie pour Section locale le 31 mars 2022")


@pytest.mark.rule("P2")
def test_payment_for_another_that_begins_later_cannot_close_a_circle(world: World) -> None:
    one, two = (world.member(name) for name in ("Centrale une", "Centrale deux"))
    record = {"actor": world.treasurer, "at": AT}
    scales.record_coverage(payer_id=one.pk, member_id=two.pk, start_date=date(2024, 6, 1), **record)
    with pytest.raises(CircularCoverage):
        scales.record_coverage(payer_id=two.pk, member_id=one.pk, start_date=date(2024, 1, 1), **record)
    assert Coverage.objects.count() == 1


def test_race_that_the_check_did_not_see_is_said_in_french(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.scales()
    monkeypatch.setattr(scales, "_overlapping", lambda _scale: False)
    values = {
        "group": "C",
        "basis": "FLAT",
        "flat_cents": 100,
        "valid_from": date(2019, 1, 1),
        "valid_to": date(2020, 4, 1),
        "adopted_by": "Assemblée",
        "adopted_date": FROM,
    }
    with pytest.raises(ScaleOverlap) as caught:
        scales.adopt_scale(values=values, actor=world.coordinator, at=AT)
    assert str(caught.value).startswith("Le groupe C a déjà une grille le 1er janvier 2019")
    member = world.member("Syndicat du port")
    with pytest.raises(MembershipOverlap):
        members.join(contact_id=member.pk, group="B", on=FROM, source="Liste", actor=world.coordinator, at=AT)


def test_another_broken_promise_is_not_hidden() -> None:
    with (
        pytest.raises(IntegrityError, match="autre"),
        keeping("membership_stay_overlap", ScaleOverlap(group="C", day="")),
    ):
        raise IntegrityError("autre")


def test_every_named_constraint_of_membership_has_its_sentence() -> None:
    from django.apps import apps
    from django.db.models import BaseConstraint

    default = str(BaseConstraint.default_violation_error_message)
    silent = [
        constraint.name
        for model in apps.get_app_config("membership").get_models()
        for constraint in model._meta.constraints
        if str(constraint.violation_error_message) == default or not str(constraint.violation_error_message)
    ]
    assert silent == []
