"""Proofs of `manage.py verify`: the ledger adds up, receipts and deposit slips are the bytes that were issued."""

import hashlib
from collections.abc import Iterable, Iterator

from django.db.models import F, Sum

from convergence.core.verification import proof
from convergence.finance.choices import EntryKind
from convergence.finance.commands.receipts import faults_of_receipts
from convergence.finance.models import ChequeBatch, Entry, Invoice, Payment, Receipt
from convergence.finance.rules.ledger import effects

AT_ONCE = 500


@proof("finance.ledger")
def ledger_faults() -> Iterable[str]:
    """Compute the effects of every entry anew, and look for what owes or lends less than nothing."""
    yield from _wrong_effects()
    overused = Payment.objects.annotate(unused=Sum("entries__unused_cents")).filter(unused__lt=0)
    yield from (f"payment {pk}: more was used than was received" for pk in overused.values_list("pk", flat=True))
    reversals = Entry.objects.filter(kind=EntryKind.REVERSED).exclude(amount_cents=F("reverses__amount_cents"))
    yield from (f"entry {pk}: answers another amount" for pk in reversals.values_list("pk", flat=True))
    issued = Invoice.objects.filter(entries=None)
    yield from (f"invoice {number}: nothing in the ledger" for number in issued.values_list("number", flat=True))


def _wrong_effects() -> Iterator[str]:
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        expected = effects(entry.source, entry.amount_cents, reverse=entry.kind == EntryKind.REVERSED)
        if expected != (entry.owed_cents, entry.unused_cents, entry.till_cents):
            yield f"entry {entry.pk}: its effects are not those of its kind and amount"


@proof("finance.papers")
def paper_faults() -> Iterable[str]:
    """Compare the bytes of receipts and deposit slips with their digests."""
    numbers = faults_of_receipts(Receipt.objects.order_by("pk").iterator(chunk_size=AT_ONCE))
    yield from (f"receipt {number}: its bytes were changed" for number in numbers)
    for batch in ChequeBatch.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        if hashlib.sha256(bytes(batch.slip_pdf)).hexdigest() != batch.slip_sha256:
            yield f"deposit slip {batch.number}: its bytes were changed"
