"""Closing a call: links expire, reminders stop, the ledger goes on; extending and opening again (S61)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convergence.contacts.models import Standing
from convergence.core.errors import AlreadyDone, NotAllowed
from convergence.core.models import AuditEntry
from convergence.finance.commands.payments import record_payment
from convergence.membership.choices import CallState
from convergence.membership.commands import answers, closing, issue, reminders
from convergence.membership.commands.standings import refresh_standings
from convergence.membership.errors import BadClosingDate, CallNotSent, LinkNotFound
from convergence.membership.models import CallRecipient, DuesCall
from convergence.membership.queries.closing import remainder_of
from convergence.membership.rules.reminders import Hold
from tests.membership.conftest import AT, DAY, World

LATER = datetime(2024, 6, 1, 15, 0, tzinfo=UTC)


@pytest.fixture
def call(world: World) -> DuesCall:
    world.scales()
    world.member("Syndicat du port", count=1_000)
    world.member("Syndicat rural", count=100)
    return world.issued()


def port(call: DuesCall) -> CallRecipient:
    return call.recipients.select_related("call").get(name="Syndicat du port")


def token(call: DuesCall) -> str:
    return answers.token_of_link(port(call).links.get(revoked_at=None))


@pytest.mark.rule("S61")
def test_closed_call_opens_no_link_and_reminds_nobody(call: DuesCall, world: World) -> None:
    opens = token(call)
    assert answers.find_recipient(opens, at=LATER).pk == port(call).pk
    closing.close_call(call_id=call.pk, actor=world.coordinator, at=LATER)
    call.refresh_from_db()
    assert (call.state, call.closed_at, call.closed_by_label) == (CallState.CLOSED, LATER, str(world.coordinator))
    with pytest.raises(LinkNotFound):
        answers.find_recipient(opens, at=LATER)
    assert {one.decision.hold for one in reminders.decide_all(call, on=LATER.date())} == {Hold.CLOSED}
    with pytest.raises(AlreadyDone):
        issue.start_second_mailing(dues_call_id=call.pk, actor=world.coordinator, at=LATER)
    with pytest.raises(AlreadyDone):
        closing.close_call(call_id=call.pk, actor=world.coordinator, at=LATER)
    line = AuditEntry.objects.order_by("pk").last()
    assert line is not None
    assert line.verb == "membership.dues_call.closed"


def test_payment_after_the_closing_still_counts(call: DuesCall, world: World) -> None:
    closing.close_call(call_id=call.pk, actor=world.coordinator, at=LATER)
    row = port(call)
    record_payment(
        payer_id=row.payer_id,
        amount_cents=12_000,
        method="CHEQUE",
        received_date=LATER.date(),
        allocations=[(row.invoice_id, 12_000)],
        actor=world.treasurer,
        at=LATER,
    )
    assert refresh_standings(recipient_ids=[row.pk], at=LATER) == {row.pk: "EN_REGLE"}


def test_what_remains_is_told_before_closing(call: DuesCall) -> None:
    answers.promise(
        recipient_id=port(call).pk, promised_date=date(2024, 7, 1), actor=None, at=LATER, today=LATER.date()
    )
    refresh_standings(recipient_ids=call.recipients.values_list("pk", flat=True), at=LATER)
    left = remainder_of(call, at=LATER)
    assert (left.settled, left.owing, left.promised, left.late) == (0, 2, 1, 1)
    assert (left.due_cents, left.open_links, left.silent) == (17_000, 2, 2)


def test_standings_of_many_are_written_as_those_of_one(world: World) -> None:
    world.scales()
    for name in ("du port", "rural", "du cégep"):
        world.member(f"Syndicat {name}", count=100)
    call = world.issued()
    ids = list(call.recipients.order_by("pk").values_list("pk", flat=True))
    statements = []
    for some in (ids[:1], ids[1:], ids):
        with CaptureQueriesContext(connection) as found:
            refresh_standings(recipient_ids=some, at=LATER)
        statements.append([query["sql"].split()[0] for query in found])
    assert len(ids) == 3
    assert statements[0] == statements[1]
    assert [statements[0].count(word) for word in ("UPDATE", "INSERT")] == [1, 1]
    assert {"UPDATE", "INSERT"}.isdisjoint(statements[2])
    marks = Standing.objects.filter(period=call.period).order_by("contact", "pk").values_list("contact", "standing")
    members = call.recipients.order_by("member").values_list("member", "standing")
    assert [mark for mark in marks if mark[1] == "LATE"] == list(members)


@pytest.mark.rule("S61")
def test_extension_moves_the_links_and_opens_a_closed_call_again(call: DuesCall, world: World) -> None:
    opens = token(call)
    answers.revoke_link(recipient_id=call.recipients.get(name="Syndicat rural").pk, actor=world.treasurer, at=AT)
    closing.close_call(call_id=call.pk, actor=world.coordinator, at=LATER)
    day = date(2025, 6, 30)
    closing.extend_call(call_id=call.pk, closing_date=day, actor=world.coordinator, at=LATER)
    call.refresh_from_db()
    assert (call.state, call.closing_date, call.closed_at) == (CallState.ISSUED, day, None)
    assert answers.find_recipient(opens, at=datetime(2025, 6, 30, 20, 0, tzinfo=UTC)).pk == port(call).pk
    with pytest.raises(LinkNotFound):
        answers.find_recipient(opens, at=datetime(2025, 7, 2, 20, 0, tzinfo=UTC))
    assert remainder_of(call, at=LATER).open_links == 1


@pytest.mark.parametrize("day", [date(2024, 5, 31), date(2024, 4, 30), date(2020, 1, 1)])
def test_closing_date_that_has_passed_is_refused(call: DuesCall, world: World, day: date) -> None:
    with pytest.raises(BadClosingDate) as caught:
        closing.extend_call(call_id=call.pk, closing_date=day, actor=world.coordinator, at=LATER)
    assert str(caught.value) == "Choisissez un jour après le 31 mai 2024."


def test_draft_is_not_closed_and_only_the_coordination_closes(world: World) -> None:
    call = world.call()
    for act in (closing.close_call, closing.extend_call):
        more: dict[str, Any] = {"closing_date": DAY} if act is closing.extend_call else {}
        with pytest.raises(CallNotSent):
            act(call_id=call.pk, actor=world.coordinator, at=LATER, **more)
        with pytest.raises(NotAllowed):
            act(call_id=call.pk, actor=world.treasurer, at=LATER, **more)


@pytest.mark.rule("S61")
def test_call_closes_by_itself_after_its_date(call: DuesCall) -> None:
    last = datetime(2025, 2, 22, 20, 0, tzinfo=UTC)
    assert closing.close_past_calls(at=last) == 0
    assert closing.close_past_calls(at=last + timedelta(days=1)) == 1
    call.refresh_from_db()
    assert call.state == CallState.CLOSED


def test_screen_closes_after_a_confirmation_and_opens_again(call: DuesCall, world: World) -> None:
    client = Client()
    client.force_login(world.coordinator, backend="convergence.accounts.backends.RoleBackend")
    place = f"/gestion/cotisations/{call.pk}/fermeture/"
    with time_machine.travel(LATER, tick=False):
        page = client.get(place).content.decode()
        assert "2 liens personnels cessent" in page
        assert DuesCall.objects.get().state == CallState.ISSUED
        assert client.post(place, {"close": "1"}).status_code == 302
        assert DuesCall.objects.get().state == CallState.CLOSED
        assert "Cet appel est fermé" in client.get(place).content.decode()
        assert (
            "Choisissez un jour après le 31 mai 2024."
            in client.post(place, {"closing_date": "2024-05-01"}).content.decode()
        )
        assert client.post(place, {"closing_date": "2024-12-01"}).status_code == 302
        assert "1er décembre 2024" in client.get(place).content.decode()
    assert DuesCall.objects.get().state == CallState.ISSUED
