"""Long steps of an import, outside the request."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_tasks import task

from convergence.accounts.models import User

from .applying import apply_run
from .staging import check_run, finish_check


def _user(actor_id: int | None) -> Any:
    return User.objects.filter(pk=actor_id).first() if actor_id else None


@task()
def check_import(run_id: int) -> None:
    """Check a list."""
    check_run(run_id=run_id)
    finish_check(run_id=run_id, at=timezone.now())


@task()
def apply_import(run_id: int, actor_id: int | None) -> None:
    """Write a checked list into the register."""
    apply_run(run_id=run_id, actor=_user(actor_id), at=timezone.now())
