"""Totals by axis, year and union: each activity once in all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.accounts.policies import require, visible
from convergence.activities.models import Activity
from convergence.activities.queries.totals import Line, Totals, totals
from convergence.backoffice.activities.seen import unseen_unions
from convergence.contacts.models import Contact
from convergence.core.profile import year_end
from convergence.vocabulary.models import Axis

SEE = "activities.view_activity"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what was done by year and axis, and by year and union."""
    require(request.user, SEE)
    rows = visible(request.user, SEE, Activity.objects.all())
    found = totals(rows, year_end(), hidden=unseen_unions(request.user))
    years = sorted(found.by_year, reverse=True)
    context = {
        "title": _("Totals of what was done"),
        "lede": _(
            "Each activity once in the grand total, whatever its themes and unions. An activity counts when it was held."
        ),
        "totals": found,
        "years": [year or _("not known") for year in years],
        "axes": _axes(found, years),
        "by_year": [found.by_year[year] for year in years],
        "unions": _unions(found, years),
    }
    return render(request, "backoffice/activities/totals.html", context)


def _axes(found: Totals, years: list[str]) -> list[tuple[str, list[Line | None], Line]]:
    names = {axis.pk: str(axis) for axis in Axis.objects.all()}
    ordered = [*names, None]
    return [
        (
            names.get(axis or 0, _("no axis")),
            [found.by_axis_year.get((axis, year)) for year in years],
            found.by_axis[axis],
        )
        for axis in ordered
        if axis in found.by_axis
    ]


def _unions(found: Totals, years: list[str]) -> list[tuple[Contact, list[int], int]]:
    by_year: dict[tuple[int, str], int] = {}
    for (_axis, year, union), number in found.cube.items():
        by_year[union, year] = by_year.get((union, year), 0) + number
    names = Contact.objects.in_bulk(found.by_union)
    most = sorted(found.by_union.items(), key=lambda item: (-item[1], names[item[0]].sort_name))[:100]
    return [(names[pk], [by_year.get((pk, year), 0) for year in years], number) for pk, number in most]
