"""Finding what is acted upon, locked, and going from one state to another."""

from datetime import datetime
from typing import Any

from convergence.accounts.policies import require
from convergence.core import audit, facts
from convergence.core.errors import NotFound
from convergence.education.stays.choices import OVER, ApplicationState, CallState
from convergence.education.stays.errors import CallSettled, NoSuchStep
from convergence.education.stays.events import ApplicationStateChanged
from convergence.education.stays.models import Application, Participant, Stay, StayCall
from convergence.education.stays.rules.states import may_follow

EDIT_CALL, EDIT_APPLICATION, EDIT_STAY = "stays.edit_staycall", "stays.edit_application", "stays.edit_stay"
SETTLED_CALL = (CallState.DECIDED, CallState.CANCELLED)


def locked_call(call_id: int) -> StayCall:
    """Return a call, locked: whoever acts on its applications waits for its turn here.

    Raises:
        NotFound: there is no such call.
    """
    found = StayCall.objects.select_for_update(of=("self",)).filter(pk=call_id).first()
    if found is None:
        raise NotFound
    return found


def own_call(call_id: int, actor: Any) -> StayCall:
    """Return a call that the actor may change, locked.

    Raises:
        NotFound, NotAllowed: there is no such call; the actor may not change it.
        CallSettled: it is decided or cancelled.
    """
    call = locked_call(call_id)
    require(actor, EDIT_CALL, call)
    if call.state in SETTLED_CALL:
        raise CallSettled(state=CallState(call.state).label)
    return call


def locked_application(application_id: int) -> Application:
    """Return an application; its call is locked first, always in this order.

    Raises:
        NotFound: there is no such application.
    """
    known = Application.objects.filter(pk=application_id).values_list("call_id", flat=True).first()
    if known is None:
        raise NotFound
    call = locked_call(known)
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    application.call = call
    return application


def locked_stay(stay_id: int, actor: Any) -> Stay:
    """Return a stay that the actor may change, locked.

    Raises:
        NotFound, NotAllowed: there is no such stay; the actor may not change it.
    """
    found = Stay.objects.select_for_update(of=("self",)).filter(pk=stay_id).first()
    if found is None:
        raise NotFound
    require(actor, EDIT_STAY, found)
    return found


def found_participant(participant_id: int) -> Participant:
    """Return a participant whose data are still there, locked.

    Raises:
        NotFound: there is none.
    """
    rows = Participant.objects.select_for_update(of=("self",)).select_related("stay__activity")
    found = rows.filter(pk=participant_id, emptied_at=None).first()
    if found is None:
        raise NotFound
    return found


def step(application: Application, after: str, *, actor: Any, at: datetime, **values: Any) -> None:
    """Bring an application into a state, with other values.

    Raises:
        NoSuchStep: the state does not follow the present one.

    Writes the audit line `stays.application.<state>`; publishes ApplicationStateChanged.
    """
    before = application.state
    if not may_follow(before, after):
        raise NoSuchStep(before=ApplicationState(before).label, after=ApplicationState(after).label)
    application.state, application.changed_at = after, at
    application.settled_at = at if after in OVER else None
    for name, value in values.items():
        setattr(application, name, value)
    application.save()
    audit.record(
        actor=actor,
        verb=f"stays.application.{after.lower()}",
        obj=application,
        label=application.code,
        changes={"state": (before, after)},
        at=at,
    )
    facts.publish(ApplicationStateChanged(application.pk, before, after))
