"""What is due, paid and owed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from convergence.finance.choices import EntryKind
from convergence.finance.models import Entry, Invoice, Payment

DUES = (EntryKind.DUE, EntryKind.OPENING_DUE)
WHO_PAYS = Coalesce("payer__merged_into__merged_into_id", "payer__merged_into_id", "payer_id")
"""The contact that stands for the payer of an entry, merges considered."""


@dataclass(frozen=True)
class InvoiceBalance:
    """Where an invoice stands, in cents. `paid_date` is the day of the last payment put on it, in the books."""

    invoice_id: int
    due_cents: int = 0
    paid_cents: int = 0
    paid_date: date | None = None

    @property
    def owed_cents(self) -> int:
        """Return what is still owed."""
        return self.due_cents - self.paid_cents

    @property
    def is_paid(self) -> bool:
        """Tell whether nothing is owed any more."""
        return self.owed_cents <= 0


@dataclass(frozen=True)
class PayerTotals:
    """What a payer owes for a period, in cents; aliases left by merges are added to the contact that was kept."""

    payer_id: int
    due_cents: int = 0
    paid_cents: int = 0

    @property
    def owed_cents(self) -> int:
        """Return what is still owed."""
        return self.due_cents - self.paid_cents


def balance(invoice_ids: Iterable[int]) -> dict[int, InvoiceBalance]:
    """Return where each invoice stands; an unknown id stands at zero. One query for each 500 ids."""
    ids = list(dict.fromkeys(invoice_ids))
    found = {pk: InvoiceBalance(pk) for pk in ids}
    for start in range(0, len(ids), 500):
        rows = (
            Entry.objects.filter(invoice_id__in=ids[start : start + 500])
            .order_by()
            .values("invoice_id")
            .annotate(
                due=Sum("owed_cents", filter=Q(source__in=DUES)),
                paid=Sum("owed_cents", filter=Q(source=EntryKind.ALLOCATED)),
                last=Max("booked_date", filter=Q(kind=EntryKind.ALLOCATED, reversed_by__isnull=True)),
            )
        )
        for row in rows:
            pk = row["invoice_id"]
            found[pk] = InvoiceBalance(pk, row["due"] or 0, -(row["paid"] or 0), row["last"])
    return found


def sums_of(invoice_ids: QuerySet[Any, Any]) -> dict[int, tuple[int, int]]:
    """Return {invoice id: (cents due, cents paid)} for a query of invoice ids, in one query; without entry, no key."""
    rows = Entry.objects.filter(invoice_id__in=invoice_ids).order_by().values_list("invoice_id")
    sums = rows.annotate(
        due=Sum("owed_cents", filter=Q(source__in=DUES)),
        paid=Sum("owed_cents", filter=Q(source=EntryKind.ALLOCATED)),
    )
    return {pk: (due or 0, -(paid or 0)) for pk, due, paid in sums}


def totals_by_payer(period: str, payer_ids: Iterable[int] | None = None) -> dict[int, PayerTotals]:
    """Return what was due and paid for a period by payer (S59: the period written on the invoice, no other)."""
    rows = Entry.objects.filter(period=period, invoice__isnull=False)
    if payer_ids is not None:
        ids = list(payer_ids)
        rows = rows.filter(Q(payer_id__in=ids) | Q(payer__merged_into_id__in=ids))
    grouped = (
        rows.annotate(who=WHO_PAYS)
        .order_by()
        .values("who")
        .annotate(
            due=Sum("owed_cents", filter=Q(source__in=DUES)),
            paid=Sum("owed_cents", filter=Q(source=EntryKind.ALLOCATED)),
        )
    )
    return {row["who"]: PayerTotals(row["who"], row["due"] or 0, -(row["paid"] or 0)) for row in grouped}


def totals_by_period() -> dict[str, PayerTotals]:
    """Return what was due and paid for each period, latest period first (`payer_id` is 0)."""
    grouped = (
        Entry.objects.filter(invoice__isnull=False)
        .order_by("-period")
        .values("period")
        .annotate(
            due=Sum("owed_cents", filter=Q(source__in=DUES)),
            paid=Sum("owed_cents", filter=Q(source=EntryKind.ALLOCATED)),
        )
    )
    return {row["period"]: PayerTotals(0, row["due"] or 0, -(row["paid"] or 0)) for row in grouped}


def open_invoices(payer_ids: Iterable[int] | None = None, period: str | None = None) -> QuerySet[Invoice]:
    """Return invoices that still owe something, with `due_cents`, `owed_cents`, `paid_cents`, oldest due first."""
    rows = Invoice.objects.open().select_related("payer")
    if payer_ids is not None:
        ids = list(payer_ids)
        rows = rows.filter(Q(payer_id__in=ids) | Q(payer__merged_into_id__in=ids))
    if period is not None:
        rows = rows.filter(period=period)
    found: QuerySet[Invoice] = rows.order_by("due_date", "pk")
    return found


def credits_of_payer(payer_id: int) -> QuerySet[Payment]:
    """Return payments of a payer that hold an unused part, oldest first."""
    rows = Payment.objects.with_credit().filter(Q(payer_id=payer_id) | Q(payer__merged_into_id=payer_id))
    found: QuerySet[Payment] = rows.order_by("received_date", "pk")
    return found


def ledger_of_payer(payer_id: int) -> QuerySet[Entry]:
    """Return every entry of a payer, in the order they were written."""
    mine = Q(payer_id=payer_id) | Q(payer__merged_into_id=payer_id) | Q(payment__payer_id=payer_id)
    return Entry.objects.filter(mine).select_related("invoice", "payment", "reverses").order_by("pk")


def sum_by_invoice(column: str) -> Any:
    """Return a subquery: the sum of a column of the entries of an invoice."""
    rows = Entry.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice").annotate(total=Sum(F(column)))
    return Subquery(rows.values("total"), output_field=IntegerField())
