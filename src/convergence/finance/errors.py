"""Refusals of finance, in words."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import AlreadyDone, BadValue, DomainError
from convergence.core.money import format_cents
from convergence.finance.rules.ledger import LedgerError


class YearIsClosed(DomainError):
    """The date falls in a closed fiscal year."""

    code = "year_closed"
    message = _(
        "The fiscal year %(year)s is closed: its books no longer change. Date this act %(first_open)s or later."
    )


class BadAmount(BadValue):
    """An amount that the ledger refuses."""

    code = "bad_amount"


class ChangedSince(AlreadyDone):
    """The record is no longer as the person saw it: another click, or another person, was first."""

    code = "changed_since"
    message = _("This payment changed since you opened the page. Nothing was written a second time: see its entries.")


class LineAlreadyDecided(AlreadyDone):
    """Somebody else decided about the bank line meanwhile."""

    code = "line_already_decided"
    message = _(
        "%(who)s has just settled this line (%(verdict)s, %(when)s). Nothing was written twice; look at the line again."
    )


class OddFee(BadValue):
    """What a payout leaves of the card payments is more than a provider keeps."""

    code = "odd_fee"
    message = _(
        "The provider would have kept %(fee)s of these payments, which is more than a fee. Choose fewer of them, or say "
        "below that the fee is right."
    )


class ReceiptRefused(DomainError):
    """No receipt can be issued for this payment."""

    code = "receipt_refused"


class StatementRefused(BadValue):
    """A bank file that cannot be read."""

    code = "statement_refused"


class OnlinePaymentUnavailable(DomainError):
    """The card provider does not answer, or no key is set."""

    code = "online_payment_unavailable"
    status = 503
    message = _("Card payment does not answer at this moment. Nothing was charged: try again, or pay another way.")


class PurseUsed(DomainError):
    """Money is written in a purse."""

    code = "purse_used"
    message = _("Money is written in it, and nothing is erased from the accounts: keep it.")


class BadSignature(DomainError):
    """A notice that the provider did not sign."""

    code = "bad_signature"
    status = 400
    message = _("This notice is not signed by the card provider. It was not read.")


AMOUNTS = {
    "AMOUNT_NOT_POSITIVE": _("Write an amount above zero. Money sent back is recorded as a refund."),
    "AMOUNT_ABSURD": _("%(amount)s is too large to be right. Check the decimal point."),
    "SPLIT_TWICE": _("The same invoice is named twice. Put both amounts on one line."),
    "SPLIT_TOO_LARGE": _("The parts exceed the payment by %(amount)s. Lower one of them."),
    "REFUNDED": _("Money of this payment was already sent back, so it can no longer be undone. Record a correction."),
    "ALREADY_REVERSED": _("This payment was already undone. Nothing was done a second time."),
    "REFUND_TOO_LARGE": _("Only %(amount)s of this payment is unused and can be sent back."),
}


def refusal(error: LedgerError, field: str = "") -> DomainError:
    """Put a refusal of the rules into words."""
    cents = next((value for value in error.values.values() if isinstance(value, int)), 0)
    kind = AlreadyDone if error.code == "ALREADY_REVERSED" else BadAmount
    return kind(AMOUNTS[error.code], field=field, amount=format_cents(cents))


STATEMENTS = {
    "EMPTY": _("This file is empty. Download the statement again from the bank."),
    "TOO_LARGE": _("This file is larger than %(megabytes)s MB. Ask the bank for a shorter period."),
    "TOO_MANY_LINES": _("This file holds more than %(limit)s lines. Ask the bank for a shorter period."),
    "SPREADSHEET": _("This is a spreadsheet. Save it as CSV, or download the statement as CSV, OFX or camt.053."),
    "PDF": _("This is a PDF. Download the statement from the bank as CSV, OFX or camt.053."),
    "NOT_A_STATEMENT": _("This file is no bank statement in CSV, OFX or camt.053."),
    "BAD_XML": _("This XML file is damaged or unsafe and was not read. Download it again from the bank."),
    "NO_COLUMNS": _("No date, description and amount columns were found in this file."),
    "NO_LINES": _("This file holds no movement."),
    "FOREIGN": _("This account is not in Canadian dollars, and the books are: its movements are entered by hand."),
    "DATE_ORDER": _("Is %(example)s day/month or month/day? No line of the file tells: choose the order of the dates."),
}
