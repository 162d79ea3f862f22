"""Sessions, tools and money of a project, read from their registers (S93)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from convergence.activities.choices import DONE, ActivityState
from convergence.activities.models import Activity, guarded
from convergence.activities.rules.guard import is_guarded
from convergence.core.dates import UncertainDate
from convergence.education.projects.models import PlacedCost, Project, ProjectActivity, ProjectTool
from convergence.education.projects.rules.sums import Cost, Sums, add_up
from convergence.education.tools.choices import ToolState
from convergence.education.tools.models import ActivityTool, Tool
from convergence.finance.choices import CostKind, CostStage
from convergence.finance.models import ActivityEntry

OPEN = (ActivityState.PLANNED, ActivityState.CONFIRMED)


@dataclass(frozen=True)
class Unsettled:
    """What prevents a closing: sessions, those that were moved to other days, tools and costs."""

    sessions: tuple[Activity, ...]
    moved: tuple[Activity, ...]
    tools: tuple[Tool, ...]
    costs: tuple[ActivityEntry, ...]

    def __bool__(self) -> bool:
        return bool(self.sessions or self.moved or self.tools or self.costs)


def attached_ids(project: Project) -> list[int]:
    """Return the ids of the activities that were attached, their parts left out."""
    return list(project.sessions.order_by("pk").values_list("activity_id", flat=True))


def sessions_of(project: Project) -> QuerySet[Activity]:
    """Return the activities of a project, their parts included, in the order of their days."""
    ids = attached_ids(project)
    rows = Activity.objects.filter(Q(pk__in=ids) | Q(part_of__in=ids))
    return rows.order_by("first_day", "start_time", "pk")


def tools_made(project: Project) -> QuerySet[Any]:
    """Return the tools that a project made, by title."""
    made = project.tools.order_by().values("tool_id")
    return Tool.objects.with_editions().filter(pk__in=made).order_by("title", "pk")


def tools_used(project: Project, today: date) -> QuerySet[Any]:
    """Return the published tools that its sessions used and that it did not make; those of sessions under guard left out."""
    ids = attached_ids(project)
    done = Activity.objects.filter(Q(pk__in=ids) | Q(part_of__in=ids), state__in=DONE).exclude(guarded(today))
    used = ActivityTool.objects.filter(activity__in=done.order_by().values("pk")).order_by()
    rows = Tool.objects.published().with_editions().filter(pk__in=used.values("tool_id"))
    return rows.exclude(pk__in=project.tools.order_by().values("tool_id")).order_by("title", "pk")


def entries_of(project: Project) -> QuerySet[ActivityEntry]:
    """Return the real costs and support of a project, corrections included, in the order of their days."""
    ids = attached_ids(project)
    of = Q(purse=project.purse_id) | Q(activity__in=ids) | Q(activity__part_of__in=ids)
    rows = ActivityEntry.objects.filter(of, stage=CostStage.REAL)
    return rows.select_related("activity", "party").order_by("booked_date", "pk")


def costs_to_place(project: Project) -> QuerySet[ActivityEntry]:
    """Return the real costs that can stand under a line: those that were not taken back and are no taking back."""
    return entries_of(project).filter(kind=CostKind.COST, reverses=None, reversed_by=None)


def sums_of(project: Project, *, lines: list[int], funders: list[int]) -> Sums:
    """Add up the money of a project.

    Args:
        project: whose.
        lines: ids of its lines.
        funders: ids of the organisations that fund it, those kept after merges.
    """
    placed = PlacedCost.objects.filter(line__project=project).values_list("entry_id", "line_id")
    line_of = dict(placed)
    rows = entries_of(project).values_list(
        "pk", "kind", "amount_cents", "party_id", "party__merged_into_id", "reverses_id", "reversed_by"
    )
    costs = [
        Cost(kind, cents, line_of.get(pk), merged or party, back is not None or taken is not None)
        for pk, kind, cents, party, merged, back, taken in rows
    ]
    return add_up(costs, lines=lines, funders=funders)


def unsettled_in(project: Project) -> Unsettled:
    """Return what prevents the closing of a project."""
    waiting = sessions_of(project).filter(state__in=OPEN)
    unfinished = tools_made(project).exclude(state=ToolState.PUBLISHED)
    costs: tuple[ActivityEntry, ...] = ()
    if project.lines.exists():
        placed = PlacedCost.objects.filter(entry=OuterRef("pk"), line__project=project)
        costs = tuple(costs_to_place(project).filter(~Exists(placed)))
    attached = Activity.objects.filter(pk__in=attached_ids(project)).exclude(state=ActivityState.CANCELLED)
    inside = attached.filter(first_day__lte=project.last_day, start_latest__gte=project.first_day)
    moved = attached.exclude(pk__in=inside.order_by().values("pk")).order_by("pk")
    return Unsettled(tuple(waiting), tuple(moved), tuple(unfinished), costs)


def begins_of(activity: Activity) -> tuple[date, date] | None:
    """Return the first and last day that the beginning of an activity may mean, None when it has no date."""
    start = UncertainDate.read(activity.start)
    return (start.earliest, start.latest) if start else None


def project_of(activity: Activity) -> Project | None:
    """Return the project that an activity belongs to, by itself or by its whole."""
    family = [pk for pk in (activity.pk, activity.part_of_id) if pk]
    found = ProjectActivity.objects.filter(activity__in=family).select_related("project").order_by("pk").first()
    return found.project if found else None


def project_that_made(tool: Tool) -> Project | None:
    """Return the project that made a tool."""
    found = ProjectTool.objects.filter(tool=tool).select_related("project").first()
    return found.project if found else None


def is_kept(activity: Activity, today: date) -> bool:
    """Tell whether an activity is counted and never named on a day (S95)."""
    return is_guarded(activity.security, activity.return_date, today)
