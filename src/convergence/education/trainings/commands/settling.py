"""After the date: held on the word of a person, followed up, closed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.accounts.policies import require
from convergence.activities.choices import ActivityState
from convergence.activities.commands import change_state
from convergence.contacts.choices import InteractionKind
from convergence.core import audit
from convergence.core.errors import AlreadyDone, BadValue, NotFound
from convergence.education.trainings.choices import RequestState
from convergence.education.trainings.commands import letters
from convergence.education.trainings.commands.steps import EDIT, locked, step, tell_log
from convergence.education.trainings.errors import FollowUpWaits, NotYetHeld
from convergence.education.trainings.models import FollowUp, TrainingRequest
from convergence.education.trainings.queries.sessions import chosen


@transaction.atomic
def mark_held(*, request_id: int, actor: Any, at: datetime) -> TrainingRequest:
    """Write that the session took place: the activity counts, the log shows a visit, the evaluation link leaves.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        NoSession: no date was agreed.
        NotYetHeld: it has not begun.

    Writes the audit line `trainings.request.held`.
    """
    request = locked(request_id, actor)
    option = chosen(request)
    if option.starts_at > at:
        raise NotYetHeld
    was = request.state
    step(request, RequestState.HELD, actor=actor, at=at)
    activity = request.activity
    if activity is not None and activity.state in {ActivityState.PLANNED, ActivityState.CONFIRMED}:
        change_state(activity_id=activity.pk, state=ActivityState.HELD, actor=actor, at=at)
    if was == RequestState.CONFIRMED:
        with override("fr"):
            said = _("Training held: %(what)s (%(code)s).") % {"what": request.what_in("fr"), "code": request.code}
        tell_log(request, InteractionKind.VISIT, said, at=at, on=timezone.localdate(option.starts_at))
        letters.tell_held(request, at=at)
    return request


@transaction.atomic
def close_request(*, request_id: int, actor: Any, at: datetime) -> TrainingRequest:
    """Close a request whose session was held and whose follow-ups are settled.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        FollowUpWaits: a follow-up is open.
        NoSuchStep: it was not held.

    Writes the audit line `trainings.request.closed`.
    """
    request = locked(request_id, actor)
    if request.follow_ups.filter(done_at=None).exists():
        raise FollowUpWaits
    step(request, RequestState.CLOSED, actor=actor, at=at)
    request.sheets.filter(closed_at=None).update(closed_at=at)
    return request


@transaction.atomic
def add_follow_up(*, request_id: int, text: str, due_date: date, actor: Any, at: datetime) -> FollowUp:
    """Write what is to be done for a union, and by when.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        BadValue: nothing is said.

    Writes the audit line `trainings.follow_up.added`.
    """
    request = locked(request_id, actor)
    if not text.strip():
        raise BadValue(field="text")
    row = FollowUp.objects.create(request=request, text=text.strip()[:300], due_date=due_date)
    changes = {"follow_up": (None, row.text), "due_date": (None, due_date)}
    audit.record(actor=actor, verb="trainings.follow_up.added", obj=request, changes=changes, at=at)
    return row


@transaction.atomic
def settle_follow_up(*, follow_up_id: int, outcome: str, actor: Any, at: datetime) -> FollowUp:
    """Write what came of a follow-up; the relationship log shows it (S66).

    Raises:
        NotFound: there is no such follow-up.
        NotAllowed: the actor may not settle it.
        AlreadyDone: it was settled before.

    Writes the audit line `trainings.follow_up.settled`.
    """
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("request").filter(pk=follow_up_id).first()
    if row is None:
        raise NotFound
    require(actor, EDIT, row.request)
    if row.done_at is not None:
        raise AlreadyDone
    row.done_at, row.outcome = at, outcome.strip()[:600]
    row.save(update_fields=["done_at", "outcome"])
    changes = {"outcome": (None, row.outcome)}
    audit.record(actor=actor, verb="trainings.follow_up.settled", obj=row.request, changes=changes, at=at)
    kind = InteractionKind.CALL if row.outcome else InteractionKind.NOTE
    tell_log(row.request, kind, f"{row.text} : {row.outcome}" if row.outcome else row.text, at=at)
    return row
