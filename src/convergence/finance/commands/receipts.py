"""Receipts of payment: made once, kept to the byte, never about tax (DR1, DR12–DR16, DR19)."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import AlreadyDone, NotFound
from convergence.core.facts import publish
from convergence.finance.choices import Method
from convergence.finance.commands import books
from convergence.finance.commands.invoices import numbers
from convergence.finance.errors import ReceiptRefused
from convergence.finance.events import ReceiptIssued
from convergence.finance.models import Payment, Receipt, ReceiptCancellation
from convergence.finance.papers import receipt_pdf
from convergence.finance.queries.receipts import payments_without_receipt, receipt_content

REASONS = {
    "DECLARED": gettext_lazy(
        "This payment was declared at import: the money came in before this register. No receipt."
    ),
    "REVERSED": gettext_lazy("This payment was undone, so there is nothing to give a receipt for."),
    "REFUNDED": gettext_lazy("This payment was sent back in full, so there is nothing to give a receipt for."),
}


@transaction.atomic
def issue_receipt(*, payment_id: int, actor: Any, at: datetime, replaces: Receipt | None = None) -> Receipt:
    """Issue the receipt of a payment: number, paper and hash are written together, for ever.

    Numbers follow one another in each year; two issues at once wait for one another (DR12). The paper is made from
    what the ledger says now, and its bytes are kept: nothing that changes later changes it (DR15). It says which
    cancelled receipt of the same payment it replaces (DR13).

    Raises:
        NotAllowed, NotFound, AlreadyDone (a receipt holds already), ReceiptRefused (undone, sent back, declared).

    Writes the audit line `finance.receipt.issued`; publishes ReceiptIssued after commit.
    """
    require(actor, "finance.issue_receipt")
    books.lock_books()
    payment = Payment.objects.with_state().with_unused().select_related("payer").filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    _check_payment(payment)
    replaces = replaces or Receipt.objects.light().filter(payment=payment).order_by("-pk").first()
    day = books.local_day(at)
    [number] = numbers("R", day.year, 1)
    content = receipt_content(payment, number=number, day=day, replaces=replaces)
    pdf = receipt_pdf(content)
    receipt = Receipt.objects.create(
        number=number,
        payment=payment,
        payer_id=payment.payer_id,
        issue_date=day,
        amount_cents=content["amount_cents"],
        language=content["language"],
        replaces=replaces,
        content=content,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        actor_id=getattr(actor, "pk", None),
        recorded_at=at,
    )
    audit.record(
        actor=actor,
        verb="finance.receipt.issued",
        obj=receipt,
        changes={"amount_cents": (None, receipt.amount_cents), "sha256": (None, receipt.sha256)},
        at=at,
    )
    publish(ReceiptIssued(receipt.pk, payment.pk, payment.payer_id))
    return receipt


def _check_payment(payment: Payment) -> None:
    if payment.method == Method.DECLARED:
        raise ReceiptRefused(REASONS["DECLARED"])
    if payment.is_reversed:
        raise ReceiptRefused(REASONS["REVERSED"])
    if payment.till_cents <= 0:
        raise ReceiptRefused(REASONS["REFUNDED"])
    held = Receipt.objects.live().light().filter(payment=payment).first()
    if held is not None:
        raise AlreadyDone(
            _("This payment has the receipt %(number)s. Cancel or replace it if it is wrong."), number=held.number
        )


def issue_receipts(*, period: str, actor: Any, at: datetime, limit: int = 50) -> list[Receipt]:
    """Issue the receipts that are missing for a period, at most `limit`; call again until it gives none.

    Each receipt is a transaction of its own: a stop in the middle loses nothing, and the next call goes on.
    """
    require(actor, "finance.issue_receipt")
    made = []
    for payment_id in payments_without_receipt(period).values_list("pk", flat=True)[:limit]:
        try:
            made.append(issue_receipt(payment_id=payment_id, actor=actor, at=at))
        except (AlreadyDone, ReceiptRefused):
            continue
    return made


@transaction.atomic
def cancel_receipt(*, receipt_id: int, reason: str, actor: Any, at: datetime) -> ReceiptCancellation:
    """Mark a receipt as cancelled; it is kept with its number and bytes (DR14).

    Raises:
        NotAllowed, NotFound, AlreadyDone, ReceiptRefused (no reason).

    Writes the audit line `finance.receipt.cancelled`.
    """
    require(actor, "finance.issue_receipt")
    if not reason.strip():
        raise ReceiptRefused(
            _("Say why this receipt is cancelled: it stays in the books with this reason."), field="reason"
        )
    books.lock_books()
    receipt = Receipt.objects.light().filter(pk=receipt_id).first()
    if receipt is None:
        raise NotFound
    if ReceiptCancellation.objects.filter(receipt=receipt).exists():
        raise AlreadyDone(_("The receipt %(number)s is cancelled already."), number=receipt.number)
    cancelled = ReceiptCancellation.objects.create(
        receipt=receipt, reason=reason.strip()[:300], actor_id=getattr(actor, "pk", None), cancelled_at=at
    )
    audit.record(actor=actor, verb="finance.receipt.cancelled", obj=receipt, changes={"reason": (None, reason)}, at=at)
    return cancelled


@transaction.atomic
def replace_receipt(*, receipt_id: int, reason: str, actor: Any, at: datetime) -> Receipt:
    """Cancel a receipt and issue another, which has its own number and says which one it replaces (DR13).

    Raises:
        as `cancel_receipt` and `issue_receipt`.
    """
    cancel_receipt(receipt_id=receipt_id, reason=reason, actor=actor, at=at)
    old = Receipt.objects.light().get(pk=receipt_id)
    return issue_receipt(payment_id=old.payment_id, actor=actor, at=at, replaces=old)


def faults_of_receipts(receipts: Iterable[Receipt]) -> list[str]:
    """Return the numbers of receipts whose bytes no longer fit their hash (DR15); an empty list when all do."""
    return [item.number for item in receipts if hashlib.sha256(bytes(item.pdf)).hexdigest() != item.sha256]
