"""What membership does when it hears facts."""

from collections.abc import Iterable

from django.utils import timezone

from convergence.contacts.events import CountDeclared
from convergence.core.facts import on
from convergence.finance.events import (
    InvoiceAdjusted,
    InvoicePaid,
    InvoiceReopened,
    PaymentAllocated,
    PaymentRecorded,
    PaymentReversed,
)
from convergence.membership.commands.answers import follow_declaration
from convergence.membership.commands.relations import log_payment, unlog_payment
from convergence.membership.commands.standings import refresh_standings
from convergence.membership.events import DuesCallStarted
from convergence.membership.models import CallRecipient
from convergence.membership.tasks import issue_call


@on(DuesCallStarted)
def send_call(fact: DuesCallStarted) -> None:
    """Put the mailing of a call into the hands of the worker."""
    issue_call.enqueue(dues_call_id=fact.dues_call_id)


def _refresh(invoice_ids: Iterable[int]) -> None:
    ids = list(CallRecipient.objects.filter(invoice_id__in=list(invoice_ids)).values_list("pk", flat=True))
    if ids:
        refresh_standings(recipient_ids=ids, at=timezone.now())


@on(PaymentRecorded)
def payment_recorded(fact: PaymentRecorded) -> None:
    """Refresh the standings that a payment changes (S58), and write it into the relationship log (S66)."""
    _refresh(fact.invoice_ids)
    log_payment(payment_id=fact.payment_id, invoice_ids=fact.invoice_ids, at=timezone.now())


@on(PaymentAllocated)
def payment_allocated(fact: PaymentAllocated) -> None:
    """Refresh the standings that an allocation changes."""
    _refresh(fact.invoice_ids)


@on(PaymentReversed)
def payment_reversed(fact: PaymentReversed) -> None:
    """Refresh the standings that a returned cheque changes, and take its line out of the relationship log."""
    _refresh(fact.invoice_ids)
    unlog_payment(payment_id=fact.payment_id, invoice_ids=fact.invoice_ids)


@on(InvoicePaid)
def invoice_paid(fact: InvoicePaid) -> None:
    """Refresh the standing of a paid invoice."""
    _refresh([fact.invoice_id])


@on(InvoiceReopened)
def invoice_reopened(fact: InvoiceReopened) -> None:
    """Refresh the standing of an invoice that owes again."""
    _refresh([fact.invoice_id])


@on(InvoiceAdjusted)
def invoice_adjusted(fact: InvoiceAdjusted) -> None:
    """Refresh the standing of a corrected invoice."""
    _refresh([fact.invoice_id])


@on(CountDeclared)
def count_declared(fact: CountDeclared) -> None:
    """Recompute the dues of a member whose count was declared elsewhere than on its form."""
    follow_declaration(contact_id=fact.organisation_id, count_id=fact.count_id, at=timezone.now())
