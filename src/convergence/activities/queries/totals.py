"""How much was done: by axis, year and union, each activity once in the grand total (S71–S76, S81, S103).

The rule is docs/reference/rules/counting.md.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Max, Min, Q, QuerySet, Sum, Value, When

from convergence.activities.choices import DONE
from convergence.activities.models import Activity, Participation
from convergence.activities.queries.unions import HOUSE
from convergence.activities.rules.presence import PeopleTotal
from convergence.activities.rules.years import years_between
from convergence.contacts.choices import UNION_KINDS
from convergence.contacts.models import Contact
from convergence.contacts.queries.graph import links
from convergence.contacts.rules.graph import children_map, descendants
from convergence.core.figures import Qualifier
from convergence.core.periods import Period, YearEnd

NOT_KNOWN = ""
"""The label of the year of what no year holds for sure."""


@dataclass(frozen=True)
class Line:
    """What was done: activities, each once, and people present over those whose number is known."""

    activities: int
    people: PeopleTotal


@dataclass(frozen=True)
class Totals:
    """Counts of what was done, read in three statements.

    Attributes:
        grand: everything, each activity once.
        by_axis: {axis id, None without one: line}; adds up to the grand total.
        by_year: {label of the organisation's year, empty when not known: line}; adds up to the grand total.
        by_axis_year: {(axis, year): line}; adds up to the grand total.
        by_union: {union id: activities}; an activity counts under each of its unions.
        cube: {(axis, year, union): activities}.
    """

    grand: Line
    by_axis: dict[int | None, Line]
    by_year: dict[str, Line]
    by_axis_year: dict[tuple[int | None, str], Line]
    by_union: dict[int, int]
    cube: dict[tuple[int | None, str, int], int]


def totals(rows: QuerySet[Any], year_end: YearEnd, *, hidden: frozenset[int] = frozenset()) -> Totals:
    """Count what was done among some activities by axis, year and union.

    Args:
        rows: the activities that the reader may see, in any state; only what counts as done is counted.
        year_end: last day of the organisation's year.
        hidden: ids of organisations that the reader may not see (L9): they have no line.
    """
    done = rows.filter(state__in=DONE).order_by()
    years = _years(done, year_end)
    lines = {(axis, year): line for axis, year, line in _lines(done, years)}
    cube = _cube(done, years, hidden)
    by_union: dict[int, int] = defaultdict(int)
    for (_axis, _year, union), number in cube.items():
        by_union[union] += number
    return Totals(
        grand=_sum(lines.values()),
        by_axis={
            axis: _sum(line for key, line in lines.items() if key[0] == axis) for axis in {key[0] for key in lines}
        },
        by_year={
            year: _sum(line for key, line in lines.items() if key[1] == year) for year in {key[1] for key in lines}
        },
        by_axis_year=lines,
        by_union=dict(by_union),
        cube=cube,
    )


def _years(done: QuerySet[Any], year_end: YearEnd) -> list[Period]:
    ends = done.aggregate(first=Min("first_day"), last=Max("start_latest"))
    return years_between(ends["first"], ends["last"], year_end) if ends["first"] else []


def _year(years: Iterable[Period], prefix: str = "") -> Any:
    first, last = f"{prefix}first_day__gte", f"{prefix}start_latest__lte"
    cases = [When(Q(**{first: year.start, last: year.end}), then=Value(year.label)) for year in reversed(list(years))]
    return Case(*cases, default=Value(NOT_KNOWN), output_field=CharField())


def _lines(done: QuerySet[Any], years: list[Period]) -> Iterable[tuple[int | None, str, Line]]:
    found = (
        done.annotate(year=_year(years))
        .values("axis_id", "year")
        .annotate(
            number=Count("pk"),
            known=Count("attended"),
            people=Sum("attended"),
            about=Count("pk", filter=Q(attended__isnull=False) & ~Q(attended_qualifier=Qualifier.EXACT)),
        )
        .order_by()
    )
    for row in found:
        people = PeopleTotal(row["people"] or 0, row["known"], row["number"], row["about"] == 0)
        yield row["axis_id"], row["year"], Line(row["number"], people)


def _sum(lines: Iterable[Line]) -> Line:
    rows = list(lines)
    return Line(
        sum(line.activities for line in rows),
        PeopleTotal(
            sum(line.people.number for line in rows),
            sum(line.people.known for line in rows),
            sum(line.people.activities for line in rows),
            all(line.people.is_exact for line in rows),
        ),
    )


def _cube(done: QuerySet[Any], years: list[Period], hidden: frozenset[int]) -> dict[tuple[int | None, str, int], int]:
    unions = set(Contact.objects.filter(organisation_kind__in=UNION_KINDS).order_by().values_list("pk", flat=True))
    found = (
        Participation.objects.filter(activity__in=done)
        .order_by()
        .annotate(house=HOUSE, year=_year(years, "activity__"))
        .values_list("activity__axis_id", "year", "house")
        .annotate(number=Count("activity_id", distinct=True))
    )
    return {
        (axis, year, house): number for axis, year, house, number in found if house in unions and house not in hidden
    }


def with_what_belongs_to(union: int, rows: QuerySet[Any], on: date) -> int:
    """Count what a union and everything under it in the graph on a day took part in, each activity once."""
    family = descendants(union, children_map(links(on))) | {union}
    took_part = Participation.objects.annotate(house=HOUSE).filter(house__in=family).order_by().values("activity_id")
    return rows.filter(state__in=DONE, pk__in=took_part).count()


def by_theme(rows: QuerySet[Any]) -> dict[int, int]:
    """Return {theme id: activities done}; an activity counts under each of its themes, so these may add up to more (S103)."""
    found = rows.filter(state__in=DONE, themes__isnull=False).order_by().values_list("themes")
    return dict(found.annotate(number=Count("pk", distinct=True)))


def by_kind(rows: QuerySet[Any]) -> dict[str, int]:
    """Return {code of `ActivityKind`: activities done}."""
    return dict(rows.filter(state__in=DONE).order_by().values_list("kind").annotate(number=Count("pk")))


def by_country(rows: QuerySet[Any]) -> dict[str, int]:
    """Return {country code, empty for online or without a place: activities done}."""
    found = rows.filter(state__in=DONE).order_by().values_list("place__country").annotate(number=Count("pk"))
    return {country or "": number for country, number in found}


def everything() -> QuerySet[Activity]:
    """Return every activity, for whoever narrows it by the policies."""
    return Activity.objects.all()
