"""Jobs of the register of messages: thin, one command each; and the sweeps that finish what was left."""

from uuid import UUID

from django.utils import timezone
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from convergence.core.tasks import periodic
from convergence.messaging import sending
from convergence.messaging.choices import Channel, Fate, MailingStatus
from convergence.messaging.models import Delivery, Mailing


@task(takes_context=True)
def send_mailing_chunk(context: TaskContext, mailing_id: int, chunk: int) -> dict[str, int]:
    """Hand over one chunk of a mailing."""
    tally = sending.send_chunk(mailing_id=mailing_id, chunk=chunk, claim=str(context.task_result.id))
    return vars(tally)


def enqueue_chunks(mailing_id: int) -> int:
    """Put in the queue a job for each chunk that waits and has none; return how many."""
    waiting = Delivery.objects.filter(mailing=mailing_id, fate=Fate.QUEUED, channel=Channel.EMAIL)
    numbers = set(waiting.values_list("chunk", flat=True).distinct())
    planned = {kwargs["chunk"] for kwargs in _planned() if kwargs.get("mailing_id") == mailing_id}
    for number in sorted(numbers - planned):
        send_mailing_chunk.enqueue(mailing_id=mailing_id, chunk=number)
    if not numbers:
        sending.finish_if_done(mailing_id=mailing_id, at=timezone.now())
    return len(numbers - planned)


def _planned() -> list[dict[str, int]]:
    jobs = DBTaskResult.objects.filter(
        task_path=send_mailing_chunk.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    return [job["kwargs"] for job in jobs.values_list("args_kwargs", flat=True)]


def _is_running(claim: str) -> bool:
    try:
        job = UUID(claim)
    except ValueError:
        return False
    return DBTaskResult.objects.filter(pk=job, status=TaskResultStatus.RUNNING).exists()


@periodic(seconds=60)
def finish_what_was_left() -> None:
    """List as uncertain what dead jobs held, and queue again what waits without a job."""
    now = timezone.now()
    sending.abandoned(at=now, running=_is_running)
    for pk in Mailing.objects.filter(status=MailingStatus.SENDING).order_by("pk").values_list("pk", flat=True):
        enqueue_chunks(pk)
