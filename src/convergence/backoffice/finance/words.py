"""Why a bank line is read as it is, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.core.dates import long_day
from convergence.core.money import format_cents
from convergence.finance.models import Invoice
from convergence.finance.queries.bank import Candidate, LineReading

#: Numbers of invoices that a set of them shows.
NAMED = 4


@dataclass(frozen=True)
class Shown:
    """A candidate as a person reads it; `key` names it in a form."""

    candidate: Candidate
    key: str
    who: str
    what: str
    why: str
    confidence: int
    is_sure: bool


@dataclass(frozen=True)
class Explained:
    """A line as a person reads it: one sentence, its candidates, and how many are not shown."""

    line: object
    sentence: str
    kind: str
    candidates: tuple[Shown, ...]
    hidden: int = 0
    is_single: bool = False


def explained(item: LineReading, limit: int | None = None) -> Explained:
    """Put a reading into words, with at most `limit` candidates."""
    shown = tuple(_shown(candidate, item) for candidate in item.candidates)
    whole = Explained(item.line, _sentence(item), item.reading.kind, shown, 0, item.best is not None)
    if limit is None or len(shown) <= limit:
        return whole
    return replace(whole, candidates=shown[:limit], hidden=len(shown) - limit)


def _sentence(item: LineReading) -> str:
    kind, count = item.reading.kind, len(item.candidates)
    payers = len({one.payer.pk for one in item.candidates if one.payer is not None})
    if kind == "UNKNOWN" and item.reading.detail == "CODE_UNKNOWN":
        return _("The code of this line fits no open invoice: already paid, another period, or a slip.")
    if kind == "AMOUNT":
        count = sum(1 for one in item.candidates if one.invoice is not None)
    if kind == "AMOUNT" and count > 1:
        return ngettext(
            "%(count)s invoice owes exactly this amount: the line does not say which.",
            "%(count)s invoices owe exactly this amount: the line does not say which.",
            count,
        ) % {"count": count}
    return {
        "OUTGOING": _("Money that went out: it pays no dues."),
        "RETURNED": _("A cheque that the bank returned."),
        "PAYOUT": _("The card provider pays out what it holds.")
        if count
        else _("The card provider pays out, but no run of card payments makes this amount: choose them by hand."),
        "REFERENCE": _("The line bears a payment code."),
        "NAME": _("The line names its payer.") if payers == 1 else _("The name on the line fits several."),
        "TOTAL": _("Only one payer owes exactly this amount in all, on several invoices.")
        if payers == 1
        else _("Several payers owe exactly this amount in all, each on several invoices."),
        "AMOUNT": _("Only one invoice owes exactly this amount."),
        "RECORDED": _("This money may be recorded already."),
        "ON_ACCOUNT": _("The line says who paid, but nothing is owed for it: it would be money on account."),
        "UNKNOWN": _("Nobody fits. Look for the invoice, or set the line aside."),
    }[kind]


def _shown(candidate: Candidate, item: LineReading) -> Shown:
    proposal = candidate.proposal
    payer = candidate.payer
    if candidate.invoice is not None:
        key = f"i{candidate.invoice.pk}"
        owed = format_cents(candidate.invoice.owed_cents)  # type: ignore[attr-defined]
        what = _("%(invoice)s, owes %(owed)s") % {"invoice": candidate.invoice, "owed": owed}
    elif candidate.invoices:
        key = "s" + "-".join(str(one.pk) for one in candidate.invoices)
        what = _several(candidate.invoices)
    elif candidate.account is not None:
        key = f"c{candidate.account.pk}"
        what = _("Money on account: credit to put on an invoice later, or to send back")
    else:
        key = "p" + "-".join(str(pk) for pk in proposal.payment_ids)
        what = _what(candidate)
    number = f"{payer.number} · " if payer is not None and payer.number else ""
    known = {one.payer_id for one in (*candidate.invoices, *candidate.payments)}
    is_one = candidate.invoice is not None or candidate.account is not None or len(known) == 1
    return Shown(
        candidate=candidate,
        key=key,
        who=f"{number}{payer.name}" if payer is not None and is_one else _("Several payers"),
        what=what,
        why=_why(candidate, item),
        confidence=proposal.confidence,
        is_sure=proposal.confidence >= 90,
    )


def _several(invoices: Sequence[Invoice]) -> str:
    total = format_cents(sum(one.owed_cents for one in invoices))
    named = ", ".join(one.number for one in invoices[:NAMED]) + (", …" if len(invoices) > NAMED else "")
    return _("%(count)s invoices, %(total)s in all: %(numbers)s") % {
        "count": len(invoices),
        "total": total,
        "numbers": named,
    }


def _what(candidate: Candidate) -> str:
    reason, payments = candidate.proposal.reason, candidate.payments
    total = format_cents(sum(payment.amount_cents for payment in payments))
    if reason == "PAYOUT":
        return ngettext("%(count)s card payment, %(total)s", "%(count)s card payments, %(total)s", len(payments)) % {
            "count": len(payments),
            "total": total,
        }
    if reason == "BATCH":
        return _("Deposit %(number)s, %(total)s") % {"number": payments[0].batch, "total": total}
    day = long_day(payments[0].received_date)
    return _("Payment of %(total)s received on %(date)s") % {"total": total, "date": day}


def _why(candidate: Candidate, item: LineReading) -> str:
    proposal = candidate.proposal
    why = {
        "REFERENCE": _("its code"),
        "CODE_CHECK": _("its code, but the check letter is wrong"),
        "CODE_CLOSE": _("a code one slip away"),
        "CODES": _("their codes, and exactly their sum"),
        "WHOLE": _("exactly all that this payer owes"),
        "NAME": _("its name"),
        "NAME_END": _("the end of its name"),
        "NAME_START": _("the beginning of its name"),
        "NAME_PART": _("a piece of its name"),
        "NAME_CLOSE": _("a name very near"),
        "ACRONYM": _("its acronym"),
        "AMOUNT": _("the amount alone"),
        "RECORDED": _("recorded by hand before: it will be tied, not recorded twice"),
        "BATCH": _("the total of a deposit of cheques"),
        "PAYOUT": _("the rest is the provider’s fee"),
        "RETURNED": _("the amount of this cheque: its payment will be undone"),
        "SETTLED": _("its code, but the invoice of that period is paid already"),
        "NO_INVOICE": _("its member number, but no invoice of that period"),
        "NOTHING_OWED": _("its name, but nothing is owed"),
        "OTHER_PERIOD": _("the same payer, but another period than the line says"),
    }[proposal.reason]
    if proposal.detail == "LATER":
        why = _("%(why)s; but this invoice was written after the money came") % {"why": why}
    if proposal.fit == "PART":
        share = f" {proposal.detail}" if proposal.detail not in ("", "LATER") else ""
        return _("%(why)s; a part%(share)s of what is owed") % {"why": why, "share": share}
    if proposal.fit == "OVER":
        return _("%(why)s; more than owed, the rest stays as credit") % {"why": why}
    if proposal.fit == "EXACT" and proposal.reason not in {"AMOUNT", "CODES", "WHOLE"}:
        return _("%(why)s and the exact amount") % {"why": why}
    return why


def remarks(warnings: list[list[object]]) -> list[str]:
    """Put the warnings of a statement into words, at most one sentence a kind."""
    numbers: dict[str, list[str]] = {}
    for code, number in warnings:
        numbers.setdefault(str(code), []).append(str(number))
    sentences = {
        "BALANCE_BREAK": _("The balance does not follow at line %(lines)s: a line may be missing."),
        "BAD_LINE": _("Line %(lines)s has no readable date or amount and was left out."),
        "PENDING": _("Movement %(lines)s is not booked yet and was left out."),
        "FOREIGN": _("Movement %(lines)s is in another currency than the books and was left out: enter it by hand."),
        "NO_BALANCE": _("This file has no balance: equal lines of one day cannot be told apart, all are kept."),
    }
    return [
        sentences[code] % {"lines": ", ".join(found[:8]) + ("…" if len(found) > 8 else "")}
        for code, found in numbers.items()
        if code in sentences
    ]
