"""Places that are free go to those who wait, in order, in the transaction that freed them."""

from datetime import datetime

from django.utils import timezone

from convergence.education.stays.choices import HELD, ApplicationState, CallState
from convergence.education.stays.commands import mail
from convergence.education.stays.commands.finding import step
from convergence.education.stays.models import Application, StayCall
from convergence.education.stays.rules.days import offer_until


def offer(application: Application, *, at: datetime) -> None:
    """Offer a place and say so by e-mail; the call is locked by the caller."""
    call = application.call
    until = offer_until(timezone.localdate(at), call.answer_days, call.leaves)
    step(application, ApplicationState.OFFERED, actor=None, at=at, offer_until=until)
    mail.to_candidate(application, "offered", at=at)


def fill_places(call: StayCall, *, at: datetime) -> int:
    """Offer places that nobody holds to the first who wait; return how many were offered.

    Nothing is offered before the call is decided, nor from the day of departure on.
    """
    if call.state != CallState.DECIDED or timezone.localdate(at) >= call.leaves:
        return 0
    free = call.places - call.applications.filter(state__in=HELD).count()
    waiting = call.applications.filter(state=ApplicationState.WAITING).order_by("rank", "pk")[: max(0, free)]
    for application in waiting:
        application.call = call
        offer(application, at=at)
    return len(waiting)
