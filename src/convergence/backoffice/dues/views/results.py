"""The result of a call: figures, charts with their table, export."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.accounts.policies import require
from convergence.backoffice.dues.base import call_or_404, csv_response, page
from convergence.core.money import format_cents
from convergence.membership.queries.results import CallResult, result_of
from convergence.membership.rules.results import Sum
from convergence.ui.charts import BarChart, Row, bars


def _chart(result: CallResult, title: str, rows: tuple[Sum, ...]) -> BarChart:
    series = (
        _("received for %(period)s") % {"period": result.period},
        _("still due"),
        _("received for %(period)s") % {"period": result.last_period},
    )
    lines = []
    for row in rows:
        due = max(row.charged_cents - row.received_cents, 0)
        values = (row.received_cents, due, row.last_year_cents)
        lines.append(Row(row.key or _("none"), values, tuple(format_cents(value) for value in values)))
    return bars(title=title, description=_("The table beneath holds the same figures."), series=series, rows=lines)


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the result by group, central and region."""
    call = call_or_404(request, pk)
    require(request.user, "membership.view_callrecipient")
    found = result_of(call, actor=request.user)
    parts = [
        {"title": title, "rows": rows, "chart": _chart(found, title, rows[:18])}
        for title, rows in (
            (_("By group"), found.by_group),
            (_("By central"), found.by_central),
            (_("By region"), found.by_region),
        )
    ]
    difference = found.total.received_cents - found.total.last_year_cents
    return page(request, "result", call, "result", result=found, parts=parts, difference=difference)


@require_safe
def export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Export the figures of the result."""
    call = call_or_404(request, pk)
    require(request.user, "membership.view_callrecipient")
    found = result_of(call, actor=request.user)
    head = [
        _("Part"), _("Name"), _("Called"), _("In good standing"), _("Partly paid"), _("Promised"), _("Late"), _("Awaiting"),
        _("Called amount"), _("Received"), _("Promised amount"), _("Late amount"), _("Received last year"),
    ]  # fmt: skip

    def lines() -> Iterator[list[Any]]:
        parts = (
            (_("total"), (found.total,)),
            (_("group"), found.by_group),
            (_("central"), found.by_central),
            (_("region"), found.by_region),
        )
        for part, rows in parts:
            for row in rows:
                counts = [row.called, row.paid, row.partly, row.promised, row.late, row.awaiting]
                cents = [row.charged_cents, row.received_cents, row.promised_cents, row.late_cents, row.last_year_cents]
                yield [part, row.key, *counts, *(f"{value / 100:.2f}" for value in cents)]

    return csv_response(f"resultat-{call.period}", head, lines())
