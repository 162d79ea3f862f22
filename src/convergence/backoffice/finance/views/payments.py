"""Payments: what came in, where it went, and how it is undone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse as url_of
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.finance.sharing import Sharing, found_invoices, with_names
from convergence.backoffice.lists.screens import listing
from convergence.core.errors import DomainError
from convergence.core.money import format_cents
from convergence.finance import commands, queries
from convergence.finance.choices import EntryKind, Method
from convergence.finance.errors import ChangedSince
from convergence.finance.models import CheckoutSession, Entry, Invoice, Payment, Receipt
from convergence.ui.forms import add_refusal

STATES = (
    ("credit", gettext_lazy("With an unused part")),
    ("noreceipt", gettext_lazy("Without receipt")),
    ("reversed", gettext_lazy("Undone")),
)
BY_HAND = [choice for choice in Method.choices if choice[0] not in {Method.CARD, Method.DECLARED}]


def _filtered(request: HttpRequest) -> QuerySet[Payment]:
    rows: Any = visible(request.user, "finance.view_payment", Payment.objects.all())
    rows = rows.with_unused().with_state()
    state, method = request.GET.get("state", ""), request.GET.get("method", "")
    if method in Method.values:
        rows = rows.filter(method=method)
    if state == "credit":
        rows = rows.filter(unused_cents__gt=0)
    if state == "reversed":
        rows = rows.filter(is_reversed=True)
    else:  # what a list declared and took back tells nobody anything
        rows = rows.exclude(is_reversed=True, method=Method.DECLARED)
    if state == "noreceipt":
        held = Receipt.objects.live().filter(payment=OuterRef("pk"))
        rows = rows.filter(~Exists(held), is_reversed=False, till_cents__gt=0)
    text = request.GET.get("q", "")
    if base.words_in(text):
        rows = rows.filter(base.payer_matches(text))
    found: QuerySet[Payment] = rows.select_related("payer").order_by("-received_date", "-pk")
    return found


@require_safe
@listing("finance.view_payment")
def index(request: HttpRequest) -> HttpResponseBase:
    """List payments, or give the list as a file."""
    require(request.user, "finance.view_payment")
    rows = _filtered(request)
    head = [_("Received on"), _("Member number"), _("Payer"), _("How"), _("Reference"), _("Amount"), _("Unused")]
    cells = (
        [row.received_date.isoformat(), row.payer.number, row.payer.name, str(row.get_method_display()), row.reference,
         row.amount_cents / 100, row.unused_cents / 100]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = base.download(request.GET.get("format", ""), "paiements", head, cells)
    if file is not None:
        return file
    context = {
        "title": _("Payments"),
        "lede": _("What came in. A mistake is undone by an entry; nothing is erased."),
        "page": base.paged(request, rows),
        "methods": Method.choices,
        "states": STATES,
        "may_record": may(request.user, "finance.record_payment"),
    }
    return render(request, "backoffice/finance/payments.html", context)


class PaymentForm(forms.Form):
    """A payment typed by hand."""

    payer = base.ContactField(label=gettext_lazy("Who paid"))
    amount = base.CentsField(label=gettext_lazy("Amount"))
    method = forms.ChoiceField(label=gettext_lazy("How"), choices=BY_HAND)
    received_date = base.DayField(label=gettext_lazy("Received on"))
    reference = forms.CharField(label=gettext_lazy("Cheque or transfer number"), max_length=120, required=False)
    period = forms.CharField(
        label=gettext_lazy("Period paid"),
        max_length=9,
        required=False,
        help_text=gettext_lazy(
            "Like 2023-2024. Empty: the whole stays as credit. The period is never guessed from the date."
        ),
    )
    key = forms.CharField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Record a payment."""
    require(request.user, "finance.record_payment")
    form = PaymentForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            payment = commands.record_payment(
                payer_id=given["payer"].pk,
                amount_cents=given["amount"],
                method=given["method"],
                received_date=given["received_date"],
                period=given["period"].strip() or None,
                reference=given["reference"],
                key=given["key"],
                actor=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The payment is recorded."))
            return redirect("money:payment", payment.pk)
    context = {
        "title": _("Record a payment"),
        "lede": _("Several cheques? Enter them together as a deposit, with a control total."),
        "form": form,
        "act": _("Record the payment"),
        "back_url": url_of("money:payments"),
    }
    return render(request, "backoffice/form.html", context)


def _initial(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {"key": base.fresh_key(), "received_date": timezone.localdate()}
    number = request.GET.get("invoice", "")
    if number.isdecimal() and len(number) < 18:
        rows = visible(request.user, "finance.view_invoice", Invoice.objects.all())
        invoice: Any = rows.with_balance().select_related("payer").filter(pk=number).first()  # type: ignore[attr-defined]
        if invoice is not None:
            found |= {
                "payer": invoice.payer.number or invoice.payer.name,
                "amount": max(invoice.owed_cents, 0),
                "period": invoice.period,
            }
    return found


def _payment(request: HttpRequest, pk: int, action: str = "finance.view_payment") -> Any:
    require(request.user, action)
    rows = Payment.objects.with_unused().with_state().select_related("payer", "batch")
    return base.visible_or_404(request, "finance.view_payment", rows, pk)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a payment with every entry, its receipt and what can be done."""
    payment, user = _payment(request, pk), request.user
    is_live = not payment.is_reversed
    context = {
        "title": format_cents(payment.amount_cents),
        "lede": f"{payment.payer.name} — {payment.get_method_display()}",
        "payment": payment,
        "entries": payment.entries.select_related("invoice__payer", "reverses", "reversed_by").order_by("pk"),
        "receipts": Receipt.objects.light().with_state().filter(payment=payment).order_by("pk"),
        "decisions": payment.bank_decisions.select_related("line").order_by("pk"),
        "may_allocate": is_live and payment.unused_cents > 0 and may(user, "finance.allocate_payment"),
        "may_refund": is_live and payment.unused_cents > 0 and may(user, "finance.refund_payment"),
        "may_reverse": is_live and may(user, "finance.reverse_payment"),
        "may_undo": is_live and may(user, "finance.allocate_payment"),
        "may_receipt": is_live
        and payment.method != Method.DECLARED
        and payment.till_cents > 0
        and may(user, "finance.issue_receipt"),
    }
    return render(request, "backoffice/finance/payment.html", context)


@require_http_methods(["GET", "POST"])
def allocate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the unused part of a payment on invoices, of this payer or of others."""
    payment = _payment(request, pk, "finance.allocate_payment")
    form = SeenForm(request.POST or None, initial={"seen": payment.unused_cents})
    found = found_invoices(request)
    owed = visible(request.user, "finance.view_invoice", queries.open_invoices([payment.payer_id]))
    sharing = Sharing(request, found or with_names(owed))
    if request.method == "POST" and form.is_valid() and sharing.is_valid():
        try:
            if _allocated(request, payment, form, sharing):
                return redirect("money:payment", pk)
        except ChangedSince as change:
            messages.warning(request, str(change))
            return redirect("money:payment", pk)
        except DomainError as refusal:
            add_refusal(form, refusal)
    context = {
        "title": _("Put a credit on invoices"),
        "lede": _("%(amount)s of this payment are unused.") % {"amount": format_cents(payment.unused_cents)},
        "payment": payment,
        "form": form,
        "sharing": sharing,
        "query": request.GET.get("q", ""),
        "found": found,
    }
    return render(request, "backoffice/finance/allocate.html", context)


def _allocated(request: HttpRequest, payment: Any, form: "SeenForm", sharing: Sharing) -> bool:
    shares = sharing.shares_of(payment.unused_cents)
    if not shares:
        if shares is not None:
            form.add_error(None, _("Tick at least one invoice, or write the number of one."))
        return False
    commands.allocate(
        payment_id=payment.pk,
        allocations=shares,
        unused_seen=form.cleaned_data["seen"],
        actor=request.user,
        at=timezone.now(),
    )
    words = ngettext("The credit is put on %(count)s invoice.", "The credit is put on %(count)s invoices.", len(shares))
    messages.success(request, words % {"count": len(shares)})
    return True


class SeenForm(forms.Form):
    """What was unused when the page was shown, so that a form sent twice does its act once."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RefundForm(base.ReasonForm):
    """Money sent back."""

    amount = base.CentsField(label=gettext_lazy("Amount sent back"))
    refund_date = base.DayField(label=gettext_lazy("Sent back on"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("amount", "refund_date", "reason")


@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Record money sent back; by card, the provider is asked."""
    payment = _payment(request, pk, "finance.refund_payment")
    online = CheckoutSession.objects.filter(payment=payment).exists()
    form = RefundForm(
        request.POST or None,
        initial={
            "amount": payment.unused_cents,
            "seen": payment.unused_cents,
            "refund_date": timezone.localdate(),
        },
    )
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        base_values = {
            "payment_id": pk,
            "amount_cents": given["amount"],
            "reason": given["reason"],
            "unused_seen": given["seen"],
            "actor": request.user,
            "at": now,
        }
        try:
            if online:
                commands.refund_online(**base_values)
            else:
                commands.refund(refund_date=given["refund_date"], **base_values)
        except ChangedSince as change:
            messages.warning(request, str(change))
            return redirect("money:payment", pk)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The refund is written."))
            return redirect("money:payment", pk)
    lede = (
        _("The card provider is asked to send the money back.")
        if online
        else _("Send the money first, then write it here.")
    )
    context = {
        "title": _("Refund"),
        "lede": f"{lede} "
        + _("%(amount)s of this payment are unused.") % {"amount": format_cents(payment.unused_cents)},
        "form": form,
        "act": _("Refund"),
        "back_url": url_of("money:payment", args=[pk]),
    }
    return render(request, "backoffice/form.html", context)


@require_http_methods(["GET", "POST"])
def reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a payment: returned cheque, wrong payer, recorded twice."""
    payment = _payment(request, pk, "finance.reverse_payment")
    form = base.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.reverse_payment(
                payment_id=pk, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The payment is undone: its invoices owe again, its receipt is cancelled."))
            return redirect("money:payment", pk)
    context = {
        "title": _("Undo a payment"),
        "lede": _(
            "Returned cheque, wrong payer, recorded twice: every entry is answered by its opposite, none is erased."
        ),
        "form": form,
        "act": _("Undo %(amount)s") % {"amount": format_cents(payment.amount_cents)},
        "back_url": url_of("money:payment", args=[pk]),
    }
    return render(request, "backoffice/form.html", context)


@require_POST
def undo_allocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a payment off an invoice.

    Raises:
        Http404: no such allocation.
    """
    require(request.user, "finance.allocate_payment")
    entry = Entry.objects.filter(pk=pk, kind=EntryKind.ALLOCATED).first()
    if entry is None:
        raise Http404
    base.done(
        request,
        lambda: commands.undo_allocation(
            entry_id=pk, reason=_("Taken off by hand"), actor=request.user, at=timezone.now()
        ),
        _("The payment is taken off the invoice: it is credit again."),
    )
    return redirect("money:payment", entry.payment_id)
