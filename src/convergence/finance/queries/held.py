"""What a person paid, as collected from them (L12), and why it may have to be kept (L10)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from convergence.contacts.models import Contact
from convergence.contacts.queries.held import rows_of
from convergence.finance.models import Invoice, Payment


def payments_of(ids: Sequence[int]) -> Mapping[str, list[dict[str, Any]]]:
    """Return the payments of a person."""
    rows = Payment.objects.filter(payer__in=ids)
    return {"payments": rows_of(rows, "amount_cents", "method", "received_date", "reference")}


def still_owing(person: Contact, ids: Sequence[int]) -> str:
    """Return why the data of who owes something are kept."""
    owed = Invoice.objects.filter(payer__in=ids).open()
    if owed.exists():
        return _("%(name)s still owes an invoice: settle or reverse it first.") % {"name": person.name}
    return ""
