"""Cheques entered together, with the total counted by hand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, download, holding, listing
from convergence.core.errors import DomainError
from convergence.finance import commands
from convergence.finance.models import ChequeBatch
from convergence.ui.forms import add_refusal

ROWS = 8


BAR = Bar(gettext_lazy("Number of the deposit or of a cheque, or a name"))


def _filtered(request: HttpRequest) -> Any:
    rows = visible(request.user, "finance.view_chequebatch", ChequeBatch.objects.defer("slip_pdf"))
    found = holding(rows, BAR.words(request), "number", "payments__reference", "payments__payer__name")
    return found.distinct().order_by("-deposit_date", "-pk")


@require_safe
@listing("finance.view_chequebatch")
def index(request: HttpRequest) -> HttpResponseBase:
    """List deposits, or give the list as a file."""
    rows = _filtered(request)
    head = [_("Deposit"), _("Deposited on"), _("Cheques"), _("Total")]
    cells = (
        [one.number, one.deposit_date.isoformat(), one.cheque_count, one.control_total_cents / 100]
        for one in rows.iterator(chunk_size=1000)
    )
    if (file_asked := download(request.GET.get("format", ""), "depots", head, cells)) is not None:
        return file_asked
    context = {
        "title": _("Cheque deposits"),
        "lede": _("Cheques taken to the bank together: the total counted by hand must be the total typed."),
        "page": base.paged(request, rows),
        "bar": BAR,
        "may_record": may(request.user, "finance.record_chequebatch"),
    }
    return render(request, "backoffice/finance/batches.html", context)


class DepositForm(forms.Form):
    """The deposit as a whole."""

    deposit_date = base.DayField(label=gettext_lazy("Deposited on"))
    control_total = base.CentsField(
        label=gettext_lazy("Control total"), help_text=gettext_lazy("Added up from the cheques, before typing them.")
    )
    period = forms.CharField(
        label=gettext_lazy("Period paid"),
        max_length=9,
        required=False,
        help_text=gettext_lazy("For all these cheques. Empty: they stay as credits."),
    )
    key = forms.CharField(widget=forms.HiddenInput)


class ChequeForm(forms.Form):
    """One cheque of the grid."""

    payer = base.ContactField(label=gettext_lazy("Member"), required=False, help_text="")
    number = forms.CharField(label=gettext_lazy("Cheque number"), max_length=40, required=False)
    amount = base.CentsField(label=gettext_lazy("Amount"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the payer and the amount together, or neither."""
        given = super().clean() or {}
        if given.get("amount") and not given.get("payer") and "payer" not in self.errors:
            self.add_error("payer", _("Who wrote this cheque?"))
        if given.get("payer") and not given.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Write the amount of this cheque."))
        return given


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Enter a deposit: a grid that works without JavaScript; more rows are one button away."""
    require(request.user, "finance.record_chequebatch")
    count = _row_count(request)
    form = DepositForm(request.POST or None, initial={"key": base.fresh_key(), "deposit_date": timezone.localdate()})
    rows = [ChequeForm(request.POST or None, prefix=f"c{index}") for index in range(count)]
    is_more = "more" in request.POST
    if request.method == "POST" and not is_more and all([form.is_valid(), *(row.is_valid() for row in rows)]):
        batch = _recorded(request, form, rows)
        if batch is not None:
            messages.success(request, _("The deposit %(number)s is recorded.") % {"number": batch.number})
            return redirect("money:batch", batch.pk)
    typed = sum(_typed_cents(row) for row in rows) if request.method == "POST" else 0
    context = {
        "title": _("Enter a deposit of cheques"),
        "lede": _("All cheques are recorded, or none: nothing is half written."),
        "form": form,
        "rows": rows,
        "row_count": count,
        "typed_cents": typed,
        "is_more": is_more,
    }
    return render(request, "backoffice/finance/add_batch.html", context)


def _row_count(request: HttpRequest) -> int:
    given = request.POST.get("rows", "")
    count = min(int(given), 200) if given.isdecimal() and len(given) < 4 else ROWS
    return min(count + ROWS, 200) if "more" in request.POST else max(count, 1)


def _typed_cents(row: ChequeForm) -> int:
    row.is_valid()
    return int(row.cleaned_data.get("amount") or 0)


def _recorded(request: HttpRequest, form: DepositForm, rows: Sequence[ChequeForm]) -> ChequeBatch | None:
    given = form.cleaned_data
    cheques = [
        commands.Cheque(
            payer_id=row.cleaned_data["payer"].pk,
            amount_cents=row.cleaned_data["amount"],
            number=row.cleaned_data["number"],
            period=given["period"].strip() or None,
        )
        for row in rows
        if row.cleaned_data.get("payer")
    ]
    try:
        return commands.record_cheque_batch(
            cheques=cheques,
            control_total_cents=given["control_total"],
            deposit_date=given["deposit_date"],
            key=given["key"],
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        add_refusal(form, refusal)
        return None


def _batch(request: HttpRequest, pk: int) -> Any:
    return base.visible_or_404(request, "finance.view_chequebatch", ChequeBatch.objects.all(), pk)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a deposit."""
    batch = _batch(request, pk)
    context = {
        "title": _("Deposit %(number)s") % {"number": batch.number},
        "batch": batch,
        "payments": batch.payments.with_state().with_unused().select_related("payer").order_by("pk"),
    }
    return render(request, "backoffice/finance/batch.html", context)


@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the deposit slip."""
    batch = _batch(request, pk)
    return base.pdf(batch.slip_pdf, f"bordereau-{batch.number}")
