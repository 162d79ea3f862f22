"""One sum over several invoices: those listed are ticked, others are named by number or code."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergence.accounts.policies import visible
from convergence.backoffice.finance import base
from convergence.finance.commands.payments import Parts
from convergence.finance.models import Invoice

FREE_PARTS = 5
LISTED = 50


class ListedForm(forms.Form):
    """One listed invoice: ticked, it takes what is left, or the amount written beside it."""

    pay = forms.BooleanField(required=False)
    amount = base.CentsField(label=gettext_lazy("Amount"), required=False)

    def __init__(self, data: Any, invoice: Any) -> None:
        super().__init__(data, prefix=f"i{invoice.pk}")
        self.invoice = invoice
        self.fields["pay"].widget.attrs["aria-label"] = f"{invoice.number} {invoice.reference}".strip()


class PartForm(forms.Form):
    """One part for an invoice that is not listed."""

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


class Sharing:
    """What a person chose among listed invoices, and beside them."""

    def __init__(self, request: HttpRequest, listed: Iterable[Invoice] = ()) -> None:
        """Offer `listed`; once sent, those that the page had shown."""
        is_sent = request.method == "POST"
        given = request.POST if is_sent else None
        rows = _shown(request) if is_sent else list(listed)[:LISTED]
        self.takes_all = is_sent and "all" in request.POST
        self.listed = [ListedForm(given, row) for row in rows]
        self.parts = [PartForm(given, prefix=f"p{index}") for index in range(FREE_PARTS)]

    def is_valid(self) -> bool:
        """Tell whether everything typed can be read."""
        return all(form.is_valid() for form in (*self.listed, *self.parts))

    def shares_of(self, cents: int) -> Parts | None:
        """Share a sum: amounts first as typed, then what is left over the other ticked invoices in their order.

        None when an invoice was ticked for which nothing is left: it is said beside it.
        """
        chosen = [form for form in self.listed if self.takes_all or form.cleaned_data["pay"] or _typed(form)]
        beside = [(one.cleaned_data["invoice"].pk, one.cleaned_data["amount"]) for one in self.parts if _typed(one)]
        left = cents - sum(_typed(form) for form in chosen) - sum(part for _pk, part in beside)
        shares, is_short = [], False
        for form in chosen:
            part = _typed(form) or max(min(left, form.invoice.owed_cents), 0)
            left -= 0 if _typed(form) else part
            if part:
                shares.append((form.invoice.pk, part))
            elif not self.takes_all:
                form.add_error("amount", _("Nothing is left for this invoice."))
                is_short = True
        return None if is_short else [*shares, *beside]


def _typed(form: forms.Form) -> int:
    return form.cleaned_data.get("amount") or 0


def _shown(request: HttpRequest) -> list[Invoice]:
    wanted = [int(raw) for raw in request.POST.getlist("shown")[:LISTED] if raw.isdecimal() and len(raw) < 18]
    rows: Any = visible(request.user, "finance.view_invoice", Invoice.objects.filter(pk__in=wanted))
    found = {row.pk: row for row in with_names(rows.with_balance())}
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]


def with_names(rows: Any) -> Any:
    """Read the payer of each invoice and, where another pays, the member whose dues they are."""
    return rows.select_related("payer", "dues_recipient")


def found_invoices(request: HttpRequest) -> list[Invoice]:
    """Return the open invoices that the search box of a page asks for, by payer, by member whose dues they are, or code."""
    text = request.GET.get("q", "")
    words = base.words_in(text)
    if not words:
        return []
    code = " ".join(words)
    rows: Any = visible(request.user, "finance.view_invoice", Invoice.objects.all())
    whose = base.payer_matches(text) | base.payer_matches(text, "dues_recipient__member__")
    rows = rows.open().filter(whose | Q(number__iexact=code) | Q(reference__iexact=code))
    return list(with_names(rows).order_by("payer__sort_name", "due_date", "pk")[:LISTED])
