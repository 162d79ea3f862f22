"""What is done to a tool: versions and files, credits, ties, publication."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.backoffice.finance import base
from convergence.backoffice.tools.base import GET_POST, ask, tool_or_404
from convergence.backoffice.tools.forms import (
    ActivityForm,
    AdoptionForm,
    AudienceForm,
    CreditForm,
    EditionForm,
    LinkForm,
    PartForm,
    ReasonForm,
    VersionForm,
)
from convergence.education.tools import commands
from convergence.education.tools.commands.catalogue import ROWS
from convergence.education.tools.models import Edition, Tool, ToolVersion

EDIT = "tools.edit_tool"


def _back(tool: Tool) -> str:
    return reverse("tools:show", args=[tool.pk])


def _now(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "at": timezone.now()}


@require_http_methods(GET_POST)
def add_version(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Begin the next version."""
    tool = tool_or_404(request, EDIT, tool_id)
    return ask(
        request,
        VersionForm(request.POST or None),
        lambda given: commands.add_version(tool_id=tool_id, **given, **_now(request)),
        _back(tool),
        title=_("A new version of “%(title)s”") % {"title": tool.title},
        lede=_("The older ones stay downloadable, and say that a newer one exists."),
        act=_("Begin it"),
        said=_("Begun. Add its file, then publish it."),
    )


def _version(request: HttpRequest, toolversion_id: int) -> tuple[ToolVersion | None, Tool]:
    version = ToolVersion.objects.filter(pk=toolversion_id).first()
    return version, tool_or_404(request, EDIT, version.tool_id if version else 0)


@require_http_methods(GET_POST)
def add_edition(request: HttpRequest, toolversion_id: int) -> HttpResponse:
    """Add a file or an address to a version."""
    version, tool = _version(request, toolversion_id)
    form = EditionForm(
        request.POST or None, request.FILES or None, initial={"title": tool.title, "language": tool.language}
    )

    def act(given: dict[str, Any]) -> None:
        file = given.pop("file")
        content = file.read() if file else None
        name = file.name if file else ""
        commands.add_edition(version_id=toolversion_id, content=content, name=name, **given, **_now(request))

    number = version.number if version else 0
    return ask(
        request,
        form,
        act,
        _back(tool),
        title=_("A file of version %(number)s of “%(title)s”") % {"number": number, "title": tool.title},
        lede=_("It is looked into: no program, no macro, no enclosed file reaches those who trust us."),
        act=_("Add"),
        said=_("Added."),
    )


@require_POST
def publish_version(request: HttpRequest, toolversion_id: int) -> HttpResponse:
    """Publish a version."""
    _found, tool = _version(request, toolversion_id)
    base.done(
        request,
        lambda: commands.publish_version(version_id=toolversion_id, **_now(request)),
        _("Published. It stays as it is from now on."),
    )
    return redirect(_back(tool))


@require_POST
def remove_edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Take a file out of a version that nobody saw yet."""
    edition = Edition.objects.filter(pk=edition_id).first()
    tool = tool_or_404(request, EDIT, edition.tool_id if edition else 0)
    base.done(request, lambda: commands.remove_edition(edition_id=edition_id, **_now(request)), _("Taken out."))
    return redirect(_back(tool))


@require_http_methods(GET_POST)
def publish(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Publish a tool, for everybody or for members."""
    tool = tool_or_404(request, EDIT, tool_id)
    return ask(
        request,
        AudienceForm(request.POST or None, initial={"audience": tool.audience}),
        lambda given: commands.publish_tool(tool_id=tool_id, audience=given["audience"], **_now(request)),
        _back(tool),
        title=_("Publish “%(title)s”") % {"title": tool.title},
        lede=_("Licence: %(licence)s") % {"licence": tool.get_licence_display() or _("none yet")},
        act=_("Publish"),
        said=_("It is published."),
    )


def _with_reason(request: HttpRequest, tool_id: int, command: Any, **words: str) -> HttpResponse:
    tool = tool_or_404(request, EDIT, tool_id)
    form: forms.Form = ReasonForm(request.POST or None)
    words["title"] %= {"title": tool.title}
    return ask(
        request,
        form,
        lambda given: command(tool_id=tool_id, reason=given["reason"], **_now(request)),
        _back(tool),
        **words,
    )


@require_http_methods(GET_POST)
def decline(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Decline what a union offers."""
    return _with_reason(
        request,
        tool_id,
        commands.decline_tool,
        title=_("Decline “%(title)s”"),
        lede=_("The union reads why in its space."),
        act=_("Decline"),
        said=_("Declined."),
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Take a tool out of the catalogue."""
    return _with_reason(
        request,
        tool_id,
        commands.withdraw_tool,
        title=_("Withdraw “%(title)s”"),
        lede=_("Its addresses answer no more; what was counted stays."),
        act=_("Withdraw"),
        said=_("Withdrawn."),
    )


@require_POST
def delete(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Delete what nobody ever saw."""
    tool_or_404(request, "tools.delete_tool", tool_id)
    gone = base.done(request, lambda: commands.delete_tool(tool_id=tool_id, **_now(request)), _("It is deleted."))
    return redirect("tools:index") if gone else redirect("tools:show", tool_id)


@require_http_methods(GET_POST)
def add_credit(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Say who made it."""
    tool = tool_or_404(request, EDIT, tool_id)
    return ask(
        request,
        CreditForm(request.POST or None, user=request.user),
        lambda given: commands.add_credit(
            tool_id=tool_id,
            person_id=given["person"].pk if given["person"] else None,
            name=given["name"],
            capacity=given["capacity"],
            **_now(request),
        ),
        _back(tool),
        title=_("Who made “%(title)s”") % {"title": tool.title},
        lede=_("Somebody known by a pseudonym is named by it alone, everywhere."),
        act=_("Add"),
        said=_("Added."),
    )


@require_http_methods(GET_POST)
def add_link(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Say where others present it."""
    tool = tool_or_404(request, EDIT, tool_id)
    return ask(
        request,
        LinkForm(request.POST or None),
        lambda given: commands.add_link(tool_id=tool_id, **given, **_now(request)),
        _back(tool),
        title=_("Where others present “%(title)s”") % {"title": tool.title},
        act=_("Add"),
        said=_("Added."),
    )


@require_http_methods(GET_POST)
def add_part(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Put a tool into a kit."""
    kit = tool_or_404(request, EDIT, tool_id)
    return ask(
        request,
        PartForm(request.POST or None, user=request.user, kit=kit),
        lambda given: commands.add_part(tool_id=tool_id, part_id=given["part"].pk, **_now(request)),
        _back(kit),
        title=_("What the kit “%(title)s” holds") % {"title": kit.title},
        act=_("Add"),
        said=_("Added."),
    )


@require_http_methods(GET_POST)
def tie_activity(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Say that an activity uses it."""
    tool = tool_or_404(request, EDIT, tool_id)
    return ask(
        request,
        ActivityForm(request.POST or None, user=request.user),
        lambda given: commands.tie_activity(tool_id=tool_id, activity_id=given["activity"].pk, **_now(request)),
        _back(tool),
        title=_("Which activity used “%(title)s”") % {"title": tool.title},
        act=_("Add"),
        said=_("Added."),
    )


@require_http_methods(GET_POST)
def adopt(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Record that a union adopted a kit."""
    tool = tool_or_404(request, EDIT, tool_id)
    return ask(
        request,
        AdoptionForm(request.POST or None, user=request.user),
        lambda given: commands.adopt_kit(tool_id=tool_id, union_id=given.pop("union").pk, **given, **_now(request)),
        _back(tool),
        title=_("Who adopted “%(title)s”") % {"title": tool.title},
        act=_("Record"),
        said=_("Recorded."),
    )


@require_POST
def remove_row(request: HttpRequest, noun: str, row_id: int) -> HttpResponse:
    """Take away a credit, a link, a part or a tie."""
    model = ROWS.get(noun)
    row: Any = model._default_manager.filter(pk=row_id).first() if model else None
    tool = tool_or_404(request, EDIT, (row.kit_id if noun == "part" else row.tool_id) if row else 0)
    base.done(request, lambda: commands.remove_row(noun=noun, row_id=row_id, **_now(request)), _("Taken out."))
    return redirect(_back(tool))
