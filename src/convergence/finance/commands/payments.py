"""Money that comes in, is put on invoices, is undone or sent back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import AlreadyDone, BadValue, NotFound
from convergence.core.facts import publish
from convergence.finance.choices import EntryKind, Method
from convergence.finance.commands import books
from convergence.finance.commands.books import Act
from convergence.finance.commands.invoices import checked_period
from convergence.finance.errors import ChangedSince, refusal
from convergence.finance.events import PaymentAllocated, PaymentRecorded, PaymentRefunded, PaymentReversed
from convergence.finance.models import ChequeBatch, Entry, Invoice, Payment, Receipt, ReceiptCancellation
from convergence.finance.rules import ledger

Parts = Sequence[tuple[int, int]]


@transaction.atomic
def record_payment(
    *,
    payer_id: int,
    amount_cents: int,
    method: Method | str,
    received_date: date,
    actor: Any,
    at: datetime,
    allocations: Parts | None = None,
    period: str | None = None,
    reference: str = "",
    drawer: str = "",
    note: str = "",
    key: str | None = None,
    batch: ChequeBatch | None = None,
) -> Payment:
    """Record money received and put it on invoices.

    Args:
        allocations: `(invoice id, cents)` parts, of any payer (P2); what they leave is credit of the payer.
        period: without `allocations`, the period whose open invoices of this payer are paid, oldest due date first.
            With neither, the whole is credit: a period is never inferred from a date (S59).
        key: names the payment once and for all; recording it again gives back the first one (double click, replay).

    Raises:
        NotAllowed, BadAmount, BadValue (future date, unknown period), NotFound (invoice), YearIsClosed.

    Writes the audit line `finance.payment.recorded`; publishes PaymentRecorded after commit.
    """
    require(actor, "finance.record_payment")
    books.checked_amount(amount_cents)
    check_received(received_date, at)
    books.lock_books()
    if key and (known := Payment.objects.filter(key=key).first()):
        return known
    parts = _parts(payer_id, amount_cents, allocations, period)
    act = Act(actor, at, books.open_day(received_date, at))
    payment = Payment.objects.create(
        payer_id=payer_id,
        method=method,
        amount_cents=amount_cents,
        received_date=received_date,
        reference=reference[:120],
        drawer=drawer[:200],
        note=note[:300],
        key=key,
        batch=batch,
        recorded_at=at,
    )
    books.write([books.entry(act, EntryKind.PAID, amount_cents, payment=payment), *_allocated(act, payment, parts)])
    audit.record(
        actor=actor,
        verb="finance.payment.recorded",
        obj=payment,
        changes={"amount_cents": (None, amount_cents), "invoices": (None, [list(part) for part in parts])},
        at=at,
    )
    publish(PaymentRecorded(payment.pk, payer_id, tuple(invoice for invoice, _ in parts)))
    return payment


def check_received(received_date: date, at: datetime) -> None:
    """Refuse a day that has not come, or so old that it is a slip.

    Raises:
        BadValue: naming the field.
    """
    today = books.local_day(at)
    if received_date > today:
        raise BadValue(
            _("This date has not come yet. Write the day on which the money came in."), field="received_date"
        )
    if received_date < today - timedelta(days=3660):
        raise BadValue(_("This date is more than ten years ago. Check the year."), field="received_date")


def _parts(payer_id: int, amount_cents: int, allocations: Parts | None, period: str | None) -> Parts:
    if allocations is not None:
        return checked_parts(amount_cents, allocations)
    if period is None:
        return []
    rows = Invoice.objects.open().filter(payer_id=payer_id, period=checked_period(period)).order_by("due_date", "pk")
    return ledger.allocate(amount_cents, [(invoice.pk, invoice.owed_cents) for invoice in rows])[0]


def checked_parts(amount_cents: int, allocations: Parts) -> Parts:
    """Check parts chosen by a person: known invoices, none paid beyond what it owes, sum within the amount.

    Raises:
        BadAmount, NotFound.
    """
    try:
        ledger.checked_split(amount_cents, allocations)
    except ledger.LedgerError as error:
        raise refusal(error, "allocations") from error
    owed = {row.pk: row for row in Invoice.objects.with_balance().filter(pk__in=[pk for pk, _ in allocations])}
    for invoice_id, cents in allocations:
        if invoice_id not in owed:
            raise NotFound
        if cents > owed[invoice_id].owed_cents:
            raise AlreadyDone(
                _("The invoice %(number)s owes less than this part. Lower it; the rest stays as credit."),
                field="allocations",
                number=owed[invoice_id].number,
            )
    return allocations


def _allocated(act: Act, payment: Payment, parts: Parts) -> list[Entry]:
    invoices = Invoice.objects.in_bulk([invoice for invoice, _ in parts])
    return [
        books.entry(act, EntryKind.ALLOCATED, cents, invoice=invoices[invoice], payment=payment)
        for invoice, cents in parts
    ]


@transaction.atomic
def allocate(
    *, payment_id: int, allocations: Parts, actor: Any, at: datetime, unused_seen: int | None = None
) -> list[Entry]:
    """Put the unused part of a payment (a credit) on invoices.

    `unused_seen` is the unused part that the person saw, in cents, as in `refund`.

    Raises:
        NotAllowed, NotFound, BadAmount, AlreadyDone (an invoice owes less), ChangedSince, YearIsClosed.

    Writes the audit line `finance.payment.allocated`; publishes PaymentAllocated after commit.
    """
    require(actor, "finance.allocate_payment")
    books.lock_books()
    payment = _payment(payment_id)
    parts = checked_parts(unused_as_seen(payment_id, unused_seen), allocations)
    act = Act(actor, at, books.checked_day(books.local_day(at)))
    written = books.write(_allocated(act, payment, parts))
    audit.record(
        actor=actor,
        verb="finance.payment.allocated",
        obj=payment,
        changes={"invoices": (None, [list(part) for part in parts])},
        at=at,
    )
    publish(PaymentAllocated(payment_id, tuple(invoice for invoice, _ in parts)))
    return written


@transaction.atomic
def undo_allocation(*, entry_id: int, reason: str, actor: Any, at: datetime) -> Entry:
    """Take a payment off an invoice: the part becomes credit again and the invoice owes again.

    Raises:
        NotAllowed, NotFound, AlreadyDone, YearIsClosed.

    Writes the audit line `finance.allocation.undone`.
    """
    require(actor, "finance.allocate_payment")
    books.lock_books()
    target = Entry.objects.filter(pk=entry_id, kind=EntryKind.ALLOCATED).select_related("invoice").first()
    if target is None:
        raise NotFound
    if Entry.objects.filter(reverses=target).exists():
        raise AlreadyDone
    act = Act(actor, at, books.checked_day(books.local_day(at)), reason)
    [written] = books.write([books.reversal(act, target)])
    audit.record(
        actor=actor, verb="finance.allocation.undone", obj=target.payment, changes={"reason": (None, reason)}, at=at
    )
    return written


@transaction.atomic
def reverse_payment(
    *, payment_id: int, reason: str, actor: Any, at: datetime, booked_date: date | None = None
) -> list[Entry]:
    """Undo a payment: returned cheque, wrong payer, recorded twice. Its invoices owe again.

    The live receipt of the payment, if any, is cancelled with the same reason (DR14).

    Raises:
        NotAllowed, NotFound, AlreadyDone, BadAmount (money already sent back), YearIsClosed.

    Writes the audit line `finance.payment.reversed`; publishes PaymentReversed after commit.
    """
    require(actor, "finance.reverse_payment")
    books.lock_books()
    payment = _payment(payment_id)
    day = booked_date or books.local_day(at)
    act = Act(actor, at, books.open_day(day, at), reason)
    rows = {row.pk: row for row in books.live_entries(payment=payment)}
    moves = [ledger.Move(pk, row.kind, row.amount_cents, row.invoice_id, payment_id) for pk, row in rows.items()]
    try:
        answered = [rows[move.id] for move in ledger.reversal_of_payment(moves, payment_id)]
    except ledger.LedgerError as error:
        raise refusal(error) from error
    written = books.write([books.reversal(act, row) for row in answered])
    _cancel_receipts(payment, reason, actor, at)
    audit.record(actor=actor, verb="finance.payment.reversed", obj=payment, changes={"reason": (None, reason)}, at=at)
    invoices = tuple(row.invoice_id for row in answered if row.invoice_id is not None)
    publish(PaymentReversed(payment_id, payment.payer_id, invoices))
    return written


@transaction.atomic
def refund(
    *,
    payment_id: int,
    amount_cents: int,
    refund_date: date,
    reason: str,
    actor: Any,
    at: datetime,
    unused_seen: int | None = None,
) -> Entry:
    """Record money sent back to the payer, at most the unused part of the payment.

    The live receipt of the payment, if any, says more than what was kept: it is cancelled with the same reason (DR14);
    the one for what remains is issued like any other, and says which one it replaces (DR13).

    `unused_seen` is the unused part that the person saw, in cents: given, the act is refused when it changed since, so
    that a form sent twice does its act once.

    Raises:
        NotAllowed, NotFound, BadAmount, BadValue (future date), ChangedSince, YearIsClosed.

    Writes the audit line `finance.payment.refunded`; publishes PaymentRefunded after commit.
    """
    require(actor, "finance.refund_payment")
    check_received(refund_date, at)
    books.lock_books()
    payment = _payment(payment_id)
    unused = unused_as_seen(payment_id, unused_seen)
    try:
        ledger.checked_refund(amount_cents, unused)
    except ledger.LedgerError as error:
        raise refusal(error, "amount") from error
    act = Act(actor, at, books.open_day(refund_date, at), reason)
    [written] = books.write([books.entry(act, EntryKind.REFUNDED, amount_cents, payment=payment)])
    _cancel_receipts(payment, reason, actor, at)
    audit.record(
        actor=actor,
        verb="finance.payment.refunded",
        obj=payment,
        changes={"amount_cents": (None, amount_cents), "reason": (None, reason)},
        at=at,
    )
    publish(PaymentRefunded(payment_id, payment.payer_id, amount_cents))
    return written


def _cancel_receipts(payment: Payment, reason: str, actor: Any, at: datetime) -> None:
    for receipt in Receipt.objects.live().light().filter(payment=payment):
        ReceiptCancellation.objects.create(
            receipt=receipt, reason=reason[:300], actor_id=getattr(actor, "pk", None), cancelled_at=at
        )


def unused_as_seen(payment_id: int, seen: int | None) -> int:
    """Return the unused part of a payment in cents.

    Raises:
        ChangedSince: it is not what the person saw.
    """
    unused = books.unused_of(payment_id)
    if seen is not None and seen != unused:
        raise ChangedSince
    return unused


def _payment(payment_id: int) -> Payment:
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    return payment
