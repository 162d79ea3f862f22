"""Who was there, broken down along one line at a time, small cells hidden (S83, L19)."""

from typing import Any

from django.db.models import Sum

from convergence.activities.choices import AgeRange, Gender
from convergence.activities.models import Activity
from convergence.activities.rules.cells import Breakdown, shown
from convergence.contacts.models import Contact

NOT_SAID = ""


def by_gender(activity: Activity) -> Breakdown:
    """Break the people present down by gender as they said it; codes of `Gender`, empty: not said."""
    return shown(_cells(activity, "gender", [*Gender.values, NOT_SAID]))


def by_age(activity: Activity) -> Breakdown:
    """Break the people present down by age range as they said it; codes of `AgeRange`, empty: not said."""
    return shown(_cells(activity, "age_range", [*AgeRange.values, NOT_SAID]))


def by_organisation(activity: Activity, *, hidden: frozenset[int] = frozenset()) -> Breakdown:
    """Break the people present down by organisation, by its name; those hidden are “not said” (L9)."""
    numbers = _numbers(activity, "organisation_id")
    names = dict(Contact.objects.filter(pk__in=[pk for pk in numbers if pk]).values_list("pk", "name"))
    cells: dict[str, int] = {}
    for pk, number in numbers.items():
        name = NOT_SAID if pk is None or pk in hidden else names[pk]
        cells[name] = cells.get(name, 0) + number
    return shown(dict(sorted(cells.items(), key=lambda cell: (cell[0] == NOT_SAID, cell[0]))))


def _numbers(activity: Activity, field: str) -> dict[Any, int]:
    return dict(activity.attendance.order_by().values_list(field).annotate(people=Sum("number")))


def _cells(activity: Activity, field: str, answers: list[str]) -> dict[str, int]:
    numbers = _numbers(activity, field)
    return {answer: numbers.get(answer, 0) for answer in answers}
