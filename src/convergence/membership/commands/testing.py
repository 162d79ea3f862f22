"""Sending oneself a letter to look at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.membership.commands import sending
from convergence.membership.commands.calls import draft_of
from convergence.membership.errors import NoRecipientToTest
from convergence.membership.models import DuesCall
from convergence.membership.queries.previews import covered_by, recipient_to_show


@transaction.atomic
def send_test(*, call_id: int, member_id: int | None, to: str, actor: Any, at: datetime) -> None:
    """Send oneself the letter of a member, or of the first one called; nothing of it is counted.

    Raises:
        CallNotDraft: it was sent.
        NoRecipientToTest: nobody is called.

    Writes the audit line `membership.dues_call.tested`.
    """
    require(actor, "membership.edit_duescall")
    call = draft_of(call_id)
    recipient = recipient_to_show(call, timezone.localdate(at), member_id)
    if recipient is None:
        raise NoRecipientToTest
    covered = covered_by(call, recipient, timezone.localdate(at))
    sending.send_test(call, recipient, covered=covered, to=to, actor=actor, at=at)
    DuesCall.objects.filter(pk=call.pk).update(tested_at=at)
    audit.record(actor=actor, verb="membership.dues_call.tested", obj=call, at=at)
