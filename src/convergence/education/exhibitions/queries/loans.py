"""Reads of loans: what leaves and returns, what an incident touches, where an exhibition went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from convergence.activities.models import Activity
from convergence.education.exhibitions.choices import HOLDING, STOPS, LoanState
from convergence.education.exhibitions.models import Crate, Exhibition, Hold, Loan, Panel
from convergence.education.exhibitions.rules.slots import Span

WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Stop:
    """A stop of an exhibition: the loan and its activity."""

    loan: Loan
    activity: Activity


@dataclass(frozen=True)
class CrateDay:
    """A day of a crate: what it does (`PACKED`, `ROAD`, `STAY`, `CHECKED`), for which loan."""

    what: str
    loan: Loan


def leaving_between(days: Span) -> Q:
    """Return the filter of agreed loans whose crates are to leave on some days."""
    return Q(state__in=(LoanState.OFFERED, LoanState.AGREED), hold_start__range=(days.start, days.end))


def returning_between(days: Span) -> Q:
    """Return the filter of loans whose last day lies in some days, or before: they should be on the way home."""
    return Q(state=LoanState.ON_LOAN, last_day__lte=days.end)


def week_of(today: date) -> Span:
    """Return the seven days from today."""
    return Span(today, today + WEEK)


def touched_by(*, today: date, panel: Panel | None = None, crate: Crate | None = None) -> QuerySet[Loan]:
    """Return the loans, under way or to come, that go without a panel or wait for a crate."""
    rows = Loan.objects.filter(state__in=HOLDING, hold_end__gte=today)
    if panel is not None:
        rows = rows.filter(version=panel.version_id)
    if crate is not None:
        rows = rows.filter(holds__crate=crate).distinct()
    return rows.select_related("version__exhibition", "borrower").order_by("first_day", "pk")


def itinerary(exhibition: Exhibition, today: date) -> list[Stop]:
    """Return the stops of an exhibition that any stranger may know of, in order of days."""
    public = Activity.objects.in_public(today)
    rows = Loan.objects.filter(version__exhibition=exhibition, state__in=STOPS, activity__in=public)
    rows = rows.select_related("activity", "place", "version__exhibition", "borrower").order_by("first_day", "pk")
    return [Stop(row, row.activity) for row in rows if row.activity is not None]


def days_of_crates(crates: Iterable[Crate], days: Span) -> dict[int, dict[date, CrateDay]]:
    """Return crate → day → what it does, for the days on which something holds it, in one query."""
    found: dict[int, dict[date, CrateDay]] = {crate.pk: {} for crate in crates}
    rows = Hold.objects.filter(crate__in=found, start_date__lte=days.end, end_date__gte=days.start)
    for hold in rows.select_related("loan__version__exhibition", "loan__borrower").order_by("start_date", "pk"):
        day = max(hold.start_date, days.start)
        while day <= min(hold.end_date, days.end):
            found[hold.crate_id][day] = CrateDay(_doing(hold.loan, day), hold.loan)
            day += timedelta(days=1)
    return found


def _doing(loan: Loan, day: date) -> str:
    if loan.first_day <= day <= loan.last_day:
        return "STAY"
    if loan.first_day - timedelta(days=loan.out_days) <= day <= loan.last_day + timedelta(days=loan.back_days):
        return "ROAD"
    return "PACKED" if day < loan.first_day else "CHECKED"
