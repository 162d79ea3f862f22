"""What is to be sent back: credits left on payments of cancelled registrations."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from convergence.education.gatherings.choices import RegistrationState
from convergence.education.gatherings.models import Gathering, Registration
from convergence.finance.choices import EntryKind
from convergence.finance.models import Entry, Payment


@dataclass(frozen=True)
class Refund:
    """A payment that holds more than its invoices ask, for a cancelled registration."""

    payment: Payment
    gathering: Gathering
    invoice_number: str
    unused_cents: int


def refunds_due() -> list[Refund]:
    """Return what is to be sent back, the oldest payment first.

    A payment is listed while a part of it is unused and it once paid the invoice of a cancelled registration or group.
    """
    gone = Registration.objects.filter(state=RegistrationState.CANCELLED).filter(
        Q(invoice__isnull=False) | Q(party__invoice__isnull=False)
    )
    rows = gone.select_related("gathering__activity", "invoice", "party__invoice").order_by("pk")
    by_invoice: dict[int, tuple[Gathering, str]] = {}
    for row in rows:
        invoice = row.invoice or (row.party.invoice if row.party else None)
        if invoice is not None:
            by_invoice.setdefault(invoice.pk, (row.gathering, invoice.number))
    put = Entry.objects.filter(invoice__in=by_invoice, source=EntryKind.ALLOCATED, payment__isnull=False)
    invoice_of: dict[Any, int] = dict(put.order_by("pk").values_list("payment_id", "invoice_id"))
    paid = (
        Payment.objects.with_credit().filter(pk__in=invoice_of).select_related("payer").order_by("received_date", "pk")
    )
    return [Refund(payment, *by_invoice[invoice_of[payment.pk]], unused_cents=payment.unused_cents) for payment in paid]
