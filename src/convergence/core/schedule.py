"""Periodic sweeps: each is run by one of the workers, once per slot of its period.

A slot (name and number of the period since 1970) makes the identity of a job, so two workers that
find the same sweep due put one job in the queue. A sweep whose last run is not over is not started
again.
"""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from convergence.core.tasks import Periodic, all_periodic

_SPACE = uuid.UUID("5f3d1f0e-8a55-4c39-9d0a-3c0a5f6f8f11")


@task
def run_periodic(name: str) -> None:
    """Run the sweep of that name; one that is gone since is left."""
    for sweep in all_periodic():
        if sweep.name == name:
            sweep.run()


def run_due(at: datetime) -> int:
    """Put in the queue every sweep whose slot has begun; return how many."""
    slots = {slot(sweep.name, sweep.seconds, at): sweep for sweep in all_periodic()}
    known = set(DBTaskResult.objects.filter(pk__in=slots).values_list("pk", flat=True))
    new = {pk: sweep for pk, sweep in slots.items() if pk not in known}
    if not new:
        return 0
    unfinished = DBTaskResult.objects.filter(
        task_path=run_periodic.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    busy = {job["kwargs"].get("name") for job in unfinished.values_list("args_kwargs", flat=True)}
    return sum(_enqueue(pk, sweep) for pk, sweep in new.items() if sweep.name not in busy)


def slot(name: str, seconds: int, at: datetime) -> uuid.UUID:
    """The identity of the run of a sweep in the period that holds `at`."""
    return uuid.uuid5(_SPACE, f"{name}:{int(at.timestamp()) // seconds}")


def _enqueue(pk: uuid.UUID, sweep: Periodic) -> bool:
    try:
        with transaction.atomic():
            DBTaskResult.objects.create(
                pk=pk,
                task_path=run_periodic.module_path,
                args_kwargs={"args": [], "kwargs": {"name": sweep.name}},
                priority=sweep.priority,
                queue_name="default",
                backend_name="default",
                run_after=get_date_max(),
                exception_class_path="",
                traceback="",
            )
    except IntegrityError:  # another worker was faster
        return False
    return True
