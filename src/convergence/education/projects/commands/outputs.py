"""What belongs to a project: activities and tools, each to one project at most (S93)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from convergence.accounts.policies import require
from convergence.activities.models import Activity
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.errors import NotFound
from convergence.education.projects.commands.finding import locked, locked_open
from convergence.education.projects.errors import (
    AttachedElsewhere,
    FamilyAttached,
    GoesToNext,
    OutsideGoesToNext,
    OutsideThePeriod,
    ProjectClosed,
)
from convergence.education.projects.models import PlacedCost, ProjectActivity, ProjectTool
from convergence.education.projects.queries.outputs import begins_of, project_that_made
from convergence.education.projects.queries.proposals import next_project
from convergence.education.tools.models import Tool


@transaction.atomic
def attach_activity(*, project_id: int, activity_id: int, actor: Any, at: datetime) -> ProjectActivity:
    """Say that an activity, with its parts, belongs to a project; saying it twice does nothing.

    Raises:
        NotFound, NotAllowed: no such project or activity; the actor may not change the one or see the other.
        ProjectClosed, GoesToNext: its report is made; the second names the project that comes next.
        OutsideThePeriod, OutsideGoesToNext: it does not begin on a day of the project, or nobody knows when.
        AttachedElsewhere, FamilyAttached: it, its whole or one of its parts belongs to a project.

    Writes the audit line `projects.activity.attached`.
    """
    project = locked(project_id, actor)
    activity = _locked_family(activity_id, actor)
    following = next_project(project, activity)
    if project.is_closed:
        if following:
            raise GoesToNext(project=project, next=following, field="activity")
        raise ProjectClosed(project=project, field="activity")
    begins = begins_of(activity)
    if begins is None or begins[0] > project.last_day or begins[1] < project.first_day:
        days = {"first": long_day(project.first_day), "last": long_day(project.last_day)}
        if following:
            raise OutsideGoesToNext(next=following, field="activity", **days)
        raise OutsideThePeriod(field="activity", **days)
    known = _family(activity)
    if known is not None and known.activity_id == activity.pk and known.project_id == project.pk:
        return known
    if known is not None:
        refusal = AttachedElsewhere if known.activity_id == activity.pk else FamilyAttached
        raise refusal(what=known.activity, project=known.project, field="activity")
    row = ProjectActivity.objects.create(project=project, activity=activity, attached_at=at)
    changes = {"activity": (None, activity.title_fr)}
    audit.record(actor=actor, verb="projects.activity.attached", obj=project, changes=changes, at=at)
    return row


@transaction.atomic
def detach_activity(*, project_id: int, activity_id: int, actor: Any, at: datetime) -> None:
    """Take an activity out of a project; its costs leave the lines of the budget.

    Raises:
        NotFound, NotAllowed, ProjectClosed: no such project or activity in it; the actor may not; its report is made.

    Writes the audit line `projects.activity.detached`.
    """
    project = locked_open(project_id, actor)
    row = project.sessions.filter(activity=activity_id).select_related("activity").first()
    if row is None:
        raise NotFound
    require(actor, "activities.view_activity", row.activity)
    of = Q(entry__activity=activity_id) | Q(entry__activity__part_of=activity_id)
    PlacedCost.objects.filter(of, line__project=project).delete()
    row.delete()
    changes = {"activity": (row.activity.title_fr, None)}
    audit.record(actor=actor, verb="projects.activity.detached", obj=project, changes=changes, at=at)


@transaction.atomic
def attach_tool(*, project_id: int, tool_id: int, actor: Any, at: datetime) -> ProjectTool:
    """Say that a project made a tool; saying it twice does nothing.

    Raises:
        NotFound, NotAllowed: no such project or tool; the actor may not change the one or see the other.
        ProjectClosed: its report is made.
        AttachedElsewhere: another project made it.

    Writes the audit line `projects.tool.attached`.
    """
    project = locked_open(project_id, actor)
    tool = Tool.objects.filter(pk=tool_id).first()
    if tool is None:
        raise NotFound
    require(actor, "tools.view_tool", tool)
    try:
        with transaction.atomic():
            row, is_new = ProjectTool.objects.get_or_create(project=project, tool=tool, defaults={"attached_at": at})
    except IntegrityError as error:
        raise AttachedElsewhere(what=tool, project=project_that_made(tool), field="tool") from error
    if is_new:
        changes = {"tool": (None, tool.title)}
        audit.record(actor=actor, verb="projects.tool.attached", obj=project, changes=changes, at=at)
    return row


@transaction.atomic
def detach_tool(*, project_id: int, tool_id: int, actor: Any, at: datetime) -> None:
    """Take a tool out of what a project made.

    Raises:
        NotFound, NotAllowed, ProjectClosed: no such project or tool in it; the actor may not; its report is made.

    Writes the audit line `projects.tool.detached`.
    """
    project = locked_open(project_id, actor)
    row = project.tools.filter(tool=tool_id).select_related("tool").first()
    if row is None:
        raise NotFound
    row.delete()
    changes = {"tool": (row.tool.title, None)}
    audit.record(actor=actor, verb="projects.tool.detached", obj=project, changes=changes, at=at)


def watch(activity: Activity, at: datetime, with_picture: bool) -> None:
    """Refuse that an activity becomes part of another when both belong to projects: it would count twice.

    Raises:
        FamilyAttached: both belong to a project.
    """
    if activity.pk is None or activity.part_of_id is None:
        return
    rows = ProjectActivity.objects.filter(activity__in=(activity.pk, activity.part_of_id))
    known = {row.activity_id: row for row in rows.select_related("project", "activity")}
    if len(known) > 1:
        whole = known[activity.part_of_id]
        raise FamilyAttached(what=whole.activity, project=whole.project, field="part_of")


def _locked_family(activity_id: int, actor: Any) -> Activity:
    """Return an activity that the actor may see, its whole locked with it: of two relatives the second waits."""
    activity = Activity.objects.filter(pk=activity_id).first()
    if activity is None:
        raise NotFound
    require(actor, "activities.view_activity", activity)
    list(Activity.objects.select_for_update().filter(pk=activity.part_of_id or activity.pk).values_list("pk"))
    return activity


def _family(activity: Activity) -> ProjectActivity | None:
    """Return what says that an activity, its whole or one of its parts belongs to a project; itself before the others."""
    of = Q(activity=activity) | Q(activity__part_of=activity.pk)
    if activity.part_of_id:
        of |= Q(activity=activity.part_of_id)
    rows = list(ProjectActivity.objects.filter(of).select_related("project", "activity").order_by("pk"))
    rows.sort(key=lambda row: row.activity_id != activity.pk)
    return rows[0] if rows else None
