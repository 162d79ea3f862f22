"""Deleting a project that was never started."""

from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.core import audit
from convergence.education.projects.choices import ProjectState
from convergence.education.projects.commands.finding import locked
from convergence.education.projects.errors import DraftHolds, NotADraft
from convergence.education.projects.models import Project, ProjectActivity, ProjectTool
from convergence.finance.commands import discard_purse


@transaction.atomic
def remove_draft(*, project_id: int, actor: Any, at: datetime) -> None:
    """Delete a draft that nothing depends on, with its funders, its budget and its empty purse.

    Raises:
        NotFound, NotAllowed: there is none; the actor may not.
        NotADraft: it was started.
        DraftHolds: an activity or a tool belongs to it; the refusal names it.
        PurseUsed: money is written for it, and nothing is erased from the accounts.

    Writes the audit lines `projects.project.removed` (what it was, with its funders and lines) and `finance.purse.discarded`.
    """
    project = locked(project_id, actor, "projects.remove_draft")
    if project.state != ProjectState.DRAFT:
        raise NotADraft(project=project)
    _check_alone(project)
    purse_id = project.purse_id
    changes = audit.changes_between(audit.snapshot(project), {})
    for name, rows in (("funders", project.funders.all()), ("lines", project.lines.all())):
        said = ", ".join(str(row) for row in rows)
        if said:
            changes[name] = (said, None)
    audit.record(actor=actor, verb="projects.project.removed", obj=project, changes=changes, at=at)
    project.delete()
    discard_purse(purse_id=purse_id, actor=actor, at=at)


def _check_alone(project: Project) -> None:
    held = [row.activity.title_fr for row in ProjectActivity.objects.filter(project=project).select_related("activity")]
    held += [row.tool.title for row in ProjectTool.objects.filter(project=project).select_related("tool")]
    if held:
        raise DraftHolds(what=", ".join(f"“{one}”" for one in held[:3]))
