"""What gatherings do when something has just happened."""

import time

from convergence.activities.choices import ActivityState
from convergence.activities.events import ActivityStateChanged
from convergence.core import facts
from convergence.education.gatherings.events import PartyReserved, RegistrationsMoved
from convergence.education.gatherings.models import Gathering, Party
from convergence.education.gatherings.tasks import end_registrations, tell_people

APART_SECONDS = 2.0
_last_asked: dict[int, float] = {}


@facts.on(RegistrationsMoved)
def tell_soon(fact: RegistrationsMoved) -> None:
    """Tell people at once; in a rush, one task every two seconds a process, and the sweep tells the rest."""
    now = time.monotonic()
    if now - _last_asked.get(fact.gathering_id, float("-inf")) >= APART_SECONDS:
        _last_asked[fact.gathering_id] = now
        tell_people.enqueue(gathering_id=fact.gathering_id)


@facts.on(PartyReserved)
def tell_union(fact: PartyReserved) -> None:
    """Tell the union that its places are reserved."""
    party = Party.objects.filter(pk=fact.party_id).first()
    if party is not None:
        tell_people.enqueue(gathering_id=party.gathering_id)


@facts.on(ActivityStateChanged)
def end_what_is_cancelled(fact: ActivityStateChanged) -> None:
    """Nobody comes to what is cancelled: registrations end, everybody is told, money is listed to be sent back."""
    if fact.after == ActivityState.CANCELLED:
        for pk in Gathering.objects.filter(activity_id=fact.activity_id).values_list("pk", flat=True):
            end_registrations.enqueue(gathering_id=pk)
