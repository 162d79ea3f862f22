"""Who pays for others: the letter with the sum, and the reminders, go to it and not to those it pays for (P2)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from convergence.contacts.models import Contact, ContactPoint
from convergence.core.dates import long_day
from convergence.core.errors import AlreadyDone
from convergence.finance.commands.payments import record_payment
from convergence.membership.commands import again, answers, reminders, scales
from convergence.membership.models import CallRecipient, DuesCall
from convergence.membership.queries.payers import payers_back
from convergence.membership.queries.reminders import stands_of
from convergence.membership.rules.reminders import Hold
from convergence.messaging.choices import Fate, Purpose
from convergence.messaging.consent import decide
from convergence.messaging.models import Delivery, Mailing
from tests.membership.conftest import AT, World

LATER = datetime(2024, 6, 1, 14, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.rule("P2")]


def pays(world: World, payer: Contact, *members: Contact) -> None:
    for member in members:
        scales.record_coverage(
            payer_id=payer.pk, member_id=member.pk, start_date=date(2023, 4, 1), actor=world.coordinator, at=AT
        )


@pytest.fixture
def locals_of(world: World) -> tuple[Contact, Contact]:
    world.scales()
    return world.member("Section de l’est", count=1_000), world.member("Section de l’ouest", count=500)


def letters_to(contact: Contact, word: str) -> list[dict[str, Any]]:
    rows = Delivery.objects.filter(contact_id=contact.pk, mailing__reference__contains=word).order_by("pk")
    return [row.merge for row in rows]


def send_due(world: World, call: DuesCall) -> int:
    due = [one.recipient_id for one in stands_of(call, on=LATER.date()) if one.decision.level]
    return len(reminders.send_reminders(dues_call_id=call.pk, recipient_ids=due, actor=world.coordinator, at=LATER))


def test_a_payer_that_is_no_member_gets_one_letter_with_the_sum(
    world: World, locals_of: tuple[Contact, Contact]
) -> None:
    payer = world.contact("Fédération des ports")
    pays(world, payer, *locals_of)
    call = world.issued()
    [words] = letters_to(payer, "dues_payers")
    assert words["lines"].splitlines() == [
        "2 membres\u00a0:",
        f"Section de l’est — 120,00\u00a0$ — COT-2324-{locals_of[0].number}",
        f"Section de l’ouest — 60,00\u00a0$ — COT-2324-{locals_of[1].number}",
        "En tout\u00a0: 180,00\u00a0$.",
    ]
    world.run(call)
    [letter] = Delivery.objects.filter(contact=payer, mailing__reference__contains="dues_payers")
    answers_given = decide([letter], purpose=Purpose(letter.mailing.purpose), on=AT.date())
    assert (answers_given[letter.pk].allowed, answers_given[letter.pk].basis) == (True, "FACTUAL")
    assert "virement@centre.example" in words["how"]


@pytest.mark.rule("S60")
@pytest.mark.one_database
def test_letters_to_who_pays_and_reminders_say_where_and_on_which_day_they_were_written(
    world: World, locals_of: tuple[Contact, Contact]
) -> None:
    payer = world.contact("Fédération des ports")
    pays(world, payer, locals_of[0])
    call = world.issued()
    DuesCall.objects.filter(pk=call.pk).update(place="Montréal")
    call.refresh_from_db()
    assert send_due(world, call) == 2
    for word in ("payers_reminder", "dues_reminder"):
        texts = Mailing.objects.get(reference__contains=word).messages
        assert texts.get(language="fr").place_date == f"Montréal, le {long_day(LATER.date(), 'fr')}"
    first = Mailing.objects.get(reference__contains="dues_payers:").messages.get(language="en")
    assert first.place_date.endswith(long_day(call.letter_date, "en"))


def test_the_title_of_an_invoice_is_in_the_language_of_who_pays(
    world: World, locals_of: tuple[Contact, Contact]
) -> None:
    east, west = locals_of
    pays(world, world.contact("Amigos del puerto", language="es"), east)
    Contact.objects.filter(pk=west.pk).update(language="en")
    call = world.issued()
    titles = CallRecipient.objects.filter(call=call).order_by("member").values_list("invoice__object", flat=True)
    assert list(titles) == ["Cuota 2023-2024", "Dues 2023-2024"]
    lines = CallRecipient.objects.get(call=call, member=east).invoice.lines.all()
    assert lines[0].label.startswith("Cuota 2023-2024 —")


def test_a_reminder_to_who_pays_never_says_0_for_what_is_not_known(world: World) -> None:
    world.scales()
    payer = world.contact("Fédération des ports")
    pays(world, payer, world.member("Section de l’est", count=1_000), world.member("Section sans effectif"))
    call = world.issued()
    assert send_due(world, call) == 2
    [words] = letters_to(payer, "payers_reminder")
    assert "montant à confirmer" in words["lines"] or "montant pas encore connu" in words["lines"]
    assert "0,00" not in words["lines"].replace("120,00", "")


def test_a_central_that_is_called_reads_the_sum_in_its_own_letter_only(
    world: World, locals_of: tuple[Contact, Contact]
) -> None:
    central = world.member("Conseil central", count=2_000)
    pays(world, central, *locals_of)
    world.issued()
    assert letters_to(central, "dues_payers") == []
    [words] = letters_to(central, "dues_call")
    assert "En tout\u00a0: 420,00\u00a0$." in words["covered"]


def test_reminders_go_to_who_pays_and_never_to_those_it_pays_for(
    world: World, locals_of: tuple[Contact, Contact]
) -> None:
    payer = world.contact("Fédération des ports")
    pays(world, payer, *locals_of)
    call = world.issued()
    assert send_due(world, call) == 2
    assert [letters_to(local, "reminder") for local in locals_of] == [[], []]
    [words] = letters_to(payer, "reminder")
    assert "En tout\u00a0: 180,00\u00a0$." in words["lines"]
    assert send_due(world, call) == 0


def test_a_promise_of_the_central_holds_for_those_it_pays_for(world: World, locals_of: tuple[Contact, Contact]) -> None:
    central = world.member("Conseil central", count=2_000)
    pays(world, central, *locals_of)
    call = world.issued()
    own = CallRecipient.objects.get(call=call, member=central)
    answers.promise(recipient_id=own.pk, promised_date=date(2024, 7, 1), actor=None, at=AT, today=AT.date())
    assert {one.decision.hold for one in stands_of(call, on=LATER.date())} == {Hold.PROMISED}


def test_a_payer_that_nothing_reaches_is_to_be_called_by_telephone(
    world: World, locals_of: tuple[Contact, Contact]
) -> None:
    payer = world.contact("Fédération des ports")
    pays(world, payer, *locals_of)
    call = world.issued()
    ContactPoint.objects.filter(contact=payer).update(end_date=date(2024, 5, 1))
    assert {one.decision.hold for one in stands_of(call, on=LATER.date())} == {Hold.PAYER_UNREACHABLE}


def test_a_letter_that_came_back_to_a_payer_goes_where_it_is_reached_now_for_what_is_still_owed(
    world: World, locals_of: tuple[Contact, Contact]
) -> None:
    payer = world.contact("Fédération des ports")
    pays(world, payer, *locals_of)
    call = world.issued()
    Delivery.objects.filter(contact=payer).update(fate=Fate.BOUNCED)
    assert payers_back(call, today=LATER.date()) == []
    ContactPoint.objects.filter(contact=payer).update(value="neuf@ports.example", normalised="neuf@ports.example")
    east = CallRecipient.objects.get(call=call, member=locals_of[0])
    record_payment(
        payer_id=payer.pk, amount_cents=12_000, method="CHEQUE", received_date=LATER.date(), actor=world.treasurer,
        allocations=[(east.invoice_id, 12_000)], at=LATER,
    )  # fmt: skip
    assert again.send_back_again(dues_call_id=call.pk, actor=world.coordinator, at=LATER) == 1
    with pytest.raises(AlreadyDone):
        again.send_back_again(dues_call_id=call.pk, actor=world.coordinator, at=LATER)
    assert Delivery.objects.filter(contact=payer).latest("pk").address == "neuf@ports.example"
    assert letters_to(payer, "dues_payers")[-1]["lines"].splitlines()[1:] == [
        f"Section de l’ouest — 60,00\u00a0$ — COT-2324-{locals_of[1].number}",
        "En tout\u00a0: 60,00\u00a0$.",
    ]


def form_of(client: Client, row: CallRecipient) -> str:
    DuesCall.objects.update(closing_date=date(2999, 1, 1))
    link = answers.renew_link(recipient_id=row.pk, actor=None, at=AT)
    return reverse("membership:details", args=[answers.token_of_link(link)])


def test_the_form_asks_no_money_of_who_is_paid_for_and_lists_it_to_who_pays(
    world: World, locals_of: tuple[Contact, Contact], client: Client
) -> None:
    central = world.member("Conseil central", count=2_000)
    pays(world, central, locals_of[0])
    call = world.issued()
    rows = {row.member_id: row for row in CallRecipient.objects.filter(call=call)}
    paid_for = form_of(client, rows[locals_of[0].pk])
    assert "Conseil central paie cette cotisation pour vous" in client.get(f"{paid_for}cotisation/").content.decode()
    assert client.post(f"{paid_for}reponse/", {"promised_date": "2030-01-01"})["Location"] == f"{paid_for}merci/"
    thanks = client.get(f"{paid_for}merci/").content.decode()
    assert ("vous n’avez rien à envoyer" in thanks, "Comment payer" in thanks) == (True, False)
    payer = client.get(f"{form_of(client, rows[central.pk])}merci/").content.decode()
    assert ("Vous payez aussi pour" in payer, f"COT-2324-{locals_of[0].number}" in payer) == (True, True)
    assert CallRecipient.objects.filter(promises__isnull=False).count() == 0


def test_the_form_promises_no_receipt_that_nobody_has_issued(world: World, client: Client) -> None:
    world.scales()
    world.member("Conseil central", count=2_000)
    row = CallRecipient.objects.get(call=world.issued())
    record_payment(
        payer_id=row.payer_id,
        amount_cents=row.amount_cents or 0,
        method="CHEQUE",
        received_date=AT.date(),
        allocations=[(row.invoice_id, row.amount_cents or 0)],
        actor=world.treasurer,
        at=AT,
    )
    page = client.get(f"{form_of(client, row)}merci/").content.decode()
    assert ("dès que la trésorerie l’a émis" in page, "part par courriel" in page) == (True, False)
