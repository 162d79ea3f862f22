"""What membership tells the consent rules, through the registers as they are."""

from __future__ import annotations

from datetime import date

import pytest

from convergence.contacts.queries.consent import Destination, decide_many
from convergence.contacts.rules.consent_evidence import Channel, Membership, MessagePurpose
from convergence.membership.commands import members
from convergence.membership.queries.evidence import memberships
from tests.membership.conftest import AT, World


def allowed(contact_id: int, purpose: MessagePurpose, on: date) -> tuple[bool, str]:
    one = Destination(contact_id, "quelquun@membre.example")
    decision = decide_many(purpose, Channel.EMAIL, [one], on)[one]
    return decision.allowed, decision.reason


@pytest.mark.rule("C8")
def test_current_member_of_an_association_is_written_to_without_expiry(world: World) -> None:
    union = world.member("Syndicat du port")
    assert allowed(union.pk, MessagePurpose.NEWSLETTER, date(2040, 1, 1)) == (True, "membership")


@pytest.mark.rule("C9")
@pytest.mark.parametrize(("on", "expected"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_two_years_after_the_end(world: World, on: date, expected: bool) -> None:
    union = world.member("Syndicat du port")
    members.leave(contact_id=union.pk, last_day=date(2024, 6, 30), reason="x", actor=world.coordinator, at=AT)
    assert allowed(union.pk, MessagePurpose.NEWSLETTER, on)[0] is expected


@pytest.mark.rule("C19")
def test_facts_about_a_membership_need_no_consent(world: World) -> None:
    union = world.member("Syndicat du port")
    assert allowed(union.pk, MessagePurpose.DUES, date(2024, 3, 1)) == (True, "factual")


def test_change_of_group_is_no_interruption(world: World) -> None:
    union = world.member("Syndicat du port", count=40_000)
    members.change_group(
        contact_id=union.pk, group="A", on=date(2023, 9, 1), source="CA", actor=world.coordinator, at=AT
    )
    assert memberships([union.pk]) == {union.pk: [Membership(date(2010, 4, 1), None)]}
