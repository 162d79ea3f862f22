"""Bank statements: reading files, and settling their lines one by one."""

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
from convergence.backoffice.finance.words import explained, remarks
from convergence.backoffice.lists import Bar, download, holding, listing
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
from convergence.finance.statements.reading import MAX_BYTES

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


def _matching_page(**asked: Any) -> str:
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
    return redirect(_matching_page(statement=request.POST.get("statement", "")))


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
    """A line settled by hand: up to five invoices, the rest as credit."""

    payer = base.ContactField(
        label=gettext_lazy("Who paid"),
        required=False,
        help_text=gettext_lazy("Empty: the payer of the first invoice. What the invoices leave becomes their credit."),
    )


PARTS = 5


class PartForm(forms.Form):
    """One part of a split."""

    invoice = base.InvoiceField(label=gettext_lazy("Invoice or code"), required=False)
    amount = base.CentsField(label=gettext_lazy("Amount"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the invoice and the amount together."""
        given = super().clean() or {}
        if given.get("amount") and not given.get("invoice") and "invoice" not in self.errors:
            self.add_error("invoice", _("Which invoice does this part pay?"))
        if given.get("invoice") and not given.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("How much of the line pays this invoice?"))
        return given


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one line: every candidate, a split by hand, setting aside, its history."""
    is_write = request.method == "POST"
    row = _line(request, pk, "finance.match_bankline" if is_write else "finance.view_bankline")
    if is_write and request.POST.get("act") == "payout":
        return _paid_out(request, row)
    form = LineForm(request.POST or None)
    parts = [PartForm(request.POST or None, prefix=f"p{index}") for index in range(PARTS)]
    if is_write and all([form.is_valid(), *(part.is_valid() for part in parts)]) and _split(request, row, form, parts):
        messages.success(request, _("The line is matched."))
        return redirect("money:matching")
    [item] = queries.reading_of([row])
    decisions = row.decisions.prefetch_related("payments__payer").order_by("attempt")
    last = decisions.last()
    text = request.GET.get("q", "") or without_codes(row.label)
    context = {
        "title": row.label,
        "line": row,
        "item": explained(item),
        "form": form,
        "parts": parts,
        "decisions": decisions,
        "is_open": last is None or last.verdict == "REOPENED",
        "attempt": last.attempt if last else 0,
        "found": _found(request),
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


def _found(request: HttpRequest) -> list[Invoice]:
    text = request.GET.get("q", "")
    if not base.words_in(text):
        return []
    code = " ".join(base.words_in(text))
    rows: Any = visible(request.user, "finance.view_invoice", Invoice.objects.all())
    rows = rows.open().filter(base.payer_matches(text) | Q(number__iexact=code) | Q(reference__iexact=code))
    return list(rows.select_related("payer").order_by("payer__sort_name", "pk")[:25])


def _split(request: HttpRequest, row: Any, form: LineForm, parts: list[PartForm]) -> bool:
    chosen = [
        (part.cleaned_data["invoice"].pk, part.cleaned_data["amount"])
        for part in parts
        if part.cleaned_data.get("invoice")
    ]
    payer = form.cleaned_data["payer"]
    try:
        commands.confirm_line(
            line_id=row.pk,
            attempt=_attempt(request.POST),
            parts=chosen,
            payer_id=payer.pk if payer else None,
            basis="BY_HAND",
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        base.add_refusal(form, refusal)
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
    return _matching_page(page=page, statement=statement) + (f"#line-{following.pk}" if following else "")


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


class StatementForm(forms.Form):
    """A bank file."""

    file = forms.FileField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy("CSV, OFX or camt.053 as the bank gives it. Lines already known are left out."),
    )
    date_order = forms.ChoiceField(
        label=gettext_lazy("Order of the dates"),
        required=False,
        choices=[
            ("", gettext_lazy("As the file tells")),
            ("dmy", gettext_lazy("day, month, year")),
            ("mdy", gettext_lazy("month, day, year")),
            ("ymd", gettext_lazy("year, month, day")),
        ],
        help_text=gettext_lazy("Only when the file does not tell."),
    )


STATEMENTS = Bar(gettext_lazy("File"))


def _statements_as_file(request: HttpRequest, rows: Any) -> HttpResponseBase | None:
    head = [_("File"), _("From"), _("To"), _("Lines"), _("Already known"), _("Read on")]
    cells = (
        [
            one.file_name,
            one.first_date.isoformat() if one.first_date else "",
            one.last_date.isoformat() if one.last_date else "",
            one.line_count,
            one.repeated_count,
            one.imported_at.isoformat(),
        ]
        for one in rows.iterator(chunk_size=500)
    )
    return download(request.GET.get("format", ""), "releves", head, cells)


@require_http_methods(["GET", "POST"])
@listing("finance.view_bankstatement")
def statements(request: HttpRequest) -> HttpResponseBase:
    """List the statements read or give them as a file, and read another."""
    is_write = request.method == "POST"
    require(request.user, "finance.import_bankstatement" if is_write else "finance.view_bankstatement")
    form = StatementForm(request.POST or None, request.FILES or None)
    if is_write and form.is_valid() and (read := _imported(request, form)):
        return redirect(_matching_page(statement=read.pk if read.line_count > read.repeated_count else ""))
    rows = visible(request.user, "finance.view_bankstatement", BankStatement.objects.all())
    rows = holding(rows, STATEMENTS.words(request), "file_name").order_by("-imported_at", "-pk")
    if not is_write and (file_asked := _statements_as_file(request, rows)) is not None:
        return file_asked
    page = base.paged(request, rows)
    for row in page:
        row.remarks = remarks(row.warnings)
    context = {
        "title": _("Bank statements"),
        "lede": _("The file stays on your computer; its lines are kept, each once."),
        "form": form,
        "page": page,
        "bar": STATEMENTS,
        "may_import": may(request.user, "finance.import_bankstatement"),
    }
    return render(request, "backoffice/finance/statements.html", context)


def _imported(request: HttpRequest, form: StatementForm) -> BankStatement | None:
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        form.add_error(
            "file", _("This file is larger than %(megabytes)s MB.") % {"megabytes": MAX_BYTES // 1024 // 1024}
        )
        return None
    try:
        statement = commands.import_statement(
            content=file.read(),
            file_name=file.name or "",
            date_order=form.cleaned_data["date_order"] or None,
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        base.add_refusal(form, refusal)
        return None
    fresh = statement.line_count - statement.repeated_count
    messages.success(
        request,
        ngettext("%(count)s new line.", "%(count)s new lines.", fresh) % {"count": fresh}
        + " "
        + ngettext("%(count)s already known.", "%(count)s already known.", statement.repeated_count)
        % {"count": statement.repeated_count},
    )
    return statement
