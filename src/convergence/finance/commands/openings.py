"""Past dues as an imported file declares them: entries that never touch the till and give no receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.inserting import insert
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
def record_openings(
    *, openings: Sequence[Opening], source: str, actor: Any, at: datetime, is_audited: bool = True
) -> int:
    """Write past dues in bulk, “declared at import”; return how many were new.

    Dated on the day of the import in the books; the day of payment, when known, stays on the payment. One audit line
    for the whole, unless `is_audited` is False: the caller then writes a line that speaks of them.

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
    if is_audited:
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


def _invoices(openings: Sequence[Opening], act: Act, source: str) -> list[int]:
    series = numbers("D", act.booked_date.year, len(openings))
    objects = {period: _("Dues %(period)s, declared at import") % {"period": period} for period in _periods(openings)}
    ids = insert(
        Invoice,
        [
            {
                "number": number,
                "kind": InvoiceKind.OPENING.value,
                "payer_id": opening.payer_id,
                "period": opening.period,
                "object": objects[opening.period],
                "issue_date": act.booked_date,
                "key": opening.key,
                "recorded_at": act.at,
            }
            for opening, number in zip(openings, series, strict=True)
        ],
    )
    insert(
        InvoiceLine,
        [
            {"invoice_id": pk, "position": 1, "label": source[:300], "amount_cents": _due(opening)}
            for opening, pk in zip(openings, ids, strict=True)
        ],
    )
    return ids


def _periods(openings: Sequence[Opening]) -> set[str]:
    return {opening.period for opening in openings}


def _payments(openings: Sequence[Opening], act: Act, source: str) -> dict[str, int]:
    paid = [opening for opening in openings if opening.paid_cents]
    ids = insert(
        Payment,
        [
            {
                "payer_id": opening.payer_id,
                "method": Method.DECLARED.value,
                "amount_cents": opening.paid_cents,
                "received_date": opening.paid_date or act.booked_date,
                "note": source[:300],
                "key": opening.key,
                "recorded_at": act.at,
            }
            for opening in paid
        ],
    )
    return {opening.key: pk for opening, pk in zip(paid, ids, strict=True)}


def _entries(openings: Sequence[Opening], invoices: Sequence[int], payments: dict[str, int], act: Act) -> None:
    rows: list[dict[str, Any]] = []
    for opening, invoice_id in zip(openings, invoices, strict=True):
        due, paid = _due(opening), opening.paid_cents
        payment_id = payments.get(opening.key)
        rows.append(_entry(act, EntryKind.OPENING_DUE, due, opening, invoice_id=invoice_id))
        if payment_id is not None:
            rows.append(_entry(act, EntryKind.OPENING_PAID, paid, opening, payment_id=payment_id))
            for _invoice, cents in ledger.allocate(paid, [(invoice_id, due)])[0]:
                rows.append(
                    _entry(act, EntryKind.ALLOCATED, cents, opening, invoice_id=invoice_id, payment_id=payment_id)
                )
    insert(Entry, rows)


def _entry(
    act: Act,
    kind: EntryKind,
    cents: int,
    opening: Opening,
    *,
    invoice_id: int | None = None,
    payment_id: int | None = None,
) -> dict[str, Any]:
    """The values of an entry, as `books.entry` would fill them."""
    owed, unused, till = ledger.effects(kind, cents)
    return {
        "kind": kind.value,
        "source": kind.value,
        "amount_cents": cents,
        "owed_cents": owed,
        "unused_cents": unused,
        "till_cents": till,
        "payer_id": opening.payer_id,
        "invoice_id": invoice_id,
        "payment_id": payment_id,
        "period": opening.period if invoice_id is not None else "",
        "booked_date": act.booked_date,
        "reason": act.reason,
        "actor_id": getattr(act.actor, "pk", None),
        "recorded_at": act.at,
    }
