"""Fiscal years: opening, closing and carrying over."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.errors import AlreadyDone, BadValue, NotFound
from convergence.core.facts import publish
from convergence.core.periods import period_of
from convergence.core.profile import year_end
from convergence.finance.commands import books
from convergence.finance.events import YearClosed
from convergence.finance.models import CarryOver, FiscalYear
from convergence.finance.queries.years import carried


@transaction.atomic
def open_year(*, start_date: date, end_date: date, actor: Any, at: datetime) -> FiscalYear:
    """Write down a fiscal year.

    Raises:
        NotAllowed, BadValue (dates reversed, longer than two years, overlapping another year).
    """
    require(actor, "finance.close_fiscalyear")
    if end_date <= start_date:
        raise BadValue(_("The last day comes before the first."), field="end_date")
    if end_date - start_date > timedelta(days=731):
        raise BadValue(_("A fiscal year cannot last more than two years."), field="end_date")
    books.lock_books()
    other = FiscalYear.objects.filter(start_date__lte=end_date, end_date__gte=start_date).first()
    if other is not None:
        raise BadValue(
            _("These dates overlap the fiscal year %(year)s (%(start)s to %(end)s). Choose other dates."),
            field="start_date",
            year=other,
            start=other.start_date,
            end=other.end_date,
        )
    year = FiscalYear.objects.create(start_date=start_date, end_date=end_date)
    audit.record(actor=actor, verb="finance.year.opened", obj=year, at=at)
    return year


def ensure_year(*, day: date, actor: Any, at: datetime) -> FiscalYear:
    """Return the fiscal year that holds a day, written down from the year-end of the profile when it is missing."""
    known = FiscalYear.objects.filter(start_date__lte=day, end_date__gte=day).first()
    if known is not None:
        return known
    year = period_of(day, year_end())
    return open_year(start_date=year.start, end_date=year.end, actor=actor, at=at)


@transaction.atomic
def close_year(*, year_id: int, actor: Any, at: datetime) -> FiscalYear:
    """Close a year: what each payer owes and holds is carried over, then no entry may be dated inside it.

    Raises:
        NotAllowed, NotFound, AlreadyDone, BadValue (not over yet, an earlier year is open).

    Writes the audit line `finance.year.closed`; publishes YearClosed after commit.
    """
    require(actor, "finance.close_fiscalyear")
    books.lock_books()
    year = FiscalYear.objects.filter(pk=year_id).first()
    if year is None:
        raise NotFound
    if year.closed_at is not None:
        raise AlreadyDone(_("The fiscal year %(year)s is closed already."), year=year)
    if year.end_date >= books.local_day(at):
        raise BadValue(_("The fiscal year %(year)s is not over: it ends on %(end)s."), year=year, end=year.end_date)
    earlier = (
        FiscalYear.objects.filter(end_date__lt=year.start_date, closed_at__isnull=True).order_by("start_date").first()
    )
    if earlier is not None:
        raise BadValue(_("Close the fiscal year %(year)s first: years are closed in order."), year=earlier)
    rows = carried(year.end_date)
    CarryOver.objects.bulk_create(
        [
            CarryOver(year=year, payer_id=payer, owed_cents=owed, credit_cents=credit)
            for payer, (owed, credit) in sorted(rows.items())
        ],
        batch_size=500,
    )
    year.closed_at, year.closed_by_id = at, getattr(actor, "pk", None)
    year.save(update_fields=["closed_at", "closed_by_id"])
    totals = {
        "payers": (None, len(rows)),
        "owed_cents": (None, sum(owed for owed, _credit in rows.values())),
        "credit_cents": (None, sum(credit for _owed, credit in rows.values())),
    }
    audit.record(actor=actor, verb="finance.year.closed", obj=year, changes=totals, at=at)
    publish(YearClosed(year.pk))
    return year
