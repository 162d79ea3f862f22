"""The calendar of crates: one line each, one column a day, and the same as a list."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.accounts.policies import require, visible
from convergence.education.exhibitions.choices import ItemState
from convergence.education.exhibitions.models import Crate, Hold, Loan
from convergence.education.exhibitions.queries.loans import days_of_crates
from convergence.education.exhibitions.rules.slots import Span

FIRST_YEAR, LAST_YEAR = 1975, 2100


@dataclass(frozen=True)
class Cell:
    """One day of one crate, as drawn: a letter, words for it, the loan that the reader may open."""

    day: date
    letter: str
    words: str
    loan: Loan | None


def month_of(text: str, today: date) -> date:
    """Return the first day of the month that an address asks for (`2026-05`), of this month when it asks for none."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else today.replace(day=1)


def _words() -> dict[str, tuple[str, str]]:
    return {
        "PACKED": (_("P"), _("packing")),
        "ROAD": (_("R"), _("on the road")),
        "STAY": (_("V"), _("on view")),
        "CHECKED": (_("C"), _("checking")),
    }


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show a month: for each crate, what it does on each day."""
    require(request.user, "exhibitions.view_exhibition")
    first = month_of(request.GET.get("mois", ""), timezone.localdate())
    last = first.replace(day=monthrange(first.year, first.month)[1])
    month = Span(first, last)
    crates = list(Crate.objects.exclude(state=ItemState.RETIRED).select_related("exhibition"))
    found, words = days_of_crates(crates, month), _words()
    seen = _seen(request, month)
    days = [first + timedelta(days=number) for number in range(month.days)]
    context = {
        "title": _("Calendar of crates"),
        "lede": date_format(first, "F Y"),
        "days": days,
        "rows": [(crate, [_cell(found[crate.pk].get(day), day, words, seen) for day in days]) for crate in crates],
        "legend": list(words.values()),
        "holds": _holds(request, month),
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (last + timedelta(days=1)).strftime("%Y-%m"),
    }
    return render(request, "backoffice/exhibitions/calendar.html", context)


def _seen(request: HttpRequest, month: Span) -> set[int]:
    rows = Loan.objects.filter(hold_start__lte=month.end, hold_end__gte=month.start)
    return set(visible(request.user, "exhibitions.view_loan", rows).values_list("pk", flat=True))


def _holds(request: HttpRequest, month: Span) -> list[Hold]:
    loans = visible(request.user, "exhibitions.view_loan", Loan.objects.all())
    rows = Hold.objects.filter(start_date__lte=month.end, end_date__gte=month.start, loan__in=loans)
    return list(rows.select_related("crate", "loan__borrower").order_by("start_date", "crate__code"))


def _cell(found: Any, day: date, words: dict[str, tuple[str, str]], seen: set[int]) -> Cell:
    if found is None:
        return Cell(day, "", "", None)
    letter, said = words[found.what]
    if found.loan.pk not in seen:
        return Cell(day, letter, said, None)
    return Cell(day, letter, f"{said}: {found.loan.borrower_name}", found.loan)
