"""Education projects, read only: their sessions, tools and reports; amounts for those who may see them."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import may, visible
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.contacts.models import Contact
from convergence.education.projects.models import Project
from convergence.education.projects.queries.picture import picture_of

router = Router(tags=["education projects"])


class ProjectOut(Schema):
    """A project."""

    id: int
    slug: str
    title: str = Field(description="In French.")
    title_en: str
    title_es: str
    first_day: date
    last_day: date
    state: str
    is_public: bool
    themes: list[str] = Field(description="Short names of the themes.")


class FunderOut(Schema):
    """A funder; amounts are whole cents, null for those who may not see them."""

    id: int | None = Field(description="Null when you may not see this organisation.")
    name: str
    agreement_number: str | None
    promised_cents: int | None
    received_cents: int | None


class LineOut(Schema):
    """A line of the budget."""

    name: str = Field(description="In French.")
    planned_cents: int
    spent_cents: int


class SessionOut(Schema):
    """A session; one that is kept confidential is counted and not named."""

    id: int | None = Field(description="The activity; null for one that is kept confidential.")
    title: str = Field(description="In French.")
    kind: str
    start: str = Field(description="As precise as it is known: 2026, 2026-05 or 2026-05-03.")
    is_done: bool
    people: int | None


class ProjectToolOut(Schema):
    """A tool that the project made, or that one of its sessions used."""

    id: int
    slug: str
    title: str = Field(description="In French, or in the language that it has.")
    how: str = Field(description="MADE or USED.")


class ReportOut(Schema):
    """A report that was made."""

    version: int
    because: str = Field(description="Why a new version was made; empty for the first.")
    made_at: datetime
    digest: str = Field(description="SHA-256 of its content.")


class WholeProjectOut(ProjectOut):
    """A project with all that belongs to it; a closed one is what its latest report says."""

    sessions: list[SessionOut]
    tools: list[ProjectToolOut]
    funders: list[FunderOut]
    lines: list[LineOut] | None = Field(description="Null for those who may not see amounts.")
    spent_cents: int | None
    received_cents: int | None
    reports: list[ReportOut] | None = Field(description="Null for those who may not read reports.")


class ProjectFilter(PageQuery):
    """Filters of projects."""

    state: str = Field("", max_length=7, description="Code of the state: DRAFT, RUNNING, CLOSED.")
    theme: str = Field("", max_length=50, description="Short name of a theme.")
    since: date | None = Field(None, description="Those whose last day is not before this one.")


def _rows(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "projects.view_project", Project.objects.all())
    return rows.prefetch_related("themes").order_by("pk")


def _project(row: Project) -> dict[str, Any]:
    names = ("id", "slug", "title_en", "title_es", "first_day", "last_day", "state", "is_public")
    themes = sorted(theme.slug for theme in row.themes.all())
    return {name: getattr(row, name) for name in names} | {"title": row.title_fr, "themes": themes}


def _whole(request: HttpRequest, row: Project) -> dict[str, Any]:
    user, picture = request.user, picture_of(row, timezone.localdate())
    reads = may(user, "projects.view_report")
    sees = may(user, "finance.view_activityentry") or (row.is_closed and reads)
    ids = [one["id"] for one in picture["funders"]]
    shown = visible(user, "contacts.view_contact", Contact.objects.filter(pk__in=ids).order_by())
    seen = set(shown.values_list("pk", flat=True))
    reports = [{name: getattr(one, name) for name in ReportOut.model_fields} for one in row.reports.defer("content")]
    return _project(row) | {
        "sessions": [_session(one) for one in picture["sessions"]],
        "tools": [
            {"id": one["id"], "slug": one["slug"], "title": one["title"]["fr"], "how": one["how"]}
            for one in picture["tools"]
        ],
        "funders": [_funder(one, is_hidden=one["id"] not in seen, sees=sees) for one in picture["funders"]],
        "lines": [{**one, "name": one["name"]["fr"]} for one in picture["lines"]] if sees else None,
        "spent_cents": picture["spent_cents"] if sees else None,
        "received_cents": picture["received_cents"] if sees else None,
        "reports": reports if reads else None,
    }


def _session(one: dict[str, Any]) -> dict[str, Any]:
    names = ("kind", "start", "is_done", "people")
    return {name: one[name] for name in names} | {
        "id": None if one["is_kept"] else one["id"],
        "title": one["title"]["fr"],
    }


def _funder(one: dict[str, Any], *, is_hidden: bool, sees: bool) -> dict[str, Any]:
    named = {"id": None, "name": ""} if is_hidden else {"id": one["id"], "name": one["name"]}
    amounts = ("agreement_number", "promised_cents", "received_cents")
    return named | {name: one[name] if sees else None for name in amounts}


@router.get("/education-projects", response={200: Page[ProjectOut], **REFUSALS})
def list_projects(request: HttpRequest, filters: Query[ProjectFilter]) -> dict[str, Any]:
    """List education projects."""
    wanted = {"state": filters.state, "themes__slug": filters.theme}
    rows = _rows(request).filter(**{name: value for name, value in wanted.items() if value})
    if filters.since:
        rows = rows.filter(last_day__gte=filters.since)
    return paged(request, rows, filters, _project)


@router.get("/education-projects/{int:project_id}", response={200: WholeProjectOut, **REFUSALS})
def read_project(request: HttpRequest, project_id: int) -> dict[str, Any]:
    """Read one education project with its sessions, tools, money and reports."""
    return _whole(request, get_object_or_404(_rows(request), pk=project_id))
