"""What tours do when the register of activities says that something happened."""

from django.utils import timezone

from convergence.activities.choices import ActivityState
from convergence.activities.events import ActivityStateChanged
from convergence.core import facts
from convergence.education.tours.commands import follow_cancelled


@facts.on(ActivityStateChanged)
def on_cancelled(fact: ActivityStateChanged) -> None:
    """Cancel the meetings of a tour that was cancelled, and tell its hosts."""
    if fact.after == ActivityState.CANCELLED:
        follow_cancelled(activity_id=fact.activity_id, at=timezone.now())
