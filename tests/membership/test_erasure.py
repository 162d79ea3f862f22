"""A person erased leaves no name, address or word in calls, letters and their audit lines (L10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from convergence.contacts.commands.erasure import erase_person
from convergence.core import audit
from convergence.core.models import AuditDetail
from convergence.finance.commands.invoices import adjust_invoice
from convergence.membership.commands import answers, members
from convergence.membership.models import CallRecipient, GroupMembership, Promise
from convergence.membership.queries.held import still_a_member
from convergence.messaging.models import Delivery
from tests.membership.conftest import AT, DAY, World

pytestmark = pytest.mark.django_db


@pytest.mark.rule("L10")
@pytest.mark.parametrize("post", [False, True])
def test_nothing_of_an_erased_member_is_left_in_calls_letters_and_log(world: World, post: bool) -> None:
    world.scales()
    rosa = world.person("Rosa Lévesque", post=post, **({"email": ""} if post else {}))
    row = CallRecipient.objects.get(call=world.issued(), member=rosa)
    answers.promise(
        recipient_id=row.pk,
        promised_date=DAY,
        note="au décès de Rosa",
        said_by="Rosa Lévesque",
        actor=None,
        at=AT,
        today=DAY,
    )
    adjust_invoice(invoice_id=row.invoice_id, total_cents=0, reason="départ", actor=None, at=AT)
    members.leave(contact_id=rosa.pk, last_day=date(2024, 3, 1), reason="", actor=None, at=AT)

    erase_person(contact_id=rosa.pk, reason="Demande", actor=world.coordinator, at=AT + timedelta(days=30))

    delivery = Delivery.objects.get(contact=rosa)
    held = [
        *CallRecipient.objects.values_list("name", "email", "postal"),
        *Promise.objects.values_list("said_by", "note"),
        *AuditDetail.objects.values_list("object_label", "changes"),
        delivery.merge,
    ]
    if post:
        held.append((delivery.address, delivery.address_key))
    for word in ("Rosa", "Lévesque", "rue du Moulin"):
        assert [str(value) for value in held if word in str(value)] == [], word
    assert audit.faults() == []


@pytest.mark.rule("L10")
def test_a_member_until_a_day_to_come_is_still_a_member(world: World) -> None:
    rosa = world.person("Rosa Lévesque")
    today = timezone.localdate()
    members.leave(contact_id=rosa.pk, last_day=today, reason="", actor=None, at=AT)
    assert "jusqu’au" in still_a_member(rosa, [rosa.pk])
    GroupMembership.objects.filter(member=rosa).update(end_date=today - timedelta(days=1))
    assert still_a_member(rosa, [rosa.pk]) == ""
