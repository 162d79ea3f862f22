"""Who facilitates, is invited, interprets, writes."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import require
from convergence.activities.choices import PersonCapacity
from convergence.activities.commands.drawing import locked
from convergence.activities.errors import NamedTwice, NameMissing
from convergence.activities.models import PersonRole
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound


@transaction.atomic
def name_person(
    *,
    activity_id: int,
    capacity: str,
    actor: Any,
    at: datetime,
    person_id: int | None = None,
    name: str = "",
    is_named: bool = False,
) -> PersonRole:
    """Write that somebody does something in an activity: of the register, or named in words.

    Raises:
        NotFound: there is no such activity.
        NotAllowed: the actor may not change it.
        NameMissing: nobody is named.
        NamedTwice: this person is written already in this capacity.
        BadValue: the contact is no person.

    Writes the audit line `activities.person.named`.
    """
    activity = locked(activity_id)
    require(actor, "activities.edit_activity", activity)
    if capacity not in PersonCapacity.values:
        raise BadValue(field="capacity")
    person = Contact.objects.select_related("merged_into").filter(pk=person_id).first() if person_id else None
    if person_id and (person is None or person.kind != ContactKind.PERSON):
        raise BadValue(_("Choose a person."), field="person")
    if person is None and not name.strip():
        raise NameMissing(field="name")
    kept = (person.merged_into or person) if person else None
    if kept and PersonRole.objects.filter(activity=activity, person=kept, capacity=capacity).exists():
        raise NamedTwice(field="person")
    role = PersonRole.objects.create(
        activity=activity,
        person=kept,
        name="" if kept else name.strip()[:200],
        capacity=capacity,
        is_named=is_named,
    )
    changes = {"person": ("", str(role))}
    audit.record(actor=actor, verb="activities.person.named", obj=activity, changes=changes, at=at)
    return role


@transaction.atomic
def unname_person(*, role_id: int, actor: Any, at: datetime) -> None:
    """Take somebody out of an activity.

    Raises:
        NotFound: there is no such row.
        NotAllowed: the actor may not change the activity.

    Writes the audit line `activities.person.unnamed`.
    """
    role = PersonRole.objects.select_related("person").filter(pk=role_id).first()
    if role is None:
        raise NotFound
    activity = locked(role.activity_id)
    require(actor, "activities.edit_activity", activity)
    changes = {"person": (str(role), "")}
    role.delete()
    audit.record(actor=actor, verb="activities.person.unnamed", obj=activity, changes=changes, at=at)
