"""The calendar of tours: one line each, one column a day, and the same as a list."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.accounts.policies import require, visible
from convergence.activities.choices import ActivityState
from convergence.backoffice.activities.seen import unseen
from convergence.backoffice.exhibitions.calendar import month_of
from convergence.backoffice.tours.words import days_in_words
from convergence.education.tours.choices import LegState
from convergence.education.tours.models import Leg, Tour
from convergence.education.tours.rules.stay import Days


@dataclass(frozen=True)
class Cell:
    """One day of one tour, as drawn: a letter and words for it."""

    letter: str
    words: str


def _words() -> dict[str, tuple[str, str]]:
    return {
        LegState.CONFIRMED: ("✓", _("host confirmed")),
        LegState.ASKED: ("?", _("host asked")),
        LegState.PLANNED: ("…", _("host to be asked")),
        "": ("×", _("no host")),
    }


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show a month: for each tour, where it is on each day and whether the host said yes."""
    require(request.user, "tours.view_tour")
    first = month_of(request.GET.get("mois", ""), timezone.localdate())
    month = Days(first, first.replace(day=monthrange(first.year, first.month)[1]))
    rows = Tour.objects.filter(activity__first_day__lte=month.last, activity__last_day__gte=month.first)
    rows = rows.exclude(activity__state=ActivityState.CANCELLED).select_related("activity")
    tours = list(visible(request.user, "tours.view_tour", rows).order_by("activity__first_day", "pk"))
    legs = _legs(tours)
    hidden = unseen(request.user, [leg.host_id for found in legs.values() for leg in found])
    words, days = _words(), list(month)
    context = {
        "title": _("Calendar of tours"),
        "lede": date_format(first, "F Y"),
        "days": days,
        "rows": [(tour, [_cell(tour, legs[tour.pk], day, words, hidden) for day in days]) for tour in tours],
        "legend": list(words.values()),
        "list": [
            (
                tour,
                days_in_words(tour.days),
                [(leg, _host(leg, hidden), days_in_words(leg.days)) for leg in legs[tour.pk]],
            )
            for tour in tours
        ],
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (month.last + timedelta(days=1)).strftime("%Y-%m"),
    }
    return render(request, "backoffice/tours/calendar.html", context)


def _legs(tours: list[Tour]) -> dict[int, list[Leg]]:
    found: dict[int, list[Leg]] = {tour.pk: [] for tour in tours}
    rows = Leg.objects.filter(tour__in=found).exclude(state=LegState.DECLINED).select_related("host")
    for leg in rows.order_by("first_day", "pk"):
        found[leg.tour_id].append(leg)
    return found


def _host(leg: Leg, hidden: frozenset[int]) -> str:
    return "" if leg.host_id in hidden else leg.shown_host


def _cell(tour: Tour, legs: list[Leg], day: date, words: dict[str, tuple[str, str]], hidden: frozenset[int]) -> Cell:
    if day not in tour.days:
        return Cell("", "")
    leg = next((one for one in reversed(legs) if day in one.days), None)
    letter, said = words[leg.state if leg else ""]
    if leg is None:
        return Cell(letter, said)
    where = ", ".join(part for part in (leg.city, _host(leg, hidden)) if part)
    return Cell(letter, f"{said}, {where}")
