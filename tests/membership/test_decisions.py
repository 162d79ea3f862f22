"""Exemptions and extraordinary contributions around the sending of their call; two people at once, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils.translation import override

from convergence.core.errors import DomainError
from convergence.core.money import format_cents
from convergence.finance.models import Entry
from convergence.membership.choices import CallState
from convergence.membership.commands import decisions, issue, ledger, scales
from convergence.membership.errors import CallLeaving, DecisionUsed, PeriodCalled, PeriodTaken
from convergence.membership.models import AmountRevision, CallRecipient, DuesCall, DuesScale, Exemption
from convergence.membership.queries import letters
from convergence.membership.wording import rate_text
from tests.membership.conftest import AT, DAY, World

VOTE = {"period": "2023-2024", "label": "50e", "amount_cents": 1_000, "adopted_by": "AG", "adopted_date": DAY}


def spared(member_id: int, percent: int = 50) -> dict[str, Any]:
    return {
        "member_id": member_id,
        "period": "2023-2024",
        "percent": percent,
        "reason": "Grève",
        "decided_by": "Conseil",
        "decided_date": DAY,
    }


@pytest.mark.parametrize(("percent", "left"), [(50, 6_000), (100, 0)])
def test_an_exemption_decided_after_the_letter_is_one_entry(world: World, percent: int, left: int) -> None:
    world.scales()
    port = world.member("Syndicat du port", count=1_000)
    call = world.issued()
    decisions.record_exemption(values=spared(port.pk, percent), actor=world.treasurer, at=AT)
    row = CallRecipient.objects.get(call=call)
    assert row.amount_cents == left
    assert ledger.balance_of(row) == left
    assert [(one.amount_cents, one.reason) for one in Entry.objects.order_by("pk")] == [
        (12_000, ""),
        (left - 12_000, f"Exemption de {percent}\u00a0%, décidée par Conseil"),
    ]
    assert list(AmountRevision.objects.values_list("old_cents", "new_cents")) == [(12_000, left)]


def test_an_exemption_of_who_is_not_called_only_waits_for_its_call(world: World) -> None:
    world.scales()
    world.member("Syndicat du port", count=1_000)
    world.issued()
    late = world.member("Syndicat tardif", count=500, since=date(2024, 3, 1))
    decisions.record_exemption(values=spared(late.pk), actor=world.treasurer, at=AT)
    assert AmountRevision.objects.count() == 0


def test_a_contribution_voted_after_the_call_is_refused(world: World) -> None:
    world.scales()
    world.member("Syndicat du port", count=1_000)
    world.issued()
    with pytest.raises(PeriodCalled) as caught:
        decisions.record_extraordinary(values=VOTE, actor=world.coordinator, at=AT)
    assert (caught.value.field, "2023-2024" in str(caught.value)) == ("period", True)


def test_nothing_is_decided_while_the_call_is_being_sent(world: World) -> None:
    world.scales()
    port = world.member("Syndicat du port", count=1_000)
    call = world.call()
    world.sign(call)
    issue.issue_dues_call(dues_call_id=call.pk, actor=world.coordinator, at=AT)
    with pytest.raises(CallLeaving):
        decisions.record_exemption(values=spared(port.pk), actor=world.treasurer, at=AT)


def during(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do the second act in another connection while the first is done and not yet kept; return what the second met."""
    met: list[Any] = []
    begun, over = Event(), Event()

    def run() -> None:
        begun.wait()
        try:
            met.append(second())
        except DomainError as refusal:
            met.append(refusal)
        finally:
            over.set()
            connections.close_all()

    other = Thread(target=run)
    other.start()
    with transaction.atomic():
        first()
        begun.set()
        over.wait(0.5)  # it waits for us: without the lock it would be over by now
    other.join()
    return met[0]


@pytest.mark.django_db(transaction=True)
def test_a_call_begun_twice_at_one_moment_is_begun_once(world: World) -> None:
    met = during(world.call, world.call)
    assert isinstance(met, PeriodTaken)
    assert DuesCall.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_exemption_is_not_withdrawn_while_its_call_leaves(world: World) -> None:
    world.scales()
    kept = decisions.record_exemption(
        values=spared(world.member("Syndicat en grève", count=1_000).pk, 100), actor=world.coordinator, at=AT
    )
    world.member("Syndicat du port", count=1_000)
    call = world.call()
    world.sign(call)
    met = during(
        lambda: issue.issue_dues_call(dues_call_id=call.pk, actor=world.coordinator, at=AT),
        lambda: decisions.withdraw_exemption(exemption_id=kept.pk, actor=world.coordinator, at=AT),
    )
    assert isinstance(met, DecisionUsed)
    assert Exemption.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_call_that_leaves_during_a_withdrawal_is_sent_without_the_exemption(world: World) -> None:
    world.scales()
    kept = decisions.record_exemption(
        values=spared(world.member("Syndicat en grève", count=1_000).pk, 100), actor=world.coordinator, at=AT
    )
    call = world.call()
    world.sign(call)
    during(
        lambda: decisions.withdraw_exemption(exemption_id=kept.pk, actor=world.coordinator, at=AT),
        lambda: issue.issue_dues_call(dues_call_id=call.pk, actor=world.coordinator, at=AT),
    )
    assert DuesCall.objects.get().state == CallState.ISSUING
    world.run(call)
    assert CallRecipient.objects.get(call=call).amount_cents == 12_000


@pytest.mark.django_db(transaction=True)
def test_a_scale_is_not_corrected_while_members_are_placed_by_it(world: World) -> None:
    world.scales()
    world.member("Syndicat du port", count=1_000)
    call = world.call()
    world.sign(call)
    issue.issue_dues_call(dues_call_id=call.pk, actor=world.coordinator, at=AT)
    scale = DuesScale.objects.get(group="B")
    met = during(
        lambda: issue.issue_next_chunk(dues_call_id=call.pk, at=AT),
        lambda: scales.edit_scale(scale_id=scale.pk, values={"floor_cents": 1}, actor=world.treasurer, at=AT),
    )
    assert met.code == "scale_used"
    world.run(call)
    assert CallRecipient.objects.get(call=call).amount_cents == 12_000


def test_the_letter_says_what_makes_its_amount_another_than_that_of_the_scale(world: World) -> None:
    world.scales()
    scales.edit_scale(
        scale_id=DuesScale.objects.get(group="B").pk, values={"pro_rata": True}, actor=world.treasurer, at=AT
    )
    late = world.member("Syndicat tardif", count=2_000, since=date(2023, 10, 15))
    decisions.record_exemption(values=spared(late.pk), actor=world.treasurer, at=AT)
    decisions.record_extraordinary(values=VOTE, actor=world.coordinator, at=AT)
    row = CallRecipient.objects.get(call=world.issued())
    assert row.amount_cents == 7_000
    words = str(letters.values_of(row, language="fr")["detail"]).replace("\u00a0", " ")
    assert words.endswith(
        " Membre depuis le 15 octobre 2023 : 6 mois sur 12."
        " Exemption de 50 % décidée par Conseil le 22 février 2024 : Grève."
        " Contribution extraordinaire « 50e » : 10,00 $."
    )


def test_a_rate_and_an_amount_are_written_alike_in_spanish() -> None:
    with override("es"):
        assert (rate_text(Decimal("12.5")), format_cents(125_000)) == ("$0.125", "$1,250.00")


@pytest.mark.rule("S60")
def test_a_reminder_of_an_unknown_amount_names_no_figure(world: World, recipients: Any) -> None:
    world.scales()
    world.member("Syndicat sans effectif")
    row = recipients(world.issued())["Syndicat sans effectif"]
    assert row.amount_cents is None
    for balance in (None, 0):
        words = str(letters.values_of(row, language="fr", balance_cents=balance)["balance"])
        assert words == "votre cotisation, à calculer selon le nombre de vos membres,"
