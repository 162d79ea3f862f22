"""Sending a call: the audience is frozen, each member gets its invoice, link and letter, chunk by chunk (S60).

Every chunk is one short transaction on the call's locked row, so that a second click, a second worker or a killed one does
no harm: whatever is done is marked on its recipient, and the next chunk begins after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit, facts
from convergence.core.errors import AlreadyDone
from convergence.membership.choices import CallState
from convergence.membership.commands import ledger, sending
from convergence.membership.commands.answers import end_of, make_link
from convergence.membership.commands.members import give_numbers
from convergence.membership.commands.relations import log_letters
from convergence.membership.commands.standings import publish_exempted, refresh_standings
from convergence.membership.errors import NotReady, SignatureMissing
from convergence.membership.events import DuesCallIssued, DuesCallStarted
from convergence.membership.models import CallExclusion, CallRecipient, DuesCall, PersonalLink
from convergence.membership.queries.audience import placed
from convergence.membership.queries.readiness import missing
from convergence.membership.queries.recipients import main_language, recipient_of
from convergence.membership.rules.audience import Exclusion

#: Members placed in one transaction, and letters queued in one transaction.
FREEZE_CHUNK = 500
SEND_CHUNK = 100
CLOSING_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a mailing is; `total` is known once the audience is frozen."""

    state: str
    frozen: int
    sent: int
    total: int | None

    @property
    def is_over(self) -> bool:
        """Say whether nothing is left to do."""
        return self.state != CallState.ISSUING


def closing_default(day: date) -> date:
    """Return the day twelve months after a day; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@transaction.atomic
def issue_dues_call(*, dues_call_id: int, actor: Any, at: datetime) -> DuesCall:
    """Begin the sending of a call; the chunks follow outside the request.

    Calling twice is refused, so no member is called twice for one period.

    Raises:
        NotAllowed: the actor may not issue calls.
        AlreadyDone: it is being sent or was sent.
        SignatureMissing: one of the two signatories has not signed the text as it is (S52).
        NotReady: something else is missing; `missing` says what.

    Writes the audit line `membership.dues_call.issued`; publishes `DuesCallStarted` after commit.
    Source: seed letter of 2024-02-22; by-laws art. 4 (groups).
    """
    require(actor, "membership.issue_dues_call")
    call = DuesCall.objects.select_for_update().get(pk=dues_call_id)
    if call.state != CallState.DRAFT:
        raise AlreadyDone
    lacks = missing(call)
    if lacks:
        signatures_only = all(one.code == "signature" for one in lacks)
        raise (SignatureMissing if signatures_only else NotReady)([one.text for one in lacks])
    today = timezone.localdate(at)
    call.state = CallState.ISSUING
    call.issued_at, call.issued_by_label = at, str(actor or "")
    call.record_date = max(today, call.period_start)
    call.closing_date = call.closing_date or closing_default(today)
    call.mailing_number, call.cursor = 1, 0
    call.save()
    audit.record(
        actor=actor,
        verb="membership.dues_call.issued",
        obj=call,
        changes={"state": (CallState.DRAFT, CallState.ISSUING), "record_date": (None, call.record_date)},
        at=at,
    )
    facts.publish(DuesCallStarted(dues_call_id=call.pk))
    return call


@transaction.atomic
def start_second_mailing(*, dues_call_id: int, actor: Any, at: datetime) -> DuesCall:
    """Begin a mailing to members of the record date to whom nothing was sent yet; who joined later stays out (S60).

    Raises:
        AlreadyDone: a mailing is going out at this moment, or the call is closed or was never sent.

    Writes the audit line `membership.dues_call.mailed_again`; publishes `DuesCallStarted` after commit.
    """
    require(actor, "membership.issue_dues_call")
    call = DuesCall.objects.select_for_update().get(pk=dues_call_id)
    if call.state != CallState.ISSUED:
        raise AlreadyDone
    call.state = CallState.ISSUING
    call.mailing_number += 1
    call.cursor, call.frozen_at = 0, None
    call.save()
    audit.record(
        actor=actor,
        verb="membership.dues_call.mailed_again",
        obj=call,
        changes={"mailing_number": (call.mailing_number - 1, call.mailing_number)},
        at=at,
    )
    facts.publish(DuesCallStarted(dues_call_id=call.pk))
    return call


@transaction.atomic
def issue_next_chunk(*, dues_call_id: int, at: datetime) -> bool:
    """Do the next part of a mailing; return whether more is left. Safe to call at any time, by several workers at once."""
    call = DuesCall.objects.select_for_update().get(pk=dues_call_id)
    if call.state != CallState.ISSUING:
        return False
    if call.frozen_at is None:
        _freeze_chunk(call, at)
        return True
    if _send_chunk(call, at):
        return True
    sending.start_mailing(call, at=at)
    sending.tell_payers(call, at=at)
    call.state = CallState.ISSUED
    call.save(update_fields=["state"])
    facts.publish(DuesCallIssued(dues_call_id=call.pk, mailing_number=call.mailing_number))
    return False


def _freeze_chunk(call: DuesCall, at: datetime) -> None:
    day = call.record_date or timezone.localdate(at)
    found = placed(
        call,
        today=day,
        reached=timezone.localdate(at),
        joined_before=call.issued_at,
        after=call.cursor,
        limit=FREEZE_CHUNK,
    )
    if not found:
        call.frozen_at = at
        call.save(update_fields=["frozen_at"])
        return
    available = frozenset(call.letters.values_list("language", flat=True))
    main = main_language(available)
    fresh = [recipient_of(call, one, available, main) for one in found if one.place.is_in]
    _keep_current(call, fresh)
    CallRecipient.objects.bulk_create(fresh, ignore_conflicts=True)
    out = [one for one in found if one.place.exclusion not in (None, Exclusion.NOT_IN_QUERY, Exclusion.ALREADY_CALLED)]
    ids = [one.member.contact_id for one in found]
    CallExclusion.objects.filter(call=call, member_id__in=ids).delete()
    CallExclusion.objects.bulk_create(
        [
            CallExclusion(
                call=call,
                member_id=one.member.contact_id,
                name=one.member.name,
                group=one.member.group,
                exclusion=str(one.place.exclusion),
            )
            for one in out
        ]
    )
    exempted = [one.member.contact_id for one in out if one.place.exclusion == Exclusion.EXEMPT]
    publish_exempted(call, exempted, at=at)
    call.cursor = ids[-1]
    call.save(update_fields=["cursor"])


def _keep_current(call: DuesCall, fresh: list[CallRecipient]) -> None:
    """Renew the addresses of those frozen before to whom nothing was sent."""
    waiting = {
        row.member_id: row
        for row in CallRecipient.objects.filter(
            call=call, queued_at__isnull=True, member_id__in=[row.member_id for row in fresh]
        )
    }
    for row in fresh:
        if row.member_id in waiting:
            kept = waiting[row.member_id]
            kept.email, kept.postal, kept.channel = row.email, row.postal, row.channel
            kept.save(update_fields=["email", "postal", "channel"])


def _send_chunk(call: DuesCall, at: datetime) -> bool:
    rows = list(
        CallRecipient.objects.filter(call=call, queued_at__isnull=True)
        .select_related("call", "member", "payer", "scale")
        .order_by("pk")[:SEND_CHUNK]
    )
    if not rows:
        return False
    give_numbers((row.member for row in rows), actor=None, at=at)
    expires_at = end_of(call.closing_date or closing_default(timezone.localdate(at)))
    links = {row.pk: make_link(row, expires_at=expires_at, at=at) for row in rows}
    PersonalLink.objects.bulk_create(links.values())
    ledger.issue_all([row for row in rows if row.amount_cents is not None], actor=None, at=at)
    sending.queue_letters(call, [(row, links[row.pk]) for row in rows], at=at)
    for row in rows:
        row.queued_at, row.mailing_number = at, call.mailing_number
    CallRecipient.objects.bulk_update(rows, ["queued_at", "mailing_number", "invoice"])
    refresh_standings(recipient_ids=[row.pk for row in rows], at=at)
    log_letters(call, rows, at=at)
    return True


def progress_of(call: DuesCall) -> Progress:
    """Return how far the mailing of a call is."""
    rows = CallRecipient.objects.filter(call=call)
    total = rows.count()
    sent = rows.filter(queued_at__isnull=False).count()
    return Progress(call.state, total, sent, total if call.frozen_at else None)
