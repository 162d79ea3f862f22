"""Past dues as an imported file declares them: entries that never touch the till and give no receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.finance.choices import EntryKind, InvoiceKind, Method
from convergence.finance.commands import books
from convergence.finance.commands.books import Act
from convergence.finance.commands.invoices import checked_period, numbers
from convergence.finance.models import Entry, Invoice, InvoiceLine, Payment
from convergence.finance.rules import ledger


@dataclass(frozen=True)
class Opening:
    """Past dues of one payer for one period.

    `due_cents` may be None when the file only says what was paid: as much is then taken as due. `key` names this
    opening (`import:12:row:40`), so that applying again writes nothing.
    """

    payer_id: int
    period: str
    key: str
    due_cents: int | None = None
    paid_cents: int = 0
    paid_date: date | None = None


@transaction.atomic
def record_openings(*, openings: Sequence[Opening], source: str, actor: Any, at: datetime) -> int:
    """Write past dues in bulk, “declared at import”; return how many were new.

    Dated on the day of the import in the books; the day of payment, when known, stays on the payment. One audit line
    for the whole.

    Raises:
        NotAllowed, BadAmount, BadValue (period), YearIsClosed.
    """
    require(actor, "finance.record_opening")
    for opening in openings:
        _check(opening)
    books.lock_books()
    known = _known(opening.key for opening in openings)
    fresh = list({opening.key: opening for opening in openings if opening.key not in known}.values())
    if not fresh:
        return 0
    act = Act(actor, at, books.checked_day(books.local_day(at)), source[:300])
    invoices = _invoices(fresh, act, source)
    payments = _payments(fresh, act, source)
    _entries(fresh, invoices, payments, act)
    audit.record(
        actor=actor,
        verb="finance.openings.recorded",
        object_type="finance.invoice",
        label=source,
        changes={"count": (None, len(fresh)), "cents": (None, sum(_due(opening) for opening in fresh))},
        at=at,
    )
    return len(fresh)


def record_opening_due(
    *, payer_id: int, period: str, amount_cents: int, source: str, key: str, actor: Any, at: datetime
) -> int:
    """Write one past amount due; see `record_openings`."""
    opening = Opening(payer_id, period, key, due_cents=amount_cents)
    return record_openings(openings=[opening], source=source, actor=actor, at=at)


def record_opening_payment(
    *,
    payer_id: int,
    period: str,
    amount_cents: int,
    paid_date: date | None,
    source: str,
    key: str,
    actor: Any,
    at: datetime,
) -> int:
    """Write one past payment and as much due; see `record_openings`."""
    opening = Opening(payer_id, period, key, paid_cents=amount_cents, paid_date=paid_date)
    return record_openings(openings=[opening], source=source, actor=actor, at=at)


@transaction.atomic
def reverse_openings(*, keys: Sequence[str], reason: str, actor: Any, at: datetime) -> int:
    """Answer the entries of these openings (an import is undone); nothing is deleted. Return how many entries.

    Raises:
        NotAllowed, YearIsClosed.
    """
    require(actor, "finance.record_opening")
    books.lock_books()
    act = Act(actor, at, books.checked_day(books.local_day(at)), reason)
    wanted = set(keys)
    written = 0
    for batch in _batches(sorted(wanted)):
        rows = Entry.objects.filter(reversed_by__isnull=True).exclude(kind=EntryKind.REVERSED)
        rows = rows.filter(invoice__key__in=batch) | rows.filter(payment__key__in=batch)
        written += len(Entry.objects.bulk_create([books.reversal(act, row) for row in rows.order_by("-pk")]))
    if written:
        audit.record(
            actor=actor,
            verb="finance.openings.reversed",
            object_type="finance.invoice",
            label=reason,
            changes={"entries": (None, written)},
            at=at,
        )
    return written


def _check(opening: Opening) -> None:
    checked_period(opening.period)
    for cents in (opening.due_cents, opening.paid_cents or None):
        if cents is not None:
            books.checked_amount(cents)


def _batches(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[start : start + 500] for start in range(0, len(keys), 500))


def _known(keys: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for batch in _batches(list(keys)):
        found.update(key for key in Invoice.objects.filter(key__in=batch).values_list("key", flat=True) if key)
    return found


def _due(opening: Opening) -> int:
    return opening.due_cents if opening.due_cents is not None else opening.paid_cents


def _invoices(openings: Sequence[Opening], act: Act, source: str) -> list[Invoice]:
    series = numbers("D", act.booked_date.year, len(openings))
    invoices = Invoice.objects.bulk_create(
        [
            Invoice(
                number=number,
                kind=InvoiceKind.OPENING,
                payer_id=opening.payer_id,
                period=opening.period,
                object=_("Dues %(period)s, declared at import") % {"period": opening.period},
                issue_date=act.booked_date,
                key=opening.key,
                recorded_at=act.at,
            )
            for opening, number in zip(openings, series, strict=True)
        ],
        batch_size=500,
    )
    InvoiceLine.objects.bulk_create(
        [
            InvoiceLine(invoice=invoice, position=1, label=source[:300], amount_cents=_due(opening))
            for opening, invoice in zip(openings, invoices, strict=True)
        ],
        batch_size=500,
    )
    return invoices


def _payments(openings: Sequence[Opening], act: Act, source: str) -> dict[str, Payment]:
    made = Payment.objects.bulk_create(
        [
            Payment(
                payer_id=opening.payer_id,
                method=Method.DECLARED,
                amount_cents=opening.paid_cents,
                received_date=opening.paid_date or act.booked_date,
                note=source[:300],
                key=opening.key,
                recorded_at=act.at,
            )
            for opening in openings
            if opening.paid_cents
        ],
        batch_size=500,
    )
    return {payment.key or "": payment for payment in made}


def _entries(openings: Sequence[Opening], invoices: Sequence[Invoice], payments: dict[str, Payment], act: Act) -> None:
    rows: list[Entry] = []
    for opening, invoice in zip(openings, invoices, strict=True):
        due = _due(opening)
        rows.append(books.entry(act, EntryKind.OPENING_DUE, due, invoice=invoice))
        payment = payments.get(opening.key)
        if payment is not None:
            rows.append(books.entry(act, EntryKind.OPENING_PAID, opening.paid_cents, payment=payment))
            for _invoice, cents in ledger.allocate(opening.paid_cents, [(invoice.pk, due)])[0]:
                rows.append(books.entry(act, EntryKind.ALLOCATED, cents, invoice=invoice, payment=payment))
    Entry.objects.bulk_create(rows, batch_size=500)
