"""What any stranger may read of a project: its public sessions and tools, and funders that are not kept (S93, S95)."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from convergence.activities.models import Activity
from convergence.education.projects.models import Funder, Project
from convergence.education.projects.queries.outputs import sessions_of, tools_made, tools_used
from convergence.education.tools.models import Tool


def public_sessions(project: Project, today: date) -> QuerySet[Activity]:
    """Return the sessions of a project that are public on a day; those of a closed one are those of its report."""
    reported = _reported(project)
    rows = Activity.objects.filter(pk__in=reported) if reported is not None else sessions_of(project)
    public = Activity.objects.in_public(today).filter(pk__in=rows.order_by().values("pk")).select_related("place")
    return public.order_by("first_day", "start_time", "pk")


def public_tools(project: Project, today: date) -> QuerySet[Any]:
    """Return the public tools that a project made or used."""
    made, used = tools_made(project).order_by().values("pk"), tools_used(project, today).order_by().values("pk")
    rows = Tool.objects.in_public().with_editions().filter(Q(pk__in=made) | Q(pk__in=used))
    return rows.order_by("title", "pk")


def with_funders(projects: QuerySet[Any]) -> QuerySet[Any]:
    """Read with projects, in one statement for all of them, what `funders_of` asks for."""
    funders = Funder.objects.select_related("organisation__merged_into").order_by("pk")
    return projects.prefetch_related(Prefetch("funders", funders))


def funders_of(project: Project) -> list[str]:
    """Return the names of the funders of a project of `with_funders` that the register shows to everybody."""
    kept = [row.organisation.merged_into or row.organisation for row in project.funders.all()]
    return list(dict.fromkeys(one.name for one in kept if not one.is_sensitive))


def _reported(project: Project) -> list[int] | None:
    report = project.reports.first() if project.is_closed else None
    return [row["id"] for row in report.content["sessions"]] if report else None
