"""Which unions take part in an activity, bodies and merges resolved (S17)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from convergence.activities.models import Activity
from convergence.activities.rules.intersyndical import is_intersyndical
from convergence.contacts.choices import UNION_KINDS
from convergence.contacts.models import Contact
from convergence.contacts.queries.graph import links
from convergence.contacts.rules.graph import Link, children_map, descendants


def house_of(prefix: str) -> Coalesce:
    """Return the organisation that a contact counts for: of a body its organisation, of a merged one the one kept."""
    ways = ("part_of__merged_into_id", "part_of_id", "merged_into_id")
    return Coalesce(*(F(f"{prefix}{way}") for way in ways), F(f"{prefix}pk"))


HOUSE = house_of("contact__")
"""The organisation that a participation counts for."""


def houses_of(activity: Activity) -> set[int]:
    """Return the ids of the organisations that take part."""
    return set(activity.participations.order_by().annotate(house=HOUSE).values_list("house", flat=True))


def unions_of(activity: Activity) -> set[int]:
    """Return the ids of the unions that take part."""
    rows = Contact.objects.filter(pk__in=houses_of(activity), organisation_kind__in=UNION_KINDS)
    return set(rows.values_list("pk", flat=True))


def above(unions: Iterable[int], on: date) -> dict[int, frozenset[int]]:
    """Return {union: every organisation it belongs to on a day, at any height}."""
    upward = children_map([Link(link.parent, link.child) for link in links(on)])
    return {union: descendants(union, upward) for union in unions}


def is_shared_by_unions(activity: Activity) -> bool:
    """Tell whether two unions take part, neither of which belongs to the other on the first day (S17)."""
    unions = unions_of(activity)
    if len(unions) < 2:
        return False
    return is_intersyndical(unions, above(unions, activity.first_day or timezone.localdate()))
