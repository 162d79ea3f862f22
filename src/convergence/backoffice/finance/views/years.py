"""Fiscal years, their closing, and the books for the accountant."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.core.errors import DomainError
from convergence.core.periods import period_of
from convergence.core.profile import current_profile, year_end
from convergence.finance import commands, exports
from convergence.finance.models import CarryOver, Entry, FiscalYear
from convergence.finance.queries.years import state_of
from convergence.ui.forms import add_refusal


class YearForm(forms.Form):
    """A fiscal year to write down."""

    start_date = base.DayField(label=gettext_lazy("First day"))
    end_date = base.DayField(label=gettext_lazy("Last day"))


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """List the years with their figures; write another down."""
    is_write = request.method == "POST"
    require(request.user, "finance.close_fiscalyear" if is_write else "finance.view_fiscalyear")
    form = YearForm(request.POST or None, initial=_next_year())
    if is_write and form.is_valid():
        try:
            commands.open_year(**form.cleaned_data, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("money:years")
    years = visible(request.user, "finance.view_fiscalyear", FiscalYear.objects.all()).order_by("-start_date")
    today = timezone.localdate()
    context = {
        "title": _("Years and exports"),
        "lede": _("A closed year takes no entry any more; what is owed and held is carried over."),
        "years": [(year, state_of(year), year.end_date < today) for year in years],
        "form": form,
        "first": Entry.objects.order_by("booked_date").values_list("booked_date", flat=True).first(),
        "today": today,
        "may_close": may(request.user, "finance.close_fiscalyear"),
        "may_export": may(request.user, "finance.export_books"),
    }
    return render(request, "backoffice/finance/years.html", context)


def _next_year() -> dict[str, Any]:
    last = FiscalYear.objects.order_by("-end_date").first()
    first = Entry.objects.order_by("booked_date").values_list("booked_date", flat=True).first()
    day = date.fromordinal(last.end_date.toordinal() + 1) if last else (first or timezone.localdate())
    year = period_of(day, year_end())
    return {"start_date": year.start, "end_date": year.end}


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a year, after a look at what still waits in it."""
    require(request.user, "finance.close_fiscalyear")
    year: Any = base.visible_or_404(request, "finance.view_fiscalyear", FiscalYear.objects.all(), pk)
    if request.method == "POST" and base.done(
        request,
        lambda: commands.close_year(year_id=pk, actor=request.user, at=timezone.now()),
        _("The fiscal year %(year)s is closed.") % {"year": year},
    ):
        return redirect("money:years")
    carried = CarryOver.objects.filter(year=year).select_related("payer").order_by("payer__sort_name", "pk")
    context = {
        "title": _("Close the fiscal year %(year)s") % {"year": year},
        "lede": _("This cannot be taken back. A mistake found later is corrected by an entry of the open year."),
        "year": year,
        "state": state_of(year),
        "is_over": year.end_date < timezone.localdate(),
        "page": base.paged(request, carried),
    }
    return render(request, "backoffice/finance/close_year.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give the ledger between two days as CSV or Beancount.

    Raises:
        Http404: another kind of file.
    """
    require(request.user, "finance.export_books")
    if kind not in {"csv", "beancount"}:
        raise Http404
    rows = exports.entries_between(_day(request.GET.get("from", "")), _day(request.GET.get("to", "")))
    if kind == "csv":
        return base.streamed(exports.csv_lines(rows), "grand-livre.csv", "text/csv; charset=utf-8")
    title = current_profile().name or "Convergence"
    return base.streamed(exports.beancount_lines(rows, title), "grand-livre.beancount", "text/plain; charset=utf-8")
