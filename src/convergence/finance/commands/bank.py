"""Bank statements: reading a file, and what a person decides about each line."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.core.money import format_cents
from convergence.finance.choices import EntryKind, Method, Verdict
from convergence.finance.commands import books, payments
from convergence.finance.commands.books import Act
from convergence.finance.errors import STATEMENTS, LineAlreadyDecided, OddFee, StatementRefused
from convergence.finance.models import BankDecision, BankLine, BankStatement, Entry, Invoice, Payment
from convergence.finance.queries.bank import unmatched_payments, withheld_refunds
from convergence.finance.rules.matching import most_fee
from convergence.finance.rules.references import plain
from convergence.finance.statements import Statement, StatementError, StatementLine, read_statement
from convergence.finance.statements.lines import twin_key


def read_file(content: bytes, date_order: str | None = None) -> Statement:
    """Read a bank file of any kind.

    Raises:
        StatementRefused: with the reason in words, and the field that settles it.
    """
    try:
        return read_statement(content, date_order=date_order)
    except StatementError as error:
        field = "date_order" if error.code == "DATE_ORDER" else "file"
        raise StatementRefused(STATEMENTS[error.code], field=field, **error.values) from error


@transaction.atomic
def import_statement(
    *, content: bytes, file_name: str, actor: Any, at: datetime, date_order: str | None = None, account: str = ""
) -> BankStatement:
    """Read a bank file and keep the lines that are not known yet.

    A line is known by its bank id, or without one by date, label, amount and running balance; also when another
    format of the same account already gave it. Two equal deposits of one day stay two.

    Raises:
        NotAllowed, StatementRefused.

    Writes the audit line `finance.statement.imported`.
    """
    require(actor, "finance.import_bankstatement")
    found = read_file(content, date_order)
    books.lock_books()
    account = account or found.account
    fresh = _unknown(found, account)
    statement = BankStatement.objects.create(
        account=account,
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        format=found.format,
        first_date=min(line.date for line in found.lines),
        last_date=max(line.date for line in found.lines),
        line_count=len(found.lines),
        repeated_count=len(found.lines) - len(fresh),
        warnings=[list(warning) for warning in found.warnings],
        imported_by_id=getattr(actor, "pk", None),
        imported_at=at,
    )
    BankLine.objects.bulk_create([_row(line, statement) for line in fresh], batch_size=500)
    audit.record(
        actor=actor,
        verb="finance.statement.imported",
        obj=statement,
        changes={"lines": (None, len(fresh)), "known": (None, statement.repeated_count)},
        at=at,
    )
    return statement


def _row(line: StatementLine, statement: BankStatement) -> BankLine:
    return BankLine(
        statement=statement,
        number=line.number,
        account=line.account or statement.account,
        key=line.key,
        bank_id=printable(line.bank_id)[:120],
        date=line.date,
        label=printable(line.label)[:500],
        amount_cents=line.amount_cents,
        balance_cents=line.balance_cents,
        reference=printable(line.reference)[:140],
    )


def printable(text: str) -> str:
    """Return the text without control characters, which PostgreSQL and people cannot read."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _unknown(found: Statement, account: str) -> list[StatementLine]:
    """Return the lines that neither their key nor their twin of another format makes known."""
    days = [line.date for line in found.lines]
    near = BankLine.objects.filter(date__gte=min(days), date__lte=max(days))
    known = set(near.values_list("account", "key"))
    twins: Counter[tuple[date, str, int]] = Counter()
    for row in near.select_related("statement"):
        if row.statement.format != found.format and _same_account(row.account, account):
            twins[twin_key(StatementLine(0, "", row.date, row.label, row.amount_cents))] += 1
    fresh = []
    for line in found.lines:
        if line.repeated or (line.account or account, line.key) in known:
            continue
        if twins[twin_key(line)] > 0:
            twins[twin_key(line)] -= 1
            continue
        fresh.append(line)
    return fresh


def _same_account(one: str, other: str) -> bool:
    return not one or not other or one == other


def _lock_line(line_id: int) -> tuple[BankLine, BankDecision | None]:
    """Lock the books, then return the line and the last decision about it."""
    books.lock_books()
    line = BankLine.objects.filter(pk=line_id).first()
    if line is None:
        raise NotFound
    return line, line.decisions.order_by("-attempt").first()


def _waiting_line(line_id: int, attempt: int) -> BankLine:
    """Lock the books and return the line, provided nobody decided since `attempt` was shown."""
    line, last = _lock_line(line_id)
    if last is not None and (last.attempt != attempt or last.verdict != Verdict.REOPENED):
        raise _decided_by(last)
    return line


def _standing_decision(line_id: int, attempt: int) -> BankDecision:
    """Lock the books and return the decision of the line, provided it is still the one that was shown."""
    _line, last = _lock_line(line_id)
    if last is None:
        raise NotFound
    if last.attempt != attempt or last.verdict == Verdict.REOPENED:
        raise _decided_by(last)
    return last


def _decided_by(last: BankDecision) -> LineAlreadyDecided:
    when = timezone.localtime(last.decided_at).strftime("%H:%M")
    who = last.actor_label or _("Somebody else")
    return LineAlreadyDecided(who=who, verdict=last.get_verdict_display(), when=when)


def _decide(
    line: BankLine,
    verdict: Verdict,
    tied: Sequence[Payment],
    *,
    actor: Any,
    at: datetime,
    basis: str = "",
    confidence: int | None = None,
    reason: str = "",
    wrote: Sequence[Entry] = (),
) -> BankDecision:
    attempt = (line.decisions.aggregate(last=Max("attempt"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            decision = BankDecision.objects.create(
                line=line,
                attempt=attempt,
                verdict=verdict,
                basis=basis[:20],
                confidence=confidence,
                reason=reason[:300],
                actor_id=getattr(actor, "pk", None),
                actor_label=str(actor or "")[:200],
                decided_at=at,
            )
    except IntegrityError as error:
        raise LineAlreadyDecided(who=_("Somebody else"), verdict="", when="") from error
    decision.payments.add(*tied)
    decision.entries.add(*wrote)
    audit.record(
        actor=actor,
        verb=f"finance.bank_line.{verdict.lower()}",
        obj=line,
        changes={
            "payments": (None, [payment.pk for payment in tied]),
            "basis": (None, basis),
            "reason": (None, reason),
        },
        at=at,
    )
    return decision


def method_of(label: str) -> Method:
    """Return how the money came in, from the words of the bank."""
    words = plain(label)
    if "INTERAC" in words or "E-TRANSFER" in words:
        return Method.INTERAC
    if "CHEQUE" in words or "CHQ" in words:
        return Method.CHEQUE
    return Method.TRANSFER


@transaction.atomic
def confirm_line(
    *,
    line_id: int,
    attempt: int,
    parts: payments.Parts,
    actor: Any,
    at: datetime,
    payer_id: int | None = None,
    method: Method | str | None = None,
    basis: str = "",
    confidence: int | None = None,
) -> BankDecision:
    """Record the payment that a bank line is, on the invoices named; several make it a split (P2).

    What the parts leave is credit of the payer: `payer_id`, else the payer of the first invoice. `attempt` is the
    number of the last decision that the person saw (0 when none).

    Raises:
        LineAlreadyDecided: somebody else was faster; nothing was written.
        NotAllowed, NotFound, BadAmount, BadValue (money out, nobody named).
    """
    require(actor, "finance.match_bankline")
    line = _waiting_line(line_id, attempt)
    if line.amount_cents <= 0:
        raise BadValue(_("This line is money that went out: it pays no invoice. Set it aside."))
    payer = payer_id or _payer_of(parts)
    if payer is None:
        raise BadValue(_("Choose who paid: an invoice or a contact."), field="payer")
    payment = payments.record_payment(
        payer_id=payer,
        amount_cents=line.amount_cents,
        method=method or method_of(line.label),
        received_date=line.date,
        allocations=parts,
        reference=line.reference or line.bank_id,
        drawer=line.label,
        key=f"bank-line:{line.pk}:{attempt}",
        actor=actor,
        at=at,
    )
    verdict = Verdict.SPLIT if len(parts) > 1 else Verdict.CONFIRMED
    return _decide(line, verdict, [payment], actor=actor, at=at, basis=basis, confidence=confidence)


def _payer_of(parts: payments.Parts) -> int | None:
    if not parts:
        return None
    found: int | None = Invoice.objects.filter(pk=parts[0][0]).values_list("payer_id", flat=True).first()
    return found


@transaction.atomic
def link_line(
    *,
    line_id: int,
    attempt: int,
    payment_ids: Sequence[int],
    actor: Any,
    at: datetime,
    basis: str = "",
    confidence: int | None = None,
) -> BankDecision:
    """Tie a bank line to payments already recorded (a deposit of cheques, a transfer typed by hand).

    Raises:
        LineAlreadyDecided, NotAllowed, NotFound, BadValue (the amounts do not add up to the line).
    """
    require(actor, "finance.match_bankline")
    line = _waiting_line(line_id, attempt)
    tied = _unmatched(payment_ids)
    if sum(payment.amount_cents for payment in tied) != line.amount_cents:
        raise BadValue(
            _("These payments do not add up to the amount of the line. Choose others, or record the payment.")
        )
    return _decide(line, Verdict.LINKED, tied, actor=actor, at=at, basis=basis, confidence=confidence)


def _unmatched(payment_ids: Sequence[int]) -> list[Payment]:
    found = list(unmatched_payments().filter(pk__in=payment_ids))
    if not found or len(found) != len(set(payment_ids)):
        raise BadValue(_("One of these payments is already tied to another bank line, or was undone."))
    return found


@transaction.atomic
def settle_payout(
    *, line_id: int, attempt: int, payment_ids: Sequence[int], actor: Any, at: datetime, is_odd_fee_right: bool = False
) -> BankDecision:
    """Tie a payout of the card provider to the card payments it pays; what is missing is the provider's fee.

    What was sent back to a payer by the day of the payout was taken from it: it is no fee. So is what was sent back of
    payments of an earlier payout, unless the payout is too large to have withheld it.

    Raises:
        LineAlreadyDecided, NotAllowed, BadValue (the payments are less than the line), OddFee (the fee would be larger
        than any provider's, and the actor did not say that it is right).
    """
    require(actor, "finance.match_bankline")
    line = _waiting_line(line_id, attempt)
    tied = _unmatched(payment_ids)
    sent_back = Entry.objects.filter(payment__in=tied, source=EntryKind.REFUNDED, booked_date__lte=line.date)
    gross = sum(payment.amount_cents for payment in tied)
    kept = gross + (sent_back.aggregate(sum=Sum("till_cents"))["sum"] or 0)
    withheld = withheld_refunds(until=line.date)
    fee = kept - line.amount_cents
    if fee < 0:
        raise BadValue(_("These card payments are less than what was paid out. Choose more of them."))
    fee -= withheld if withheld <= fee else 0
    if fee > most_fee(gross, len(tied)) and not is_odd_fee_right:
        raise OddFee(fee=format_cents(fee))
    act = Act(actor, at, books.open_day(line.date, at), line.label[:300])
    entries = [books.entry(act, EntryKind.PAYOUT, line.amount_cents)]
    if fee:
        entries.append(books.entry(act, EntryKind.FEE, fee))
    wrote = books.write(entries)
    return _decide(line, Verdict.PAYOUT, tied, actor=actor, at=at, basis="PAYOUT", wrote=wrote)


@transaction.atomic
def return_cheque_line(*, line_id: int, attempt: int, payment_id: int, actor: Any, at: datetime) -> BankDecision:
    """Undo the payment that the bank returned, and tie the line to it.

    Raises:
        LineAlreadyDecided, NotAllowed, NotFound, AlreadyDone, BadValue (amounts differ).
    """
    require(actor, "finance.match_bankline")
    line = _waiting_line(line_id, attempt)
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    if payment.amount_cents != -line.amount_cents:
        raise BadValue(_("The amount of this payment is not the amount that was returned."))
    reason = _("Returned by the bank on %(date)s: %(label)s") % {"date": line.date, "label": line.label}
    payments.reverse_payment(payment_id=payment_id, reason=reason, actor=actor, at=at, booked_date=line.date)
    return _decide(line, Verdict.LINKED, [payment], actor=actor, at=at, basis="RETURNED", reason=reason)


@transaction.atomic
def ignore_line(*, line_id: int, attempt: int, reason: str, actor: Any, at: datetime) -> BankDecision:
    """Set a bank line aside: it concerns no invoice. A reason is asked.

    Raises:
        LineAlreadyDecided, NotAllowed, BadValue (no reason).
    """
    require(actor, "finance.match_bankline")
    if not reason.strip():
        raise BadValue(_("Say in a few words why this line is set aside: salary, rent, fee…"), field="reason")
    line = _waiting_line(line_id, attempt)
    return _decide(line, Verdict.IGNORED, [], actor=actor, at=at, reason=reason.strip())


@transaction.atomic
def reopen_line(*, line_id: int, attempt: int, reason: str, actor: Any, at: datetime) -> BankDecision:
    """Take a decision back: payments that it recorded are undone, entries that it names answered, ties loosened.

    Raises:
        LineAlreadyDecided, NotAllowed, NotFound, BadValue (a returned cheque), AlreadyDone, YearIsClosed.
    """
    require(actor, "finance.match_bankline")
    decision = _standing_decision(line_id, attempt)
    if decision.basis == "RETURNED":
        raise BadValue(_("This cheque was returned and its payment undone. If it is paid again, record a new payment."))
    why = reason or _("Match taken back")
    for payment in _recorded_by(decision):
        payments.reverse_payment(payment_id=payment.pk, reason=why, actor=actor, at=at)
    act = Act(actor, at, books.open_day(decision.line.date, at), why)
    books.write([books.reversal(act, entry) for entry in books.live_entries(bank_decisions=decision)])
    return _decide(decision.line, Verdict.REOPENED, [], actor=actor, at=at, reason=reason)


def _recorded_by(decision: BankDecision) -> list[Payment]:
    """Return the payments that the decision itself recorded and that nobody undid since."""
    if decision.verdict not in {Verdict.CONFIRMED, Verdict.SPLIT}:
        return []
    return list(decision.payments.standing().order_by("pk"))
