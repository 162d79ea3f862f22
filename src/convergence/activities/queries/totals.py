"""How much was done: by axis, year and union, each activity once in the grand total (S71–S76, S81, S103).

The rule is docs/reference/rules/counting.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count
from operator import add
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
from convergence.core.reading import columns_of

NOT_KNOWN = ""
"""The label of the year of what no year holds for sure."""


FEW = 500
"""Up to so many activities, only their own organisations are read."""
DAY = len("2024-02-22")
Cell = tuple[int | None, str]
Cube = dict[tuple[int | None, str, int], int]


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
    marks, lines = _lines(rows.filter(state__in=DONE).order_by(), year_end)
    cube = _cube(marks, list(lines), hidden)
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


def _lines(done: QuerySet[Any], year_end: YearEnd) -> tuple[dict[str, int], dict[Cell, Line]]:
    """Return the mark of each activity and the lines by axis and year; read in one statement.

    A mark is a whole number of its own that gives, divided by how many lines there are, the place of its line for rest.

    The year is the rule's own, asked once for each beginning: databases take longer to compare dates row by row.
    """
    activities, axes, starts, attended, qualifiers = columns_of(
        done, "pk", "axis_id", "start", "attended", "attended_qualifier"
    )
    axis_of = {axis: int(axis) if axis else None for axis in set(axes)}
    label_of = _labels(set(starts), year_end)
    cells = list(zip(map(axis_of.__getitem__, axes), map(label_of.__getitem__, starts), strict=True))
    counted = {cell: [number, 0, 0, 0] for cell, number in Counter(cells).items()}
    for (cell, people, qualifier), number in Counter(zip(cells, attended, qualifiers, strict=True)).items():
        if people:
            numbers = counted[cell]
            numbers[1] += number
            numbers[2] += number * int(people)
            numbers[3] += number * (qualifier != Qualifier.EXACT.value)
    place_of = {cell: place for place, cell in enumerate(counted)}
    marks = map(add, count(step=len(counted)), map(place_of.__getitem__, cells))
    return dict(zip(activities, marks, strict=False)), {cell: _line(*numbers) for cell, numbers in counted.items()}


def _labels(starts: set[str], year_end: YearEnd) -> dict[str, str]:
    """Return {beginning: label of its year}. A day of a month that one year holds whole is in that year."""
    months = {start[:7] for start in starts if len(start) == DAY}
    year_of_month = {month: year_of(month, year_end) for month in months}
    found: dict[str, str] = {}
    for start in starts:
        period = (year_of_month[start[:7]] if len(start) == DAY else None) or year_of(start, year_end)
        found[start] = period.label if period else NOT_KNOWN
    return found


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


def _cube(marks: dict[str, int], cells: list[Cell], hidden: frozenset[int]) -> Cube:
    """Count the activities of each cell and union, an activity once for a union however many of its bodies were there.

    Pairs are made one here: databases sort long before they count distinct ones.
    """
    rows = Participation.objects.all()
    if len(marks) <= FEW:
        rows = rows.filter(activity__in=list(marks))
    union_of = {str(contact): union for contact, union in _union_of_contact(hidden).items()}
    took_part: dict[int | None, set[int | None]] = defaultdict(set)
    activities, contacts = columns_of(rows, "activity_id", "contact_id")
    for mark, union in zip(map(marks.get, activities), map(union_of.get, contacts), strict=True):
        took_part[union].add(mark)
    took_part.pop(None, None)
    return {
        (*cells[place], union): number
        for union, mine in took_part.items()
        for place, number in Counter([mark % len(cells) for mark in mine if mark is not None]).items()
        if union is not None
    }


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
