"""What a bank line may be, read against what is owed now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from convergence.contacts.models import Contact, FormerName
from convergence.contacts.rules.names import search_words
from convergence.finance.choices import EntryKind, Method, Verdict
from convergence.finance.models import BankDecision, BankLine, Entry, Invoice, Payment
from convergence.finance.models.ledger import PaymentQuerySet
from convergence.finance.rules.matching import Index, Owed, Proposal, Reading, Recorded, named_part, read_line
from convergence.finance.rules.on_account import Known, asks_for_known, with_known
from convergence.finance.rules.references import find_codes, period_code
from convergence.finance.rules.several import with_several


@dataclass(frozen=True)
class Candidate:
    """A proposal with the records that it names."""

    proposal: Proposal
    invoice: Invoice | None = None
    invoices: tuple[Invoice, ...] = ()
    payments: tuple[Payment, ...] = ()
    account: Contact | None = None

    @property
    def parts(self) -> list[tuple[int, int]]:
        """Return what a line would pay of several invoices, as pairs of id and cents: all that each owes."""
        return [(row.pk, row.owed_cents) for row in self.invoices]

    @property
    def payer(self) -> Contact | None:
        """Return who would have paid; of several invoices, who owes the first."""
        if self.invoice is not None:
            return self.invoice.payer
        if self.invoices:
            return self.invoices[0].payer
        if self.account is not None:
            return self.account
        return self.payments[0].payer if self.payments else None


@dataclass(frozen=True)
class LineReading:
    """A bank line, what it was understood to be, and its candidates, best first."""

    line: BankLine
    reading: Reading
    candidates: tuple[Candidate, ...] = field(default=())

    @property
    def best(self) -> Candidate | None:
        """Return the candidate to confirm with one key: the first, when no other is worth as much."""
        if not self.candidates:
            return None
        first = self.candidates[0]
        rivals = [item for item in self.candidates[1:] if item.proposal.confidence >= first.proposal.confidence]
        return first if not rivals else None


def unmatched_payments() -> PaymentQuerySet:
    """Return payments of the till, not undone, that no bank line was tied to yet."""
    later = BankDecision.objects.filter(
        line=OuterRef("bankdecision__line"), attempt__gt=OuterRef("bankdecision__attempt")
    )
    through = BankDecision.payments.through
    tied = through.objects.filter(payment=OuterRef("pk")).exclude(bankdecision__verdict=Verdict.REOPENED)
    rows = Payment.objects.standing().exclude(method__in=[Method.DECLARED, Method.CASH])
    found: PaymentQuerySet = rows.filter(~Exists(tied.filter(~Exists(later))))
    return found.select_related("payer").order_by("received_date", "pk")


def matching_index() -> Index:
    """Return what is owed now and what waits for the bank, ready for `read_line`."""
    rows = Invoice.objects.open().exclude(kind="OPENING")
    former: dict[int, list[tuple[str, str]]] = defaultdict(list)
    borne = FormerName.objects.filter(contact__in=Invoice.objects.values("payer_id")).order_by("pk")
    for contact_id, name, acronym in borne.values_list("contact_id", "name", "acronym"):
        former[contact_id].append((name, acronym))
    owed = [_owed(row, former.get(row["payer_id"], ())) for row in rows.order_by("pk").values(*_OF_INVOICE)]
    recorded = [
        Recorded(paid.pk, paid.payer_id, paid.method, _brought(paid), paid.drawer, paid.batch_id, paid.received_date)
        for paid in unmatched_payments().with_unused()
    ]
    has_cards = any(paid.method == Method.CARD for paid in recorded)
    return Index(owed, recorded, withheld_cents=withheld_refunds() if has_cards else 0)


def _brought(paid: Payment) -> int:
    """Return what a bank line says of a payment: a provider pays out what it did not send back."""
    return paid.till_cents if paid.method == Method.CARD else paid.amount_cents


_OF_INVOICE = (
    "pk",
    "payer_id",
    "period",
    "owed_cents",
    "reference",
    "issue_date",
    "payer__number",
    "payer__name",
    "payer__given_name",
    "payer__family_name",
    "payer__acronym",
)


def _called(
    name: str, given: str, family: str, acronym: str, former: Iterable[tuple[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names and the acronyms that a payer goes by; `former` are pairs of them, in their order."""
    pairs = list(former)
    names = (name, *(old for old, _acronym in pairs))
    if family:
        names = (*names, f"{given} {family}", f"{family} {given}")
    acronyms = (acronym, *(old for _name, old in pairs))
    return tuple(dict.fromkeys(filter(None, names))), tuple(filter(None, acronyms))


def _owed(row: Mapping[str, Any], former: Iterable[tuple[str, str]]) -> Owed:
    names, acronyms = _called(
        row["payer__name"], row["payer__given_name"], row["payer__family_name"], row["payer__acronym"], former
    )
    return Owed(
        invoice_id=row["pk"],
        payer_id=row["payer_id"],
        number=row["payer__number"],
        period_code=period_code(row["period"]),
        owed_cents=row["owed_cents"],
        names=names,
        acronyms=acronyms,
        reference=row["reference"],
        issued=row["issue_date"],
    )


def reading_of(lines: Sequence[BankLine], index: Index | None = None) -> list[LineReading]:
    """Read lines against what is owed now, with the records that the proposals name, in a fixed number of queries."""
    index = index or matching_index()
    first = [_read(line, index) for line in lines]
    payers = _payers_named(lines, first)
    known = [_known(payer) for payer in payers.values()]
    readings = [
        with_known(reading, line.label, line.amount_cents, known, index, reference=line.reference, on=line.date)
        for line, reading in zip(lines, first, strict=True)
    ]
    invoices = name_of_invoices(
        pk
        for reading in readings
        for proposal in reading.proposals
        for pk in (proposal.invoice_id, *proposal.invoice_ids)
        if pk
    )
    paid = {pk for reading in readings for proposal in reading.proposals for pk in proposal.payment_ids}
    payments = Payment.objects.select_related("payer", "batch").in_bulk(list(paid))
    return [
        LineReading(line, reading, tuple(_candidate(item, invoices, payments, payers) for item in reading.proposals))
        for line, reading in zip(lines, readings, strict=True)
    ]


def _read(line: BankLine, index: Index) -> Reading:
    found = read_line(line.label, line.amount_cents, index, reference=line.reference, on=line.date)
    return with_several(found, line.label, line.amount_cents, index, on=line.date)


def name_of_invoices(invoice_ids: Iterable[int]) -> dict[int, Invoice]:
    """Return invoices with payer and balance by id."""
    ids = set(invoice_ids)
    return {row.pk: row for row in Invoice.objects.with_balance().select_related("payer").filter(pk__in=ids)}


def _payers_named(lines: Sequence[BankLine], readings: Sequence[Reading]) -> dict[int, Contact]:
    """Return, by id, the payers whose number or name stands in lines that no open invoice explains.

    Numbers are looked for among all contacts, names among those who had an invoice: in one query.
    """
    numbers: set[str] = set()
    words = Q(pk__in=[])
    for line, reading in zip(lines, readings, strict=True):
        if not asks_for_known(reading):
            continue
        codes = find_codes(f"{line.label} {line.reference}")
        numbers.update(code.number for code in codes)
        if not codes:
            words |= _holding(search_words(named_part(line.label))[:8])
    found = Contact.objects.filter(retracted_at__isnull=True)
    billed = Exists(Invoice.objects.filter(payer=OuterRef("pk")))
    by_name = found.filter(words & Q(merged_into__isnull=True)).filter(billed)[:200]
    wanted = Q(pk__in=[])
    if numbers:
        kept = found.filter(number__in=numbers).annotate(kept=Coalesce("merged_into_id", "pk"))
        wanted |= Q(pk__in=kept.values("kept"))
    if words != Q(pk__in=[]):
        wanted |= Q(pk__in=by_name.values("pk"))
    if wanted == Q(pk__in=[]):
        return {}
    names = Prefetch("former_names", queryset=FormerName.objects.order_by("pk"))
    periods = Prefetch("invoices", queryset=Invoice.objects.exclude(kind="OPENING").only("payer_id", "period"))
    return {row.pk: row for row in Contact.objects.filter(wanted).prefetch_related(names, periods)}


def _holding(words: Sequence[str]) -> Q:
    asked = Q()
    for word in words:
        asked &= Q(search_text__contains=word)
    return asked if words else Q(pk__in=[])


def _known(payer: Contact) -> Known:
    former = [(item.name, item.acronym) for item in payer.former_names.all()]
    names, acronyms = _called(payer.name, payer.given_name, payer.family_name, payer.acronym, former)
    periods = frozenset(period_code(invoice.period) for invoice in payer.invoices.all())
    return Known(payer.pk, payer.number, names, acronyms, periods)


def _candidate(
    proposal: Proposal, invoices: dict[int, Invoice], payments: dict[int, Payment], payers: dict[int, Contact]
) -> Candidate:
    return Candidate(
        proposal,
        invoices.get(proposal.invoice_id or 0),
        tuple(invoices[pk] for pk in proposal.invoice_ids if pk in invoices),
        tuple(payments[pk] for pk in proposal.payment_ids if pk in payments),
        payers.get(proposal.payer_id or 0),
    )


def returned_cheques() -> QuerySet[Payment]:
    """Return cheques already tied to the bank and not undone: those that the bank may return."""
    rows = Payment.objects.standing().filter(method=Method.CHEQUE)
    found: QuerySet[Payment] = rows.select_related("payer").order_by("-received_date", "-pk")
    return found


def card_payments_waiting(*, until: date) -> PaymentQuerySet:
    """Return the card payments received by a day that no payout was tied to, with what is left of each."""
    found: PaymentQuerySet = unmatched_payments().filter(method=Method.CARD, received_date__lte=until).with_unused()
    return found


def withheld_refunds(*, until: date | None = None) -> int:
    """Return what the provider sent back, by a day, of payments already paid out, and withheld from no payout yet; cents.

    What was tied to payouts is what they brought, their fees, and what they withheld; the rest is still to come.
    """
    later = BankDecision.objects.filter(line=OuterRef("line"), attempt__gt=OuterRef("attempt"))
    payouts = BankDecision.objects.filter(~Exists(later), verdict=Verdict.PAYOUT)
    tied = Payment.objects.filter(bank_decisions__in=payouts)
    if not tied.exists():
        return 0
    gross = tied.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    back = Entry.objects.filter(payment__in=tied, source=EntryKind.REFUNDED)
    back = back if until is None else back.filter(booked_date__lte=until)
    out = Entry.objects.filter(kind__in=[EntryKind.PAYOUT, EntryKind.FEE], reversed_by__isnull=True)
    gone = out.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    return max(gone - gross - (back.aggregate(sum=Sum("till_cents"))["sum"] or 0), 0)


def provider_balance() -> int:
    """Return what the card provider holds for us: card payments less refunds, payouts and fees, in cents."""
    cards = Entry.objects.filter(payment__method=Method.CARD).aggregate(total=Sum("till_cents"))["total"] or 0
    out = Entry.objects.filter(source__in=[EntryKind.PAYOUT, EntryKind.FEE]).exclude(kind=EntryKind.REVERSED)
    gone = out.filter(reversed_by__isnull=True).aggregate(total=Sum("amount_cents"))["total"] or 0
    return cards - gone
