"""The catalogue in the back office: list, one tool, its form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.activities.models import Activity
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.backoffice.tools.base import GET_POST, _add_errors, tool_or_404
from convergence.backoffice.tools.forms import ToolForm
from convergence.contacts.models import Contact
from convergence.core.errors import DomainError
from convergence.education.tools import commands
from convergence.education.tools.choices import Audience, ToolKind, ToolState
from convergence.education.tools.models import Edition, Tool
from convergence.education.tools.queries import catalogue as read
from convergence.education.tools.rules.steps import TOOL_STEPS
from convergence.education.tools.views import file_of
from convergence.ui.forms import add_refusal

SEE, EDIT = "tools.view_tool", "tools.edit_tool"


def bar() -> Bar:
    """Return the questions above the list."""
    return Bar(
        gettext_lazy("Title"),
        [
            Choice("kind", gettext_lazy("Kind"), gettext_lazy("all kinds"), ToolKind.choices),
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), ToolState.choices),
            Choice("audience", gettext_lazy("For whom"), gettext_lazy("everybody and members"), Audience.choices),
        ],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, Tool.objects.all())
    rows = rows.filter(**{name: value for name, value in asked.chosen(request).items() if value})
    words = asked.words(request)
    if words:
        rows = holding(rows, words, "title", "summary_fr", "rights_holder")
    return rows.select_related("axis", "owner").order_by("-pk")


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List tools, or give the list as a file."""
    asked = bar()
    rows = _filtered(request, asked)
    counted = read.downloads(rows.order_by().values_list("pk", flat=True))
    head = [_("Kind"), _("Title"), _("Language"), _("Licence"), _("State"), _("For whom"), _("Offered by"),
            _("Downloads")]  # fmt: skip
    cells = (
        [row.get_kind_display(), row.title, row.language, row.get_licence_display(), row.get_state_display(),
         row.get_audience_display(), row.owner.name if row.owner else "", counted.get(row.pk, 0)]
        for row in rows.iterator(chunk_size=2000)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "outils", head, cells)
    if file is not None:
        return file
    page = base.paged(request, rows)
    for row in page:
        row.download_count = counted.get(row.pk, 0)
    context = {
        "title": _("Tools"),
        "lede": _("What people learn with: its versions, its rights, who took it, who adopted it."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": page,
        "may_add": may(request.user, "tools.add_tool"),
    }
    return render(request, "backoffice/tools/index.html", context)


@require_safe
def show(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Show a tool with its versions, credits, printed editions, adoptions and uses."""
    tool = tool_or_404(request, SEE, tool_id)
    user = request.user
    seen = visible(user, "activities.view_activity", Activity.objects.order_by())
    unions = visible(user, "contacts.view_contact", Contact.objects.order_by())
    may_edit = may(user, EDIT, tool)
    context = {
        "title": tool.title,
        "lede": capfirst(f"{tool.get_kind_display()}, {tool.get_state_display()}"),
        "tool": tool,
        "owner": tool.owner if tool.owner_id and unions.filter(pk=tool.owner_id).exists() else None,
        "versions": tool.versions.prefetch_related("editions").order_by("-number"),
        "credits": tool.credits.select_related("person"),
        "links": tool.links.all(),
        "parts": tool.parts.select_related("tool"),
        "places": [row.place for row in tool.places.select_related("place")],
        "uses": tool.used_in.filter(activity__in=seen).select_related("activity").order_by("-activity__first_day"),
        "adoptions": tool.adoptions.filter(union__in=unions).select_related("union"),
        "printings": tool.printings.with_left() if may(user, "tools.view_stock") else [],
        "downloads": read.downloads([tool.pk]).get(tool.pk, 0),
        "steps": TOOL_STEPS[tool.state] if may_edit else (),
        "may_edit": may_edit,
        "may_print": may(user, "tools.edit_printing"),
        "may_adopt": tool.kind == ToolKind.KIT and tool.state == ToolState.PUBLISHED and may_edit,
        "may_delete": may(user, "tools.delete_tool") and tool.published_at is None,
        "is_public": tool.state == ToolState.PUBLISHED and tool.audience == Audience.PUBLIC,
    }
    return render(request, "backoffice/tools/tool.html", context)


@require_safe
def file(request: HttpRequest, edition_id: int) -> HttpResponseBase:
    """Give a file to the team, whatever the state of its tool; it counts for nobody.

    Raises:
        Http404: there is no such file, or it is not shown to this person.
    """
    edition = Edition.objects.exclude(file="").filter(pk=edition_id).first()
    tool_or_404(request, SEE, edition.tool_id if edition else 0)
    if edition is None:
        raise Http404
    return file_of(edition)


@require_http_methods(GET_POST)
def add(request: HttpRequest) -> HttpResponse:
    """Write a tool."""
    require(request.user, "tools.add_tool")
    form = ToolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _saved(form, lambda values: commands.create_tool(actor=request.user, at=timezone.now(), **values))
        if made is not None:
            messages.success(request, _("Written. Add a version with its file, then publish."))
            return redirect("tools:show", made.pk)
    lede = _("Nobody sees it before you publish it.")
    return _form_page(request, form, _("Write a tool"), lede, reverse("tools:index"))


@require_http_methods(GET_POST)
def edit(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Change a tool."""
    tool = tool_or_404(request, EDIT, tool_id)
    places = ", ".join(row.place.name_fr for row in tool.places.select_related("place"))
    form = ToolForm(request.POST or None, instance=Tool.objects.get(pk=tool.pk), initial={"places": places})
    if request.method == "POST" and form.is_valid():
        made = _saved(
            form,
            lambda values: commands.change_tool(tool_id=tool_id, actor=request.user, at=timezone.now(), **values),
        )
        if made is not None:
            messages.success(request, _("Changed."))
            return redirect("tools:show", tool_id)
    lede = _("Files are changed by a new version: what was published stays as it was.")
    return _form_page(request, form, tool.title, lede, reverse("tools:show", args=[tool_id]))


def _saved(form: ToolForm, act: Any) -> Tool | None:
    try:
        made: Tool = act(form.values())
    except DomainError as refusal:
        add_refusal(form, refusal)
    except ValidationError as refusal:
        _add_errors(form, refusal)  # type: ignore[arg-type]
    else:
        return made
    return None


def _form_page(request: HttpRequest, form: Any, title: str, lede: str, back: str) -> HttpResponse:
    context = {"title": title, "lede": lede, "form": form, "act": _("Save"), "back_url": back}
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)
