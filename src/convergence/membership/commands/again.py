"""Sending the letter of a call once more to those to whom it came back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import AlreadyDone
from convergence.membership.choices import CallState
from convergence.membership.commands import sending
from convergence.membership.commands.answers import end_of, make_link
from convergence.membership.commands.issue import closing_default
from convergence.membership.models import CallRecipient, DuesCall, PersonalLink
from convergence.membership.queries.fates import came_back
from convergence.membership.queries.payers import payers_back
from convergence.membership.rules.audience import Channel


@transaction.atomic
def send_back_again(*, dues_call_id: int, actor: Any, at: datetime) -> int:
    """Send the letter to those to whom it came back and who are reached elsewhere now; return how many.

    Those who pay for others and were not called themselves get theirs too, of what is still owed.
    Their invoice and personal link stay the same; one whose link was closed gets a new one. A double click sends once.

    Raises:
        AlreadyDone: nobody is left to write to, a mailing is going out, or the call is closed or was never sent.

    Writes the audit line `membership.dues_call.sent_again`.
    """
    require(actor, "membership.issue_dues_call")
    call = DuesCall.objects.select_for_update().get(pk=dues_call_id)
    if call.state != CallState.ISSUED:
        raise AlreadyDone
    today = timezone.localdate(at)
    found, payers = came_back(call, today=today), payers_back(call, today=today)
    if not found and not payers:
        raise AlreadyDone
    for one in found:
        channel, where = one.way
        one.recipient.channel = channel
        one.recipient.email, one.recipient.postal = (
            (where, one.recipient.postal) if channel == Channel.EMAIL else ("", where)
        )
    rows = [one.recipient for one in found]
    CallRecipient.objects.bulk_update(rows, ["channel", "email", "postal"])
    if rows:
        links = _links(call, rows, at)
        sending.send_again(call, [(row, links[row.pk]) for row in rows], at=at)
    sending.tell_payers_again(call, payers, at=at)
    audit.record(
        actor=actor,
        verb="membership.dues_call.sent_again",
        obj=call,
        changes={
            "recipients": (None, [row.pk for row in rows]),
            "payers": (None, [one.payer.contact.pk for one in payers]),
        },
        at=at,
    )
    return len(rows) + len(payers)


def _links(call: DuesCall, rows: list[CallRecipient], at: datetime) -> dict[int, PersonalLink]:
    """Return the live link of each recipient; one that has none gets a new one."""
    live = PersonalLink.objects.filter(recipient__in=rows, revoked_at__isnull=True)
    links = {link.recipient_id: link for link in live}
    expires_at = end_of(call.closing_date or closing_default(timezone.localdate(at)))
    fresh = [make_link(row, expires_at=expires_at, at=at) for row in rows if row.pk not in links]
    PersonalLink.objects.bulk_create(fresh)
    return links | {link.recipient_id: link for link in fresh}
