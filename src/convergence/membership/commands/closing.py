"""Closing a dues call, extending it, opening it again: what its links and reminders do follows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.errors import AlreadyDone
from convergence.membership.choices import CallState
from convergence.membership.commands.answers import end_of
from convergence.membership.errors import BadClosingDate, CallNotSent
from convergence.membership.models import DuesCall, PersonalLink


def _sent(call_id: int) -> DuesCall:
    call = DuesCall.objects.select_for_update().get(pk=call_id)
    if call.state in (CallState.DRAFT, CallState.ISSUING):
        raise CallNotSent
    return call


@transaction.atomic
def close_call(*, call_id: int, actor: Any, at: datetime) -> DuesCall:
    """Close a call: its personal links open nothing from now on, and no reminder leaves any more.

    Invoices and ledger stay: a payment that comes later is booked to the period, and standings follow it.

    Raises:
        NotAllowed: the actor may not issue calls.
        CallNotSent: it is a draft, or letters are being prepared at this moment.
        AlreadyDone: it is closed.

    Writes the audit line `membership.dues_call.closed`.
    """
    require(actor, "membership.issue_dues_call")
    call = _sent(call_id)
    if call.state == CallState.CLOSED:
        raise AlreadyDone
    call.state, call.closed_at, call.closed_by_label = CallState.CLOSED, at, str(actor or "")
    call.save(update_fields=["state", "closed_at", "closed_by_label"])
    shut = _live_links(call).filter(expires_at__gt=at).update(expires_at=at)
    audit.record(
        actor=actor,
        verb="membership.dues_call.closed",
        obj=call,
        changes={"state": (CallState.ISSUED, CallState.CLOSED), "links": (shut, 0)},
        at=at,
    )
    return call


@transaction.atomic
def extend_call(*, call_id: int, closing_date: date, actor: Any, at: datetime) -> DuesCall:
    """Choose another closing date for a call that was sent; one that is closed opens again.

    Links that were not revoked open until the end of that day; the links of the letters stay the same.

    Raises:
        NotAllowed: the actor may not issue calls.
        CallNotSent: it is a draft (its period page has the date), or letters are being prepared at this moment.
        BadClosingDate: the day has passed, or does not come after the due date.

    Writes the audit line `membership.dues_call.extended`.
    """
    require(actor, "membership.issue_dues_call")
    call = _sent(call_id)
    today = timezone.localdate(at)
    if closing_date < today or closing_date <= call.due_date:
        raise BadClosingDate(field="closing_date", first=long_day(max(today - timedelta(days=1), call.due_date)))
    before = audit.snapshot(call)
    call.state, call.closing_date, call.closed_at, call.closed_by_label = CallState.ISSUED, closing_date, None, ""
    changes = audit.changes_between(before, audit.snapshot(call))
    if changes:
        call.save(update_fields=["state", "closing_date", "closed_at", "closed_by_label"])
        _live_links(call).update(expires_at=end_of(closing_date))
        audit.record(actor=actor, verb="membership.dues_call.extended", obj=call, changes=changes, at=at)
    return call


def close_past_calls(*, at: datetime) -> int:
    """Close the calls whose closing date has passed; return how many."""
    past = Q(closing_date__lt=timezone.localdate(at), state=CallState.ISSUED)
    ids = list(DuesCall.objects.filter(past).order_by("pk").values_list("pk", flat=True))
    for call_id in ids:
        close_call(call_id=call_id, actor=None, at=at)
    return len(ids)


def _live_links(call: DuesCall) -> Any:
    return PersonalLink.objects.filter(recipient__call=call, revoked_at__isnull=True)
