"""Writing a checked list into the register: one transaction, set by set.

Persons first, then organisations with their contact people, then what completes contacts that
exist, then affiliations; each in chunks, with a number of queries that does not depend on the
number of lines in a chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.contacts.choices import ContactKind
from convergence.contacts.import_models import ImportRow, ImportRun, RowDecision, RunState, Verdict
from convergence.core import audit
from convergence.core.errors import DomainError
from convergence.vocabulary.models import Region

from .affiliating import affiliate
from .completing import complete, merge_targets
from .creating import create
from .errors import ImportRefused, WrongState
from .registry import ImportContext
from .session import Session
from .staging import IMPORT, run_of

CHUNK = 2_000


def start_apply(*, run_id: int, actor: Any, at: datetime) -> ImportRun:
    """Say that the list is about to be written, so that every screen can tell.

    Raises:
        NotAllowed: the actor may not import.
        WrongState: the import is not checked, or was applied already.
    """
    require(actor, IMPORT)
    with transaction.atomic():
        run = run_of(run_id, lock=True)
        if run.state != RunState.CHECKED:
            raise WrongState(state=run.get_state_display())
        run.state, run.problem, run.stage, run.done = RunState.APPLYING, "", "apply", 0
        run.touched_at, run.acting_id = at, getattr(actor, "pk", None)
        run.save()
    return run


def apply_run(*, run_id: int, actor: Any, at: datetime, tick: Callable[[int], None] | None = None) -> ImportRun:
    """Write a list into the register, wholly or not at all.

    New lines, accepted ones, updates and merges that were decided are written; duplicates that nobody settled are left
    out. One audit line; the trace of each line is its own row. Past dues and the like are written by the extensions of
    higher apps, in the same transaction.

    Args:
        run_id: an import in the state APPLYING (see `start_apply`).
        actor: who applies; None for the system.
        at: when.
        tick: called with the number of lines written.

    Raises:
        NotAllowed: the actor may not import.
        WrongState: the import was not started, or was applied already.
        ImportRefused: the register changed since the check; check again.
    """
    require(actor, IMPORT)
    try:
        with transaction.atomic():
            return _apply(run_id, actor, at, tick)
    except Exception as error:
        problem = str(error) if isinstance(error, DomainError) else str(ImportRefused.message)
        ImportRun.objects.filter(pk=run_id, state=RunState.APPLYING).update(
            state=RunState.CHECKED, stage="", problem=problem
        )
        raise
    finally:
        progress_file(run_id).unlink(missing_ok=True)


def _apply(run_id: int, actor: Any, at: datetime, tick: Callable[[int], None] | None) -> ImportRun:
    run = run_of(run_id, lock=True)
    if run.state != RunState.APPLYING:
        raise WrongState(state=run.get_state_display())
    session = Session(run, actor, at, run.source, timezone.localdate(at), tick=tick or progress_of(run_id))
    session.context = ImportContext(run.pk, run.source, actor, at)
    session.regions = dict(Region.objects.values_list("slug", "pk"))
    new = Q(verdict=Verdict.NEW, decision__in=("", RowDecision.ACCEPT)) | Q(decision=RowDecision.ACCEPT)
    rows = run.rows.filter(entry__isnull=False).exclude(verdict__in=(Verdict.IGNORED, Verdict.REFUSED))
    for chunk in _chunks(rows.filter(new, entry__subject=ContactKind.PERSON)):
        create(chunk, session)
    for chunk in _chunks(rows.filter(new, entry__subject=ContactKind.ORGANISATION)):
        create(chunk, session)
    known = Q(verdict=Verdict.UPDATE, decision__in=("", RowDecision.MERGE))
    for chunk in _chunks(rows.filter(known)):
        complete(chunk, {row.pk: row.match_contact_id for row in chunk}, session, only_blanks=False)
    for chunk in _chunks(rows.filter(verdict=Verdict.DUPLICATE, decision=RowDecision.MERGE)):
        complete(chunk, merge_targets(chunk, run), session, only_blanks=True)
    affiliate(session)
    run.state, run.applied_at, run.stage = RunState.APPLIED, at, ""
    run.totals = {**run.totals, **{f"applied_{name}": count for name, count in session.totals.items()}}
    run.plan = {**run.plan, "created": session.created}
    run.done = run.total
    run.save()
    audit.record(
        actor=actor,
        verb="contacts.import.applied",
        obj=run,
        changes={name: (None, count) for name, count in sorted(run.totals.items())},
        at=at,
    )
    return run


def _chunks(rows: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    """Rows in file order, some at a time, read by primary key so that each chunk is one short query."""
    last = -1
    while True:
        chunk = list(
            rows.filter(place__gt=last).only("run_id", "place", "sheet", "line", "entry", "match_place",
            "match_contact_id", "verdict", "decision").order_by("place")[:CHUNK]
        )  # fmt: skip
        if not chunk:
            return
        last = chunk[-1].place
        yield chunk


def progress_file(run_id: int) -> Path:
    """Return where the progress of a writing import is noted, outside its transaction."""
    return Path(settings.DATA_DIR) / "imports" / f"progress-{run_id}"


def progress(run: ImportRun) -> int:
    """Return how many lines are done."""
    try:
        return int(progress_file(run.pk).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return run.done


def progress_of(run_id: int) -> Callable[[int], None]:
    """Return what notes the number of lines done, outside the transaction."""
    path = progress_file(run_id)
    path.parent.mkdir(parents=True, exist_ok=True)

    def tick(done: int) -> None:
        path.write_text(str(done), encoding="ascii")

    return tick
