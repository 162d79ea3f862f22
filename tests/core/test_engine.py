"""The task engine: leases, recovery, retries, periodic sweeps."""

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import TaskResultStatus, task, task_backends
from django_tasks_db.models import DBTaskResult
from wagtail.tasks import update_reference_index_task

from convergence.core import engine, schedule
from convergence.core.engine import GiveUp, Worker, claim, fail, finish, recover, renew
from convergence.core.tasks import NOBODY_WAITS, Periodic

NOW = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=60)
calls: list[int] = []

pytestmark = pytest.mark.django_db


@task
def note(number: int) -> int:
    calls.append(number)
    return number * 2


@task
def stumble() -> None:
    message = "not yet"
    raise RuntimeError(message)


@task
def refuse() -> None:
    message = "never"
    raise GiveUp(message)


@pytest.fixture(autouse=True)
def _forget() -> None:
    calls.clear()


def take(worker: str = "elsewhere:1:1:a", at: datetime = NOW) -> DBTaskResult | None:
    return claim(worker=worker, backend="default", lease=LEASE, at=at)


def held(worker: str = "elsewhere:1:1:a") -> DBTaskResult:
    job = take(worker)
    assert job is not None
    return job


def status() -> str:
    return str(DBTaskResult.objects.get().status)


def test_a_job_is_run_once_and_its_value_kept() -> None:
    note.enqueue(21)
    assert Worker(batch=True).run() == 1
    assert calls == [21]
    assert DBTaskResult.objects.get().return_value == 42
    assert status() == TaskResultStatus.SUCCESSFUL


def test_what_people_wait_for_goes_before_the_indices_of_libraries() -> None:
    update_reference_index_task.enqueue("wagtailcore.page", "1")
    note.enqueue(1)
    update_reference_index_task.enqueue("wagtailcore.page", "2")
    assert [held().task_path for _turn in range(3)] == [
        note.module_path,
        update_reference_index_task.module_path,
        update_reference_index_task.module_path,
    ]


def test_a_sweep_that_nobody_waits_for_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    sweeps = [
        Periodic("a.sizes", 60, lambda: None, priority=NOBODY_WAITS),
        Periodic("b.lists", 60, lambda: None),
    ]
    monkeypatch.setattr(schedule, "all_periodic", lambda: sweeps)
    assert schedule.run_due(NOW) == 2
    assert [held().task_result.kwargs for _turn in range(2)] == [{"name": "b.lists"}, {"name": "a.sizes"}]


def test_a_claimed_job_is_not_claimed_again() -> None:
    note.enqueue(1)
    assert held().status == TaskResultStatus.RUNNING
    assert take("b:1:1:b") is None


def test_the_job_of_a_silent_worker_comes_back_after_its_lease() -> None:
    note.enqueue(1)
    job = held()
    assert recover(backend="default", max_attempts=5, at=NOW + LEASE / 2) == 0
    assert renew(job, lease=LEASE, at=NOW + LEASE / 2)
    assert recover(backend="default", max_attempts=5, at=NOW + LEASE) == 0
    assert recover(backend="default", max_attempts=5, at=NOW + LEASE * 2) == 1
    assert status() == TaskResultStatus.READY


def test_the_job_of_a_dead_worker_of_this_machine_comes_back_at_once() -> None:
    note.enqueue(1)
    held(f"{engine.machine()}:999999:12345:a")
    assert recover(backend="default", max_attempts=5, at=NOW) == 1


def test_the_job_of_a_living_worker_of_this_machine_is_never_taken() -> None:
    note.enqueue(1)
    held(engine.worker_name())
    assert recover(backend="default", max_attempts=5, at=NOW + timedelta(days=1)) == 0


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    note.enqueue(1)
    first = held()
    recover(backend="default", max_attempts=5, at=NOW + LEASE * 2)
    second = take("b:1:1:b", NOW + LEASE * 3)
    assert second is not None
    assert not finish(first, value=1, at=NOW)
    assert not renew(first, lease=LEASE, at=NOW)
    assert finish(second, value=2, at=NOW)


def test_a_job_that_raises_comes_back_later_and_in_the_end_fails() -> None:
    stumble.enqueue()
    pauses = []
    at = NOW
    for _ in range(3):
        job = take(at=at)
        assert job is not None
        fail(job, error=RuntimeError("x"), max_attempts=3, at=at)
        row = DBTaskResult.objects.get()
        pauses.append((row.run_after - at).total_seconds())
        at = row.run_after
    assert pauses[:2] == [5, 25]
    assert status() == TaskResultStatus.FAILED


def test_a_job_that_gives_up_is_not_tried_again() -> None:
    refuse.enqueue()
    Worker(batch=True).run()
    assert status() == TaskResultStatus.FAILED
    assert "GiveUp: never" in DBTaskResult.objects.get().traceback


def test_a_job_that_kills_its_worker_each_time_is_given_up() -> None:
    note.enqueue(1)
    for turn in range(3):
        held(f"{engine.machine()}:999999:1:{turn}")
        recover(backend="default", max_attempts=3, at=NOW)
    assert status() == TaskResultStatus.FAILED


def test_old_jobs_are_pruned() -> None:
    note.enqueue(1)
    Worker(batch=True).run()
    later = DBTaskResult.objects.get().finished_at + timedelta(days=8)
    assert engine.prune(at=later) == 1


def test_two_workers_put_one_sweep_in_the_queue() -> None:
    first = schedule.run_due(NOW)
    assert first > 0
    assert schedule.run_due(NOW) == 0
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert schedule.run_due(NOW + timedelta(days=1)) == first


def test_a_sweep_that_is_not_over_is_not_started_again() -> None:
    schedule.run_due(NOW)
    assert schedule.run_due(NOW + timedelta(days=1)) == 0


def test_the_backend_reads_its_options() -> None:
    backend = task_backends["default"]
    assert isinstance(backend, engine.LeasedBackend)
    assert (backend.lease, backend.max_attempts) == (timedelta(seconds=60), 5)
