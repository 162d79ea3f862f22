"""What trainings do when they hear facts of the register."""

from django.utils import timezone

from convergence.activities.choices import DONE, ActivityState
from convergence.activities.events import ActivityStateChanged
from convergence.activities.models import Activity
from convergence.core.errors import DomainError
from convergence.core.facts import on
from convergence.education.trainings.choices import RequestState
from convergence.education.trainings.commands import fell_through, mark_held
from convergence.education.trainings.models import TrainingRequest


@on(ActivityStateChanged)
def follow_activity(fact: ActivityStateChanged) -> None:
    """Follow an activity that was marked as held or cancelled on its own page."""
    request = TrainingRequest.objects.filter(activity=fact.activity_id, state=RequestState.CONFIRMED).first()
    if request is None:
        return
    at = timezone.now()
    if fact.after == ActivityState.CANCELLED:
        reason = Activity.objects.values_list("cancelled_because", flat=True).get(pk=fact.activity_id)
        fell_through(request_id=request.pk, reason=reason, actor=None, at=at)
    elif fact.after in DONE:
        try:
            mark_held(request_id=request.pk, actor=None, at=at)
        except DomainError:  # the day has begun, the hour has not: marked again from the request
            return
