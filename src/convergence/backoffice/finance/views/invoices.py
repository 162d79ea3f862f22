"""Invoices: what is owed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists.screens import listing
from convergence.core.errors import DomainError
from convergence.finance import commands, queries
from convergence.finance.choices import InvoiceKind
from convergence.finance.models import Invoice
from convergence.finance.rules.references import format_code
from convergence.ui.forms import add_refusal

STATES = (
    ("open", gettext_lazy("Still owed")),
    ("late", gettext_lazy("Late")),
    ("part", gettext_lazy("Paid in part")),
    ("paid", gettext_lazy("Paid")),
)


def _filtered(request: HttpRequest) -> QuerySet[Invoice]:
    rows = visible(request.user, "finance.view_invoice", Invoice.objects.all()).with_balance()  # type: ignore[attr-defined]
    state, period = request.GET.get("state", ""), base.plain_text(request.GET.get("period", ""), 9)
    if period:
        rows = rows.filter(period=period)
    if not state:  # what a list declared and took back tells nobody anything
        rows = rows.exclude(kind=InvoiceKind.OPENING, due_cents=0)
    if state in {"open", "late", "part"}:
        rows = rows.filter(owed_cents__gt=0)
    if state == "late":
        rows = rows.filter(due_date__lt=timezone.localdate())
    if state == "part":
        rows = rows.filter(owed_cents__lt=F("due_cents"))
    if state == "paid":
        rows = rows.filter(owed_cents__lte=0)
    text = request.GET.get("q", "")
    if base.words_in(text):
        code = " ".join(base.words_in(text))
        rows = rows.filter(base.payer_matches(text) | Q(number__iexact=code) | Q(reference__iexact=code))
    found: QuerySet[Invoice] = rows.select_related("payer").order_by("-issue_date", "-pk")
    return found


@require_safe
@listing("finance.view_entry")
def index(request: HttpRequest) -> HttpResponseBase:
    """List invoices, or give the list as a file."""
    require(request.user, "finance.view_entry")
    rows = _filtered(request)
    head = [
        _("Invoice"),
        _("Member number"),
        _("Payer"),
        _("Period"),
        _("Invoiced"),
        pgettext("an amount", "Paid"),
        _("Left to pay"),
        _("Due on"),
    ]
    cells = (
        [row.number, row.payer.number, row.payer.name, row.period, row.due_cents / 100, row.paid_cents / 100,
         row.owed_cents / 100, row.due_date.isoformat() if row.due_date else ""]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = base.download(request.GET.get("format", ""), "factures", head, cells)
    if file is not None:
        return file
    period = base.plain_text(request.GET.get("period", ""), 9)
    totals = queries.totals_by_period()
    context = {
        "title": _("Invoices"),
        "lede": _("What each member owes for a period. An invoice is never edited: a correction is an entry."),
        "page": base.paged(request, rows),
        "periods": base.periods(),
        "states": STATES,
        "total": totals.get(period) or (next(iter(totals.values())) if totals else None),
        "total_period": period or next(iter(totals), ""),
        "may_issue": may(request.user, "finance.issue_invoice"),
    }
    return render(request, "backoffice/finance/invoices.html", context)


class InvoiceForm(forms.Form):
    """An invoice issued by hand."""

    payer = base.ContactField(label=gettext_lazy("Who owes"))
    kind = forms.ChoiceField(
        label=pgettext_lazy("of an entry", "Kind"),
        choices=[choice for choice in InvoiceKind.choices if choice[0] != InvoiceKind.OPENING],
    )
    period = forms.CharField(
        label=gettext_lazy("Period"), max_length=9, help_text=gettext_lazy("Like 2023-2024: written, never guessed.")
    )
    object = forms.CharField(label=gettext_lazy("Object"), max_length=200)
    amount = base.CentsField(label=gettext_lazy("Amount"))
    due_date = base.DayField(label=gettext_lazy("Due on"), required=False)
    key = forms.CharField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Issue an invoice by hand."""
    require(request.user, "finance.issue_invoice")
    form = InvoiceForm(request.POST or None, initial={"key": base.fresh_key(), "payer": request.GET.get("payer", "")})
    if request.method == "POST" and form.is_valid():
        invoice = _issued(request, form)
        if invoice is not None:
            messages.success(request, _("The invoice %(number)s is issued.") % {"number": invoice.number})
            return redirect("money:invoice", invoice.pk)
    context = {
        "title": _("Issue an invoice"),
        "lede": _("Dues are invoiced by the dues call; this is for the rest."),
        "form": form,
        "act": _("Issue the invoice"),
        "back_url": reverse("money:invoices"),
    }
    return render(request, "backoffice/form.html", context)


def _issued(request: HttpRequest, form: InvoiceForm) -> Invoice | None:
    given = form.cleaned_data
    payer, kind = given["payer"], InvoiceKind(given["kind"])
    code = format_code(given["period"], payer.number) if payer.number and kind == InvoiceKind.DUES else ""
    try:
        return commands.issue_invoice(
            payer_id=payer.pk,
            period=given["period"],
            object=given["object"],
            lines=[(given["object"], given["amount"])],
            due_date=given["due_date"],
            reference="" if Invoice.objects.filter(reference=code).exists() else code,
            kind=kind,
            language=payer.language or "fr",
            key=given["key"],
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        add_refusal(form, refusal)
        return None


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an invoice with its lines and every entry."""
    require(request.user, "finance.view_entry")
    rows = Invoice.objects.with_balance().select_related("payer")
    invoice: Any = base.visible_or_404(request, "finance.view_invoice", rows, pk)
    user = request.user
    context = {
        "title": invoice.number,
        "lede": invoice.object,
        "invoice": invoice,
        "is_late": bool(invoice.owed_cents > 0 and invoice.due_date and invoice.due_date < timezone.localdate()),
        "lines": invoice.lines.all(),
        "entries": invoice.entries.select_related("payment__payer", "reverses", "reversed_by").order_by("pk"),
        "credits": queries.credits_of_payer(invoice.payer_id) if invoice.owed_cents > 0 else [],
        "may_pay": may(user, "finance.record_payment"),
        "may_adjust": may(user, "finance.adjust_invoice"),
        "may_allocate": may(user, "finance.allocate_payment"),
    }
    return render(request, "backoffice/finance/invoice.html", context)


class AdjustForm(base.ReasonForm):
    """A new total, by an entry."""

    total = base.CentsField(
        label=gettext_lazy("Right total"),
        help_text=gettext_lazy("0 cancels the invoice. What was paid stays as credit."),
    )
    field_order = ("total", "reason")


@require_http_methods(["GET", "POST"])
def adjust(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what an invoice asks for."""
    require(request.user, "finance.adjust_invoice")
    invoice: Any = base.visible_or_404(request, "finance.view_invoice", Invoice.objects.with_balance(), pk)
    form = AdjustForm(request.POST or None, initial={"total": invoice.due_cents})
    if request.method == "POST" and form.is_valid():
        try:
            commands.adjust_invoice(
                invoice_id=pk,
                total_cents=form.cleaned_data["total"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The correction is written. The first entry stays where it is."))
            return redirect("money:invoice", pk)
    context = {
        "title": _("Correct the invoice %(number)s") % {"number": invoice.number},
        "lede": _("The correction is a new entry beside the first: nothing is erased (rule K8)."),
        "form": form,
        "act": _("Write the correction"),
        "back_url": reverse("money:invoice", args=[pk]),
    }
    return render(request, "backoffice/form.html", context)
