"""From planned to reported; cancelled with a reason."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.activities.choices import ActivityState
from convergence.activities.commands.drawing import locked
from convergence.activities.errors import NoSuchStep, NotYet, ReasonMissing
from convergence.activities.events import ActivityStateChanged
from convergence.activities.models import Activity
from convergence.activities.rules.states import may_follow
from convergence.core import audit, facts
from convergence.core.dates import long_day


@transaction.atomic
def change_state(*, activity_id: int, state: str, actor: Any, at: datetime) -> Activity:
    """Confirm an activity, mark it as held or reported, or take a slip back; cancelling has a command of its own.

    Raises:
        NotFound: there is no such activity.
        NotAllowed: the actor may not change it.
        NoSuchStep: the state does not follow the present one.
        NotYet: it is marked as held before its first day.

    Writes the audit line `activities.activity.<state>`; publishes ActivityStateChanged.
    """
    activity = locked(activity_id)
    require(actor, "activities.edit_activity", activity)
    if state == ActivityState.CANCELLED:
        raise ReasonMissing(field="reason")
    if state == ActivityState.HELD and activity.first_day and activity.first_day > timezone.localdate(at):
        raise NotYet(day=long_day(activity.first_day))
    return _step(activity, state, actor=actor, at=at)


@transaction.atomic
def cancel_activity(*, activity_id: int, reason: str, actor: Any, at: datetime) -> Activity:
    """Cancel what has not been held, and say why; it stays on the public calendar, marked as cancelled.

    Raises:
        NotFound: there is no such activity.
        NotAllowed: the actor may not change it.
        NoSuchStep: it was held already.
        ReasonMissing: no reason is given.

    Writes the audit line `activities.activity.cancelled`; publishes ActivityStateChanged.
    """
    activity = locked(activity_id)
    require(actor, "activities.edit_activity", activity)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    activity.cancelled_because = reason.strip()[:300]
    return _step(activity, ActivityState.CANCELLED, actor=actor, at=at)


def _step(activity: Activity, state: str, *, actor: Any, at: datetime) -> Activity:
    before = activity.state
    if not may_follow(before, state):
        after = ActivityState(state).label if state in ActivityState.values else state
        raise NoSuchStep(before=ActivityState(before).label, after=after)
    activity.state, activity.changed_at = state, at
    if state != ActivityState.CANCELLED:
        activity.cancelled_because = ""
    activity.save(update_fields=["state", "changed_at", "cancelled_because"])
    changes = {"state": (before, state)}
    audit.record(actor=actor, verb=f"activities.activity.{state.lower()}", obj=activity, changes=changes, at=at)
    facts.publish(ActivityStateChanged(activity.pk, before, state))
    return activity
