"""How much was done: by axis, year and union, each activity once in the grand total (S71–S76, S81, S103).

The rule is docs/reference/rules/counting.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from convergence.activities.choices import DONE
from convergence.activities.models import Activity, Participation
from convergence.activities.queries.unions import HOUSE, house_of
from convergence.activities.rules.presence import PeopleTotal
from convergence.activities.rules.years import year_of
from convergence.contacts.choices import UNION_KINDS
from convergence.contacts.models import Contact
from convergence.contacts.queries.graph import links
from convergence.contacts.rules.graph import children_map, descendants
from convergence.core.figures import Qualifier
from convergence.core.periods import YearEnd

NOT_KNOWN = ""
"""The label of the year of what no year holds for sure."""


FEW = 500
"""Up to so many activities, only their own organisations are read."""
BLOCK = 10_000
HALF = 32
REST = (1 << HALF) - 1


@dataclass(frozen=True)
class Line:
    """What was done: activities, each once, and people present over those whose number is known."""

    activities: int
    people: PeopleTotal


@dataclass(frozen=True)
class Totals:
    """Counts of what was done, read in a fixed number of statements.

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
    cell_of, lines = _lines(rows.filter(state__in=DONE).order_by(), year_end)
    cells = list(lines)
    cube = {(*cells[cell], union): number for (cell, union), number in _unions(cell_of, hidden).items()}
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


def _lines(done: QuerySet[Any], year_end: YearEnd) -> tuple[dict[int, int], dict[tuple[int | None, str], Line]]:
    """Return {activity: place of its cell} and the lines by axis and year; read in one statement.

    The year is the rule's own, asked once for each beginning: databases take longer to compare dates row by row.
    """
    places: dict[tuple[int | None, str], int] = {}
    cells: dict[tuple[int | None, str], int] = {}
    cell_of: dict[int, int] = {}
    counted: list[list[int]] = []
    found = done.values_list("pk", "axis_id", "start", "attended", "attended_qualifier")
    for pk, axis, start, attended, qualifier in found.iterator(chunk_size=BLOCK):
        cell = cells.get((axis, start))
        if cell is None:
            period = year_of(start, year_end)
            key = (axis, period.label if period else NOT_KNOWN)
            cell = cells[axis, start] = places.setdefault(key, len(places))
            if cell == len(counted):
                counted.append([0, 0, 0, 0])
        cell_of[pk] = cell
        numbers = counted[cell]
        numbers[0] += 1
        if attended is not None:
            numbers[1] += 1
            numbers[2] += attended
            numbers[3] += qualifier != Qualifier.EXACT.value
    return cell_of, {key: _line(*counted[place]) for key, place in places.items()}


def _line(activities: int, known: int, people: int, about: int) -> Line:
    return Line(activities, PeopleTotal(people, known, activities, about == 0))


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


def _unions(cell_of: dict[int, int], hidden: frozenset[int]) -> dict[tuple[int, int], int]:
    """Count the activities of each cell and union, an activity once for a union however many of its bodies were there.

    Pairs are made one here, each as one whole number: databases sort long before they count distinct ones.
    """
    rows = Participation.objects.order_by()
    if len(cell_of) <= FEW:
        rows = rows.filter(activity__in=list(cell_of))
    union_of = _union_of_contact(hidden)
    pairs = rows.values_list("activity_id", "contact_id").iterator(chunk_size=BLOCK)
    once = {pk << HALF | union_of[contact] for pk, contact in pairs if contact in union_of and pk in cell_of}
    cells = Counter([cell_of[pair >> HALF] << HALF | pair & REST for pair in once])
    return {(pair >> HALF, pair & REST): number for pair, number in cells.items()}


def _union_of_contact(hidden: frozenset[int]) -> dict[int, int]:
    """Return {contact: the union it counts for}: of a body its organisation, of a merged one the one kept."""
    named = Contact.objects.filter(pk__in=Participation.objects.order_by().values("contact_id")).order_by()
    houses = dict(named.annotate(house=house_of("")).values_list("pk", "house"))
    unions = Contact.objects.filter(organisation_kind__in=UNION_KINDS, pk__in=set(houses.values())).order_by()
    shown = set(unions.values_list("pk", flat=True)) - hidden
    return {contact: house for contact, house in houses.items() if house in shown}


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
