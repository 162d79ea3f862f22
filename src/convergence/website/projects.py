"""Education projects in public: what was done and made, with whose support; never an amount (S93)."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.core.dates import long_day
from convergence.education.projects.models import Project
from convergence.education.projects.queries.public import (
    funders_of,
    public_sessions,
    public_tools,
    with_funders,
)
from convergence.website.calendar.pages import told
from convergence.website.heads import told_to_machines
from convergence.website.uses import beside

PER_PAGE = 20


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the projects that are on the site, the latest first."""
    language = _language()
    found = Paginator(Project.objects.in_public(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_entry(project, language) for project in found]
    words = _("Trainings, workshops and tools that belong together, and who made them possible.")
    heard = told_to_machines("projects", title=_("Education projects"), words=words)
    return render(request, "website/projects.html", {**heard, "rows": rows, "page_of_projects": found})


def _entry(project: Project, language: str) -> dict[str, Any]:
    days = {"first": long_day(project.first_day, language), "last": long_day(project.last_day, language)}
    return {
        "project": project,
        "slug": project.slug,
        "title": project.title_in(language),
        "title_language": project.title_language(language),
        "summary": project.summary_in(language),
        "when": _("%(first)s – %(last)s") % days,
        "is_closed": project.is_closed,
    }


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a project: its sessions and tools that anybody may know of, its themes and funders.

    Raises:
        Http404: there is none of this name, or it is not on the site.
    """
    project = with_funders(Project.objects.in_public()).filter(slug=slug).first()
    if project is None:
        raise Http404
    today, language = timezone.localdate(), _language()
    entry = _entry(project, language)
    context = {
        **told_to_machines("project", slug, title=entry["title"], words=entry["summary"]),
        **entry,
        "sessions": [told(row) for row in public_sessions(project, today)],
        "tools": beside(public_tools(project, today), language),
        "funders": funders_of(project),
        "themes": project.themes.order_by("name_fr", "pk"),
    }
    return render(request, "website/project.html", context)
