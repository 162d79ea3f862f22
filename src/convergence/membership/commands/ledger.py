"""What a dues call asks of finance: invoices, corrections and balances. Amounts in whole cents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from convergence.finance import gateway
from convergence.finance.commands.invoices import Demand, adjust_invoice, issue_invoices
from convergence.finance.commands.online import start_checkout
from convergence.finance.models import Invoice
from convergence.finance.queries.balances import balance
from convergence.finance.rules.references import check_letter, format_code
from convergence.membership.choices import Language
from convergence.membership.errors import NothingDue
from convergence.membership.models import CallRecipient
from convergence.membership.queries.recipients import main_language
from convergence.membership.rules.dues import Step, StepKind
from convergence.membership.wording import explain

#: Free amounts above this are refused on the public form: 100 000.00.
MAX_CENTS = 10_000_000


@dataclass(frozen=True, slots=True)
class Account:
    """What is charged and paid on an invoice, in cents."""

    charged_cents: int
    paid_cents: int

    @property
    def balance_cents(self) -> int:
        """Return what remains due; negative after an overpayment."""
        return self.charged_cents - self.paid_cents


def accounts_of(invoice_ids: Iterable[int]) -> dict[int, Account]:
    """Return the account of each invoice."""
    found = balance(invoice_ids)
    return {pk: Account(row.due_cents, row.paid_cents) for pk, row in found.items()}


def balance_of(recipient: CallRecipient) -> int:
    """Return what a recipient still owes; 0 without invoice."""
    if recipient.invoice_id is None:
        return 0
    return accounts_of([recipient.invoice_id])[recipient.invoice_id].balance_cents


def _lines(recipient: CallRecipient) -> tuple[tuple[str, int], ...]:
    """Write the computation as invoice lines: the dues as a whole, then each extraordinary contribution."""
    with translation.override(_language_of(recipient)):
        steps = [Step.from_json(raw) for raw in recipient.computation]
        extras = [step for step in steps if step.kind is StepKind.EXTRAORDINARY]
        extra_cents = sum(int(step.facts["extra_cents"]) for step in extras)
        how = [line.label for line in explain(tuple(steps)) if not line.is_total][: len(steps) - 1 - len(extras)]
        label = _("Dues %(period)s — %(how)s") % {"period": recipient.call.period, "how": " ; ".join(how)}
        base = (recipient.amount_cents or 0) - extra_cents
        lines = [(label[:300], base), *((str(step.facts["label"]), int(step.facts["extra_cents"])) for step in extras)]
        return tuple(line for line in lines if line[1])


def _demand(recipient: CallRecipient) -> Demand:
    number = recipient.member.number
    return Demand(
        payer_id=recipient.payer_id,
        lines=_lines(recipient),
        reference=format_code(recipient.call.period, number) if number else "",
        language=_language_of(recipient),
        key=f"dues:{recipient.call_id}:{recipient.member_id}",
        object=_title(recipient),
    )


def _language_of(recipient: CallRecipient) -> str:
    """Return the language of the invoice: that of the letter, or of who pays for the member."""
    theirs = recipient.payer.language if recipient.payer_id != recipient.member_id else ""
    return theirs or recipient.language or main_language(Language.values)


def _title(recipient: CallRecipient) -> str:
    with translation.override(_language_of(recipient)):
        return _("Dues %(period)s") % {"period": recipient.call.period}


def _with_free_codes(demands: Sequence[Demand]) -> list[Demand]:
    """Give each demand a code that no other invoice bears, so that one code in use holds no mailing back.

    A code may be taken: dues of the same period were invoiced by hand. It then bears its check letter (P3), and is left
    empty as the last way.
    """
    known = set(Invoice.objects.filter(key__in=[one.key for one in demands]).values_list("key", flat=True))
    wanted = [code for one in demands if one.reference for code in (one.reference, _checked_code(one.reference))]
    taken = set(Invoice.objects.filter(reference__in=wanted).values_list("reference", flat=True))
    found = []
    for one in demands:
        if one.reference and one.key not in known:
            codes = (one.reference, _checked_code(one.reference), "")
            code = next(code for code in codes if code not in taken)
            one = replace(one, reference=code)
            taken |= {code} - {""}
        found.append(one)
    return found


def _checked_code(code: str) -> str:
    _prefix, years, number = code.split("-", 2)
    return f"{code}-{check_letter(years, number)}"


def issue_all(recipients: Sequence[CallRecipient], *, actor: Any, at: datetime) -> None:
    """Issue the invoices of recipients that owe something; issuing again gives back the same ones.

    Sets `invoice` on the recipients, unsaved. An exempted recipient has none.
    """
    owing = [row for row in recipients if row.amount_cents]
    if not owing:
        return
    call = owing[0].call
    today = timezone.localdate(at)
    invoices = issue_invoices(
        demands=_with_free_codes([_demand(row) for row in owing]),
        period=call.period,
        object=_("Dues %(period)s") % {"period": call.period},
        due_date=max(call.due_date, today),
        actor=None,
        at=at,
    )
    for row, invoice in zip(owing, invoices, strict=True):
        row.invoice = invoice


def issue_for(recipient: CallRecipient, *, actor: Any, at: datetime) -> None:
    """Issue the invoice of one recipient whose amount has just become known."""
    issue_all([recipient], actor=actor, at=at)
    recipient.save(update_fields=["invoice"])


def reason_of_count(old_members: int | None, new_members: int) -> str:
    """Write why a corrected count changes what is charged."""
    if old_members is None:
        return _("Declared members: %(new)s") % {"new": number_format(new_members, force_grouping=True)}
    return _("Declared members: %(old)s, now %(new)s") % {
        "old": number_format(old_members, force_grouping=True),
        "new": number_format(new_members, force_grouping=True),
    }


def correct(recipient: CallRecipient, *, reason: str, at: datetime) -> int | None:
    """Bring the charge to the recipient's new amount by one entry; return its id, or None when nothing was to be written."""
    if recipient.invoice_id is None:
        return None
    entry = adjust_invoice(
        invoice_id=recipient.invoice_id, total_cents=recipient.amount_cents or 0, reason=reason, actor=None, at=at
    )
    return entry.pk if entry is not None else None


def card_is_offered() -> bool:
    """Tell whether the card provider's keys are there (the button is absent without them)."""
    return gateway.is_available()


def card_page(recipient: CallRecipient, *, success_url: str, cancel_url: str, at: datetime) -> str:
    """Open, or find again, the card provider's page for what a recipient still owes; return its address.

    Raises:
        AlreadyDone: nothing is owed.
        OnlinePaymentUnavailable: the provider does not answer.
    """
    if recipient.invoice_id is None:
        raise NothingDue
    session = start_checkout(
        invoice_id=recipient.invoice_id,
        email=recipient.email,
        language=recipient.language,
        success_url=success_url,
        cancel_url=cancel_url,
        actor=None,
        at=at,
    )
    return session.url
