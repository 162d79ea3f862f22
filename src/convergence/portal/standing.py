"""How an organisation stands, for its delegate: calls, invoices and receipts, through the same policies as everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from convergence.accounts.policies import visible
from convergence.contacts.models import Contact
from convergence.contacts.queries.identity import of_family
from convergence.finance.models import Invoice, Receipt
from convergence.membership.choices import CallState, Standing
from convergence.membership.models import CallRecipient

SIGNS = {
    Standing.EN_REGLE: "done",
    Standing.EXEMPT: "off",
    Standing.PARTLY_PAID: "going",
    Standing.PROMISED: "waiting",
    Standing.AWAITING: "waiting",
    Standing.LATE: "late",
    Standing.NOT_CALLED: "off",
}
SENT = (CallState.ISSUING, CallState.ISSUED, CallState.CLOSED)


@dataclass(frozen=True, slots=True)
class CalledDues:
    """One call as the member sees it; amounts in cents."""

    recipient: CallRecipient
    sign: str
    owed_cents: int
    is_open: bool


def called_dues(user: Any, member: Contact) -> list[CalledDues]:
    """Return the calls that reached the member, newest first."""
    rows = visible(
        user,
        "membership.view_callrecipient",
        CallRecipient.objects.filter(of_family(member, "member"), call__state__in=SENT),
    )
    return [_called(row) for row in rows.select_related("call").order_by("-call__period_start", "-pk")]


def invoices_of(user: Any, member: Contact) -> QuerySet[Invoice]:
    """Return the member's invoices with what is due and owed, newest first."""
    rows: QuerySet[Invoice] = visible(
        user, "finance.view_invoice", Invoice.objects.filter(of_family(member, "payer")).with_balance()
    )
    return rows


def receipts_of(user: Any, member: Contact) -> QuerySet[Receipt]:
    """Return the member's receipts that hold, newest first, without their bytes."""
    rows: QuerySet[Receipt] = visible(
        user, "finance.view_receipt", Receipt.objects.live().filter(of_family(member, "payer")).light()
    )
    return rows.select_related("payment")


def owed_cents(invoices: Iterable[Any]) -> int:
    """Return what is owed in all; a credit on one invoice does not hide what another owes."""
    return sum(max(invoice.owed_cents, 0) for invoice in invoices)


def _called(row: CallRecipient) -> CalledDues:
    owed = max((row.amount_cents or 0) - row.paid_cents, 0)
    return CalledDues(row, SIGNS[Standing(row.standing)], owed, row.call.state != CallState.CLOSED)
