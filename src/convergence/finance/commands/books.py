"""Writing in the ledger: one lock, one date check, one way to make an entry. Used by the other commands only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Sum
from django.utils import timezone

from convergence.core.facts import publish
from convergence.core.models import Counter
from convergence.finance.choices import EntryKind
from convergence.finance.errors import YearIsClosed, refusal
from convergence.finance.events import InvoicePaid, InvoiceReopened
from convergence.finance.models import Entry, FiscalYear, Invoice, Payment
from convergence.finance.rules import ledger


@dataclass(frozen=True)
class Act:
    """Who writes, when, on which day of the books."""

    actor: Any
    at: datetime
    booked_date: date
    reason: str = ""


def lock_books() -> None:
    """Make writers of the ledger wait for one another until the transaction ends."""
    if not Counter.objects.filter(name="finance.books").update(value=F("value") + 1):
        Counter.objects.get_or_create(name="finance.books")
        Counter.objects.filter(name="finance.books").update(value=F("value") + 1)


def local_day(at: datetime) -> date:
    """Return the day of the moment where the organisation is."""
    return timezone.localtime(at).date()


def open_day(day: date, at: datetime) -> date:
    """Return the day when its year is open, else the day of the act, which must be open.

    Raises:
        YearIsClosed: the act itself would fall in a closed year.
    """
    if closed_year(day) is None:
        return day
    return checked_day(local_day(at))


def closed_year(day: date) -> FiscalYear | None:
    """Return the closed year that holds this day, if any; every day before a closed year is closed too."""
    return FiscalYear.objects.filter(closed_at__isnull=False, end_date__gte=day).order_by("end_date").first()


def checked_day(day: date) -> date:
    """Return the day when its year is open.

    Raises:
        YearIsClosed: it is not.
    """
    year = closed_year(day)
    if year is not None:
        last = FiscalYear.objects.filter(closed_at__isnull=False).order_by("-end_date").first() or year
        raise YearIsClosed(year=year, first_open=last.end_date + timedelta(days=1))
    return day


def checked_amount(cents: int, field: str = "amount") -> int:
    """Return a believable amount.

    Raises:
        BadAmount: zero, negative or above 10 000 000.00.
    """
    try:
        return ledger.checked_amount(cents)
    except ledger.LedgerError as error:
        raise refusal(error, field) from error


def entry(
    act: Act, kind: EntryKind, cents: int, *, invoice: Invoice | None = None, payment: Payment | None = None
) -> Entry:
    """Return an entry, not yet written. Its payer is the one who owes the invoice, else the one who paid."""
    owed, unused, till = ledger.effects(kind, cents)
    payer_id = invoice.payer_id if invoice else payment.payer_id if payment else None
    return Entry(
        kind=kind,
        source=kind,
        amount_cents=cents,
        owed_cents=owed,
        unused_cents=unused,
        till_cents=till,
        payer_id=payer_id,
        invoice=invoice,
        payment=payment,
        period=invoice.period if invoice else "",
        booked_date=act.booked_date,
        reason=act.reason,
        actor_id=getattr(act.actor, "pk", None),
        recorded_at=act.at,
    )


def reversal(act: Act, target: Entry) -> Entry:
    """Return the entry that answers another, not yet written."""
    return Entry(
        kind=EntryKind.REVERSED,
        source=target.source,
        amount_cents=target.amount_cents,
        owed_cents=-target.owed_cents,
        unused_cents=-target.unused_cents,
        till_cents=-target.till_cents,
        payer_id=target.payer_id,
        invoice_id=target.invoice_id,
        payment_id=target.payment_id,
        period=target.period,
        booked_date=act.booked_date,
        reverses=target,
        reason=act.reason,
        actor_id=getattr(act.actor, "pk", None),
        recorded_at=act.at,
    )


def write(entries: Sequence[Entry]) -> list[Entry]:
    """Write entries in order, and tell which invoices became paid or owe again.

    The books must be locked.
    """
    invoice_ids = {item.invoice_id for item in entries if item.invoice_id is not None}
    before = owed_on(invoice_ids)
    written = Entry.objects.bulk_create(entries, batch_size=500)
    tell_changes(before, owed_on(invoice_ids))
    return written


def owed_on(invoice_ids: Iterable[int]) -> dict[int, int | None]:
    """Return what is owed on each invoice; None when it has no entry yet."""
    ids = list(invoice_ids)
    sums: dict[int, int | None] = dict.fromkeys(ids)
    rows = Entry.objects.filter(invoice_id__in=ids).order_by().values("invoice_id").annotate(total=Sum("owed_cents"))
    sums.update({row["invoice_id"]: row["total"] for row in rows})
    return sums


def tell_changes(before: dict[int, int | None], after: dict[int, int | None]) -> None:
    """Publish InvoicePaid and InvoiceReopened for the invoices whose state changed."""
    changed = {pk for pk, owed in after.items() if owed is not None and (owed <= 0) != ((before[pk] or 0) <= 0)} | {
        pk for pk, owed in after.items() if owed is not None and before[pk] is None and owed <= 0
    }
    for invoice in Invoice.objects.filter(pk__in=changed).order_by("pk"):
        if (after[invoice.pk] or 0) <= 0:
            publish(InvoicePaid(invoice.pk, invoice.payer_id, invoice.period))
        elif before[invoice.pk] is not None:
            publish(InvoiceReopened(invoice.pk, invoice.payer_id, invoice.period))


def unused_of(payment_id: int) -> int:
    """Return the unused part of a payment."""
    return Entry.objects.filter(payment_id=payment_id).aggregate(total=Sum("unused_cents"))["total"] or 0


def live_entries(**filters: Any) -> list[Entry]:
    """Return entries that no reversal answers, oldest first."""
    rows = Entry.objects.filter(reversed_by__isnull=True, **filters).exclude(kind=EntryKind.REVERSED)
    return list(rows.select_related("invoice", "payment").order_by("pk"))
