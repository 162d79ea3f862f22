"""The embedded task engine: django-tasks-db with lease, heartbeat, retries and periodic jobs.

`django_tasks_db` keeps jobs in the application's own database, so enqueuing is part of the caller's
transaction; but a job whose worker is killed stays RUNNING for ever. Here a claimed job carries a
lease: while it runs, ``run_after`` says until when nobody else may take it, and a heartbeat pushes
that moment forward. A job whose lease has run out, or whose worker is known to be dead on this
machine, goes back to the queue; so does a job that raised, after a pause. A job is therefore run
*at least once*: every task must be harmless when run again.

Why not an engine that exists: docs/decisions/0001-task-engine.md.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.db import DatabaseError, OperationalError, close_old_connections, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskContext, TaskResultStatus
from django_tasks.base import DEFAULT_TASK_PRIORITY
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from convergence.core.tasks import NOBODY_WAITS

logger = logging.getLogger("convergence.worker")

OF_LIBRARIES = ("wagtail.", "modelsearch.")
JobId = uuid.UUID
if TYPE_CHECKING:
    Job: TypeAlias = DBTaskResult[..., Any]


class GiveUp(Exception):
    """Raised by a task that would fail the same way again: it is not retried."""


class LeasedBackend(DatabaseBackend):
    """`DatabaseBackend` whose jobs `Worker` runs. The queue names are not restricted.

    Options:
        lease_seconds: how long a silent worker keeps its job (default 60).
        max_attempts: how often a job is started before it counts as failed (default 5).
    """

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.lease = timedelta(seconds=self.options.get("lease_seconds", 60))
        self.max_attempts = int(self.options.get("max_attempts", 5))

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Put a job in the queue; what Wagtail does for its own indices lets everything else go before."""
        own = task.module_path.startswith(OF_LIBRARIES) and task.priority == DEFAULT_TASK_PRIORITY
        return super().enqueue(task.using(priority=NOBODY_WAITS) if own else task, args, kwargs)


# Who is alive


def machine() -> str:
    """A name of this machine since its start, and of this space of process numbers."""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = os.readlink("/proc/self/ns/pid").strip("pid:[]")  # noqa: PTH115  (not the path of a file)
        return f"{boot[:8]}.{space}"
    return "elsewhere"


def process_birth(pid: int) -> str:
    """When a process was started, in ticks since the machine's start; empty if there is none."""
    with suppress(OSError, IndexError):
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        state, *fields = status.rpartition(")")[2].split()
        return "" if state in {"Z", "X"} else fields[18]
    return ""


def worker_name() -> str:
    """Name of the worker in this process: machine, process number, birth, a number of its own."""
    pid = os.getpid()
    return f"{machine()}:{pid}:{process_birth(pid)}:{uuid.uuid4().hex[:6]}"


def is_alive(name: str) -> bool | None:
    """Whether the worker of that name lives; None when this machine cannot know."""
    try:
        host, pid, birth, _ = name.split(":")
        number = int(pid)
    except ValueError:
        return None
    if not birth or host != machine():
        return None
    return process_birth(number) == birth


# Jobs


def claim(*, worker: str, backend: str, lease: timedelta, at: datetime) -> Job | None:
    """Take the next job that is due, for `lease`; None when there is none."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, backend_name=backend)
    due = ready.filter(Q(run_after=get_date_max()) | Q(run_after__lte=at))
    if not due.exists():  # a look costs no lock; on SQLite a transaction would take the only one
        return None
    with transaction.atomic():
        job = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked).first()
        if job is None:
            return None
        job.status = TaskResultStatus.RUNNING
        job.started_at = at
        job.run_after = at + lease
        job.worker_ids = [*job.worker_ids, worker]
        job.save(update_fields=["status", "started_at", "run_after", "worker_ids"])
    return job


def _mine(job: Job) -> Any:
    """The job's row, only if nobody else has taken it since: `started_at` is the fence."""
    return DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING, started_at=job.started_at)


def renew(job: Job, *, lease: timedelta, at: datetime) -> bool:
    """Push the lease of a running job forward; False if it is no longer ours."""
    return bool(_mine(job).update(run_after=at + lease))


def finish(job: Job, *, value: Any, at: datetime) -> bool:
    """Write that the job is done; False if its lease had been lost."""
    done = {"status": TaskResultStatus.SUCCESSFUL, "finished_at": at, "return_value": value}
    return bool(_mine(job).update(**done, exception_class_path="", traceback=""))


def fail(job: Job, *, error: BaseException, max_attempts: int, at: datetime) -> bool:
    """Write that the job raised: it comes back after 5 s, 25 s, 125 s…, then counts as failed."""
    attempts = len(job.worker_ids)
    trace = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
    }
    if isinstance(error, GiveUp) or attempts >= max_attempts:
        return bool(_mine(job).update(status=TaskResultStatus.FAILED, finished_at=at, **trace))
    pause = timedelta(seconds=min(5**attempts, 3600))
    return bool(_mine(job).update(status=TaskResultStatus.READY, run_after=at + pause, **trace))


def recover(*, backend: str, max_attempts: int, at: datetime) -> int:
    """Give back the jobs of dead workers; return how many.

    A worker of this machine that lives keeps its job however long it is silent: on SQLite a long
    write keeps its heartbeat waiting.
    """
    count = 0
    for job in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, backend_name=backend):
        alive = is_alive(job.worker_ids[-1]) if job.worker_ids else None
        if alive or (alive is None and job.run_after > at):
            continue
        if len(job.worker_ids) >= max_attempts:
            lost = "The worker died each time it ran this job."
            count += _mine(job).update(status=TaskResultStatus.FAILED, finished_at=at, traceback=lost)
        else:
            count += _mine(job).update(status=TaskResultStatus.READY, run_after=at)
        logger.warning("recovered job %s %s", job.pk, job.task_path)
    return count


def prune(*, at: datetime, keep: timedelta = timedelta(days=7)) -> int:
    """Delete the jobs that succeeded more than `keep` ago; failures are kept 90 days."""
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=at - keep)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=at - timedelta(days=90))
    return DBTaskResult.objects.filter(done | failed).delete()[0]


# The worker


@dataclass
class Worker:
    """Runs jobs one after the other until told to stop.

    Attributes:
        batch: stop when no job is due.
        idle_seconds: pause when no job is due.
        due: called between jobs with the present moment; enqueues the periodic jobs.
    """

    alias: str = DEFAULT_TASK_BACKEND_ALIAS
    batch: bool = False
    idle_seconds: float = 0.5
    due: Callable[[datetime], object] = lambda at: None
    name: str = field(default_factory=worker_name)
    stopping: threading.Event = field(default_factory=threading.Event)
    _swept_at: float = 0.0

    @property
    def backend(self) -> LeasedBackend:
        """The backend whose jobs this worker runs."""
        from django_tasks import task_backends  # noqa: PLC0415

        return cast("LeasedBackend", task_backends[self.alias])

    def run(self) -> int:
        """Run jobs; return how many were run."""
        count = 0
        while not self.stopping.is_set():
            try:
                job = self._next()
            except OperationalError:
                if connection.in_atomic_block:
                    raise
                # The database is away or a long write holds it: jobs wait, the worker too.
                logger.warning("database not available, waiting", exc_info=True)
                connection.close()
                job = None
                self.stopping.wait(2)
                continue
            if job is not None:
                self._run(job)
                count += 1
            elif self.batch:
                break
            else:
                self.stopping.wait(self.idle_seconds)
        return count

    def _next(self) -> Job | None:
        now = timezone.now()
        if time.monotonic() - self._swept_at > 5:
            if not connection.in_atomic_block:  # within a transaction it would close the connection in use
                close_old_connections()
            self._swept_at = time.monotonic()
            recover(backend=self.alias, max_attempts=self.backend.max_attempts, at=now)
            self.due(now)
        return claim(worker=self.name, backend=self.alias, lease=self.backend.lease, at=timezone.now())

    def _run(self, job: Job) -> None:
        with heartbeat(job, lease=self.backend.lease):
            try:
                value = _call(job)
            except Exception as raised:
                error = raised
                logger.exception("job %s %s failed", job.pk, job.task_path)
                self._write(lambda: fail(job, error=error, max_attempts=self.backend.max_attempts, at=timezone.now()))
            else:
                self._write(lambda: finish(job, value=value, at=timezone.now()))

    def _write(self, write: Callable[[], bool]) -> None:
        for _ in range(5):
            try:
                write()
            except DatabaseError:
                logger.warning("cannot write the end of a job yet", exc_info=True)
                connection.close()
                time.sleep(1)
            else:
                return


def _call(job: Job) -> Any:
    task = job.task
    result = job.task_result
    if task.takes_context:
        return task.call(TaskContext(task_result=cast("Any", result)), *result.args, **result.kwargs)
    return task.call(*result.args, **result.kwargs)


@contextmanager
def heartbeat(job: Job, *, lease: timedelta) -> Any:
    """Renew the lease of `job` from another thread while the block runs."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(lease.total_seconds() / 3):
                try:
                    if not renew(job, lease=lease, at=timezone.now()):
                        logger.warning("lost the lease of job %s", job.pk)
                        return
                except DatabaseError:
                    logger.info("heartbeat of job %s waits for the database", job.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=30)
