"""What the commands on a request share: locking, steps from state to state, audit, the relationship log."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from convergence.accounts.policies import require
from convergence.contacts.commands.records import log_interaction
from convergence.core import audit
from convergence.core.errors import NotFound
from convergence.education.trainings.choices import SETTLED, OptionState, RequestState
from convergence.education.trainings.errors import NoSuchStep
from convergence.education.trainings.models import TrainingRequest
from convergence.education.trainings.rules.states import may_follow

EDIT = "trainings.edit_trainingrequest"


def locked(request_id: int, actor: Any, action: str = EDIT) -> TrainingRequest:
    """Return a request, held until the end of the transaction.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not do this to it.
    """
    found = TrainingRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    if found is None:
        raise NotFound
    require(actor, action, found)
    return found


def step(request: TrainingRequest, state: str, *, actor: Any, at: datetime, **values: Any) -> None:
    """Bring a request into a state, with other values, and write the audit line `trainings.request.<state>`.

    Raises:
        NoSuchStep: the state does not follow the present one.
    """
    before = request.state
    if not may_follow(before, state):
        raise NoSuchStep(before=RequestState(before).label, after=RequestState(state).label)
    request.state, request.changed_at = state, at
    request.settled_at = at if state in SETTLED else None
    for name, value in values.items():
        setattr(request, name, value)
    request.save()
    changes = {"state": (before, state)} | {
        name: (None, value) for name, value in values.items() if isinstance(value, str) and value
    }
    audit.record(actor=actor, verb=f"trainings.request.{state.lower()}", obj=request, changes=changes, at=at)


def release(request: TrainingRequest, *states: str) -> int:
    """Set the facilitators of the dates in some states free; return of how many dates."""
    return request.options.filter(state__in=states or [OptionState.OFFERED]).update(state=OptionState.RELEASED)


def close_links(request: TrainingRequest, at: datetime) -> int:
    """Let the links of a request open nothing any more; return how many did."""
    return request.links.filter(revoked_at=None).update(revoked_at=at)


def tell_log(request: TrainingRequest, kind: str, text: str, *, at: datetime, on: Any = None) -> None:
    """Write a line in the relationship log of the union, in the language of the team; nothing before it is known."""
    if request.organisation_id is None:
        return
    with override("fr"):
        log_interaction(
            contact_id=request.organisation_id,
            kind=kind,
            on=on or timezone.localdate(at),
            text=text,
            actor=None,
            at=at,
        )
