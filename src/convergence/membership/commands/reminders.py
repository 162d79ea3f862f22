"""Reminding those who have not paid: who is due one today, and sending it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.contacts.choices import Channel, ConsentPurpose
from convergence.contacts.models import DoNotContact
from convergence.core import audit
from convergence.membership.commands import ledger, sending
from convergence.membership.models import (
    CallRecipient,
    DuesCall,
    GroupMembership,
    PersonalLink,
    Promise,
    ReminderLevel,
    ReminderSent,
)
from convergence.membership.rules import reminders as rule


@dataclass(frozen=True, slots=True)
class Due:
    """One recipient and what the rule decided for it on a day; cents of the balance."""

    recipient: CallRecipient
    decision: rule.Decision
    balance_cents: int
    promised: date | None


def decide_all(call: DuesCall, *, on: date, only: Iterable[int] | None = None) -> list[Due]:
    """Decide for every recipient of a call, in the order of names; a fixed number of queries."""
    rows = CallRecipient.objects.filter(call=call).order_by("name", "pk")
    if only is not None:
        found = list(rows.filter(pk__in=list(only)).select_related("call", "member", "invoice", "scale"))
    else:
        found = list(rows.defer("computation", "facts", "centrals", "postal"))
        for row in found:
            row.call = call
    accounts = ledger.accounts_of([row.invoice_id for row in found if row.invoice_id is not None])
    told = Promise.objects.filter(recipient__call=call).order_by("at", "pk")
    promises: dict[int, date] = dict(told.values_list("recipient_id", "promised_date"))
    sent: dict[int, list[tuple[int, date]]] = {}
    for recipient_id, number, day in ReminderSent.objects.filter(recipient__call=call).values_list(
        "recipient_id", "level__number", "sent_date"
    ):
        sent.setdefault(recipient_id, []).append((number, day))
    marked = set(
        DoNotContact.objects.filter(
            Q(until__isnull=True) | Q(until__gte=on),
            since__lte=on,
            channel=Channel.ALL,
            purpose__in=("", ConsentPurpose.MEMBERSHIP),
        ).values_list("contact_id", flat=True)
    )
    members = set(GroupMembership.objects.on(on).values_list("member_id", flat=True))
    levels = [rule.Level(level.number, level.days_after_due) for level in call.reminder_levels.all()]
    return [
        _due(
            row,
            accounts.get(row.invoice_id or 0),
            promises.get(row.pk),
            sent.get(row.pk, []),
            levels,
            marked,
            members,
            on,
        )
        for row in found
    ]


def _due(
    row: CallRecipient,
    money: ledger.Account | None,
    promised: date | None,
    sent: list[tuple[int, date]],
    levels: list[rule.Level],
    marked: set[int],
    members: set[int],
    on: date,
) -> Due:
    case = rule.Case(
        charged_cents=money.charged_cents if money else None,
        paid_cents=money.paid_cents if money else 0,
        due_date=row.call.due_date,
        promise_date=promised,
        sent_levels=tuple(number for number, _day in sent),
        last_reminder_date=max((day for _number, day in sent), default=None),
        was_sent=row.queued_at is not None,
        exempt=row.amount_cents == 0 and row.invoice_id is None,
        has_left=row.member_id not in members,
        do_not_contact=row.member_id in marked,
        closing_date=row.call.closing_date,
    )
    balance = max((money.charged_cents - money.paid_cents) if money else 0, 0)
    decision = rule.decide(case, levels, on=on)
    passed = promised if decision.about is rule.About.BROKEN_PROMISE else None
    return Due(row, decision, balance, passed)


@transaction.atomic
def send_reminders(*, dues_call_id: int, recipient_ids: Iterable[int], actor: Any, at: datetime) -> list[ReminderSent]:
    """Send the reminder that is due to each of the chosen recipients; who paid or promised meanwhile gets none.

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
        chosen = [sending.ToRemind(one.recipient, one.balance_cents, one.promised) for one in due]
        sending.send_reminders(call, level, chosen, _live_links(chosen), at=at)
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


def _live_links(chosen: list[sending.ToRemind]) -> dict[int, PersonalLink]:
    rows = PersonalLink.objects.filter(recipient_id__in=[one.recipient.pk for one in chosen], revoked_at__isnull=True)
    return {link.recipient_id: link for link in rows}
