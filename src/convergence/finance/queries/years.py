"""What a year closes on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from convergence.finance.choices import EntryKind
from convergence.finance.models import BankLine, Entry, FiscalYear
from convergence.finance.queries.receipts import payments_without_receipt


def carried(last_day: date) -> dict[int, tuple[int, int]]:
    """Return `payer → (owed, credit)` on the last day, in cents; payers at zero are left out."""
    entries = Entry.objects.filter(booked_date__lte=last_day)
    found: dict[int, tuple[int, int]] = {}
    owed = (
        entries.filter(invoice__isnull=False).order_by().values("invoice__payer_id").annotate(total=Sum("owed_cents"))
    )
    for row in owed:
        found[row["invoice__payer_id"]] = (row["total"] or 0, 0)
    credit = (
        entries.filter(payment__isnull=False).order_by().values("payment__payer_id").annotate(total=Sum("unused_cents"))
    )
    for line in credit:
        payer = line["payment__payer_id"]
        found[payer] = (found.get(payer, (0, 0))[0], line["total"] or 0)
    return {payer: amounts for payer, amounts in found.items() if amounts != (0, 0)}


@dataclass(frozen=True)
class YearState:
    """What somebody checks before closing a year; amounts in cents."""

    due_cents: int
    received_cents: int
    refunded_cents: int
    fees_cents: int
    owed_cents: int
    credit_cents: int
    waiting_lines: int
    missing_receipts: int


def state_of(year: FiscalYear) -> YearState:
    """Return the figures of a year, and what still waits in it."""
    entries = Entry.objects.filter(booked_date__gte=year.start_date, booked_date__lte=year.end_date)
    sums = entries.aggregate(
        due=Sum("owed_cents", filter=Q(source=EntryKind.DUE)),
        received=Sum("till_cents", filter=Q(source=EntryKind.PAID)),
        refunded=Sum("till_cents", filter=Q(source=EntryKind.REFUNDED)),
        fees=Sum("till_cents", filter=Q(source=EntryKind.FEE)),
    )
    rows = carried(year.end_date).values()
    days = {"received_date__gte": year.start_date, "received_date__lte": year.end_date}
    return YearState(
        due_cents=sums["due"] or 0,
        received_cents=sums["received"] or 0,
        refunded_cents=-(sums["refunded"] or 0),
        fees_cents=-(sums["fees"] or 0),
        owed_cents=sum(owed for owed, _ in rows),
        credit_cents=sum(credit for _, credit in rows),
        waiting_lines=BankLine.objects.waiting().filter(date__gte=year.start_date, date__lte=year.end_date).count(),
        missing_receipts=payments_without_receipt().filter(**days).count(),
    )
