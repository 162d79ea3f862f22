"""The lines of bank statements, settled one by one or several at once when they are sure."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.finance.sharing import LISTED, Sharing, found_invoices, with_names
from convergence.backoffice.finance.views.receipts import waiting_receipts
from convergence.backoffice.finance.words import explained
from convergence.backoffice.lists import listing
from convergence.core.errors import BadValue, DomainError
from convergence.finance import commands, queries
from convergence.finance.choices import Verdict
from convergence.finance.models import BankDecision, BankLine, BankStatement, Invoice
from convergence.finance.queries.bank import (
    LineReading,
    card_payments_waiting,
    returned_cheques,
    unmatched_payments,
    withheld_refunds,
)
from convergence.finance.rules.references import without_codes
from convergence.ui.forms import add_refusal

SURE = 95
SHOWN = 4
SHOWN_CARDS = 200
FILTERS = (
    ("waiting", gettext_lazy("To match")),
    ("settled", gettext_lazy("Settled")),
)


@require_safe
@listing("finance.view_bankline")
def matching(request: HttpRequest) -> HttpResponseBase:
    """Show the lines that wait with what each may be, or those already settled; or give them as a file."""
    lines: Any = visible(request.user, "finance.view_bankline", BankLine.objects.all())
    statement = _statement(request)
    lines = lines.filter(statement=statement) if statement else lines
    waiting_count = lines.waiting().count()
    is_settled = request.GET.get("show") == "settled"
    lines = lines.settled() if is_settled else lines.waiting()
    words = base.words_in(request.GET.get("q", ""))
    for word in words:
        lines = lines.filter(Q(label__icontains=word) | Q(reference__icontains=word))
    file = base.download(request.GET.get("format", ""), "lignes-de-banque", _file_head(), _file_rows(lines))
    if file is not None:
        return file
    page = base.paged(request, lines.order_by("date", "pk"), count=None if words or is_settled else waiting_count)
    rows = list(page.object_list)
    index = queries.matching_index() if rows and not is_settled else None
    readings = queries.reading_of(rows, index) if index is not None else []
    context = {
        "title": _("Match the bank"),
        "lede": _("Each line with what it may be, why, and how sure. Nothing is recorded before you confirm."),
        "page": page,
        "filters": FILTERS,
        "show": "settled" if is_settled else "waiting",
        "statement": statement,
        "waiting": waiting_count,
        "readings": [explained(item, limit=SHOWN) for item in readings],
        "settled": _with_decisions(rows) if is_settled else [],
        "sure_count": sum(1 for item in readings if is_sure(item)),
        "may_match": may(request.user, "finance.match_bankline"),
        "todo": waiting_receipts(request, periods=2) if is_settled or not waiting_count else [],
        "may_import": may(request.user, "finance.import_bankstatement"),
        "has_statements": visible(request.user, "finance.view_bankstatement", BankStatement.objects.all()).exists,
    }
    return render(request, "backoffice/finance/matching.html", context)


def _file_head() -> list[str]:
    return [_("Date"), _("Line"), _("Reference"), _("Amount"), _("Decision"), _("Bank's id")]


def _file_rows(lines: Any) -> Iterator[list[Any]]:
    verdicts = dict(Verdict.choices)
    for row in lines.order_by("date", "pk").iterator(chunk_size=2000):
        verdict = str(verdicts.get(row.verdict, "")) if row.verdict else ""
        yield [row.date.isoformat(), row.label, row.reference, row.amount_cents / 100, verdict, row.bank_id]


def _statement(request: HttpRequest) -> BankStatement | None:
    """Return the statement whose lines alone are asked for; None for those of all."""
    asked = request.GET.get("statement", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 17:
        raise Http404
    return base.visible_or_404(request, "finance.view_bankstatement", BankStatement.objects.all(), int(asked))


def matching_page(**asked: Any) -> str:
    """Return the address of the lines to match, with what is asked of them, if it is a number."""
    query = {name: value for name, value in asked.items() if str(value).isdecimal() and len(str(value)) <= 17}
    return reverse("money:matching") + (f"?{urlencode(query)}" if query else "")


def _with_decisions(lines: list[BankLine]) -> list[tuple[BankLine, Any]]:
    last: dict[int, BankDecision] = {}
    found = BankDecision.objects.filter(line__in=lines).prefetch_related("payments__payer").order_by("attempt")
    for decision in found:
        last[decision.line_id] = decision
    return [(line, last[line.pk]) for line in lines]


def is_sure(item: LineReading) -> bool:
    """Tell whether a line may be confirmed with others: one candidate by its code, sure at 95 % or more."""
    best = item.best
    return bool(
        best is not None
        and best.invoice is not None
        and best.proposal.confidence >= SURE
        and best.proposal.reason == "REFERENCE"
        and best.proposal.fit in {"EXACT", "PART"}
    )


@require_POST
def confirm_sure(request: HttpRequest) -> HttpResponse:
    """Confirm at once the lines that bear a right code, each as its own act; those settled meanwhile are left."""
    require(request.user, "finance.match_bankline")
    wanted = [int(pk) for pk in request.POST.getlist("line") if pk.isdecimal() and len(pk) < 18]
    lines: Any = visible(request.user, "finance.match_bankline", BankLine.objects.filter(pk__in=wanted[:100]))
    confirmed, left = 0, 0
    for item in queries.reading_of(list(lines.waiting().order_by("date", "pk"))):
        if not is_sure(item):
            left += 1
            continue
        try:
            _confirm(item, request.user)
        except DomainError:
            left += 1
        else:
            confirmed += 1
    words = ngettext("%(count)s line is matched.", "%(count)s lines are matched.", confirmed) % {"count": confirmed}
    messages.success(request, words)
    if left:
        messages.warning(
            request,
            ngettext("%(count)s line needs your eye.", "%(count)s lines need your eye.", left) % {"count": left},
        )
    return redirect(matching_page(statement=request.POST.get("statement", "")))


def _confirm(item: LineReading, actor: Any) -> None:
    best = item.best
    if best is None or best.invoice is None:
        raise BadValue
    part = min(item.line.amount_cents, best.invoice.owed_cents)  # type: ignore[attr-defined]
    commands.confirm_line(
        line_id=item.line.pk,
        attempt=getattr(item.line, "attempt", None) or 0,
        parts=[(best.invoice.pk, part)],
        basis=best.proposal.reason,
        confidence=best.proposal.confidence,
        actor=actor,
        at=timezone.now(),
    )


def _line(request: HttpRequest, pk: int, action: str) -> Any:
    require(request.user, action)
    return base.visible_or_404(request, "finance.view_bankline", BankLine.objects.with_verdict(), pk)


class LineForm(forms.Form):
    """Who paid a line settled by hand; the rest is their credit."""

    payer = base.ContactField(
        label=gettext_lazy("Who paid"),
        required=False,
        help_text=gettext_lazy("Empty: the payer of the first invoice. What the invoices leave becomes their credit."),
    )


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one line: every candidate, a split by hand, setting aside, its history."""
    is_write = request.method == "POST"
    row = _line(request, pk, "finance.match_bankline" if is_write else "finance.view_bankline")
    if is_write and request.POST.get("act") == "payout":
        return _paid_out(request, row)
    form = LineForm(request.POST or None)
    [item] = queries.reading_of([row])
    found = found_invoices(request)
    sharing = Sharing(request, found or _owed_by_candidates(item, request))
    if is_write and all([form.is_valid(), sharing.is_valid()]) and _split(request, row, form, sharing):
        messages.success(request, _("The line is matched."))
        return redirect("money:matching")
    decisions = row.decisions.prefetch_related("payments__payer").order_by("attempt")
    last = decisions.last()
    text = request.GET.get("q", "") or without_codes(row.label)
    context = {
        "title": row.label,
        "line": row,
        "item": explained(item),
        "form": form,
        "sharing": sharing,
        "decisions": decisions,
        "is_open": last is None or last.verdict == "REOPENED",
        "attempt": last.attempt if last else 0,
        "found": found,
        "query": request.GET.get("q", ""),
        "suggestion": text,
        "cards": card_payments_waiting(until=row.date)[:SHOWN_CARDS] if item.reading.kind == "PAYOUT" else [],
        "withheld": withheld_refunds(until=row.date) if item.reading.kind == "PAYOUT" else 0,
        "unmatched": unmatched_payments().filter(amount_cents=row.amount_cents)[:10],
        "returned": returned_cheques().filter(amount_cents=-row.amount_cents)[:10] if row.amount_cents < 0 else [],
        "may_match": may(request.user, "finance.match_bankline"),
    }
    return render(request, "backoffice/finance/line.html", context)


def _paid_out(request: HttpRequest, row: Any) -> HttpResponse:
    """Tie a payout to the card payments that a person ticked."""
    given = request.POST
    chosen = [int(raw) for raw in given.getlist("payment") if raw.isdecimal() and len(raw) < 18]
    settled = base.done(
        request,
        lambda: commands.settle_payout(
            line_id=row.pk,
            attempt=_attempt(given),
            payment_ids=chosen,
            is_odd_fee_right="odd_fee" in given,
            actor=request.user,
            at=timezone.now(),
        ),
        _DONE["confirm"],
    )
    return redirect("money:matching") if settled else redirect("money:bank_line", row.pk)


def _owed_by_candidates(item: LineReading, request: HttpRequest) -> list[Invoice]:
    """Return what those who may have paid a line still owe: one payment may be for several members (P2)."""
    payers = [one.payer.pk if one.payer and not one.payments else None for one in item.candidates]
    named = list(dict.fromkeys(payer for payer in payers[:SHOWN] if payer is not None))
    owed = visible(request.user, "finance.view_invoice", queries.open_invoices(named)) if named else []
    return list(with_names(owed)[:LISTED]) if named else []


def _split(request: HttpRequest, row: Any, form: LineForm, sharing: Sharing) -> bool:
    shares = sharing.shares_of(row.amount_cents)
    if shares is None:
        return False
    payer = form.cleaned_data["payer"]
    try:
        commands.confirm_line(
            line_id=row.pk,
            attempt=_attempt(request.POST),
            parts=shares,
            payer_id=payer.pk if payer else None,
            basis="BY_HAND",
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    return True


def _attempt(given: QueryDict) -> int:
    text = given.get("attempt", "0")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a candidate, tie payments, set aside or take back; then go on with the next line."""
    row = _line(request, pk, "finance.match_bankline")
    given, act = request.POST, request.POST.get("act", "")
    who: dict[str, Any] = {"line_id": pk, "attempt": _attempt(given), "actor": request.user, "at": timezone.now()}

    def decided() -> None:
        if act == "confirm":
            _confirm_chosen(row, given, who)
        elif act == "ignore":
            commands.ignore_line(reason=base.plain_text(given.get("reason", "")), **who)
        elif act == "reopen":
            commands.reopen_line(reason=base.plain_text(given.get("reason", "")), **who)
        else:
            raise BadValue

    if base.done(request, decided, _DONE.get(act, "")) and act != "reopen":
        return redirect(_next(row, given))
    return redirect("money:bank_line", pk)


_DONE = {
    "confirm": gettext_lazy("The line is matched."),
    "ignore": gettext_lazy("The line is set aside."),
    "reopen": gettext_lazy("The line waits again; what it had recorded is undone."),
}


def _next(row: BankLine, given: QueryDict) -> str:
    page, statement = given.get("page", ""), given.get("statement", "")
    after = BankLine.objects.waiting().filter(Q(date__gt=row.date) | Q(date=row.date, pk__gt=row.pk))
    after = after.filter(statement=row.statement_id) if statement else after
    following = after.order_by("date", "pk").first()
    return matching_page(page=page, statement=statement) + (f"#line-{following.pk}" if following else "")


def _confirm_chosen(row: Any, given: QueryDict, who: dict[str, Any]) -> None:
    """Do what the candidate chosen among those shown means; the candidate must still stand.

    Raises:
        BadValue: nothing was chosen, or the candidate no longer stands.
    """
    [item] = queries.reading_of([row])
    keys = {str(rank): candidate for rank, candidate in enumerate(explained(item).candidates)}
    chosen = next((shown for shown in keys.values() if shown.key == given.get("candidate")), None)
    if chosen is None:
        raise BadValue(_("Choose one of the candidates. If the list changed meanwhile, look at the line again."))
    proposal, invoice = chosen.candidate.proposal, chosen.candidate.invoice
    if invoice is not None:
        part = min(row.amount_cents, invoice.owed_cents)  # type: ignore[attr-defined]
        commands.confirm_line(parts=[(invoice.pk, part)], basis=proposal.reason, confidence=proposal.confidence, **who)
    elif chosen.candidate.invoices:
        parts = chosen.candidate.parts
        commands.confirm_line(parts=parts, basis=proposal.reason, confidence=proposal.confidence, **who)
    elif chosen.candidate.account is not None:
        commands.confirm_line(
            parts=[],
            payer_id=chosen.candidate.account.pk,
            basis=proposal.reason,
            confidence=proposal.confidence,
            **who,
        )
    elif proposal.reason == "PAYOUT":
        commands.settle_payout(payment_ids=proposal.payment_ids, **who)
    elif proposal.reason == "RETURNED":
        commands.return_cheque_line(payment_id=proposal.payment_ids[0], **who)
    else:
        commands.link_line(
            payment_ids=proposal.payment_ids, basis=proposal.reason, confidence=proposal.confidence, **who
        )
