"""The rights of a person over their data: a copy, and an end (L10, L12)."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from convergence.accounts.choices import Role
from convergence.contacts import commands
from convergence.contacts.commands import erase_person
from convergence.contacts.models import ConsentEvent, Contact, Interaction
from convergence.contacts.queries import search
from convergence.core import audit
from convergence.core.errors import BadValue, DomainError, NotAllowed
from convergence.core.models import AuditDetail, AuditEntry
from convergence.finance.commands import issue_invoice, record_payment
from convergence.finance.models import Invoice, Payment
from convergence.membership.commands import members
from tests.backoffice.contacts.conftest import user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(world: SimpleNamespace) -> Contact:
    """A person of whom much is known, under two records."""
    person: Contact = commands.create_person(
        given_name="Zoé", family_name="Tisserand", notes="aime le thé", **world.who
    )
    who = {"contact_id": person.pk, **world.who}
    commands.add_contact_point(channel="EMAIL", value="zoe@fil.example", **who)
    commands.add_address(street="3, rue du Rouet", city="Granby", postal_code="J2G 1A1", **who)
    commands.log_interaction(kind="CALL", on=date(2024, 2, 1), text="A parlé de sa santé", **who)
    commands.record_consent(
        address="zoe@fil.example", purpose="NEWSLETTER", act="GIVEN", method="formulaire", wording="Oui.",
        source="https://centre.example/bulletin", **who,
    )  # fmt: skip
    double = commands.create_person(given_name="Z.", family_name="Tisserand-Roy", **world.who)
    commands.add_contact_point(contact_id=double.pk, channel="PHONE", value="514-555-0123", **world.who)
    commands.merge_contacts(kept_id=person.pk, absorbed_id=double.pk, **world.who)
    invoice = issue_invoice(
        payer_id=person.pk, period="2023-2024", object="Cotisation", lines=[("Cotisation", 3_000)], due_date=None,
        **world.who,
    )  # fmt: skip
    record_payment(
        payer_id=person.pk, amount_cents=3_000, method="CASH", received_date=date(2024, 2, 2), reference="",
        allocations=[(invoice.pk, 3_000)], **world.who,
    )  # fmt: skip
    person.refresh_from_db()
    return person


@pytest.mark.rule("L12")
def test_a_person_gets_what_was_collected_from_them_in_a_reusable_file(
    zoe: Contact, world: SimpleNamespace, client: Any
) -> None:
    client.force_login(world.boss)
    answer = client.post(reverse("contacts:own_data", args=(zoe.pk,)), {"act": "copy"})
    assert answer.headers["Content-Type"] == "application/json"
    found = json.loads(answer.content)
    assert found["identity"]["family_name"] == "Tisserand"
    assert {point["value"] for point in found["contact_points"]} == {"zoe@fil.example", "514-555-0123"}
    assert [row["wording"] for row in found["consents"]] == ["Oui."]
    assert [row["amount_cents"] for row in found["payments"]] == [3_000]
    assert {"memberships", "dues_calls", "promises", "next_steps"} <= found.keys()
    assert "aime le thé" not in answer.content.decode()
    assert AuditEntry.objects.filter(verb="contacts.person.data_handed_over", object_id=str(zoe.pk)).count() == 1


@pytest.mark.rule("L10", "K1", "K6")
def test_erased_data_are_gone_and_what_a_law_keeps_stays(zoe: Contact, world: SimpleNamespace, client: Any) -> None:
    client.force_login(world.boss)
    sent = {"act": "erase", "reason": "Demande du 3 juin", "sure": "on"}
    assert client.post(reverse("contacts:own_data", args=(zoe.pk,)), sent).status_code == 302
    everything = list(Contact.objects.filter(pk__in=[zoe.pk]).values()) + list(
        Contact.objects.filter(merged_into=zoe).values()
    )
    assert "isserand" not in str(everything)
    assert Interaction.objects.filter(contact=zoe).count() == 0
    kept = [str(value) for value in AuditDetail.objects.values_list("object_label", "changes")]
    for word in ("Tisserand", "zoe@fil.example", "Rouet", "santé", "555-0123"):
        assert [line for line in kept if word in line] == [], word
    assert not search(Contact.objects.current(), "tisserand").exists()
    for place in ("people:index", "people:index_results"):
        assert "Tisserand" not in client.get(reverse(place)).content.decode()
    assert (Invoice.objects.count(), Payment.objects.count(), ConsentEvent.objects.filter(contact=zoe).count()) == (
        1,
        1,
        1,
    )
    assert audit.faults() == []
    last = AuditEntry.objects.get(verb="contacts.person.erased")
    assert last.detail.changes == {"reason": [None, "Demande du 3 juin"]}


@pytest.mark.rule("L10")
def test_a_member_or_who_owes_is_not_erased(zoe: Contact, world: SimpleNamespace) -> None:
    members.join(contact_id=zoe.pk, group="D", on=date(2024, 1, 1), source="CA", **world.who)
    with pytest.raises(DomainError) as refusal:
        erase_person(contact_id=zoe.pk, reason="x", **world.who)
    assert "membre" in str(refusal.value)
    members.leave(contact_id=zoe.pk, last_day=date(2024, 1, 31), reason="x", **world.who)
    issue_invoice(
        payer_id=zoe.pk, period="2024-2025", object="Cotisation", lines=[("Cotisation", 3_000)], due_date=None,
        **world.who,
    )  # fmt: skip
    with pytest.raises(DomainError) as refusal:
        erase_person(contact_id=zoe.pk, reason="x", **world.who)
    assert "facture" in str(refusal.value)
    zoe.refresh_from_db()
    assert zoe.family_name == "Tisserand"


def test_erasing_asks_for_a_reason_a_person_and_the_right(zoe: Contact, world: SimpleNamespace, client: Any) -> None:
    with pytest.raises(BadValue):
        erase_person(contact_id=zoe.pk, reason=" ", **world.who)
    with pytest.raises(ValidationError):
        erase_person(contact_id=world.near.union.pk, reason="x", **world.who)
    treasurer = user_of(Role.TREASURER)
    with pytest.raises(NotAllowed):
        erase_person(contact_id=zoe.pk, reason="x", actor=treasurer, at=world.at)
    client.force_login(treasurer)
    assert client.get(reverse("contacts:own_data", args=(zoe.pk,))).status_code in (302, 403)
    client.force_login(world.boss)
    unsure = client.post(reverse("contacts:own_data", args=(zoe.pk,)), {"act": "erase", "reason": "x"})
    assert unsure.status_code == 422
    assert client.get(reverse("contacts:own_data", args=(world.near.union.pk,))).status_code == 404


def test_a_line_said_to_be_emptied_that_still_holds_values_is_found(zoe: Contact, world: SimpleNamespace) -> None:
    detail = AuditDetail.objects.exclude(changes={}).first()
    assert detail is not None
    AuditDetail.objects.filter(pk=detail.pk).update(changes={"name": [None, "autre"]}, emptied_at=world.at)
    assert audit.faults() == [f"audit line {detail.pk}: it is said to be emptied and holds values"]


def test_the_page_of_their_data_opens(zoe: Contact, world: SimpleNamespace, client: Any) -> None:
    client.force_login(world.boss)
    page = client.get(reverse("contacts:own_data", args=(zoe.pk,)))
    assert page.status_code == 200
    assert "Zoé Tisserand" in page.content.decode()
