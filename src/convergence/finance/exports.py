"""The books for the accountant: CSV that no spreadsheet executes, and Beancount that `bean-check` accepts."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from convergence.core.money import locale_of
from convergence.core.spreadsheets import harmless
from convergence.finance.choices import EntryKind, InvoiceKind, Method
from convergence.finance.models import Entry

RECEIVABLE = "Assets:Creances:Membres"
CREDITS = "Liabilities:Avances:Membres"
OPENING = "Equity:Ouverture"
FEES = "Expenses:Frais:Cartes"
TILLS = {
    Method.CHEQUE: "Assets:Banque",
    Method.TRANSFER: "Assets:Banque",
    Method.INTERAC: "Assets:Banque",
    Method.CARD: "Assets:Cartes",
    Method.CASH: "Assets:Caisse",
}
INCOME = {
    InvoiceKind.DUES: "Income:Cotisations",
    InvoiceKind.EXTRA: "Income:Cotisations:Extraordinaires",
    InvoiceKind.OTHER: "Income:Autres",
}


def entries_between(start: date | None = None, end: date | None = None) -> QuerySet[Entry]:
    """Return entries of the books between two days, both included, in the order of the books."""
    rows = Entry.objects.select_related("payer", "invoice", "payment", "reverses")
    if start:
        rows = rows.filter(booked_date__gte=start)
    if end:
        rows = rows.filter(booked_date__lte=end)
    return rows.order_by("booked_date", "pk")


def _money(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def header() -> list[str]:
    """Return the names of the columns, in the active language."""
    return [
        _("Entry"), _("Date in the books"), pgettext("of an entry", "Kind"),
        pgettext("the entry that it answers", "Answers"), _("Amount"), _("Owed"), _("Unused"), _("Till"),
        _("Account debited"), _("Account credited"), _("Member number"), _("Payer"), _("Invoice"), _("Period"),
        _("Payment"), _("How"), _("Reference"), _("Reason"), _("Recorded"),
    ]  # fmt: skip


def csv_lines(rows: QuerySet[Entry]) -> Iterator[str]:
    """Write the ledger as CSV, line by line: semicolons and decimal commas in French, as spreadsheets there expect.

    A byte order mark opens the file, so that accents survive Excel.
    """
    comma = locale_of() != "en_CA"
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";" if comma else ",", lineterminator="\r\n")

    def taken() -> str:
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    buffer.write("\ufeff")
    writer.writerow(header())
    yield taken()
    words = _words()
    for row in rows.iterator(chunk_size=2000):
        writer.writerow(_cells(row, words, comma=comma))
        yield taken()


def _words() -> dict[str, str]:
    """Return the words of kinds and methods in the active language, looked up once for a whole file."""
    return {str(value): str(label) for choices in (EntryKind, Method) for value, label in choices.choices}


def _cells(row: Entry, words: dict[str, str], *, comma: bool) -> list[str]:
    def amount(cents: int) -> str:
        return _money(cents).replace(".", ",") if comma else _money(cents)

    debit, credit = accounts_of(row)
    payer, invoice, payment = row.payer, row.invoice, row.payment
    texts = [
        payer.number if payer else "",
        payer.name if payer else "",
        invoice.number if invoice else "",
        row.period,
        str(payment.pk) if payment else "",
        words[payment.method] if payment else "",
        payment.reference if payment else "",
        row.reason,
    ]
    return [
        str(row.pk),
        row.booked_date.isoformat(),
        words[row.kind],
        str(row.reverses_id or ""),
        amount(row.amount_cents),
        amount(row.owed_cents),
        amount(row.unused_cents),
        amount(row.till_cents),
        debit,
        credit,
        *(harmless(text) for text in texts),
        row.recorded_at.isoformat(timespec="seconds"),
    ]


def accounts_of(row: Entry) -> tuple[str, str]:
    """Return the account debited and the account credited by a positive amount; a reversal exchanges them."""
    till = TILLS.get(Method(row.payment.method), "Assets:Banque") if row.payment and row.payment.method in TILLS else ""
    income = INCOME.get(InvoiceKind(row.invoice.kind), OPENING) if row.invoice else "Income:Autres"
    debit, credit = {
        EntryKind.DUE: (RECEIVABLE, income),
        EntryKind.OPENING_DUE: (RECEIVABLE, OPENING),
        EntryKind.PAID: (till, CREDITS),
        EntryKind.OPENING_PAID: (OPENING, CREDITS),
        EntryKind.ALLOCATED: (CREDITS, RECEIVABLE),
        EntryKind.REFUNDED: (CREDITS, till or OPENING),
        EntryKind.PAYOUT: ("Assets:Banque", "Assets:Cartes"),
        EntryKind.FEE: (FEES, "Assets:Cartes"),
    }[EntryKind(row.source)]
    return (credit, debit) if row.kind == EntryKind.REVERSED else (debit, credit)


def all_accounts() -> list[str]:
    """Return every account that the export may use."""
    return sorted({RECEIVABLE, CREDITS, OPENING, FEES, *TILLS.values(), *INCOME.values()})


def beancount_lines(rows: QuerySet[Entry], title: str) -> Iterator[str]:
    """Write the ledger in Beancount: one transaction for each entry, in whole cents written as dollars.

    Names of payers are quoted, so that none of them is read as a directive.
    """
    first = rows.values_list("booked_date", flat=True).first() or date(2000, 1, 1)
    yield f'option "title" {quoted(title)}\noption "operating_currency" "CAD"\n\n'
    for account in all_accounts():
        yield f"{first.isoformat()} open {account} CAD\n"
    words = _words()
    for row in rows.iterator(chunk_size=2000):
        yield _transaction(row, words)


def quoted(text: str) -> str:
    """Return a Beancount string on one line."""
    flat = " ".join(text.split())
    return '"' + flat.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _transaction(row: Entry, words: dict[str, str]) -> str:
    debit, credit = accounts_of(row)
    narration = " ".join(
        part for part in (words[row.kind], row.invoice.number if row.invoice else "", row.period, row.reason) if part
    )
    payer = f"{row.payer.number} {row.payer.name}".strip() if row.payer else ""
    lines = [
        f"\n{row.booked_date.isoformat()} * {quoted(payer)} {quoted(narration)}",
        f"  entry: {row.pk}",
        *([f"  reverses: {row.reverses_id}"] if row.reverses_id else []),
        f"  {debit}  {_money(row.amount_cents)} CAD",
        f"  {credit}  {_money(-row.amount_cents)} CAD",
    ]
    return "\n".join(lines) + "\n"
