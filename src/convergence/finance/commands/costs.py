"""What an activity or a purse costs and who pays for it: written once, corrected by an opposite entry."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from convergence.accounts.policies import require
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import AlreadyDone, BadValue, NotFound
from convergence.core.money import format_cents
from convergence.finance.choices import CostKind, CostStage
from convergence.finance.errors import BadAmount, PurseUsed
from convergence.finance.models import ActivityEntry, Purse

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
    return _written(
        activity,
        actor=actor,
        at=at,
        activity=activity,
        kind=kind,
        stage=stage,
        amount_cents=amount_cents,
        what=what,
        booked_date=booked_date,
        party=_party(party_id),
    )


@transaction.atomic
def open_purse(*, name: str, actor: Any, at: datetime) -> Purse:
    """Open the purse of something that several activities cost together; the practice that asks has looked at the rights.

    Writes the audit line `finance.purse.opened`.
    """
    purse = Purse.objects.create(name=name.strip()[:200], opened_at=at)
    audit.record(actor=actor, verb="finance.purse.opened", obj=purse, changes={"name": (None, purse.name)}, at=at)
    return purse


@transaction.atomic
def discard_purse(*, purse_id: int, actor: Any, at: datetime) -> None:
    """Throw away a purse in which nothing was ever written; the practice that asks has looked at the rights.

    Raises:
        NotFound: there is none.
        PurseUsed: money is written in it, and nothing is erased from the accounts.

    Writes the audit line `finance.purse.discarded`.
    """
    purse = Purse.objects.select_for_update().filter(pk=purse_id).first()
    if purse is None:
        raise NotFound
    if ActivityEntry.objects.filter(purse=purse).exists():
        raise PurseUsed
    audit.record(actor=actor, verb="finance.purse.discarded", obj=purse, changes={"name": (purse.name, None)}, at=at)
    purse.delete()


@transaction.atomic
def record_purse_entry(
    *,
    purse_id: int,
    kind: str,
    stage: str,
    amount_cents: int,
    what: str,
    booked_date: date,
    actor: Any,
    at: datetime,
    party_id: int | None = None,
) -> ActivityEntry:
    """Write a cost of a purse, or a sum that somebody puts into it; as `record_activity_entry` does for an activity.

    Raises:
        NotFound, NotAllowed, BadAmount, BadValue: likewise.

    Writes the audit line `finance.activityentry.recorded`.
    """
    require(actor, WRITE)
    purse = Purse.objects.select_for_update().filter(pk=purse_id).first()
    if purse is None:
        raise NotFound
    return _written(
        purse,
        actor=actor,
        at=at,
        purse=purse,
        kind=kind,
        stage=stage,
        amount_cents=amount_cents,
        what=what,
        booked_date=booked_date,
        party=_party(party_id),
    )


def _party(party_id: int | None) -> Contact | None:
    party = Contact.objects.select_related("merged_into").filter(pk=party_id).first() if party_id else None
    if party_id and party is None:
        raise BadValue(field="party")
    return (party.merged_into or party) if party else None


def _written(of: Model, *, actor: Any, at: datetime, **values: Any) -> ActivityEntry:
    if not 0 < values["amount_cents"] <= MOST_CENTS:
        raise BadAmount(field="amount_cents")
    for field, choices in (("kind", CostKind), ("stage", CostStage)):
        if values[field] not in choices.values:
            raise BadValue(field=field)
    values["what"] = values["what"].strip()[:200]
    if not values["what"]:
        raise BadValue(field="what")
    entry = ActivityEntry.objects.create(actor_id=getattr(actor, "pk", None), recorded_at=at, **values)
    said = f"{entry.kind} {entry.stage} {format_cents(entry.amount_cents)} {entry.what}"
    audit.record(actor=actor, verb="finance.activityentry.recorded", obj=of, changes={"entry": ("", said)}, at=at)
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
    entry = ActivityEntry.objects.filter(pk=entry_id).select_related("purse").first()
    if entry is None:
        raise NotFound
    of = _known(entry.activity_id, actor) if entry.activity_id else entry.purse
    require(actor, WRITE)
    if entry.reverses_id:
        raise AlreadyDone
    try:
        with transaction.atomic():
            back = ActivityEntry.objects.create(
                activity_id=entry.activity_id,
                purse_id=entry.purse_id,
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
    audit.record(actor=actor, verb="finance.activityentry.reversed", obj=of, changes=changes, at=at)
    return back


def _known(activity_id: int, actor: Any) -> Activity:
    found = Activity.objects.select_for_update().filter(pk=activity_id).first()
    if found is None:
        raise NotFound
    require(actor, SEE, found)
    return found
