"""Card payments: opening the provider's page, and hearing what it says afterwards.

Notices may come twice, late, or in any order. Each is written once (finance_event_once); what it asks is done once
(keys of payments); what comes before its cause waits for it; what cannot be applied is kept for a person.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import AlreadyDone, BadValue, DomainError, NotFound
from convergence.core.identifiers import id_from
from convergence.finance import gateway
from convergence.finance.choices import CheckoutState, EntryKind, EventState, Method
from convergence.finance.commands import books, payments
from convergence.finance.models import CheckoutSession, Entry, Invoice, Payment, ProviderEvent
from convergence.finance.statements.lines import digest

log = logging.getLogger(__name__)
# What a notice of unexpected shape or content may raise; the notice is then kept as STUCK.
UNFIT = (DomainError, KeyError, TypeError, ValueError, AttributeError, ArithmeticError, DataError, IntegrityError)
WITHDRAWN = "charge.dispute.funds_withdrawn"
REFUND_TOLD = {"refund.failed", "refund.updated", "charge.refund.updated"}
PAID = {"checkout.session.completed", "checkout.session.async_payment_succeeded"}


def start_checkout(
    *, invoice_id: int, email: str, language: str, success_url: str, cancel_url: str, actor: Any, at: datetime
) -> CheckoutSession:
    """Open the provider's page for what an invoice still owes; a second click gives the page already open.

    The provider is asked outside the transaction, with a key made of the invoice and the attempt, so a lost answer or
    a double click opens one page only.

    Raises:
        NotFound, AlreadyDone (nothing is owed), OnlinePaymentUnavailable.
    """
    session, invoice = _reserve(invoice_id, at)
    if session.provider_id:
        return session
    opened = gateway.open_session(
        amount_cents=session.amount_cents,
        label=f"{invoice.object} ({invoice.number})",
        email=email,
        language=language,
        success_url=success_url,
        cancel_url=cancel_url,
        metadata={"invoice_id": str(invoice.pk), "invoice": invoice.number, "period": invoice.period},
        key=f"{invoice.number}-{session.amount_cents}-{session.attempt}-"
        + digest(success_url, cancel_url, email, language),
    )
    CheckoutSession.objects.filter(pk=session.pk, provider_id="").update(
        provider_id=opened.provider_id, intent_id=opened.intent_id, url=opened.url, expires_at=opened.expires_at
    )
    session.refresh_from_db()
    return session


@transaction.atomic
def _reserve(invoice_id: int, at: datetime) -> tuple[CheckoutSession, Invoice]:
    books.lock_books()
    invoice = Invoice.objects.with_balance().filter(pk=invoice_id).first()
    if invoice is None:
        raise NotFound
    if invoice.owed_cents <= 0:
        raise AlreadyDone(_("The invoice %(number)s is paid: nothing more is owed. Thank you."), number=invoice.number)
    last = invoice.checkouts.order_by("-attempt").first()
    fresh = last is not None and last.state == CheckoutState.OPEN and last.expires_at > at
    if last is not None and fresh and last.amount_cents == invoice.owed_cents:
        return last, invoice
    session = CheckoutSession.objects.create(
        invoice=invoice,
        amount_cents=invoice.owed_cents,
        attempt=(last.attempt if last else 0) + 1,
        created_at=at,
        expires_at=at + timedelta(hours=24),
    )
    return session, invoice


def hear(*, body: bytes, signature: str, at: datetime) -> ProviderEvent:
    """Read a notice of the provider and do what it asks, once.

    Raises:
        BadSignature: the provider did not sign it; nothing is written.
    """
    event = gateway.read_event(body, signature)
    try:
        with transaction.atomic():
            return _hear_once(event, at)
    except IntegrityError:
        return ProviderEvent.objects.get(provider=gateway.PROVIDER, event_id=event["id"])


def _hear_once(event: dict[str, Any], at: datetime) -> ProviderEvent:
    books.lock_books()
    known = ProviderEvent.objects.filter(provider=gateway.PROVIDER, event_id=event["id"]).first()
    if known is not None:
        return known
    row = ProviderEvent.objects.create(
        provider=gateway.PROVIDER,
        event_id=event["id"],
        type=event["type"],
        payload=event,
        state=EventState.WAITING,
        received_at=at,
    )
    _settle(row, _tried(row, at))
    if row.state == EventState.APPLIED:
        _hear_waiting(row, at)
    return row


def _hear_waiting(row: ProviderEvent, at: datetime) -> None:
    """Try again what waited for this notice, oldest first."""
    for waiting in ProviderEvent.objects.filter(state=EventState.WAITING).exclude(pk=row.pk).order_by("pk"):
        _settle(waiting, _tried(waiting, at))


def _tried(row: ProviderEvent, at: datetime) -> EventState:
    """Do what a notice asks, or nothing of it: one that does not fit is kept for a person, never lost."""
    try:
        with transaction.atomic():
            return _apply(row.payload, at)
    except UNFIT as error:
        log.warning("notice %s of the card provider cannot be applied: %s", row.event_id, error)
        return EventState.STUCK


@transaction.atomic
def hear_again(*, event_pk: int, actor: Any, at: datetime) -> ProviderEvent:
    """Try a notice that could not be applied once more, after its cause was mended.

    Raises:
        NotAllowed, NotFound, AlreadyDone (it was applied meanwhile).

    Writes the audit line `finance.notice.retried`.
    """
    require(actor, "finance.settle_providerevent")
    books.lock_books()
    row = ProviderEvent.objects.filter(pk=event_pk).first()
    if row is None:
        raise NotFound
    if row.state not in {EventState.STUCK, EventState.WAITING}:
        raise AlreadyDone
    _settle(row, _tried(row, at))
    changes = {"state": (None, row.state)}
    audit.record(actor=actor, verb="finance.notice.retried", obj=row, changes=changes, at=at)
    return row


@transaction.atomic
def close_notice(*, event_pk: int, reason: str, actor: Any, at: datetime) -> ProviderEvent:
    """Set a notice aside that a person dealt with by hand; a reason is asked.

    Raises:
        NotAllowed, NotFound, AlreadyDone, BadValue (no reason).

    Writes the audit line `finance.notice.closed`.
    """
    require(actor, "finance.settle_providerevent")
    if not reason.strip():
        raise BadValue(_("Say in a few words what was done about this notice."), field="reason")
    row = ProviderEvent.objects.select_for_update().filter(pk=event_pk).first()
    if row is None:
        raise NotFound
    if row.state not in {EventState.STUCK, EventState.WAITING}:
        raise AlreadyDone
    _settle(row, EventState.IGNORED)
    audit.record(actor=actor, verb="finance.notice.closed", obj=row, changes={"reason": (None, reason)}, at=at)
    return row


def _settle(row: ProviderEvent, state: EventState) -> None:
    row.state = state
    row.save(update_fields=["state"])


def _apply(event: dict[str, Any], at: datetime) -> EventState:
    kind, thing = event["type"], event.get("data", {}).get("object", {})
    if kind in PAID:
        return _paid(thing, at)
    if kind in {"checkout.session.expired", "checkout.session.async_payment_failed"}:
        state = CheckoutState.EXPIRED if kind.endswith("expired") else CheckoutState.FAILED
        CheckoutSession.objects.filter(provider_id=thing.get("id"), state=CheckoutState.OPEN).update(state=state)
        return EventState.APPLIED
    if kind == "charge.refunded":
        return _refunded(thing, at)
    if kind in REFUND_TOLD and thing.get("status") in {"failed", "canceled"}:
        return _refund_failed(thing, at)
    if kind == WITHDRAWN:
        return _disputed(thing, at)
    if kind == "charge.dispute.funds_reinstated":
        return _reinstated(thing, at)
    return EventState.IGNORED


def _paid(thing: dict[str, Any], at: datetime) -> EventState:
    if thing.get("payment_status") != "paid":
        return EventState.IGNORED
    session = CheckoutSession.objects.select_related("invoice").filter(provider_id=thing["id"]).first()
    if session is None:
        session = _session_of(thing)
    if session is None:
        return EventState.WAITING
    if session.payment_id is not None:
        return EventState.APPLIED
    invoice = Invoice.objects.with_balance().get(pk=session.invoice_id)
    amount = int(thing["amount_total"])
    if str(thing.get("currency") or "cad").lower() != "cad":
        raise BadValue(_("This card payment is not in Canadian dollars: enter it by hand at its value of the day."))
    part = min(amount, max(invoice.owed_cents, 0))
    payment = payments.record_payment(
        payer_id=invoice.payer_id,
        amount_cents=amount,
        method=Method.CARD,
        received_date=books.local_day(at),
        allocations=[(invoice.pk, part)] if part else [],
        reference=str(thing.get("payment_intent") or "")[:120],
        drawer=str((thing.get("customer_details") or {}).get("name") or "")[:200],
        key=f"stripe:{thing['id']}",
        actor=None,
        at=at,
    )
    session.payment, session.state = payment, CheckoutState.PAID
    session.intent_id = str(thing.get("payment_intent") or "")
    session.save(update_fields=["payment", "state", "intent_id"])
    return EventState.APPLIED


def _session_of(thing: dict[str, Any]) -> CheckoutSession | None:
    """Find the session whose id the provider never managed to tell us (its answer was lost)."""
    invoice_id = id_from((thing.get("metadata") or {}).get("invoice_id"))
    if invoice_id is None:
        return None
    lost = CheckoutSession.objects.filter(invoice_id=invoice_id, provider_id="").order_by("attempt").first()
    if lost is not None:
        lost.provider_id = thing["id"]
        lost.save(update_fields=["provider_id"])
    return lost


def _refunded(charge: dict[str, Any], at: datetime) -> EventState:
    """Write what the provider sent back and is not in the books yet.

    `amount_refunded` is the running total of refunds alone: what a dispute took back is no part of it.
    """
    payment = _payment_of(charge)
    if payment is None:
        return EventState.WAITING
    rows = Entry.objects.filter(payment=payment, source=EntryKind.REFUNDED)
    known = -sum(rows.values_list("till_cents", flat=True)) - _taken_by_disputes(str(charge["payment_intent"]))
    missing = int(charge.get("amount_refunded") or 0) - known
    if missing <= 0:
        return EventState.APPLIED
    free_for_refund(payment=payment, amount_cents=missing, reason=_("Refunded by card"), actor=None, at=at)
    payments.refund(
        payment_id=payment.pk,
        amount_cents=missing,
        refund_date=books.local_day(at),
        reason=_("Refunded by card"),
        actor=None,
        at=at,
    )
    return EventState.APPLIED


def _refund_failed(refund: dict[str, Any], at: datetime) -> EventState:
    """Answer a refund that never reached its payer: the money is with the provider again, as credit of the payment."""
    payment = _payment_of(refund)
    if payment is None:
        return EventState.WAITING
    if _failure_heard(refund):
        return EventState.APPLIED
    amount = int(refund.get("amount") or 0)
    sent = [row for row in books.live_entries(payment=payment, kind=EntryKind.REFUNDED) if row.amount_cents == amount]
    if not sent:
        return EventState.WAITING
    reason = _("The refund did not reach the payer; their bank sent it back to the provider")
    books.write([books.reversal(books.Act(None, at, books.checked_day(books.local_day(at)), reason), sent[-1])])
    return EventState.APPLIED


def _failure_heard(refund: dict[str, Any]) -> bool:
    same = ProviderEvent.objects.filter(type__in=REFUND_TOLD, state=EventState.APPLIED)
    failed = same.filter(payload__data__object__status__in=["failed", "canceled"])
    return bool(refund.get("id")) and failed.filter(payload__data__object__id=refund["id"]).exists()


def _taken_by_disputes(intent: str) -> int:
    """Return the cents that disputes of a charge took back, each dispute once."""
    heard = ProviderEvent.objects.filter(
        type=WITHDRAWN, state=EventState.APPLIED, payload__data__object__payment_intent=intent
    )
    things = [(row.pk, row.payload["data"]["object"]) for row in heard.order_by("pk")]
    amounts = {thing.get("id") or pk: int(thing.get("amount") or 0) for pk, thing in things}
    return sum(amounts.values())


def _disputed(dispute: dict[str, Any], at: datetime) -> EventState:
    payment = _payment_of(dispute)
    if payment is None:
        return EventState.WAITING
    if _already_heard(WITHDRAWN, dispute):
        return EventState.APPLIED
    amount = int(dispute.get("amount") or 0)
    reason = _("Taken back by the bank of the payer")
    free_for_refund(payment=payment, amount_cents=amount, reason=reason, actor=None, at=at)
    payments.refund(
        payment_id=payment.pk,
        amount_cents=amount,
        refund_date=books.local_day(at),
        reason=reason,
        actor=None,
        at=at,
    )
    return EventState.APPLIED


def _already_heard(kind: str, thing: dict[str, Any]) -> bool:
    same = ProviderEvent.objects.filter(type=kind, state=EventState.APPLIED)
    return bool(thing.get("id")) and same.filter(payload__data__object__id=thing["id"]).exists()


def _reinstated(dispute: dict[str, Any], at: datetime) -> EventState:
    """Write the money of a dispute that we won as money come in again, on the invoice it had paid."""
    payment = _payment_of(dispute)
    if payment is None or not _already_heard(WITHDRAWN, dispute):
        return EventState.WAITING
    session = CheckoutSession.objects.get(payment=payment)
    owed = Invoice.objects.with_balance().get(pk=session.invoice_id).owed_cents
    amount = int(dispute.get("amount") or 0)
    part = min(amount, max(owed, 0))
    payments.record_payment(
        payer_id=payment.payer_id,
        amount_cents=amount,
        method=Method.CARD,
        received_date=books.local_day(at),
        allocations=[(session.invoice_id, part)] if part else [],
        reference=payment.reference,
        note=_("Given back by the bank of the payer"),
        key=f"stripe:reinstated:{dispute['id']}"[:120],
        actor=None,
        at=at,
    )
    return EventState.APPLIED


def _payment_of(thing: dict[str, Any]) -> Payment | None:
    intent = str(thing.get("payment_intent") or "")
    session = CheckoutSession.objects.filter(intent_id=intent, payment__isnull=False).first() if intent else None
    return session.payment if session else None


def free_for_refund(*, payment: Payment, amount_cents: int, reason: str, actor: Any, at: datetime) -> None:
    """Take as much of a payment off its invoices as a refund needs, the latest first."""
    short = amount_cents - books.unused_of(payment.pk)
    rows = books.live_entries(payment=payment, kind=EntryKind.ALLOCATED)
    for row in reversed(rows):
        if short <= 0:
            return
        payments.undo_allocation(entry_id=row.pk, reason=reason, actor=actor, at=at)
        kept = row.amount_cents - short
        if kept > 0 and row.invoice_id is not None:
            payments.allocate(payment_id=payment.pk, allocations=[(row.invoice_id, kept)], actor=actor, at=at)
        short -= row.amount_cents


def refund_online(
    *, payment_id: int, amount_cents: int, reason: str, actor: Any, at: datetime, unused_seen: int | None = None
) -> None:
    """Send money back by card: the provider is asked once, and its answer is written as a refund.

    The notice that the provider sends afterwards finds the refund written and adds nothing.

    Raises:
        NotAllowed, NotFound (not a card payment), BadAmount, ChangedSince, OnlinePaymentUnavailable.
    """
    require(actor, "finance.refund_payment")
    session = CheckoutSession.objects.filter(payment_id=payment_id).first()
    if session is None or session.payment is None:
        raise NotFound
    done = Entry.objects.filter(payment_id=payment_id, kind=EntryKind.REFUNDED).count()
    unused = payments.unused_as_seen(payment_id, unused_seen)
    if amount_cents > unused:
        raise AlreadyDone(_("Take the payment off its invoice first: only its unused part is sent back."))
    books.checked_amount(amount_cents)
    gateway.refund(intent_id=session.intent_id, amount_cents=amount_cents, key=f"refund-{payment_id}-{done}")
    with transaction.atomic():
        books.lock_books()
        rows = Entry.objects.filter(payment_id=payment_id, kind=EntryKind.REFUNDED).count()
        if rows == done:
            payments.refund(
                payment_id=payment_id,
                amount_cents=amount_cents,
                refund_date=books.local_day(at),
                reason=reason,
                actor=actor,
                at=at,
            )
    audit.record(actor=actor, verb="finance.payment.refunded_online", obj=session.payment, at=at)
