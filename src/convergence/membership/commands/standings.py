"""Keeping the standing of each recipient, and publishing it to contacts as a dated mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from convergence.contacts.models import Standing
from convergence.core import facts
from convergence.membership.choices import CallState, CoverageKind
from convergence.membership.commands import ledger
from convergence.membership.events import StandingChanged
from convergence.membership.models import CallRecipient, DuesCall, Promise
from convergence.membership.queries.coverages import coverages_on
from convergence.membership.rules import standing as rule
from convergence.membership.rules.dues import final_payer


def _account(recipient: CallRecipient, money: ledger.Account | None, promise: Promise | None) -> rule.Account:
    return rule.Account(
        charged_cents=money.charged_cents if money else None,
        paid_cents=money.paid_cents if money else 0,
        due_date=recipient.call.due_date,
        promise_date=promise.promised_date if promise else None,
        exempt=recipient.amount_cents == 0 and recipient.invoice_id is None,
    )


def refresh_standing(*, recipient_id: int, at: datetime) -> str:
    """Compute one recipient's standing again; return it."""
    return refresh_standings(recipient_ids=[recipient_id], at=at)[recipient_id]


@transaction.atomic
def refresh_standings(*, recipient_ids: Iterable[int], at: datetime) -> dict[int, str]:
    """Compute standings again and publish those that changed (S58). Calling twice changes nothing.

    Returns:
        Recipient id to standing.
    """
    today = timezone.localdate(at)
    rows = list(
        CallRecipient.objects.filter(pk__in=list(recipient_ids)).select_related("call", "invoice").order_by("pk")
    )
    accounts = ledger.accounts_of([row.invoice_id for row in rows if row.invoice_id is not None])
    promises: dict[int, Promise] = {}
    for promise in Promise.objects.filter(recipient__in=rows).order_by("at", "pk"):
        promises[promise.recipient_id] = promise
    found: dict[int, str] = {}
    changed: list[CallRecipient] = []
    written: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row in rows:
        money = accounts.get(row.invoice_id) if row.invoice_id is not None else None
        kind = rule.standing(_account(row, money, promises.get(row.pk)), on=today).value
        found[row.pk] = kind
        paid = money.paid_cents if money else 0
        if row.standing != kind or row.paid_cents != paid:
            written[kind, paid].append(row.pk)
            if row.standing != kind:
                row.standing = kind
                changed.append(row)
    for (kind, paid), ids in written.items():
        CallRecipient.objects.filter(pk__in=ids).update(standing=kind, paid_cents=paid)
    _publish(changed, today)
    return found


def _publish(rows: Sequence[CallRecipient], today: date) -> None:
    """Mark the contacts of these recipients and those that their dues include, unless their last mark says the same."""
    if not rows:
        return
    told_now = {(row.member_id, row.call.period): row.standing for row in rows}
    told_now |= _of_included(rows)
    _tell(told_now, today)


def publish_exempted(call: DuesCall, member_ids: Iterable[int], *, at: datetime) -> None:
    """Mark those whom a call leaves out because they are wholly exempted: they are in good standing for its period."""
    _tell(
        {(member_id, call.period): rule.StandingKind.EXEMPT.value for member_id in member_ids}, timezone.localdate(at)
    )


def _tell(told_now: Mapping[tuple[int, str], str], today: date) -> None:
    if not told_now:
        return
    marks = Standing.objects.filter(
        contact__in={contact_id for contact_id, _period in told_now},
        period__in={period for _contact, period in told_now},
    )
    told = marks.order_by("since", "pk").values_list("contact_id", "period", "standing")
    last = {(contact_id, period): standing for contact_id, period, standing in told}
    fresh = [
        Standing(contact_id=key[0], period=key[1], standing=standing, since=today)
        for key, standing in told_now.items()
        if last.get(key) != standing
    ]
    Standing.objects.bulk_create(fresh)
    for one in fresh:
        facts.publish(StandingChanged(contact_id=one.contact_id, period=one.period, standing=one.standing))


def _of_included(rows: Sequence[CallRecipient]) -> dict[tuple[int, str], str]:
    """Return the standings of the locals counted in the dues of these recipients, by contact id and period."""
    found: dict[tuple[int, str], str] = {}
    for call in {row.call.pk: row.call for row in rows}.values():
        if call.record_date is None:
            continue
        centrals = {row.member_id: row.standing for row in rows if row.call_id == call.pk}
        includes = coverages_on(call.record_date)[CoverageKind.INCLUDES]
        for member_id in includes:
            if (payer_id := final_payer(member_id, includes)) in centrals:
                found[member_id, call.period] = centrals[payer_id]
    return found


def refresh_all_open(*, at: datetime, chunk: int = 500) -> int:
    """Compute again the standings that the passing of time may change; return how many were looked at."""
    looked = 0
    open_kinds = (rule.StandingKind.AWAITING, rule.StandingKind.PROMISED, rule.StandingKind.PARTLY_PAID)
    last = 0
    while True:
        ids = list(
            CallRecipient.objects.filter(pk__gt=last, call__state=CallState.ISSUED, standing__in=open_kinds)
            .order_by("pk")
            .values_list("pk", flat=True)[:chunk]
        )
        if not ids:
            return looked
        refresh_standings(recipient_ids=ids, at=at)
        looked += len(ids)
        last = ids[-1]
