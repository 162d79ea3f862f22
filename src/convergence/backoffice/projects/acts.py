"""What is done to an education project by one press or one form."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.policies import require
from convergence.backoffice.finance import base
from convergence.backoffice.projects.forms import (
    ActivityForm,
    EntryForm,
    FunderForm,
    LineForm,
    PlaceForm,
    ProjectForm,
    ReasonForm,
    ToolForm,
)
from convergence.backoffice.projects.views import EDIT, SEE, own_project
from convergence.backoffice.tours.acts import GET_POST, ask, posted
from convergence.education.projects import commands
from convergence.education.projects.models import BudgetLine, Funder, PlacedCost, Project
from convergence.education.projects.queries.picture import live


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "at": timezone.now()}


def _page(name: str, project_id: int) -> str:
    return reverse(f"projects:{name}", args=[project_id])


@require_http_methods(GET_POST)
def add(request: HttpRequest) -> HttpResponse:
    """Write a project."""
    require(request.user, "projects.add_project")
    form = ProjectForm(posted(request))
    made: list[Project] = []
    response = ask(
        request,
        form,
        lambda: made.append(commands.create_project(**form.values(), **_now(request))),
        back=reverse("projects:index"),
        done=_("The project is written as a draft. Now say who funds it and what is planned."),
        title=_("Write an education project"),
        lede=_("It gathers sessions and tools of the registers; nothing of them is copied before it is closed."),
        act=_("Save"),
    )
    return redirect("projects:money", made[0].pk) if made else response


@require_http_methods(GET_POST)
def edit(request: HttpRequest, project_id: int) -> HttpResponse:
    """Change a project."""
    project = own_project(request, EDIT, project_id)
    form = ProjectForm(posted(request), initial=ProjectForm.initial_of(project))
    return ask(
        request,
        form,
        lambda: commands.change_project(project_id=project_id, **form.values(), **_now(request)),
        back=_page("project", project_id),
        done=_("Changed."),
        title=project.title_fr,
        act=_("Save"),
    )


@require_POST
def start(request: HttpRequest, project_id: int) -> HttpResponse:
    """Start a draft."""
    own_project(request, EDIT, project_id)
    base.done(
        request,
        lambda: commands.start_project(project_id=project_id, **_now(request)),
        _("The project is running. Activities of its themes are proposed to it."),
    )
    return redirect("projects:outputs", project_id)


@require_http_methods(GET_POST)
def remove(request: HttpRequest, project_id: int) -> HttpResponse:
    """Say what goes with a draft; delete it."""
    project = own_project(request, "projects.remove_draft", project_id)
    return ask(
        request,
        forms.Form(posted(request)),
        lambda: commands.remove_draft(project_id=project_id, **_now(request)),
        back=reverse("projects:index"),
        back_url=_page("project", project_id),
        done=_("The draft is deleted."),
        title=_("Delete the draft “%(title)s”") % {"title": project.title_fr},
        lede=_(
            "Its funders and its budget go with it; the audit log keeps what it was. Activities, tools and money are not "
            "touched: a draft to which one of them belongs is not deleted."
        ),
        act=_("Delete the draft"),
    )


@require_http_methods(GET_POST)
def close(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show what will be frozen; freeze it."""
    project = own_project(request, "projects.close_project", project_id)
    counts = live(project, timezone.localdate())["counts"]
    return ask(
        request,
        forms.Form(posted(request)),
        lambda: commands.close_project(project_id=project_id, **_now(request)),
        back=_page("project", project_id),
        done=_("The project is closed and its report is made. It is below, in three languages."),
        title=_("Close “%(title)s”") % {"title": project.title_fr},
        lede=_(
            "Sessions held: %(sessions)s. Tools made: %(tools)s. They are frozen with the amounts in a report that nothing "
            "changes; later sessions go to the next project."
        )
        % {"sessions": counts["sessions"], "tools": counts["tools_made"]},
        act=_("Close the project"),
    )


@require_http_methods(GET_POST)
def reopen(request: HttpRequest, project_id: int) -> HttpResponse:
    """Reopen a closed project for a correction."""
    project = own_project(request, "projects.reopen_project", project_id)
    form = ReasonForm(posted(request))
    return ask(
        request,
        form,
        lambda: commands.reopen_project(project_id=project_id, **form.cleaned_data, **_now(request)),
        back=_page("project", project_id),
        done=_("Reopened. Correct it, then close it again: the new report bears the reason."),
        title=_("Reopen “%(title)s”") % {"title": project.title_fr},
        act=_("Reopen"),
    )


@require_http_methods(GET_POST)
def add_funder(request: HttpRequest, project_id: int) -> HttpResponse:
    """Write who promised how much."""
    own_project(request, EDIT, project_id)
    return _funder(request, project_id, None, _("Add a funder"))


@require_http_methods(GET_POST)
def edit_funder(request: HttpRequest, funder_id: int) -> HttpResponse:
    """Change what was promised."""
    funder = _part(request, Funder, funder_id)
    return _funder(request, funder.project_id, funder, funder.organisation.name)


def _funder(request: HttpRequest, project_id: int, funder: Funder | None, title: str) -> HttpResponse:
    initial = FunderForm.initial_of(funder) if funder else None
    form = FunderForm(posted(request), user=request.user, initial=initial)
    return ask(
        request,
        form,
        lambda: commands.save_funder(
            project_id=project_id, funder_id=funder.pk if funder else None, **form.values(), **_now(request)
        ),
        back=_page("money", project_id),
        done=_("Saved."),
        title=title,
        lede=_("What it pays is written in the money of the project or of a session, with this organisation as payer."),
        act=_("Save"),
    )


@require_POST
def remove_funder(request: HttpRequest, funder_id: int) -> HttpResponse:
    """Take a funder away."""
    funder = _part(request, Funder, funder_id)
    base.done(
        request,
        lambda: commands.remove_funder(project_id=funder.project_id, funder_id=funder_id, **_now(request)),
        _("Taken away."),
    )
    return redirect("projects:money", funder.project_id)


@require_http_methods(GET_POST)
def add_line(request: HttpRequest, project_id: int) -> HttpResponse:
    """Write a line of the budget."""
    own_project(request, EDIT, project_id)
    return _line(request, project_id, None, _("Add a line of the budget"))


@require_http_methods(GET_POST)
def edit_line(request: HttpRequest, budgetline_id: int) -> HttpResponse:
    """Change a line of the budget."""
    line = _part(request, BudgetLine, budgetline_id)
    return _line(request, line.project_id, line, line.name_fr)


def _line(request: HttpRequest, project_id: int, line: BudgetLine | None, title: str) -> HttpResponse:
    names = ("name_fr", "name_en", "name_es", "planned_cents")
    form = LineForm(posted(request), initial={name: getattr(line, name) for name in names} if line else None)
    return ask(
        request,
        form,
        lambda: commands.save_line(
            project_id=project_id, line_id=line.pk if line else None, **form.cleaned_data, **_now(request)
        ),
        back=_page("money", project_id),
        done=_("Saved."),
        title=title,
        act=_("Save"),
    )


@require_POST
def remove_line(request: HttpRequest, budgetline_id: int) -> HttpResponse:
    """Take a line of the budget away."""
    line = _part(request, BudgetLine, budgetline_id)
    base.done(
        request,
        lambda: commands.remove_line(project_id=line.project_id, line_id=budgetline_id, **_now(request)),
        _("Taken away."),
    )
    return redirect("projects:money", line.project_id)


def _part(request: HttpRequest, model: Any, pk: int) -> Any:
    require(request.user, EDIT)
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    own_project(request, EDIT, found.project_id)
    return found


@require_http_methods(GET_POST)
def choose_activity(request: HttpRequest, project_id: int) -> HttpResponse:
    """Choose an activity that belongs to the project."""
    project = own_project(request, EDIT, project_id)
    form = ActivityForm(posted(request), user=request.user, project=project)
    return ask(
        request,
        form,
        lambda: commands.attach_activity(
            project_id=project_id, activity_id=form.cleaned_data["activity"].pk, **_now(request)
        ),
        back=_page("outputs", project_id),
        done=_("It belongs to the project."),
        title=_("Attach an activity"),
        act=_("Attach"),
    )


@require_POST
def attach(request: HttpRequest, project_id: int, activity_id: int) -> HttpResponse:
    """Attach an activity that was proposed."""
    own_project(request, EDIT, project_id)
    base.done(
        request,
        lambda: commands.attach_activity(project_id=project_id, activity_id=activity_id, **_now(request)),
        _("It belongs to the project."),
    )
    return redirect("projects:outputs", project_id)


@require_POST
def detach(request: HttpRequest, project_id: int, activity_id: int) -> HttpResponse:
    """Take an activity out."""
    own_project(request, EDIT, project_id)
    base.done(
        request,
        lambda: commands.detach_activity(project_id=project_id, activity_id=activity_id, **_now(request)),
        _("Taken out of the project; the activity itself stays."),
    )
    return redirect("projects:outputs", project_id)


@require_http_methods(GET_POST)
def add_tool(request: HttpRequest, project_id: int) -> HttpResponse:
    """Choose a tool that the project made."""
    own_project(request, EDIT, project_id)
    form = ToolForm(posted(request), user=request.user)
    return ask(
        request,
        form,
        lambda: commands.attach_tool(project_id=project_id, tool_id=form.cleaned_data["tool"].pk, **_now(request)),
        back=_page("outputs", project_id),
        done=_("It belongs to the project."),
        title=_("Add a tool that the project made"),
        act=_("Add"),
    )


@require_POST
def detach_tool(request: HttpRequest, project_id: int, tool_id: int) -> HttpResponse:
    """Take a tool out."""
    own_project(request, EDIT, project_id)
    base.done(
        request,
        lambda: commands.detach_tool(project_id=project_id, tool_id=tool_id, **_now(request)),
        _("Taken out of the project; the tool itself stays."),
    )
    return redirect("projects:outputs", project_id)


@require_http_methods(GET_POST)
def add_entry(request: HttpRequest, project_id: int) -> HttpResponse:
    """Write a cost or a support that belongs to no single session."""
    project = own_project(request, SEE, project_id)
    require(request.user, "finance.record_activityentry")
    form = EntryForm(posted(request), user=request.user, initial={"booked_date": timezone.localdate()})
    return ask(
        request,
        form,
        lambda: commands.record_general_entry(project_id=project_id, **form.values(), **_now(request)),
        back=_page("money", project_id),
        done=_("Written."),
        title=_("Money of “%(title)s”") % {"title": project.title_fr},
        lede=_(
            "What belongs to no single session: coordination, printing, a slice paid by a funder. What a session costs is "
            "written on its own page."
        ),
        act=_("Write"),
    )


@require_POST
def reverse_entry(request: HttpRequest, project_id: int, activityentry_id: int) -> HttpResponse:
    """Answer an entry of the purse by its opposite."""
    own_project(request, SEE, project_id)
    require(request.user, "finance.record_activityentry")
    base.done(
        request,
        lambda: commands.reverse_general_entry(project_id=project_id, entry_id=activityentry_id, **_now(request)),
        _("Taken back by an entry of the opposite amount."),
    )
    return redirect("projects:money", project_id)


@require_http_methods(GET_POST)
def place(request: HttpRequest, project_id: int) -> HttpResponse:
    """Put costs under the lines of the budget."""
    project = own_project(request, "projects.place_cost", project_id)
    placed = dict(PlacedCost.objects.filter(line__project=project).values_list("entry_id", "line_id"))
    form = PlaceForm(posted(request), project=project, placed=placed)
    return ask(
        request,
        form,
        lambda: commands.place_costs(project_id=project_id, lines=form.values(), **_now(request)),
        back=_page("money", project_id),
        done=_("Saved."),
        title=_("Costs under the lines of the budget"),
        lede=_(
            "Each real cost of the sessions and of the project itself, to be put under one line before it is closed."
        ),
        act=_("Save"),
    )
