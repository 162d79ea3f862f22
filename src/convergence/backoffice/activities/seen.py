"""Which organisations and people a reader may see named beside an activity: those of the register they may see (L9)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from convergence.accounts.policies import visible
from convergence.activities.models import Activity, Participation
from convergence.contacts.models import Contact


def seen(user: Any) -> QuerySet[Any]:
    """Return the contacts that the reader may see."""
    return visible(user, "contacts.view_contact", Contact.objects.order_by())


def unseen(user: Any, ids: Iterable[int | None]) -> frozenset[int]:
    """Return those of some contacts that the reader may not see."""
    wanted = {pk for pk in ids if pk}
    return frozenset(wanted - set(seen(user).filter(pk__in=wanted).values_list("pk", flat=True)))


def unseen_in(user: Any, activity: Activity) -> frozenset[int]:
    """Return the contacts of an activity that the reader may not see."""
    named = activity.participations.order_by().values_list("contact_id", flat=True)
    people = activity.people.order_by().values_list("person_id", flat=True)
    there = activity.attendance.order_by().values_list("person_id", "organisation_id").distinct()
    return unseen(user, [*named, *people, *(pk for pair in there for pk in pair)])


def unseen_unions(user: Any) -> frozenset[int]:
    """Return the organisations that took part somewhere, or whose bodies did, and that the reader may not see."""
    rows = Participation.objects.order_by().values_list(
        "contact_id", "contact__part_of_id", "contact__merged_into_id", "contact__part_of__merged_into_id"
    )
    return unseen(user, {pk for row in rows.distinct() for pk in row})
