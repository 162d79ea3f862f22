"""What a receipt says, and which payments have none yet."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from convergence.contacts.models import Contact, ContactPoint, PostalAddress
from convergence.core.profile import current_profile
from convergence.finance.choices import EntryKind, Method
from convergence.finance.models import Entry, Payment, Receipt
from convergence.finance.papers import brand

#: Purposes of an e-mail where papers of money go, the best first.
MONEY_PURPOSES = ("BILLING", "GENERAL", "DELEGATE")


def payments_without_receipt(period: str | None = None) -> QuerySet[Payment]:
    """Return payments that pay something of the period (or anything) and hold no live receipt, oldest first."""
    rows = Payment.objects.standing().bringing().exclude(method=Method.DECLARED)
    held = Receipt.objects.live().filter(payment=OuterRef("pk"))
    rows = rows.filter(~Exists(held))
    if period is not None:
        pays = Entry.objects.filter(
            payment=OuterRef("pk"), kind=EntryKind.ALLOCATED, period=period, reversed_by__isnull=True
        )
        rows = rows.filter(Exists(pays))
    found: QuerySet[Payment] = rows.select_related("payer").order_by("received_date", "pk")
    return found


def receipts_never_sent(period: str, *, on: date) -> Any:
    """Return the valid receipts of a period that were never handed over to the mail, oldest first.

    Each carries `has_email`: whether its payer has an e-mail for money that works on that day.
    """
    pays = Entry.objects.filter(
        payment=OuterRef("payment"), kind=EntryKind.ALLOCATED, period=period, reversed_by__isnull=True
    )
    points = ContactPoint.objects.filter(
        Q(start_date__isnull=True) | Q(start_date__lte=on),
        Q(end_date__isnull=True) | Q(end_date__gte=on),
        contact=OuterRef("payer"),
        channel="EMAIL",
        purpose__in=MONEY_PURPOSES,
        failing_since__isnull=True,
    )
    rows = Receipt.objects.live().light().filter(Exists(pays), mailings__isnull=True)
    return rows.annotate(has_email=Exists(points)).order_by("pk")


def receipt_content(payment: Payment, *, number: str, day: date, replaces: Receipt | None = None) -> dict[str, Any]:
    """Return everything a receipt says, as plain values that are kept with it.

    `payment` carries `till_cents` and `unused_cents`. Amounts are whole cents, dates ISO.
    """
    profile = current_profile()
    lines = [_line(entry, payment) for entry in _live_parts(payment)]
    return {
        "number": number,
        "language": payment.payer.language or profile.language or "fr",
        "issue_date": day.isoformat(),
        "brand": brand(),
        "organisation": {"name": profile.name, "city": profile.city},
        "payer": {"name": payment.payer.name, "number": payment.payer.number, "address": address_lines(payment.payer)},
        "received_date": payment.received_date.isoformat(),
        "method": payment.method,
        "payment_reference": payment.reference if payment.method == Method.CHEQUE else "",
        "amount_cents": payment.till_cents,
        "lines": lines,
        "credit_cents": payment.unused_cents,
        "replaces": replaces.number if replaces else "",
    }


def _live_parts(payment: Payment) -> QuerySet[Entry]:
    rows = Entry.objects.filter(payment=payment, kind=EntryKind.ALLOCATED, reversed_by__isnull=True)
    return rows.select_related("invoice__payer").order_by("pk")


def _line(entry: Entry, payment: Payment) -> dict[str, Any]:
    invoice = entry.invoice
    assert invoice is not None  # noqa: S101 (finance_entry_has_invoice)
    return {
        "invoice": invoice.number,
        "object": invoice.object,
        "period": invoice.period,
        "for": invoice.payer.name if invoice.payer_id != payment.payer_id else "",
        "cents": entry.amount_cents,
    }


def _town(place: Any) -> str:
    return " ".join(
        part
        for part in (f"{place.city}".strip(), f"({place.province})" if place.province else "", place.postal_code)
        if part
    )


def address_lines(contact: Contact) -> list[str]:
    """Return the postal address of a contact as lines: the billing address, else the general one; none when unknown."""
    rows = list(PostalAddress.objects.filter(contact=contact, end_date__isnull=True).order_by("pk"))
    rows.sort(key=lambda row: (row.purpose != "BILLING", row.purpose != "GENERAL"))
    if not rows:
        return []
    found = rows[0]
    lines = [found.attention, found.street, _town(found), found.country if found.country not in {"", "CA"} else ""]
    return [line for line in lines if line]
