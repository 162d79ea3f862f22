"""Receipts of payment: issuing, giving, cancelling, replacing, sending."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists.screens import listing
from convergence.core.errors import DomainError
from convergence.core.reading import counts_of
from convergence.finance import commands
from convergence.finance.models import Receipt
from convergence.finance.queries.receipts import payments_without_receipt, receipts_never_sent
from convergence.finance.tasks import issue_receipts_of_period, send_receipts_of_period
from convergence.ui.forms import add_refusal

AT_ONCE = 25
STATES = (
    ("unsent", gettext_lazy("never sent by e-mail")),
    ("cancelled", gettext_lazy("cancelled")),
)


def _filtered(request: HttpRequest) -> QuerySet[Receipt]:
    rows: Any = visible(request.user, "finance.view_receipt", Receipt.objects.light())
    rows = rows.with_state()
    if request.GET.get("state") == "cancelled":
        rows = rows.filter(is_cancelled=True)
    if request.GET.get("state") == "unsent":
        rows = rows.filter(is_cancelled=False, mailings__isnull=True)
    text = request.GET.get("q", "")
    if base.words_in(text):
        rows = rows.filter(base.payer_matches(text) | Q(number__iexact=" ".join(base.words_in(text))))
    found: QuerySet[Receipt] = rows.select_related("payer").order_by("-pk")
    return found


@require_safe
@listing("finance.view_entry")
def index(request: HttpRequest) -> HttpResponseBase:
    """List receipts, or give the list as a file."""
    require(request.user, "finance.view_entry")
    rows = _filtered(request)
    head = [_("Receipt"), _("Issued on"), _("Member number"), _("Payer"), _("Amount"), _("Cancelled")]
    cells = (
        [row.number, row.issue_date.isoformat(), row.payer.number, row.payer.name, row.amount_cents / 100,
         _("yes") if row.is_cancelled else ""]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = base.download(request.GET.get("format", ""), "recus", head, cells)
    if file is not None:
        return file
    context = {
        "title": _("Receipts of payment"),
        "lede": _("Numbered once, the same bytes for ever. They confirm a payment and are no donation receipts."),
        "page": base.paged(request, rows),
        "todo": waiting_receipts(request, periods=4),
        "states": STATES,
    }
    return render(request, "backoffice/finance/receipts.html", context)


@dataclass(frozen=True)
class Todo:
    """What is left to do about the receipts of a period: to issue, to send by e-mail, to print."""

    period: str
    missing: int
    unsent: int
    by_hand: int


def waiting_receipts(request: HttpRequest, *, periods: int) -> list[Todo]:
    """Return what is left to do for the latest periods; nothing to who may not issue receipts."""
    if not may(request.user, "finance.issue_receipt"):
        return []
    today = timezone.localdate()
    latest = base.periods()[:periods]
    counted: list[QuerySet[Any]] = []
    for period in latest:
        never = receipts_never_sent(period, on=today)
        counted += [payments_without_receipt(period), never.filter(has_email=True), never.filter(has_email=False)]
    counts = iter(counts_of(*counted))
    found = [Todo(period, next(counts), next(counts), next(counts)) for period in latest]
    return [one for one in found if one.missing or one.unsent or one.by_hand]


@require_POST
def issue_and_send(request: HttpRequest) -> HttpResponse:
    """Issue the receipts missing for a period and send all that were never sent: a few at once, others by the worker."""
    require(request.user, "finance.issue_receipt")
    require(request.user, "finance.send_receipt")
    period, now = base.plain_text(request.POST.get("period", ""), 9), timezone.now()
    commands.issue_receipts(period=period, actor=request.user, at=now, limit=AT_ONCE)
    sent = len(commands.send_receipts(period=period, actor=request.user, at=now, limit=AT_ONCE))
    words = ngettext("%(count)s receipt is on its way.", "%(count)s receipts are on their way.", sent) % {"count": sent}
    never = receipts_never_sent(period, on=timezone.localdate())
    if payments_without_receipt(period).exists() or never.filter(has_email=True).exists():
        send_receipts_of_period.enqueue(period=period, actor_id=request.user.pk)
        words += " " + _("The others follow in a moment.")
    messages.success(request, words)
    if by_hand := never.filter(has_email=False).count():
        messages.warning(
            request,
            ngettext(
                "%(count)s receipt has nobody to go to by e-mail: print it, or add an e-mail for billing.",
                "%(count)s receipts have nobody to go to by e-mail: print them, or add an e-mail for billing.",
                by_hand,
            )
            % {"count": by_hand},
        )
    return redirect("money:receipts")


@require_POST
def issue_missing(request: HttpRequest) -> HttpResponse:
    """Issue the receipts missing for a period: a few at once, the others by the worker."""
    require(request.user, "finance.issue_receipt")
    period = base.plain_text(request.POST.get("period", ""), 9)
    try:
        made = commands.issue_receipts(period=period, actor=request.user, at=timezone.now(), limit=AT_ONCE)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("money:receipts")
    left = payments_without_receipt(period).count()
    words = ngettext("%(count)s receipt is issued.", "%(count)s receipts are issued.", len(made)) % {"count": len(made)}
    if left:
        issue_receipts_of_period.enqueue(period=period, actor_id=request.user.pk)
        words += " " + ngettext(
            "%(count)s other follows in a moment.", "%(count)s others follow in a moment.", left
        ) % {"count": left}
    messages.success(request, words)
    return redirect("money:receipts")


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the receipt of one payment."""
    require(request.user, "finance.issue_receipt")
    try:
        receipt = commands.issue_receipt(payment_id=pk, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("money:payment", pk)
    messages.success(request, _("The receipt %(number)s is issued.") % {"number": receipt.number})
    return redirect("money:receipt", receipt.pk)


def _receipt(request: HttpRequest, pk: int, action: str = "finance.view_entry") -> Any:
    require(request.user, action)
    rows = Receipt.objects.with_state().select_related("payer", "payment", "replaces")
    return base.visible_or_404(request, "finance.view_receipt", rows, pk)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a receipt and its history."""
    receipt = _receipt(request, pk)
    context = {
        "title": _("Receipt %(number)s") % {"number": receipt.number},
        "receipt": receipt,
        "cancellation": getattr(receipt, "cancellation", None),
        "replaced_by": Receipt.objects.light().filter(replaces=receipt).first(),
        "mailings": receipt.mailings.order_by("pk"),
        "may_issue": may(request.user, "finance.issue_receipt") and not receipt.is_cancelled,
        "may_send": may(request.user, "finance.send_receipt") and not receipt.is_cancelled,
        "address": commands.address_of(receipt.payer),
    }
    return render(request, "backoffice/finance/receipt.html", context)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the paper, byte for byte as it was issued (DR15)."""
    receipt = _receipt(request, pk)
    return base.pdf(receipt.pdf, f"recu-{receipt.number}")


class CancelForm(base.ReasonForm):
    """Cancelling, and replacing by another when wanted."""

    replace = forms.BooleanField(
        label=gettext_lazy("Issue another in its place"),
        required=False,
        help_text=gettext_lazy("It gets its own number and says which one it replaces."),
    )


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a receipt, which is kept; replace it when asked."""
    receipt = _receipt(request, pk, "finance.issue_receipt")
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = commands.replace_receipt if form.cleaned_data["replace"] else commands.cancel_receipt
        try:
            made = act(receipt_id=pk, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now())
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The receipt %(number)s is cancelled and kept.") % {"number": receipt.number})
            return redirect("money:receipt", made.pk if isinstance(made, Receipt) else pk)
    context = {
        "title": _("Cancel the receipt %(number)s") % {"number": receipt.number},
        "lede": _(
            "A receipt is never edited: a wrong one is cancelled and kept, another takes its place (DR13, DR14)."
        ),
        "form": form,
        "act": _("Cancel this receipt"),
        "back_url": reverse("money:receipt", args=[pk]),
    }
    return render(request, "backoffice/form.html", context)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a receipt by e-mail to its payer."""
    receipt = _receipt(request, pk, "finance.send_receipt")
    base.done(
        request,
        lambda: commands.send_receipt(receipt_id=pk, actor=request.user, at=timezone.now()),
        _("The receipt %(number)s is handed over to the mail.") % {"number": receipt.number},
    )
    return redirect("money:receipt", pk)
