"""The money of a project: what belongs to no single session, and under which line a cost stands (S93)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from convergence.core import audit
from convergence.core.errors import NotFound
from convergence.core.money import format_cents
from convergence.education.projects.commands.finding import locked_open
from convergence.education.projects.errors import NotACost
from convergence.education.projects.models import PlacedCost
from convergence.education.projects.queries.outputs import costs_to_place
from convergence.finance.choices import CostStage
from convergence.finance.commands import record_purse_entry, reverse_activity_entry
from convergence.finance.models import ActivityEntry

SEE = "projects.view_project"


@transaction.atomic
def record_general_entry(
    *,
    project_id: int,
    kind: str,
    amount_cents: int,
    what: str,
    booked_date: date,
    actor: Any,
    at: datetime,
    party_id: int | None = None,
) -> ActivityEntry:
    """Write in the purse of a project a real cost or support that belongs to no single session.

    Raises:
        NotFound, NotAllowed, ProjectClosed: there is none; the actor may not write costs; its report is made.
        BadAmount, BadValue: as `finance.commands.record_purse_entry`.

    Writes the audit line `finance.activityentry.recorded`.
    """
    project = locked_open(project_id, actor, SEE)
    return record_purse_entry(
        purse_id=project.purse_id,
        kind=kind,
        stage=CostStage.REAL,
        amount_cents=amount_cents,
        what=what,
        booked_date=booked_date,
        party_id=party_id,
        actor=actor,
        at=at,
    )


@transaction.atomic
def reverse_general_entry(*, project_id: int, entry_id: int, actor: Any, at: datetime) -> ActivityEntry:
    """Answer an entry of the purse by one of the opposite amount.

    Raises:
        NotFound, NotAllowed, ProjectClosed: no such project or entry in its purse; the actor may not; its report is made.
        AlreadyDone: it was answered before, or is itself an answer.

    Writes the audit line `finance.activityentry.reversed`.
    """
    project = locked_open(project_id, actor, SEE)
    if not ActivityEntry.objects.filter(pk=entry_id, purse=project.purse_id).exists():
        raise NotFound
    return reverse_activity_entry(entry_id=entry_id, actor=actor, at=at)


@transaction.atomic
def place_costs(*, project_id: int, lines: Mapping[int, int | None], actor: Any, at: datetime) -> int:
    """Put costs under lines of the budget; return how many changed.

    Args:
        project_id: the project.
        lines: id of the entry → id of the line, None to take it out.
        actor: who places them.
        at: when.

    Raises:
        NotFound, NotAllowed, ProjectClosed: no such project or line in it; the actor may not; its report is made.
        NotACost: an entry that is no real cost of this project, or was taken back.

    Writes the audit line `projects.cost.placed` for each that changed.
    """
    project = locked_open(project_id, actor, "projects.place_cost")
    known = {row.pk: row for row in costs_to_place(project).filter(pk__in=lines)}
    named = {row.pk: row for row in project.lines.all()}
    placed = {row.entry_id: row for row in PlacedCost.objects.filter(entry__in=known).select_related("line")}
    number = 0
    for entry_id, line_id in lines.items():
        if entry_id not in known:
            raise NotACost
        if line_id is not None and line_id not in named:
            raise NotFound
        before = placed.get(entry_id)
        if (before.line_id if before else None) == line_id:
            continue
        if before is not None:
            before.delete()
        if line_id is not None:
            PlacedCost.objects.create(entry=known[entry_id], line=named[line_id])
        said = f"{known[entry_id].what} {format_cents(known[entry_id].amount_cents)}"
        after = f"{said}: {named[line_id].name_fr}" if line_id else said
        changes = {"cost": (f"{said}: {before.line.name_fr}" if before else said, after)}
        audit.record(actor=actor, verb="projects.cost.placed", obj=project, changes=changes, at=at)
        number += 1
    return number
