"""Commands of an import up to the point where it is applied: upload, correct, check, settle, discard."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.contacts.import_models import ImportProfile, ImportRun, RowDecision, RunState, Verdict
from convergence.core import audit
from convergence.core.errors import NotFound

from . import plans, registry
from .check import check
from .comparing import stage
from .errors import DateOrderNeeded, ImportRefused, WrongState, refused
from .readers import Table, UnreadableFile, open_table

logger = logging.getLogger(__name__)


IMPORT = "contacts.import_contacts"


BEFORE_WRITING = frozenset({RunState.UPLOADED, RunState.CHECKED, RunState.FAILED})


def run_of(run_id: int, *, lock: bool = False) -> ImportRun:
    """Return an import.

    Raises:
        NotFound: there is none.
    """
    rows = ImportRun.objects.select_for_update() if lock else ImportRun.objects.all()
    run = rows.filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def open_run(run: ImportRun) -> Table:
    """Open the file of an import as its plan says.

    Raises:
        ImportRefused: the file cannot be read.
    """
    try:
        return open_table(Path(run.file.path), encoding=run.plan.get("encoding"), delimiter=run.plan.get("delimiter"))
    except FileNotFoundError as error:
        raise ImportRefused("no_such_file", path=run.file_name) from error
    except UnreadableFile as error:
        raise refused(error) from error


def upload(
    *, file: File[bytes], file_name: str, actor: Any, at: datetime, profile_name: str = "", sheet: str = ""
) -> ImportRun:
    """Keep a list, judge its file and guess how it is read. Nothing enters the register.

    Args:
        file: the list.
        file_name: as the person knows it.
        actor: who uploads; None for the system.
        at: when.
        profile_name: profile to read it by; when empty, one that knows all its headers is taken.
        sheet: read this sheet only.

    Raises:
        NotAllowed: the actor may not import.
        ImportRefused: the file cannot be read, or there is no such sheet or profile.
    """
    require(actor, IMPORT)
    run = ImportRun(file_name=file_name[-255:], created_at=at, created_by_id=getattr(actor, "pk", None))
    run.digest, run.size = _digest(file)
    run.file.save(_safe_name(file_name), file, save=False)
    try:
        table = open_run(run)
        run.file_kind = table.kind
        run.plan = _first_plan(run, table, profile_name)
        _keep_sheet(run, table, sheet)
    except (UnreadableFile, ImportRefused) as error:
        run.file.delete(save=False)
        raise (refused(error) if isinstance(error, UnreadableFile) else error) from error
    with transaction.atomic():
        run.save()
        audit.record(actor=actor, verb="contacts.import.uploaded", obj=run, at=at)
    return run


def _digest(file: File[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    file.seek(0)
    for block in file.chunks():
        digest.update(block)
        size += len(block)
    file.seek(0)
    return digest.hexdigest(), size


def _safe_name(file_name: str) -> str:
    suffix = Path(file_name).suffix.lower()
    return f"liste{suffix if suffix in {'.csv', '.xlsx', '.txt', '.tsv'} else '.dat'}"


def _first_plan(run: ImportRun, table: Table, profile_name: str) -> dict[str, Any]:
    extra = registry.extra_columns()
    if profile_name:
        run.profile = ImportProfile.objects.filter(name=profile_name).first()
        if run.profile is None:
            names = ", ".join(ImportProfile.objects.values_list("name", flat=True)) or "—"
            raise ImportRefused("no_such_profile", profile=profile_name, profiles=names)
        return plans.guess_plan(table, extra, profile=run.profile.plan)
    plan = plans.guess_plan(table, extra)
    for profile in ImportProfile.objects.order_by("-pk")[:200]:
        if plans.fits(profile.plan, plan):
            run.profile = profile
            return plans.guess_plan(table, extra, profile=profile.plan)
    return plan


def _keep_sheet(run: ImportRun, table: Table, sheet: str) -> None:
    if not sheet:
        return
    if sheet not in {item.name for item in table.sheets}:
        raise UnreadableFile("no_such_sheet", sheet=sheet, sheets=plans.sheet_names(table))
    for planned in run.plan["sheets"]:
        planned["use"] = planned["name"] == sheet
        planned["unseen"] = planned["name"] != sheet


@transaction.atomic
def change_reading(
    *, run_id: int, actor: Any, at: datetime, encoding: str | None = None, delimiter: str | None = None
) -> ImportRun:
    """Read the file again with another encoding or delimiter, guessing its columns anew.

    Raises:
        NotAllowed: the actor may not import.
        ImportRefused: the file cannot be read so.
        WrongState: the import is already being written.
    """
    run = _locked(run_id, actor)
    _require_state(run, BEFORE_WRITING)
    run.plan = {**run.plan, "encoding": encoding or run.plan.get("encoding")}
    run.plan["delimiter"] = delimiter or run.plan.get("delimiter")
    table = open_run(run)
    order = run.plan.get("date_order", "")
    run.plan = plans.guess_plan(table, registry.extra_columns(), profile=run.profile.plan if run.profile else None)
    run.plan["date_order"] = order or run.plan["date_order"]
    _back_to_columns(run)
    return run


@transaction.atomic
def change_columns(
    *, run_id: int, sheets: Sequence[Mapping[str, Any]], date_order: str, actor: Any, at: datetime
) -> ImportRun:
    """Correct what was guessed.

    Args:
        run_id: the import.
        sheets: one mapping for each sheet of the plan, in order: `use`, `header_line`, and `columns`, a list of
            `{"code", "period"}`; when the header line changed, the columns are guessed again.
        date_order: `dmy`, `mdy`, or empty.
        actor: who corrects.
        at: when.

    Raises:
        NotAllowed: the actor may not import.
        WrongState: the import is already being written.
    """
    run = _locked(run_id, actor)
    _require_state(run, BEFORE_WRITING)
    table = open_run(run)
    known = registry.all_columns()
    corrected = []
    for planned, given, sheet in zip(run.plan["sheets"], sheets, table.sheets, strict=True):
        planned = {**planned, "use": bool(given.get("use", planned["use"])), "asks": []}
        line = int(given.get("header_line", planned["header_line"]))
        if line != planned["header_line"]:
            planned = {**plans.replan_sheet(sheet, line, registry.extra_columns()), "use": planned["use"]}
        elif "columns" in given:
            planned["columns"] = [
                {"code": c["code"] if c["code"] in known else "", "period": c.get("period", ""), "confidence": 1.0}
                for c in given["columns"]
            ]
            planned["subject"] = plans.subject_of((c["code"] for c in planned["columns"]), planned["subject"])
        corrected.append(planned)
    run.plan = {**run.plan, "sheets": corrected, "date_order": date_order if date_order in {"dmy", "mdy"} else ""}
    _back_to_columns(run)
    return run


def _back_to_columns(run: ImportRun) -> None:
    run.rows.all()._raw_delete(run.rows.db)
    run.state, run.totals, run.problem = RunState.UPLOADED, {}, ""
    run.stage, run.done, run.total = "", 0, 0
    run.save()


@transaction.atomic
def save_profile(*, run_id: int, name: str, actor: Any, at: datetime) -> ImportProfile:
    """Remember under a name how this list is read, for the next one of the same form.

    Raises:
        NotAllowed: the actor may not import.
    """
    run = _locked(run_id, actor)
    profile, _made = ImportProfile.objects.update_or_create(
        name=name.strip()[:100],
        defaults={"plan": plans.profile_of(run.plan)},
        create_defaults={
            "plan": plans.profile_of(run.plan),
            "created_at": at,
            "created_by_id": getattr(actor, "pk", None),
        },
    )
    run.profile = profile
    run.save(update_fields=["profile"])
    audit.record(actor=actor, verb="contacts.import_profile.saved", obj=profile, at=at)
    return profile


def start_check(*, run_id: int, actor: Any, at: datetime) -> ImportRun:
    """Say that the check begins: the next step is `check_run`, in a task or at once.

    Raises:
        NotAllowed: the actor may not import.
        DateOrderNeeded: no cell of a column decides between day and month.
        ImportRefused: the file or the plan cannot be read.
        WrongState: the import is already being checked or written.
    """
    with transaction.atomic():
        run = _locked(run_id, actor)
        _require_state(run, BEFORE_WRITING)
        _back_to_columns(run)
    found = _plans_of(run)
    _ask_for_order(run, found)
    run.state, run.stage, run.total = RunState.CHECKING, "read", sum(plan.lines for plan in found)
    run.touched_at = at
    run.save()
    return run


def _plans_of(run: ImportRun) -> list[Any]:
    try:
        return plans.open_plans(open_run(run), run.plan, registry.extra_columns())
    except UnreadableFile as error:
        raise refused(error) from error


def _ask_for_order(run: ImportRun, found: Sequence[Any]) -> None:
    """Note in the plan which columns are undecided; refuse to go on until a person has said the order."""
    asks: list[str] = []
    by_name = {plan.sheet.name: plan for plan in found}
    for planned in run.plan["sheets"]:
        plan = by_name.get(planned["name"])
        planned["asks"] = [column.header for column in plan.open_orders] if plan else []
        asks += planned["asks"]
    run.save(update_fields=["plan"])
    if asks:
        raise DateOrderNeeded(columns=", ".join(asks))


def check_run(*, run_id: int, tick: Callable[[str, int], None] | None = None, ask: bool = True) -> ImportRun:
    """Read every line, compare it with the others and with the register, and stage it with its verdict.

    Works in chunks, each its own transaction, so that nobody waits; the register itself is not touched. An error of
    the file stops it with a sentence in `problem`.

    Args:
        run_id: the import.
        tick: called with the stage and the number of lines done.
        ask: refuse when a day and month order has to be asked; otherwise such dates stay empty, each with its reason.
    """
    run = run_of(run_id)
    found = _plans_of(run)
    if ask:
        _ask_for_order(run, found)
    total = sum(plan.lines for plan in found)
    ImportRun.objects.filter(pk=run_id).update(
        state=RunState.CHECKING, stage="read", done=0, total=total, touched_at=timezone.now()
    )
    counts: Counter[str] = Counter()

    def progress(stage: str, done: int) -> None:
        ImportRun.objects.filter(pk=run_id).update(stage=stage, done=min(done, total), touched_at=timezone.now())
        if tick:
            tick(stage, done)

    run.rows.all()._raw_delete(run.rows.db)  # what a stopped worker left
    try:
        lines = check(found, registry.extra_columns(), registry.row_rules(), tick=progress)
        stage(run, lines, counts)
    except UnreadableFile as error:
        problem = str(refused(error))
        ImportRun.objects.filter(pk=run_id).update(state=RunState.FAILED, problem=problem)
        raise refused(error) from error
    except Exception:
        ImportRun.objects.filter(pk=run_id).update(state=RunState.FAILED, problem=str(ImportRefused.message))
        raise
    run.refresh_from_db()
    return run


def finish_check(*, run_id: int, at: datetime) -> ImportRun:
    """Count the staged lines and open the import for settlement."""
    run = run_of(run_id)
    run.totals = dict(Counter(run.rows.values_list("verdict", flat=True).order_by()))
    run.state, run.stage, run.checked_at, run.done = RunState.CHECKED, "", at, run.total
    run.save()
    return run


@transaction.atomic
def settle(*, run_id: int, row_ids: Sequence[int], decision: str, actor: Any, at: datetime) -> int:
    """Decide about lines: add as new, complete what they resemble, or leave out; empty takes the decision back.

    Returns how many lines were settled. A line without a name cannot be added, one without a match cannot complete
    anything: they are passed over.

    Raises:
        NotAllowed: the actor may not import.
        WrongState: the import is not open for settlement.
    """
    run = _locked(run_id, actor)
    _require_state(run, {RunState.CHECKED})
    rows = run.rows.filter(pk__in=row_ids).exclude(verdict=Verdict.IGNORED)
    if decision == RowDecision.ACCEPT:
        rows = rows.filter(verdict__in=(Verdict.DUPLICATE, Verdict.NEW, Verdict.UPDATE), entry__isnull=False)
    elif decision == RowDecision.MERGE:
        rows = rows.filter(verdict__in=(Verdict.DUPLICATE, Verdict.UPDATE))
    elif decision not in {RowDecision.LEAVE, ""}:
        return 0
    return rows.update(decision=decision)


@transaction.atomic
def discard(*, run_id: int, actor: Any, at: datetime) -> None:
    """Give up an import before it is applied: its list and staged lines are removed.

    Raises:
        NotAllowed: the actor may not import.
        WrongState: it was applied, or is being written.
    """
    run = _locked(run_id, actor)
    _require_state(run, BEFORE_WRITING)
    run.rows.all()._raw_delete(run.rows.db)
    if run.file:
        run.file.delete(save=False)
    run.state, run.totals = RunState.DISCARDED, {}
    run.save()
    audit.record(actor=actor, verb="contacts.import.discarded", obj=run, at=at)


def forget(*, run_id: int) -> None:
    """Remove an import that was only tried (`--dry-run`): its file, its lines, itself."""
    run = run_of(run_id)
    _require_state(run, BEFORE_WRITING | {RunState.CHECKING})
    run.rows.all()._raw_delete(run.rows.db)
    if run.file:
        run.file.delete(save=False)
    run.delete()


def _locked(run_id: int, actor: Any) -> ImportRun:
    require(actor, IMPORT)
    return run_of(run_id, lock=True)


def _require_state(run: ImportRun, states: Iterable[str]) -> None:
    if run.state not in set(states):
        raise WrongState(state=run.get_state_display())
