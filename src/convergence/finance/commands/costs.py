"""What an activity costs and who pays for it: written once, corrected by an opposite entry."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from convergence.accounts.policies import require
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import AlreadyDone, BadValue, NotFound
from convergence.core.money import format_cents
from convergence.finance.choices import CostKind, CostStage
from convergence.finance.errors import BadAmount
from convergence.finance.models import ActivityEntry

MOST_CENTS = 10**11
SEE, WRITE = "activities.view_activity", "finance.record_activityentry"


@transaction.atomic
def record_activity_entry(
    *,
    activity_id: int,
    kind: str,
    stage: str,
    amount_cents: int,
    what: str,
    booked_date: date,
    actor: Any,
    at: datetime,
    party_id: int | None = None,
) -> ActivityEntry:
    """Write a cost of an activity, or a sum that somebody puts into it, planned or real.

    Args:
        activity_id: the activity.
        kind: a code of `CostKind`.
        stage: a code of `CostStage`.
        amount_cents: whole cents, more than zero.
        what: what it is for.
        booked_date: the day it is meant for, or was spent or received.
        actor: who writes it.
        at: when.
        party_id: the contact that pays or is paid.

    Raises:
        NotFound: there is no such activity, or the actor may not know of it.
        NotAllowed: the actor may not write costs.
        BadAmount: nothing, less than nothing, or more than a thousand million.
        BadValue: a choice or contact that does not exist, or no words.

    Writes the audit line `finance.activityentry.recorded`.
    """
    activity = _known(activity_id, actor)
    require(actor, WRITE)
    if not 0 < amount_cents <= MOST_CENTS:
        raise BadAmount(field="amount_cents")
    for field, value, choices in (("kind", kind, CostKind), ("stage", stage, CostStage)):
        if value not in choices.values:
            raise BadValue(field=field)
    if not what.strip():
        raise BadValue(field="what")
    party = Contact.objects.select_related("merged_into").filter(pk=party_id).first() if party_id else None
    if party_id and party is None:
        raise BadValue(field="party")
    entry = ActivityEntry.objects.create(
        activity=activity,
        kind=kind,
        stage=stage,
        amount_cents=amount_cents,
        what=what.strip()[:200],
        party=(party.merged_into or party) if party else None,
        booked_date=booked_date,
        actor_id=getattr(actor, "pk", None),
        recorded_at=at,
    )
    changes = {"entry": ("", f"{kind} {stage} {format_cents(amount_cents)} {entry.what}")}
    audit.record(actor=actor, verb="finance.activityentry.recorded", obj=activity, changes=changes, at=at)
    return entry


@transaction.atomic
def reverse_activity_entry(*, entry_id: int, actor: Any, at: datetime) -> ActivityEntry:
    """Answer an entry by one of the opposite amount; both are kept.

    Raises:
        NotFound: there is no such entry, or the actor may not know of its activity.
        NotAllowed: the actor may not write costs.
        AlreadyDone: it was answered before, or is itself an answer.

    Writes the audit line `finance.activityentry.reversed`.
    """
    entry = ActivityEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    activity = _known(entry.activity_id, actor)
    require(actor, WRITE)
    if entry.reverses_id:
        raise AlreadyDone
    try:
        with transaction.atomic():
            back = ActivityEntry.objects.create(
                activity=activity,
                kind=entry.kind,
                stage=entry.stage,
                amount_cents=-entry.amount_cents,
                what=entry.what,
                party_id=entry.party_id,
                booked_date=entry.booked_date,
                reverses=entry,
                actor_id=getattr(actor, "pk", None),
                recorded_at=at,
            )
    except IntegrityError as error:
        raise AlreadyDone from error
    changes = {"entry": (f"{format_cents(entry.amount_cents)} {entry.what}", "")}
    audit.record(actor=actor, verb="finance.activityentry.reversed", obj=activity, changes=changes, at=at)
    return back


def _known(activity_id: int, actor: Any) -> Activity:
    found = Activity.objects.select_for_update().filter(pk=activity_id).first()
    if found is None:
        raise NotFound
    require(actor, SEE, found)
    return found
