"""Work of membership outside the request."""

from django.utils import timezone
from django_tasks import task

from convergence.core.tasks import enqueue_after_commit, periodic
from convergence.membership.choices import CallState
from convergence.membership.commands.closing import close_past_calls
from convergence.membership.commands.issue import issue_next_chunk
from convergence.membership.commands.standings import refresh_all_open
from convergence.membership.models import DuesCall

#: Chunks done by one task before it hands over to the next one, so that other tasks get their turn.
CHUNKS_A_TASK = 5


@task()
def issue_call(dues_call_id: int) -> None:
    """Do a few chunks of a mailing, then enqueue what is left."""
    for _turn in range(CHUNKS_A_TASK):
        if not issue_next_chunk(dues_call_id=dues_call_id, at=timezone.now()):
            return
    enqueue_after_commit(issue_call, dues_call_id=dues_call_id)


@periodic(seconds=60)
def resume_mailings() -> None:
    """Go on with the mailings that a dead worker left; what was done is not done again."""
    for call_id in DuesCall.objects.filter(state=CallState.ISSUING).order_by("pk").values_list("pk", flat=True):
        issue_call.enqueue(dues_call_id=call_id)


@periodic(seconds=3600)
def close_calls_of_the_day() -> None:
    """Close the calls whose closing date has passed."""
    close_past_calls(at=timezone.now())


@periodic(seconds=3600)
def refresh_standings_of_the_day() -> None:
    """Let the passing of time show: due dates and promises that have passed."""
    refresh_all_open(at=timezone.now())
