"""A date is agreed: activity, assignment, follow-up and relationship log, all at once or not at all (S94)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.activities.choices import ActivityKind, ActivityState, OrganisationCapacity, PersonCapacity
from convergence.activities.commands import (
    cancel_activity,
    change_state,
    create_activity,
    name_person,
    unname_person,
)
from convergence.activities.models import Activity, PersonRole
from convergence.contacts.choices import InteractionKind
from convergence.core import audit, facts
from convergence.core.dates import long_day
from convergence.core.errors import NotFound
from convergence.education.trainings.choices import BOOKED, OptionState, RequestState
from convergence.education.trainings.commands import letters
from convergence.education.trainings.commands.booking import Proposal, book
from convergence.education.trainings.commands.steps import close_links, locked, release, step, tell_log
from convergence.education.trainings.errors import (
    ChosenElsewhere,
    DateGone,
    DateNotOffered,
    ReasonMissing,
    UnionMissing,
)
from convergence.education.trainings.events import TrainingAccepted
from convergence.education.trainings.models import DateOption, FollowUp, TrainingRequest
from convergence.education.trainings.queries.sessions import chosen
from convergence.education.trainings.rules.hours import on_the_wall

FOLLOW_UP_DAYS = 14


@transaction.atomic
def choose_date(*, request_id: int, option_id: int, actor: Any, at: datetime) -> TrainingRequest:
    """Agree on one of the dates that were offered; by whoever holds the link (`actor` None), or by the team.

    Choosing the date that was chosen already changes nothing.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        ChosenElsewhere: another date was chosen before.
        DateNotOffered: the date is of another request, or was released.
        DateGone: it is past.

    Writes the audit line `trainings.request.confirmed`; publishes TrainingAccepted.
    """
    request = locked(request_id, actor)
    option = DateOption.objects.select_for_update(of=("self",)).filter(pk=option_id, request=request).first()
    if option is None:
        raise DateNotOffered
    if option.state == OptionState.CHOSEN:
        return request
    if request.state == RequestState.CONFIRMED:
        raise ChosenElsewhere
    if option.state != OptionState.OFFERED or request.state != RequestState.PROPOSED:
        raise DateNotOffered
    if option.starts_at <= at:
        raise DateGone
    _accept(request, option, actor=actor, at=at)
    return request


@transaction.atomic
def agree(*, request_id: int, proposal: Proposal, actor: Any, at: datetime) -> TrainingRequest:
    """Agree on a date without a proposal by link: the union said it on the telephone.

    Raises:
        NotFound: there is no such request or facilitator.
        NotAllowed: the actor may not settle it.
        UnionMissing: the union was not recognised yet.
        FacilitatorBooked, FacilitatorUnfit, NoSuchHour, BadLength, DateGone: see `booking.book`.

    Writes the audit line `trainings.request.confirmed`; publishes TrainingAccepted.
    """
    request = locked(request_id, actor)
    if request.organisation_id is None:
        raise UnionMissing
    release(request, OptionState.OFFERED)
    option = book(request, proposal, at=at)
    _accept(request, option, actor=actor, at=at)
    return request


def _accept(request: TrainingRequest, option: DateOption, *, actor: Any, at: datetime) -> None:
    if request.organisation_id is None:
        raise UnionMissing
    release(request, OptionState.OFFERED)
    option.state = OptionState.CHOSEN
    option.save(update_fields=["state"])
    activity = _activity_of(request, option, actor=actor, at=at)
    step(request, RequestState.CONFIRMED, actor=actor, at=at, activity=activity, answer="", none_fits="")
    due = timezone.localdate(option.ends_at) + timedelta(days=FOLLOW_UP_DAYS)
    with override("fr"):
        FollowUp.objects.create(request=request, text=_("Ask the union what came of the training"), due_date=due)
        said = _("Training agreed: %(what)s, on %(day)s (%(code)s).")
        words = {"what": request.what_in("fr"), "day": long_day(option.starts_at, "fr"), "code": request.code}
    tell_log(request, InteractionKind.EMAIL, said % words, at=at)
    letters.tell_confirmed(request, option, at=at)
    facts.publish(TrainingAccepted(request.pk, activity.pk))


def _activity_of(request: TrainingRequest, option: DateOption, *, actor: Any, at: datetime) -> Activity:
    training = request.training
    wall = on_the_wall(option.starts_at, option.ends_at, timezone.get_default_timezone())
    last = wall.last_day.isoformat() if wall.last_day != wall.first_day else ""
    activity = create_activity(
        kind=ActivityKind.TRAINING,
        title_fr=request.what_in("fr"),
        title_en=training.title_en if training else "",
        title_es=training.title_es if training else "",
        start=wall.first_day.isoformat(),
        end=last,
        start_time=wall.start_time,
        end_time=wall.end_time,
        venue=request.venue,
        is_online=request.is_online,
        axis_id=training.axis_id if training else None,
        themes=list(training.themes.values_list("pk", flat=True)) if training else [],
        languages=request.language,
        organisations=[(request.organisation_id or 0, OrganisationCapacity.HOST)],
        actor=actor,
        at=at,
    )
    name_person(
        activity_id=activity.pk,
        person_id=option.facilitator.person_id,
        capacity=PersonCapacity.FACILITATOR,
        actor=actor,
        at=at,
    )
    return change_state(activity_id=activity.pk, state=ActivityState.CONFIRMED, actor=actor, at=at)


@transaction.atomic
def replace_facilitator(
    *, request_id: int, facilitator_id: int, travel_minutes: int | None, actor: Any, at: datetime
) -> DateOption:
    """Let somebody else give the session that was agreed; the first one is free again and told.

    Raises:
        NotFound: there is no such request or facilitator.
        NotAllowed: the actor may not settle it.
        NoSession: no date was agreed.
        FacilitatorBooked, FacilitatorUnfit: the person cannot.

    Writes the audit line `trainings.request.facilitator_replaced`.
    """
    request = locked(request_id, actor)
    former = chosen(request)
    if request.state != RequestState.CONFIRMED or request.activity_id is None:
        raise DateNotOffered
    former.state = OptionState.RELEASED
    former.save(update_fields=["state"])
    proposal = Proposal.of(former, facilitator_id, travel_minutes)
    option = book(request, proposal, at=at, state=OptionState.CHOSEN)
    named = PersonRole.objects.filter(activity=request.activity_id, capacity=PersonCapacity.FACILITATOR)
    for role in named.filter(person=former.facilitator.person):
        unname_person(role_id=role.pk, actor=actor, at=at)
    name_person(
        activity_id=request.activity_id,
        person_id=option.facilitator.person_id,
        capacity=PersonCapacity.FACILITATOR,
        actor=actor,
        at=at,
    )
    changes = {"facilitator": (str(former.facilitator), str(option.facilitator))}
    audit.record(actor=actor, verb="trainings.request.facilitator_replaced", obj=request, changes=changes, at=at)
    letters.tell_replaced(request, former, option, at=at)
    return option


@transaction.atomic
def fell_through(*, request_id: int, reason: str, actor: Any, at: datetime) -> TrainingRequest:
    """Write that the agreed date fell through: activity cancelled, facilitator free, request received again.

    Raises:
        NotFound: there is no such request.
        NotAllowed: the actor may not settle it.
        ReasonMissing: no reason is given.
        NoSuchStep: no date was agreed.

    Writes the audit line `trainings.request.received`.
    """
    request = locked(request_id, actor)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    cancel_session(request, reason.strip(), actor=actor, at=at)
    release(request, *BOOKED)
    close_links(request, at)
    step(request, RequestState.RECEIVED, actor=actor, at=at, activity=None, none_fits=reason.strip()[:600])
    return request


def cancel_session(request: TrainingRequest, reason: str, *, actor: Any, at: datetime) -> None:
    """Cancel the activity of an agreed date and tell both sides; nothing when none was agreed or it is cancelled."""
    if request.activity_id is None:
        return
    option = request.options.filter(state=OptionState.CHOSEN).select_related("facilitator__person").first()
    activity = Activity.objects.filter(pk=request.activity_id).first()
    if activity is None:
        raise NotFound
    if activity.state not in {ActivityState.CANCELLED, ActivityState.HELD, ActivityState.REPORTED}:
        cancel_activity(activity_id=activity.pk, reason=reason, actor=actor, at=at)
    request.sheets.filter(closed_at=None).update(closed_at=at)
    request.follow_ups.filter(done_at=None).delete()
    if option is not None:
        letters.tell_cancelled(request, option, reason, at=at)
