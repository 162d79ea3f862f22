"""Work of gatherings outside the request. Each may run twice; the sweeps finish what a dead worker left."""

from django.utils import timezone
from django_tasks import task

from convergence.activities.choices import ActivityState
from convergence.core.tasks import periodic
from convergence.education.gatherings import commands
from convergence.education.gatherings.choices import LIVE
from convergence.education.gatherings.models import Gathering


@task()
def tell_people(gathering_id: int) -> None:
    """Tell the people of a gathering where their registration stands."""
    commands.tell_all(gathering_id=gathering_id, at=timezone.now())


@task()
def end_registrations(gathering_id: int) -> None:
    """End the registrations of a cancelled gathering and tell everybody."""
    _end(gathering_id)


def _end(gathering_id: int) -> None:
    now = timezone.now()
    commands.call_off(gathering_id=gathering_id, at=now)
    commands.tell_parties_of(gathering_id=gathering_id, at=now)
    commands.tell_all(gathering_id=gathering_id, at=now)


@periodic(seconds=30)
def move_lists() -> None:
    """End the offers whose deadline has passed, offer the places to the next, tell whoever was not told."""
    now = timezone.now()
    commands.lapse_all(at=now)
    commands.tell_all(at=now)


@periodic(seconds=3600)
def remind_and_forget() -> None:
    """Remind of what is near; end what was cancelled while no worker ran; empty what served its purpose."""
    now = timezone.now()
    off = Gathering.objects.filter(activity__state=ActivityState.CANCELLED, registrations__state__in=LIVE)
    for pk in off.order_by("pk").distinct().values_list("pk", flat=True):
        _end(pk)
    commands.remind_all(at=now)
    commands.forget_past(at=now)
