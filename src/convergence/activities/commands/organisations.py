"""Which organisations take part."""

from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.activities.commands.drawing import locked
from convergence.activities.commands.records import write_organisation
from convergence.activities.errors import KeepsItIntersyndical
from convergence.activities.models import Participation
from convergence.activities.queries.unions import is_shared_by_unions
from convergence.core import audit
from convergence.core.errors import NotFound


@transaction.atomic
def add_organisation(*, activity_id: int, contact_id: int, capacity: str, actor: Any, at: datetime) -> Participation:
    """Write that an organisation, or one of its bodies, organises, hosts, leads or takes part.

    Raises:
        NotFound: there is no such activity.
        NotAllowed: the actor may not change the activity.
        BadValue: it is a person or nobody.
        NamedTwice: it is written already.

    Writes the audit line `activities.participation.added`.
    """
    activity = locked(activity_id)
    require(actor, "activities.edit_activity", activity)
    made = write_organisation(activity, contact_id, capacity)
    audit.record(
        actor=actor,
        verb="activities.participation.added",
        obj=activity,
        changes={"organisation": ("", str(made))},
        at=at,
    )
    return made


@transaction.atomic
def remove_organisation(*, participation_id: int, actor: Any, at: datetime) -> None:
    """Take an organisation out of an activity in which it did not take part.

    Raises:
        NotFound: there is no such row.
        NotAllowed: the actor may not change the activity.
        KeepsItIntersyndical: without it the activity would no longer be intersyndical (S17).

    Writes the audit line `activities.participation.removed`.
    """
    row = Participation.objects.select_related("contact").filter(pk=participation_id).first()
    if row is None:
        raise NotFound
    activity = locked(row.activity_id)
    require(actor, "activities.edit_activity", activity)
    said, name = str(row), row.contact.name
    row.delete()
    if activity.is_intersyndical and not is_shared_by_unions(activity):
        raise KeepsItIntersyndical(name=name)
    audit.record(
        actor=actor,
        verb="activities.participation.removed",
        obj=activity,
        changes={"organisation": (said, "")},
        at=at,
    )
