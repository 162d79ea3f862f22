"""Long steps of an import, outside the request. A step that is run twice, or after its end, does no harm."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks import task

from convergence.accounts.models import User
from convergence.contacts.import_models import ImportRun, RunState
from convergence.core.tasks import periodic

from .applying import apply_run, progress_file
from .scanning import scan_register, wants_scan
from .staging import check_run, finish_check
from .undoing import undo_run

SILENCE = timedelta(minutes=5)


def _user(actor_id: int | None) -> Any:
    return User.objects.filter(pk=actor_id).first() if actor_id else None


def _is_at(run_id: int, state: RunState) -> bool:
    return ImportRun.objects.filter(pk=run_id, state=state).exists()


@task()
def check_import(run_id: int) -> None:
    """Check a list, from the beginning when a killed worker left it half-way."""
    if _is_at(run_id, RunState.CHECKING):
        check_run(run_id=run_id)
        finish_check(run_id=run_id, at=timezone.now())


@task()
def apply_import(run_id: int, actor_id: int | None) -> None:
    """Write a checked list into the register; of a killed worker's writing nothing remains."""
    if _is_at(run_id, RunState.APPLYING):
        apply_run(run_id=run_id, actor=_user(actor_id), at=timezone.now())


@task()
def undo_import(run_id: int, actor_id: int | None) -> None:
    """Take back what a long list wrote; of a killed worker's undoing nothing remains."""
    if _is_at(run_id, RunState.UNDOING):
        undo_run(run_id=run_id, actor=_user(actor_id), at=timezone.now())


@task()
def look_for_duplicates() -> None:
    """Look through a large register that has changed since the last time; twice does no harm."""
    if wants_scan():
        scan_register(at=timezone.now())


@periodic(seconds=900)
def keep_duplicates_known() -> None:
    """Have a large register looked through when it has changed."""
    if wants_scan():
        look_for_duplicates.enqueue()


@periodic(seconds=60)
def resume_imports() -> None:
    """Go on with the imports whose process died, in the name of who began: those without a sign of life for five minutes."""
    now = timezone.now()
    for run in ImportRun.objects.filter(state__in=(RunState.CHECKING, RunState.APPLYING, RunState.UNDOING)).order_by(
        "pk"
    ):
        last = run.touched_at
        if _last_sign(run) > now - SILENCE:
            continue
        if not ImportRun.objects.filter(pk=run.pk, state=run.state, touched_at=last).update(touched_at=now):
            continue
        if run.state == RunState.CHECKING:
            check_import.enqueue(run_id=run.pk)
        elif run.state == RunState.UNDOING:
            undo_import.enqueue(run_id=run.pk, actor_id=run.acting_id)
        else:
            apply_import.enqueue(run_id=run.pk, actor_id=run.acting_id)


def _last_sign(run: ImportRun) -> datetime:
    """The moment when the import was last seen alive; a writing process tells it by a file, beside its transaction."""
    last = run.touched_at or run.created_at
    try:
        written = datetime.fromtimestamp(progress_file(run.pk).stat().st_mtime, tz=last.tzinfo)
    except OSError:
        return last
    return max(last, written)
