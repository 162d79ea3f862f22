"""Invoices, payments, entries of the ledger, receipts: append-only, amounts in whole cents."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.api.contacts import Reference, reference
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.finance.choices import Verdict
from convergence.finance.models import BankLine, Entry, Invoice, Payment, Receipt

router = Router(tags=["finance"])


class PeriodFilter(PageQuery):
    """Filters of what belongs to a period."""

    period: str = Field("", max_length=9, description="Period that it was made for, such as 2023-2024.")


class LineOut(Schema):
    """A line of an invoice as issued."""

    label: str
    amount_cents: int


class InvoiceOut(Schema):
    """What a payer owes for a named period."""

    id: int
    number: str
    kind: str
    payer: Reference
    period: str
    object: str
    reference: str = Field(description="Code that the payer copies on a transfer.")
    issue_date: date
    due_date: date | None
    due_cents: int = Field(description="Due, corrections included.")
    paid_cents: int
    owed_cents: int
    lines: list[LineOut]


class PaymentOut(Schema):
    """Money that came in; a mistake is reversed, never changed."""

    id: int
    payer: Reference
    method: str
    amount_cents: int
    unused_cents: int = Field(description="Credit left for other invoices.")
    is_reversed: bool
    received_date: date
    reference: str
    recorded_at: datetime


class EntryOut(Schema):
    """A line of the ledger."""

    id: int
    kind: str
    amount_cents: int
    period: str
    booked_date: date
    invoice_id: int | None
    payment_id: int | None
    reverses_id: int | None
    reason: str
    recorded_at: datetime


class ReceiptOut(Schema):
    """A receipt of payment: the same bytes for ever."""

    id: int
    number: str
    payer: Reference
    payment_id: int
    amount_cents: int
    issue_date: date
    language: str
    is_cancelled: bool
    replaces_id: int | None
    sha256: str


def _plain(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _invoice(invoice: Any) -> dict[str, Any]:
    names = ("id", "number", "kind", "period", "object", "reference", "issue_date", "due_date")
    cents = ("due_cents", "paid_cents", "owed_cents")
    return _plain(invoice, *names, *cents) | {"payer": reference(invoice.payer), "lines": list(invoice.lines.all())}


def _invoices(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "finance.view_invoice", Invoice.objects.with_balance())
    return rows.select_related("payer").prefetch_related("lines").order_by("pk")


@router.get("/invoices", response={200: Page[InvoiceOut], **REFUSALS})
def list_invoices(request: HttpRequest, filters: Query[PeriodFilter]) -> dict[str, Any]:
    """List invoices with what is paid and owed."""
    rows = _invoices(request)
    return paged(request, rows.filter(period=filters.period) if filters.period else rows, filters, _invoice)


@router.get("/invoices/{int:invoice_id}", response={200: InvoiceOut, **REFUSALS})
def read_invoice(request: HttpRequest, invoice_id: int) -> dict[str, Any]:
    """Read one invoice."""
    return _invoice(get_object_or_404(_invoices(request), pk=invoice_id))


def _payment(payment: Any) -> dict[str, Any]:
    names = ("id", "method", "amount_cents", "unused_cents", "is_reversed", "received_date", "reference", "recorded_at")
    return _plain(payment, *names) | {"payer": reference(payment.payer)}


@router.get("/payments", response={200: Page[PaymentOut], **REFUSALS})
def list_payments(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """List payments received."""
    rows = visible(request.user, "finance.view_payment", Payment.objects.with_unused().with_state())
    return paged(request, rows.select_related("payer").order_by("pk"), query, _payment)


def _entry(entry: Entry) -> dict[str, Any]:
    names = ("id", "kind", "amount_cents", "period", "booked_date", "invoice_id", "payment_id", "reverses_id")
    return _plain(entry, *names, "reason", "recorded_at")


@router.get("/ledger-entries", response={200: Page[EntryOut], **REFUSALS})
def list_entries(request: HttpRequest, filters: Query[PeriodFilter]) -> dict[str, Any]:
    """List the lines of the ledger, in the order they were written."""
    rows = visible(request.user, "finance.view_entry", Entry.objects.order_by("pk"))
    return paged(request, rows.filter(period=filters.period) if filters.period else rows, filters, _entry)


def _receipt(receipt: Any) -> dict[str, Any]:
    names = ("id", "number", "payment_id", "amount_cents", "issue_date", "language", "is_cancelled", "replaces_id")
    return _plain(receipt, *names, "sha256") | {"payer": reference(receipt.payer)}


@router.get("/receipts", response={200: Page[ReceiptOut], **REFUSALS})
def list_receipts(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """List receipts of payment, cancelled ones included."""
    rows = visible(request.user, "finance.view_receipt", Receipt.objects.light().with_state())
    return paged(request, rows.select_related("payer").order_by("pk"), query, _receipt)


class BankLineOut(Schema):
    """A movement of the bank account and what was decided about it."""

    id: int
    date: date
    label: str
    amount_cents: int = Field(description="Positive for money in.")
    reference: str
    bank_id: str
    verdict: str | None = Field(description="Last decision; null while somebody must decide.")


class BankFilter(PageQuery):
    """Filters of bank lines."""

    since: date | None = Field(None, description="Not before this day.")
    until: date | None = Field(None, description="Not after this day.")
    is_waiting: bool | None = Field(
        None, description="Only those about which somebody must decide, or only the others."
    )


def _bank_line(line: Any) -> dict[str, Any]:
    verdict = None if line.verdict == Verdict.REOPENED else line.verdict
    return _plain(line, "id", "date", "label", "amount_cents", "reference", "bank_id") | {"verdict": verdict}


@router.get("/bank-lines", response={200: Page[BankLineOut], **REFUSALS})
def list_bank_lines(request: HttpRequest, filters: Query[BankFilter]) -> dict[str, Any]:
    """List the lines of the bank statements: for those who read the books only."""
    rows: Any = visible(request.user, "finance.view_bankline", BankLine.objects.with_verdict())
    if filters.is_waiting is not None:
        rows = rows.waiting() if filters.is_waiting else rows.settled()
    if filters.since:
        rows = rows.filter(date__gte=filters.since)
    if filters.until:
        rows = rows.filter(date__lte=filters.until)
    return paged(request, rows.order_by("pk"), filters, _bank_line)
