"""Education projects, the page of one by task, and their reports."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.accounts.policies import may, visible
from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity
from convergence.activities.queries.telling import told_when
from convergence.backoffice.activities.seen import unseen
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.backoffice.tours.views import Tab
from convergence.education.projects import papers
from convergence.education.projects.choices import ProjectState
from convergence.education.projects.models import PlacedCost, Project, Report
from convergence.education.projects.queries.outputs import Unsettled, entries_of, sessions_of, unsettled_in
from convergence.education.projects.queries.picture import live, masked, moved_since, picture_of
from convergence.education.projects.queries.proposals import next_project, proposed
from convergence.vocabulary.models import Theme

SEE, EDIT, MONEY, REPORT = (
    "projects.view_project", "projects.edit_project", "finance.view_activityentry", "projects.view_report",
)  # fmt: skip
WHENS = (
    ("now", gettext_lazy("under way today")),
    ("over", gettext_lazy("over and not closed")),
    ("coming", gettext_lazy("to come")),
)
TASKS = (
    ("project", gettext_lazy("Overview")),
    ("outputs", gettext_lazy("Sessions and tools")),
    ("money", gettext_lazy("Money")),
)
MOST_PROPOSED = 20


def bar() -> Bar:
    """Return the questions above the list."""
    themes = [
        (one.slug, one.name_fr) for one in Theme.objects.filter(pk__in=Project.themes.through.objects.values("theme"))
    ]
    return Bar(
        gettext_lazy("Title, funder or number of the agreement"),
        [
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), ProjectState.choices),
            Choice("when", gettext_lazy("When"), gettext_lazy("at any time"), WHENS),
            Choice("theme", gettext_lazy("Theme"), gettext_lazy("all themes"), themes),
        ],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, Project.objects.all())
    chosen, today = asked.chosen(request), timezone.localdate()
    whens = {
        "now": Q(first_day__lte=today, last_day__gte=today),
        "over": Q(state=ProjectState.RUNNING, last_day__lt=today),
        "coming": Q(first_day__gt=today),
    }
    rows = rows.filter(whens.get(chosen["when"], Q()))
    if chosen["state"]:
        rows = rows.filter(state=chosen["state"])
    if chosen["theme"]:
        rows = rows.filter(themes__slug=chosen["theme"])
    words = asked.words(request)
    if words:
        fields = ("title_fr", "title_en", "title_es", "funders__agreement_number", "funders__organisation__name")
        found = holding(Project.objects.exclude(funders__organisation__in=_kept(request)), words, *fields)
        titled = holding(Project.objects.all(), words, *fields[:3])
        rows = rows.filter(Q(pk__in=found.order_by().values("pk")) | Q(pk__in=titled.order_by().values("pk")))
    return rows.order_by("-first_day", "-pk")


def _kept(request: HttpRequest) -> frozenset[int]:
    ids = Project.objects.order_by().values_list("funders__organisation_id", flat=True).distinct()
    return unseen(request.user, ids)


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List projects, or give the list as a file."""
    asked, hidden = bar(), _kept(request)
    rows = _filtered(request, asked).prefetch_related("funders__organisation")
    head = [_("Project"), _("First day"), _("Last day"), _("State"), _("Funders"), _("On the site")]
    cells = (
        [row.title_fr, row.first_day, row.last_day, row.get_state_display(), _funders(row, hidden),
         _("yes") if row.is_public else _("no")]
        for row in rows
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "projets-deducation", head, cells)
    if file is not None:
        return file
    page = base.paged(request, rows)
    today = timezone.localdate()
    for row in page:
        row.named = _funders(row, hidden)
        row.is_over = row.state == ProjectState.RUNNING and row.last_day < today
    context = {
        "title": _("Education projects"),
        "lede": _("What came of the money of funders: sessions, tools, and the report that freezes them."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": page,
        "may_add": may(request.user, "projects.add_project"),
    }
    return render(request, "backoffice/projects/index.html", context)


def _funders(project: Project, hidden: frozenset[int]) -> str:
    return ", ".join(
        _("an organisation not named") if one.organisation_id in hidden else one.organisation.name
        for one in project.funders.all()
    )


def own_project(request: HttpRequest, action: str, pk: int) -> Project:
    """Return a project on which the person may do an action.

    Raises:
        NotAllowed, Http404: the role has no such right; it does not exist, or is not shown to this person.
    """
    return base.visible_or_404(request, action, Project.objects.all(), pk)


def _page(request: HttpRequest, project: Project, task: str, **context: Any) -> HttpResponse:
    user = request.user
    edits = may(user, EDIT, project) and not project.is_closed
    whole = {
        "title": project.title_fr,
        "project": project,
        "tabs": [
            Tab(str(label), reverse(f"projects:{name}", args=[project.pk]), name == task) for name, label in TASKS
        ],
        "may_edit": edits,
        "may_start": edits and project.state == ProjectState.DRAFT,
        "may_remove": project.state == ProjectState.DRAFT and may(user, "projects.remove_draft", project),
        "may_close": project.state == ProjectState.RUNNING and may(user, "projects.close_project", project),
        "may_reopen": project.is_closed and may(user, "projects.reopen_project", project),
        "is_public_now": project.is_public and project.state != ProjectState.DRAFT,
        "is_over": project.state == ProjectState.RUNNING and project.last_day < timezone.localdate(),
        **context,
    }
    return render(request, f"backoffice/projects/{task}.html", whole)


@require_safe
def show(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show a project: where it stands, what remains to be settled, its reports."""
    project, today, user = own_project(request, SEE, project_id), timezone.localdate(), request.user
    picture = picture_of(project, today)
    reports = list(project.reports.defer("content")) if may(user, REPORT) else []
    return _page(
        request,
        project,
        "project",
        picture=picture,
        people=papers.people_in_words(picture["counts"], get_language() or "fr"),
        funders=_named(request, picture),
        unsettled=_waiting(request, unsettled_in(project)) if project.state == ProjectState.RUNNING else [],
        moved=_moved(project, reports, request),
        next=next_project(project) if project.is_closed else None,
        reports=reports,
        languages=settings.LANGUAGES,
        may_read_reports=may(user, REPORT),
        sees_money=sees_money(request, project),
    )


def sees_money(request: HttpRequest, project: Project) -> bool:
    """Tell whether the reader may see amounts: always, or those of a report."""
    return may(request.user, MONEY) or (project.is_closed and may(request.user, REPORT))


def _named(request: HttpRequest, picture: dict[str, Any]) -> list[dict[str, Any]]:
    hidden = unseen(request.user, [one["id"] for one in picture["funders"]])
    return [{**one, "name": "" if one["id"] in hidden else one["name"]} for one in picture["funders"]]


def _waiting(request: HttpRequest, found: Unsettled) -> list[tuple[str, str, str]]:
    """Return what prevents the closing: what, why, where it is settled."""
    both = [(one, _("neither held nor cancelled")) for one in found.sessions]
    both += [(one, _("outside the days of the project")) for one in found.moved]
    known = Activity.objects.filter(pk__in=[one.pk for one, _why in both])
    shown = visible(request.user, "activities.view_activity", known)
    seen = set(shown.order_by().values_list("pk", flat=True))
    rows = [
        (one.title_fr, why, reverse("activities:show", args=[one.pk]))
        if one.pk in seen
        else (_("Session kept confidential"), why, "")
        for one, why in both
    ]
    rows += [(one.title, _("not published"), reverse("tools:show", args=[one.pk])) for one in found.tools]
    if found.costs and may(request.user, MONEY):
        rows += [(one.what, _("a cost under no line of the budget"), "") for one in found.costs]
    elif found.costs:
        rows.append((_("Costs"), _("some stand under no line of the budget"), ""))
    return rows


def _moved(project: Project, reports: list[Report], request: HttpRequest) -> dict[str, int]:
    if not project.is_closed or not reports or not may(request.user, MONEY):
        return {}
    return moved_since(reports[0], live(project, timezone.localdate()))


@require_safe
def outputs(request: HttpRequest, project_id: int) -> HttpResponseBase:
    """Show the sessions and tools of a project and the activities proposed to it; or give them as a file."""
    project, today = own_project(request, SEE, project_id), timezone.localdate()
    picture, language = picture_of(project, today), get_language() or "fr"
    file = download(request.GET.get("format", ""), f"realisations-{project.slug}", *_sheet(picture, language))
    if file is not None:
        return file
    ids = [row["id"] for row in picture["sessions"]]
    seen = visible(request.user, "activities.view_activity", Activity.objects.filter(pk__in=ids)).in_bulk()
    attached = set(project.sessions.values_list("activity_id", flat=True))
    sessions = [_session(row, seen.get(row["id"]), row["id"] in attached, language) for row in picture["sessions"]]
    known = sessions_of(project).filter(state=ActivityState.CANCELLED)
    cancelled = visible(request.user, "activities.view_activity", known)
    offered = visible(request.user, "activities.view_activity", proposed(project))
    return _page(
        request,
        project,
        "outputs",
        sessions=sessions,
        cancelled=[] if project.is_closed else cancelled,
        tools=[(row, papers.text_in(row["title"], language)[0]) for row in picture["tools"]],
        counts=picture["counts"],
        people=papers.people_in_words(picture["counts"], language),
        offered=[] if project.is_closed else [(row, told_when(row)) for row in offered[:MOST_PROPOSED]],
    )


def _session(row: dict[str, Any], activity: Activity | None, is_attached: bool, language: str) -> dict[str, Any]:
    """Return a session as the page shows it: the name of one under guard for those who may know of it."""
    when, title, _spoken, kind, people = papers.session_cells(row, language)
    if activity is not None and row["is_kept"]:
        title = activity.title_fr
    state = activity.get_state_display() if activity is not None else ""
    return {
        "id": row["id"], "when": when, "title": title, "kind": kind, "people": people, "state": state,
        "is_seen": activity is not None, "is_attached": is_attached,
    }  # fmt: skip


def _sheet(picture: dict[str, Any], language: str) -> tuple[list[str], list[list[Any]]]:
    head = [_("What"), _("Title"), _("Kind"), _("When"), _("State"), _("People present")]
    rows: list[list[Any]] = []
    for row in picture["sessions"]:
        when, title, _spoken, kind, _people = papers.session_cells(row, language)
        state = _("done") if row["is_done"] else _("planned")
        rows.append([_("session"), title, kind, when, state, "" if row["people"] is None else row["people"]])
    for row in picture["tools"]:
        how = _("tool made") if row["how"] == "MADE" else _("tool used")
        rows.append([how, papers.text_in(row["title"], language)[0], papers.tool_kind(row), "", "", ""])
    return head, rows


@require_safe
def money(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show the budget, the funders and every entry."""
    project = own_project(request, SEE, project_id)
    sees = sees_money(request, project)
    picture = picture_of(project, timezone.localdate()) if sees else {}
    entries = list(entries_of(project).select_related("reversed_by")) if may(request.user, MONEY) else []
    hidden = unseen(request.user, [row.party_id for row in entries])
    known = visible(
        request.user, "activities.view_activity",
        Activity.objects.filter(pk__in=[row.activity_id for row in entries if row.activity_id]),
    )  # fmt: skip
    seen = set(known.order_by().values_list("pk", flat=True))
    line_of = {
        row.entry_id: row.line for row in PlacedCost.objects.filter(line__project=project).select_related("line")
    }
    promises = _promises(project)
    writes = may(request.user, "finance.record_activityentry") and not project.is_closed
    rows = [
        {
            "entry": row,
            "activity": row.activity if row.activity_id in seen else None,
            "is_general": row.activity_id is None,
            "party": row.party.name if row.party and row.party_id not in hidden else "",
            "line": line_of.get(row.pk),
            "may_reverse": writes and row.purse_id and not row.reverses_id and not hasattr(row, "reversed_by"),
        }
        for row in entries
    ]
    return _page(
        request,
        project,
        "money",
        picture=picture,
        funders=[{**row, "promise": promises.get(row["id"])} for row in _named(request, picture)] if sees else [],
        lines=[(row, papers.text_in(row["name"], get_language() or "fr")[0]) for row in picture.get("lines", [])],
        entries=rows,
        sees_money=sees,
        sees_entries=may(request.user, MONEY),
        may_write=writes,
        may_place=bool(entries and picture.get("lines"))
        and may(request.user, "projects.place_cost")
        and not project.is_closed,
    )


def _promises(project: Project) -> dict[int, int]:
    """Return organisation → what it promised, while that can be changed."""
    rows = (
        []
        if project.is_closed
        else project.funders.values_list("pk", "organisation_id", "organisation__merged_into_id")
    )
    return {merged or one: pk for pk, one, merged in rows}


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("langue", "")
    return asked if asked in dict(settings.LANGUAGES) else "fr"


@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Give a report that was made, in the language that the address asks for."""
    found = base.visible_or_404(request, REPORT, Report.objects.select_related("project"), report_id)
    language = _language(request)
    content = masked(found.content, timezone.localdate())
    hidden = unseen(request.user, [one["id"] for one in content["funders"]])
    paper = papers.report_pdf(content, language, at=found.made_at, report=found, hidden=hidden)
    return base.pdf(paper, f"rapport-{found.project.slug}-{found.version}-{language}")


@require_safe
def provisional(request: HttpRequest, project_id: int) -> HttpResponse:
    """Give the report as the registers stand now, or the latest one of a closed project."""
    project = own_project(request, REPORT, project_id)
    last = project.reports.first()
    if project.is_closed and last:
        return report(request, last.pk)
    language, today = _language(request), timezone.localdate()
    content = live(project, today)
    hidden = unseen(request.user, [one["id"] for one in content["funders"]])
    paper = papers.report_pdf(content, language, at=timezone.now(), hidden=hidden)
    return base.pdf(paper, f"rapport-provisoire-{project.slug}-{language}")
