"""Reminding those who have not paid: who is due one today, and sending it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.membership.commands import sending
from convergence.membership.models import (
    CallRecipient,
    DuesCall,
    PersonalLink,
    ReminderLevel,
    ReminderSent,
)
from convergence.membership.queries.reach import reach_of
from convergence.membership.queries.reminders import Stand, stands_of
from convergence.membership.rules import reminders as rule


@dataclass(frozen=True, slots=True)
class Due:
    """One recipient and what the rule decided for it on a day; cents of the balance.

    `payer_id` is the contact that pays for it and gets its reminders, None when it pays itself.
    """

    recipient: CallRecipient
    decision: rule.Decision
    balance_cents: int
    promised: date | None
    payer_id: int | None = None


def decide_all(call: DuesCall, *, on: date, only: Iterable[int] | None = None) -> list[Due]:
    """Decide for every recipient of a call, or for `only` these, in the order of names; a fixed number of queries."""
    return with_recipients(stands_of(call, on=on, only=only))


def with_recipients(stands: Sequence[Stand]) -> list[Due]:
    """Read the recipients of what was decided, those of a page for example; one query."""
    keys = [one.recipient_id for one in stands]
    rows = CallRecipient.objects.select_related("call", "member", "payer", "invoice", "scale").in_bulk(keys)
    return [Due(rows[one.recipient_id], one.decision, one.balance_cents, one.promised, one.payer_id) for one in stands]


@transaction.atomic
def send_reminders(*, dues_call_id: int, recipient_ids: Iterable[int], actor: Any, at: datetime) -> list[ReminderSent]:
    """Send the reminder that is due to each of the chosen recipients; who paid or promised meanwhile gets none.

    Each goes where its member is reached today. What another pays is recalled to who pays: one letter for all those it pays for.
    A double click sends nothing twice: a level leaves once per recipient.
    Writes the audit line `membership.reminders.sent`.
    """
    require(actor, "membership.remind_dues")
    call = DuesCall.objects.select_for_update().get(pk=dues_call_id)
    today = timezone.localdate(at)
    levels = {level.number: level for level in ReminderLevel.objects.filter(call=call).prefetch_related("texts")}
    by_level: dict[int, list[Due]] = {}
    for one in decide_all(call, on=today, only=recipient_ids):
        if one.decision.level is not None:
            by_level.setdefault(one.decision.level.number, []).append(one)
    made = []
    to_payers: dict[int, list[sending.ToRemind]] = {}
    for number, due in sorted(by_level.items()):
        level = levels[number]
        made += [
            ReminderSent(
                recipient=one.recipient,
                level=level,
                about=str(one.decision.about),
                balance_cents=one.balance_cents,
                sent_date=today,
                sent_at=at,
            )
            for one in due
        ]
        for one in due:
            if one.payer_id is not None:
                to_payers.setdefault(one.payer_id, []).append(_to_remind(one))
        chosen = _own_ways([_to_remind(one) for one in due if one.payer_id is None], today)
        if chosen:
            sending.send_reminders(call, level, chosen, _live_links(chosen), at=at)
    sending.remind_payers(call, to_payers, at=at)
    ReminderSent.objects.bulk_create(made)
    if made:
        audit.record(
            actor=actor,
            verb="membership.reminders.sent",
            obj=call,
            changes={"reminders": (None, [[row.recipient_id, row.level_id] for row in made])},
            at=at,
        )
    return made


def _to_remind(one: Due) -> sending.ToRemind:
    return sending.ToRemind(one.recipient, one.balance_cents, one.promised)


def _own_ways(chosen: list[sending.ToRemind], today: date) -> list[sending.ToRemind]:
    """Say where each is reached today: an address may have been corrected, or have failed, since the call left."""
    reach = reach_of([one.recipient.member_id for one in chosen], on=today)
    return [replace(one, way=reach.way_to(one.recipient.member_id)) for one in chosen]


def _live_links(chosen: list[sending.ToRemind]) -> dict[int, PersonalLink]:
    rows = PersonalLink.objects.filter(recipient_id__in=[one.recipient.pk for one in chosen], revoked_at__isnull=True)
    return {link.recipient_id: link for link in rows}
