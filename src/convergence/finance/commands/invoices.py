"""Issuing what is owed, and correcting it by entries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.counters import next_number
from convergence.core.errors import BadValue, NotFound
from convergence.core.facts import publish
from convergence.core.models import Counter
from convergence.finance.choices import EntryKind, InvoiceKind
from convergence.finance.commands import books
from convergence.finance.commands.books import Act
from convergence.finance.events import InvoiceAdjusted, InvoiceIssued
from convergence.finance.models import Entry, Invoice, InvoiceLine
from convergence.finance.rules import ledger


@dataclass(frozen=True)
class Demand:
    """One invoice to issue: payer, lines `(label, cents)`, reference code; `key` names it once and for all.

    `object` is its title in the language of the payer, where invoices issued together have not all the same.
    """

    payer_id: int
    lines: tuple[tuple[str, int], ...]
    reference: str = ""
    language: str = "fr"
    key: str | None = None
    object: str = ""


def checked_period(label: str) -> str:
    """Return the label of a period.

    Raises:
        BadValue: it is neither two consecutive years nor one calendar year.
    """
    text = label.strip()
    years = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    if not years or (years[2] and int(years[2]) != int(years[1]) + 1) or not 1900 < int(years[1]) < 2200:
        raise BadValue(
            _("%(period)s is no period. Write two consecutive years, like 2023-2024."), field="period", period=label
        )
    return text


@transaction.atomic
def issue_invoice(
    *,
    payer_id: int,
    period: str,
    object: str,  # noqa: A002 (the word of the trade)
    lines: Sequence[tuple[str, int]],
    due_date: date | None,
    reference: str = "",
    actor: Any,
    at: datetime,
    kind: InvoiceKind = InvoiceKind.DUES,
    language: str = "fr",
    key: str | None = None,
) -> Invoice:
    """Issue an invoice and write what is owed.

    Amounts are whole cents; a line may be negative (a reduction), the total may not. With a `key`, issuing again
    gives back the invoice already issued.

    Raises:
        NotAllowed, BadAmount, BadValue (period, dates, reference already used), YearIsClosed.

    Writes the audit line `finance.invoice.issued`; publishes InvoiceIssued after commit.
    """
    demand = Demand(payer_id, tuple(lines), reference, language, key)
    [invoice] = issue_invoices(
        demands=[demand], period=period, object=object, due_date=due_date, kind=kind, actor=actor, at=at
    )
    return invoice


@transaction.atomic
def issue_invoices(
    *,
    demands: Sequence[Demand],
    period: str,
    object: str,  # noqa: A002
    due_date: date | None,
    actor: Any,
    at: datetime,
    kind: InvoiceKind = InvoiceKind.DUES,
) -> list[Invoice]:
    """Issue many invoices of one period at once, in the order given; see `issue_invoice`.

    A demand whose `key` was issued before gives back that invoice. One audit line for the whole.
    """
    require(actor, "finance.issue_invoice")
    period = checked_period(period)
    for demand in demands:
        _check_demand(demand)
    books.lock_books()
    day = books.checked_day(books.local_day(at))
    if due_date is not None and due_date < day:
        raise BadValue(_("The due date comes before the date of the invoice."), field="due_date")
    keys = [demand.key for demand in demands if demand.key]
    known = {invoice.key: invoice for invoice in Invoice.objects.filter(key__in=keys)}
    fresh = [demand for demand in demands if not demand.key or demand.key not in known]
    _check_references(fresh)
    made = Invoice.objects.bulk_create(
        [
            Invoice(
                number=number,
                kind=kind,
                payer_id=demand.payer_id,
                period=period,
                object=(demand.object or object)[:200],
                issue_date=day,
                due_date=due_date,
                reference=demand.reference,
                language=demand.language,
                key=demand.key,
                recorded_at=at,
            )
            for demand, number in zip(fresh, numbers("F", day.year, len(fresh)), strict=True)
        ],
        batch_size=500,
    )
    _write_lines(fresh, made)
    _write_dues(fresh, made, Act(actor, at, day))
    if made:
        _tell_issued(made, object, actor, at)
    by_key: dict[str | None, Invoice] = {**known, **{invoice.key: invoice for invoice in made if invoice.key}}
    rest = iter(invoice for invoice in made if not invoice.key)
    return [by_key[demand.key] if demand.key else next(rest) for demand in demands]


def _check_demand(demand: Demand) -> None:
    books.checked_amount(sum(cents for _, cents in demand.lines), "lines")
    for _label, cents in demand.lines:
        if abs(cents) > ledger.MAX_CENTS:
            books.checked_amount(abs(cents), "lines")


def _check_references(demands: Sequence[Demand]) -> None:
    wanted = [demand.reference for demand in demands if demand.reference]
    taken = Invoice.objects.filter(reference__in=wanted).values_list("reference", flat=True).first()
    repeated = (
        next((code for code in wanted if wanted.count(code) > 1), None) if len(set(wanted)) < len(wanted) else None
    )
    if taken or repeated:
        raise BadValue(
            _("The reference code %(code)s is already on another invoice. Give this one another code."),
            field="reference",
            code=taken or repeated,
        )


def numbers(letter: str, year: int, count: int) -> list[str]:
    """Return the next numbers of a yearly series, in order; see `core.counters.next_number`."""
    if count == 0:
        return []
    name = f"finance.{letter}.{year}"
    first = next_number(name)
    if count > 1:
        counter = Counter.objects.get(name=name)
        counter.value += count - 1
        counter.save(update_fields=["value"])
    return [f"{letter}{year}-{number:05d}" for number in range(first, first + count)]


def _write_lines(demands: Sequence[Demand], invoices: Sequence[Invoice]) -> None:
    InvoiceLine.objects.bulk_create(
        [
            InvoiceLine(invoice=invoice, position=position, label=label[:300], amount_cents=cents)
            for demand, invoice in zip(demands, invoices, strict=True)
            for position, (label, cents) in enumerate(demand.lines, start=1)
        ],
        batch_size=500,
    )


def _write_dues(demands: Sequence[Demand], invoices: Sequence[Invoice], act: Act) -> None:
    Entry.objects.bulk_create(
        [
            books.entry(act, EntryKind.DUE, sum(cents for _, cents in demand.lines), invoice=invoice)
            for demand, invoice in zip(demands, invoices, strict=True)
        ],
        batch_size=500,
    )


def _tell_issued(invoices: Sequence[Invoice], label: str, actor: Any, at: datetime) -> None:
    if len(invoices) == 1:
        audit.record(actor=actor, verb="finance.invoice.issued", obj=invoices[0], at=at)
    else:
        numbers = {"numbers": (None, f"{invoices[0].number} – {invoices[-1].number}"), "count": (None, len(invoices))}
        audit.record(
            actor=actor,
            verb="finance.invoices.issued",
            object_type="finance.invoice",
            label=label,
            changes=numbers,
            at=at,
        )
    for invoice in invoices:
        publish(InvoiceIssued(invoice.pk, invoice.payer_id, invoice.period))


@transaction.atomic
def adjust_invoice(*, invoice_id: int, total_cents: int, reason: str, actor: Any, at: datetime) -> Entry | None:
    """Correct what an invoice asks for, by an entry; the invoice and its first entry stay as they are (K8).

    `total_cents` is the new total, zero to cancel the invoice. When less is due than was already paid, the surplus
    goes back to the payments as credit, the latest first. Nothing is written when the total is right already.

    Raises:
        NotAllowed, NotFound, BadAmount, YearIsClosed.

    Writes the audit line `finance.invoice.adjusted`; publishes InvoiceAdjusted after commit.
    """
    require(actor, "finance.adjust_invoice")
    if total_cents != 0:
        books.checked_amount(total_cents, "total")
    books.lock_books()
    invoice = Invoice.objects.filter(pk=invoice_id).first()
    if invoice is None:
        raise NotFound
    act = Act(actor, at, books.checked_day(books.local_day(at)), reason)
    dues = Entry.objects.filter(invoice=invoice, source__in=[EntryKind.DUE, EntryKind.OPENING_DUE])
    before = sum(dues.values_list("owed_cents", flat=True))
    if before == total_cents:
        return None
    correction = books.entry(act, EntryKind.DUE, total_cents - before, invoice=invoice)
    written = books.write([correction, *_releases(invoice, act, total_cents - before)])
    audit.record(
        actor=actor,
        verb="finance.invoice.adjusted",
        obj=invoice,
        changes={"total_cents": (before, total_cents), "reason": (None, reason)},
        at=at,
    )
    publish(InvoiceAdjusted(invoice.pk, invoice.payer_id, invoice.period))
    return written[0]


def _releases(invoice: Invoice, act: Act, change: int) -> list[Entry]:
    owed = (books.owed_on([invoice.pk])[invoice.pk] or 0) + change
    if owed >= 0:
        return []
    paid = {item.pk: item for item in books.live_entries(invoice=invoice, kind=EntryKind.ALLOCATED)}
    moves = [ledger.Move(pk, item.kind, item.amount_cents, invoice.pk, item.payment_id) for pk, item in paid.items()]
    entries = []
    for move, kept in ledger.released(-owed, moves):
        old = paid[move.id]
        entries.append(books.reversal(act, old))
        if kept:
            entries.append(books.entry(act, EntryKind.ALLOCATED, kept, invoice=invoice, payment=old.payment))
    return entries
