"""What members answer: counts corrected by an entry, promises, free amounts, next steps, tokens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from convergence.contacts.models import ConsentEvent, DeclaredCount, Interaction
from convergence.contacts.queries.consent import Destination, decide
from convergence.contacts.rules.consent_evidence import Channel, MessagePurpose
from convergence.core.errors import BadValue
from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile
from convergence.finance.models import Entry, Invoice
from convergence.membership.commands import answers, closing, decisions, ledger, members, scales
from convergence.membership.commands.next_steps import consent_words, take_next_steps
from convergence.membership.errors import (
    AmountUnknown,
    BadAmount,
    BadCount,
    BadPromise,
    LinkNotFound,
    NothingDue,
    SurprisingCount,
)
from convergence.membership.models import CallRecipient, DuesCall
from tests.membership.conftest import AT, DAY, World

ByName = Callable[[DuesCall], dict[str, CallRecipient]]


@pytest.fixture
def port(world: World, recipients: ByName) -> CallRecipient:
    """A union of 1 000 members that owes 120.00 $."""
    world.scales()
    world.member("Syndicat du port", count=1_000, email="rosa@membre.example")
    return recipients(world.issued())["Syndicat du port"]


def declare(row: CallRecipient, value: int, *, confirmed: bool = False) -> CallRecipient:
    return answers.declare_count(
        recipient_id=row.pk, value=value, as_of=DAY, said_by="Déléguée", confirmed=confirmed, actor=None, at=AT
    )


def test_corrected_count_is_one_entry_and_the_invoice_stays(port: CallRecipient) -> None:
    invoice = Invoice.objects.get()
    before = (invoice.number, invoice.recorded_at)
    row = declare(port, 900)
    assert (row.amount_cents, row.declared_members) == (10_800, 900)
    assert list(Entry.objects.order_by("pk").values_list("kind", "amount_cents")) == [("DUE", 12_000), ("DUE", -1_200)]
    invoice.refresh_from_db()
    assert (invoice.number, invoice.recorded_at) == before
    assert ledger.balance_of(row) == 10_800
    revision = row.revisions.get()
    assert (revision.old_members, revision.new_members, revision.old_cents, revision.new_cents) == (
        1_000,
        900,
        12_000,
        10_800,
    )
    assert DeclaredCount.objects.filter(organisation=row.member).order_by("-pk").first().value == 900  # type: ignore[union-attr]


def test_same_count_again_writes_nothing(port: CallRecipient) -> None:
    declare(port, 1_000)
    assert (Entry.objects.count(), port.revisions.count()) == (1, 0)


def test_correction_that_changes_no_amount_writes_no_entry(port: CallRecipient) -> None:
    declare(port, 300)
    declare(port, 200)
    assert list(Entry.objects.order_by("pk").values_list("amount_cents", flat=True)) == [12_000, -7_000]
    assert CallRecipient.objects.get(pk=port.pk).amount_cents == 5_000


@pytest.mark.parametrize("value", [-5, 5_000_001])
def test_absurd_count_is_refused(port: CallRecipient, value: int) -> None:
    with pytest.raises(BadCount):
        declare(port, value)
    assert Entry.objects.count() == 1


def test_surprising_count_is_confirmed_first(port: CallRecipient) -> None:
    with pytest.raises(SurprisingCount):
        declare(port, 99)
    assert declare(port, 99, confirmed=True).amount_cents == 5_000


def test_first_count_issues_the_invoice(world: World, recipients: ByName) -> None:
    world.scales()
    world.member("Syndicat discret")
    row = recipients(world.issued())["Syndicat discret"]
    with pytest.raises(AmountUnknown):
        answers.promise(recipient_id=row.pk, promised_date=DAY, actor=None, at=AT, today=DAY)
    declare(row, 500)
    assert Invoice.objects.get().reference == f"COT-2324-{row.member.number}"
    assert ledger.balance_of(CallRecipient.objects.get(pk=row.pk)) == 6_000


def test_free_amount_is_chosen_above_the_minimum(world: World, recipients: ByName) -> None:
    world.scales()
    world.person("Rosa Lévesque")
    row = recipients(world.issued())["Rosa Lévesque"]
    with pytest.raises(BadAmount):
        answers.choose_amount(recipient_id=row.pk, amount_cents=499, said_by="Rosa", actor=None, at=AT)
    answers.choose_amount(recipient_id=row.pk, amount_cents=4_500, said_by="Rosa", actor=None, at=AT)
    assert list(Entry.objects.order_by("pk").values_list("amount_cents", flat=True)) == [3_000, 1_500]


@pytest.mark.rule("S61")
def test_free_amount_is_what_was_typed_beside_an_extraordinary_contribution(
    world: World, recipients: ByName, client: Client
) -> None:
    world.scales()
    vote = {"period": "2023-2024", "label": "50e anniversaire", "amount_cents": 1_000, "adopted_by": "AG"}
    decisions.record_extraordinary(values=vote | {"adopted_date": DAY}, actor=world.coordinator, at=AT)
    world.person("Rosa Lévesque")
    row = recipients(world.issued())["Rosa Lévesque"]
    for typed, total in ((4_000, 5_000), (5_000, 6_000), (5_000, 6_000)):
        row = answers.choose_amount(recipient_id=row.pk, amount_cents=typed, said_by="Rosa", actor=None, at=AT)
        assert row.amount_cents == total
    DuesCall.objects.update(closing_date=date(2999, 1, 1))
    link = answers.renew_link(recipient_id=row.pk, actor=None, at=AT)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zz"
    page = client.get(reverse("membership:amount", args=[answers.token_of_link(link)])).content.decode()
    assert 'lang="fr' in page
    assert 'value="50"' in page


def test_promise_is_kept_within_the_call(port: CallRecipient) -> None:
    for day in (DAY - timedelta(days=1), date(2025, 2, 23)):
        with pytest.raises(BadPromise):
            answers.promise(recipient_id=port.pk, promised_date=day, actor=None, at=AT, today=DAY)
    words = {"promised_date": date(2024, 6, 1), "way": "CHEQUE", "said_by": "Déléguée"}
    made, again = (
        answers.promise(recipient_id=port.pk, actor=None, at=AT + timedelta(seconds=more), today=DAY, **words)
        for more in (0, 1)
    )
    assert (made, port.promises.count()) == (again, 1)  # a double click
    assert (made.amount_cents, made.promised_date) == (12_000, date(2024, 6, 1))
    port.refresh_from_db()
    assert (port.standing, port.way) == ("PROMISED", "CHEQUE")


def test_nothing_is_promised_once_paid(port: CallRecipient, world: World) -> None:
    from convergence.finance.commands.payments import record_payment

    record_payment(
        payer_id=port.payer_id,
        amount_cents=12_000,
        method="CHEQUE",
        received_date=DAY,
        allocations=[(port.invoice_id, 12_000)],
        actor=world.treasurer,
        at=AT,
    )
    with pytest.raises(NothingDue):
        answers.promise(recipient_id=port.pk, promised_date=DAY, actor=None, at=AT, today=DAY)


@pytest.mark.rule("S61")
def test_token_opens_its_own_recipient_only(port: CallRecipient, world: World) -> None:
    link = port.links.get()
    token = answers.token_of_link(link)
    assert answers.find_recipient(token, at=AT).pk == port.pk
    assert token not in (link.nonce, link.token_digest)
    for wrong in ("", "x" * 32, token[:-1], token.swapcase(), link.token_digest, link.nonce):
        with pytest.raises(LinkNotFound):
            answers.find_recipient(wrong, at=AT)


@pytest.mark.rule("S61")
def test_link_expires_on_the_closing_date(port: CallRecipient) -> None:
    token = answers.token_of_link(port.links.get())
    assert port.call.closing_date == date(2025, 2, 22)
    assert answers.find_recipient(token, at=AT + timedelta(days=365)).pk == port.pk
    with pytest.raises(LinkNotFound):
        answers.find_recipient(token, at=AT + timedelta(days=367))


@pytest.mark.rule("S61")
def test_link_is_revoked_and_renewed(port: CallRecipient, world: World) -> None:
    old = answers.token_of_link(port.links.get())
    new = answers.token_of_link(answers.renew_link(recipient_id=port.pk, actor=world.treasurer, at=AT))
    with pytest.raises(LinkNotFound):
        answers.find_recipient(old, at=AT)
    assert answers.find_recipient(new, at=AT).pk == port.pk
    answers.revoke_link(recipient_id=port.pk, actor=world.treasurer, at=AT)
    with pytest.raises(LinkNotFound):
        answers.find_recipient(new, at=AT)


@pytest.mark.rule("S61")
def test_link_renewed_after_an_extension_opens_until_the_new_closing_date(port: CallRecipient, world: World) -> None:
    answers.revoke_link(recipient_id=port.pk, actor=world.coordinator, at=AT)
    closing.extend_call(call_id=port.call_id, closing_date=date(2026, 6, 30), actor=world.coordinator, at=AT)
    token = answers.token_of_link(answers.renew_link(recipient_id=port.pk, actor=world.coordinator, at=AT))
    assert answers.find_recipient(token, at=AT + timedelta(days=800)).pk == port.pk


@pytest.mark.rule("R-U5")
def test_who_left_and_came_back_after_the_record_date_still_owes_the_whole_year(
    world: World, recipients: ByName
) -> None:
    scales.adopt_scale(
        values={
            "group": "B",
            "basis": "PER_CAPITA",
            "rate_cents": Decimal(12),
            "pro_rata": True,
            "valid_from": date(2020, 4, 1),
            "adopted_by": "Assemblée",
            "adopted_date": date(2020, 3, 1),
        },
        actor=world.coordinator,
        at=AT,
    )
    contact = world.member("Syndicat du port", count=1_000)
    row = recipients(world.issued())["Syndicat du port"]
    assert row.amount_cents == 12_000
    later = {"actor": world.coordinator, "at": AT}
    members.leave(contact_id=contact.pk, last_day=date(2024, 2, 25), reason="", **later)
    members.join(contact_id=contact.pk, group="B", on=date(2024, 3, 10), source="CA", **later)
    assert declare(row, 2_000).amount_cents == 24_000


@pytest.mark.rule("S64")
@pytest.mark.rule("C6")
def test_ticked_boxes_are_written_with_their_words(port: CallRecipient) -> None:
    take_next_steps(
        recipient_id=port.pk, steps=["BULLETIN", "SHARE"], email="Rosa@Membre.example", source="/c/…/merci/", at=AT
    )
    event = ConsentEvent.objects.get()
    assert (event.address, event.purpose, event.act) == ("rosa@membre.example", "NEWSLETTER", "GIVEN")
    assert event.wording == consent_words(current_profile())["BULLETIN"]
    assert Interaction.objects.filter(contact=port.member, kind="NOTE").count() == 1
    take_next_steps(recipient_id=port.pk, steps=["BULLETIN"], email="rosa@membre.example", source="x", at=AT)
    assert (ConsentEvent.objects.count(), port.next_steps.count()) == (1, 2)


@pytest.mark.rule("C27")
def test_nobody_consents_for_the_address_of_a_stranger(world: World, port: CallRecipient) -> None:
    take_next_steps(recipient_id=port.pk, steps=["BULLETIN"], email="tiers@ailleurs.example", source="x", at=AT)
    event = ConsentEvent.objects.get()
    assert (event.address, event.act) == ("tiers@ailleurs.example", "REQUESTED")
    asked = Destination(world.contact("Tiers", email="tiers@ailleurs.example").pk, "tiers@ailleurs.example")
    assert not decide(MessagePurpose.NEWSLETTER, Channel.EMAIL, asked, DAY).allowed
    assert "tiers@ailleurs.example" in Interaction.objects.get(contact=port.member, kind="NOTE").text


@pytest.mark.rule("C5")
def test_words_of_a_consent_say_who_where_and_that_it_can_be_withdrawn(world: World) -> None:
    words = consent_words(current_profile())["BULLETIN"]
    for part in ("Centre de solidarité", "565, boulevard Crémazie Est", "bonjour@centre.example"):
        assert part in words


@pytest.mark.rule("L6")
def test_each_purpose_has_its_box_and_its_words(world: World) -> None:
    words = consent_words(current_profile())
    assert set(words) == {"GIFT", "BULLETIN", "URGENT_ACTIONS", "SHARE"}
    assert "bulletin" in words["BULLETIN"]
    assert "actions urgentes" not in words["BULLETIN"]
    assert "bulletin" not in words["URGENT_ACTIONS"]


@pytest.mark.rule("C5")
@pytest.mark.parametrize(
    "lack", [{"name": ""}, {"street": "", "city": "", "postal_code": ""}, {"email": "", "phone": ""}]
)
def test_a_consent_whose_words_would_be_incomplete_is_not_asked_for(port: CallRecipient, lack: dict[str, str]) -> None:
    OrganisationProfile.objects.update(**lack)
    assert set(consent_words(current_profile())) == {"GIFT", "SHARE"}
    take_next_steps(recipient_id=port.pk, steps=["BULLETIN"], email="rosa@membre.example", source="x", at=AT)
    assert (ConsentEvent.objects.count(), port.next_steps.count()) == (0, 0)


def test_bulletin_without_an_address_is_refused(port: CallRecipient) -> None:
    CallRecipient.objects.filter(pk=port.pk).update(email="")
    with pytest.raises(BadValue):
        take_next_steps(recipient_id=port.pk, steps=["BULLETIN"], email="", source="x", at=AT)
