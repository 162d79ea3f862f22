"""Deciding a call; offers accepted, declined, lapsed; the waiting list that moves by itself."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.core import audit
from convergence.core.dates import long_day
from convergence.education.stays.choices import ApplicationState, CallState
from convergence.education.stays.commands import mail
from convergence.education.stays.commands.finding import locked_application, locked_call, own_call, step
from convergence.education.stays.commands.going import add_from
from convergence.education.stays.commands.offering import fill_places, offer
from convergence.education.stays.errors import (
    AcceptedAlready,
    CallNotReady,
    NobodyApplied,
    NobodyMayScore,
    NothingOffered,
    OfferLapsed,
    PointsWait,
    StillOpen,
)
from convergence.education.stays.models import Application, Participant, StayCall
from convergence.education.stays.queries.committee import progress, ranking_of
from convergence.education.stays.rules.ranking import in_hundredths

MOST_NAMED = 5


@transaction.atomic
def decide_call(*, call_id: int, actor: Any, at: datetime) -> StayCall:
    """Rank the applications, offer the places, tell everybody; once.

    Raises:
        NotFound, NotAllowed: there is no such call; the actor may not decide it.
        CallSettled: it was decided or cancelled before.
        CallNotReady: it was never published.
        StillOpen: it takes applications until its last day.
        NobodyApplied, NobodyMayScore, PointsWait: what is missing.

    Writes the audit lines `stays.call.decided`, with the marks by reference, and one for each application.
    """
    call = own_call(call_id, actor)
    if call.state != CallState.PUBLISHED:
        raise CallNotReady(lacks=CallState.PUBLISHED.label)
    if timezone.localdate(at) <= call.closes:
        raise StillOpen(closes=long_day(call.closes))
    _require_points(call)
    applications = {one.pk: one for one in call.applications.select_for_update(of=("self",))}
    placed = ranking_of(call)
    call.state, call.decided_at, call.changed_at = CallState.DECIDED, at, at
    call.save()
    marks = {applications[one.key].code: (None, in_hundredths(one.mark) / 100) for one in placed}
    audit.record(actor=actor, verb="stays.call.decided", obj=call, changes=marks, at=at)
    for one in placed:
        application = applications[one.key]
        application.call = call
        application.mark_hundredths, application.rank = in_hundredths(one.mark), one.rank or None
        if one.outcome == ApplicationState.OFFERED and timezone.localdate(at) < call.leaves:
            offer(application, at=at)
            continue
        is_waiting = one.outcome != ApplicationState.REFUSED
        step(application, ApplicationState.WAITING if is_waiting else ApplicationState.REFUSED, actor=actor, at=at)
        mail.to_candidate(application, "waiting" if is_waiting else "refused", at=at)
    return call


def _require_points(call: StayCall) -> None:
    found = progress(call)
    if not found:
        raise NobodyApplied
    nobody = next((one for one in found if not one.needed), None)
    if nobody is not None:
        raise NobodyMayScore(name=nobody.application.name)
    waiting = [one for one in found if not one.is_complete]
    if waiting:
        names = ", ".join(one.application.name for one in waiting[:MOST_NAMED])
        raise PointsWait(names=names + ("…" if len(waiting) > MOST_NAMED else ""), number=call.scorers)


@transaction.atomic
def accept_offer(*, application_id: int, at: datetime) -> Participant:
    """Accept the place that is offered, behind the personal link.

    Raises:
        NotFound: there is no such application.
        AcceptedAlready: it was accepted before; nothing changes.
        OfferLapsed: its last day is over.
        NothingOffered: no place is offered.

    Writes the audit lines `stays.application.accepted` and, for the first of the call, those of the stay and its activity.
    """
    application = locked_application(application_id)
    today = timezone.localdate(at)
    if application.state == ApplicationState.ACCEPTED:
        raise AcceptedAlready
    until = application.offer_until
    if application.state == ApplicationState.LAPSED and until is not None:
        raise OfferLapsed(day=long_day(until))
    if application.state != ApplicationState.OFFERED or until is None:
        raise NothingOffered
    if today > until:
        raise OfferLapsed(day=long_day(until))
    step(application, ApplicationState.ACCEPTED, actor=None, at=at)
    participant = add_from(application, at=at)
    mail.to_participant(participant, "accepted", at=at)
    return participant


@transaction.atomic
def decline_offer(*, application_id: int, at: datetime, because: str = "") -> Application:
    """Decline the place that is offered, behind the personal link; the next is offered it.

    Raises:
        NotFound: there is no such application.
        NothingOffered: no place is offered.

    Writes the audit line `stays.application.declined`.
    """
    application = locked_application(application_id)
    if application.state != ApplicationState.OFFERED:
        raise NothingOffered
    step(application, ApplicationState.DECLINED, actor=None, at=at, because=because.strip()[:300])
    fill_places(application.call, at=at)
    return application


def lapse_offers(*, at: datetime) -> int:
    """Let offers lapse whose last day is over, offer their places to the next, close lists of groups that leave.

    Returns:
        How many offers lapsed.
    """
    today = timezone.localdate(at)
    late = Application.objects.filter(state=ApplicationState.OFFERED, offer_until__lt=today)
    late_or_left = late | Application.objects.filter(state=ApplicationState.WAITING, call__leaves__lte=today)
    lapsed = 0
    for call_id in sorted(set(late_or_left.values_list("call_id", flat=True))):
        lapsed += _lapse(call_id, at)
    return lapsed


@transaction.atomic
def _lapse(call_id: int, at: datetime) -> int:
    call, today = locked_call(call_id), timezone.localdate(at)
    late = list(call.applications.filter(state=ApplicationState.OFFERED, offer_until__lt=today).order_by("pk"))
    for application in late:
        application.call = call
        step(application, ApplicationState.LAPSED, actor=None, at=at)
        mail.to_candidate(application, "lapsed", at=at)
    fill_places(call, at=at)
    if today >= call.leaves:
        for application in call.applications.filter(state=ApplicationState.WAITING).order_by("pk"):
            application.call = call
            step(application, ApplicationState.REFUSED, actor=None, at=at)
    return len(late)
