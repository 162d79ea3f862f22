"""Exhibitions, works, versions, crates, panels; who is portrayed and what they agreed to; kit lists."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.asking import ask, posted
from convergence.backoffice.exhibitions.forms import PARTS, AnswerForm, ExhibitionForm, PartForm, PortrayedForm
from convergence.backoffice.lists import download
from convergence.core.money import format_cents
from convergence.education.exhibitions import commands
from convergence.education.exhibitions.choices import Use
from convergence.education.exhibitions.commands.catalogue import KINDS
from convergence.education.exhibitions.models import Exhibition, Panel, Portrayed, Version, Work
from convergence.education.exhibitions.queries.consent import answers_by_person, kit_list, shown_by_work, shown_of

SEE, EDIT = "exhibitions.view_exhibition", "exhibitions.edit_exhibition"
PEOPLE, CONSENT = "exhibitions.view_portrayed", "exhibitions.record_consent"
GET_POST = ["GET", "POST"]


def _found(request: HttpRequest, action: str, model: type[Model], pk: int, *joined: str) -> Any:
    require(request.user, action)
    rows = model._default_manager.select_related(*joined) if joined else model._default_manager
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List exhibitions."""
    require(request.user, SEE)
    context = {
        "title": _("Exhibitions and kits"),
        "lede": _("What travels: works, versions, crates, panels, and what the people portrayed agreed to."),
        "exhibitions": visible(request.user, SEE, Exhibition.objects.all()),
        "may_edit": may(request.user, EDIT),
    }
    return render(request, "backoffice/exhibitions/catalogue.html", context)


@require_safe
def show(request: HttpRequest, exhibition_id: int) -> HttpResponse:
    """Show an exhibition with all that belongs to it."""
    exhibition = _found(request, SEE, Exhibition, exhibition_id)
    works = list(exhibition.works.all())
    shown = shown_by_work(work.pk for work in works)
    versions = exhibition.versions.select_related("exhibition").prefetch_related("crates")
    panels = Panel.objects.filter(version__exhibition=exhibition).select_related("work", "crate", "version__exhibition")
    context = {
        "title": exhibition.title_fr,
        "exhibition": exhibition,
        "works": [(work, shown[work.pk].label) for work in works],
        "versions": [(row, format_cents(row.insurance_cents)) for row in versions],
        "crates": exhibition.crates.all(),
        "panels": panels.order_by("version", "number"),
        "may_edit": may(request.user, EDIT),
        "sees_people": may(request.user, PEOPLE),
    }
    return render(request, "backoffice/exhibitions/exhibition.html", context)


@require_http_methods(GET_POST)
def add_exhibition(request: HttpRequest) -> HttpResponse:
    """Write an exhibition."""
    require(request.user, EDIT)
    return _saved(
        request,
        ExhibitionForm(posted(request)),
        "exhibition",
        back=reverse("exhibitions:catalogue"),
        title=_("Add an exhibition"),
    )


def titles() -> dict[str, str]:
    """Return the title of the page that adds a part, by kind."""
    return {
        "work": _("Add a work"),
        "crate": _("Add a crate"),
        "version": _("Add a version"),
        "panel": _("Add a panel"),
    }


@require_http_methods(GET_POST)
def add(request: HttpRequest, exhibition_id: int, kind: str) -> HttpResponse:
    """Add a work, crate, version or panel.

    Raises:
        Http404: there is no such kind or exhibition.
    """
    exhibition = _found(request, EDIT, Exhibition, exhibition_id)
    if kind not in PARTS:
        raise Http404
    form = PARTS[kind](posted(request))
    _narrow(form, exhibition)
    fixed = {} if kind == "panel" else {"exhibition": exhibition}
    back = reverse("exhibitions:exhibition", args=[exhibition.pk])
    return _saved(request, form, kind, back=back, title=titles()[kind], fixed=fixed)


@require_http_methods(GET_POST)
def edit(request: HttpRequest, kind: str, record: int) -> HttpResponse:
    """Change a record of the catalogue.

    Raises:
        Http404: there is no such kind or record.
    """
    require(request.user, EDIT)
    if kind not in KINDS:
        raise Http404
    found = _found(request, EDIT, KINDS[kind], record)
    exhibition = found if kind == "exhibition" else found.version.exhibition if kind == "panel" else found.exhibition
    kinds: dict[str, type[PartForm]] = {**PARTS, "exhibition": ExhibitionForm}
    form = kinds[kind](posted(request), instance=found)
    _narrow(form, exhibition)
    back = reverse("exhibitions:exhibition", args=[exhibition.pk])
    return _saved(request, form, kind, back=back, title=str(found), record_id=found.pk)


def _narrow(form: PartForm, exhibition: Exhibition) -> None:
    narrow: Callable[[Exhibition], None] | None = getattr(form, "narrow", None)
    if narrow is not None:
        narrow(exhibition)


def _saved(
    request: HttpRequest,
    form: PartForm,
    kind: str,
    *,
    back: str,
    title: str,
    fixed: dict[str, Any] | None = None,
    record_id: int | None = None,
) -> HttpResponse:
    def do() -> None:
        commands.save_record(
            kind=kind,
            record_id=record_id,
            actor=request.user,
            at=timezone.now(),
            **(fixed or {}),
            **form.values(),
        )

    return ask(request, form, do, back=back, title=title, act=_("Save"), done=_("Saved."))


@require_safe
def kit(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """Show the kit list of a version: which panel leaves, how its work may be shown (S91); or give it as a file."""
    version = _found(request, SEE, Version, version_id, "exhibition")
    lines = kit_list(version)
    head = [_("Panel"), _("Crate"), _("State"), _("May be shown"), _("Leaves")]
    cells = (
        [str(line.panel), str(line.panel.crate or ""), line.panel.get_state_display(), str(line.shown.label),
         _("yes") if line.leaves else _("no")]
        for line in lines
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "trousse", head, cells)
    if file is not None:
        return file
    context = {
        "title": _("Kit list: %(version)s") % {"version": version},
        "lede": _("“Print only” stays off the site; “withdrawn” does not leave the house."),
        "version": version,
        "lines": lines,
        "back_url": reverse("exhibitions:exhibition", args=[version.exhibition_id]),
    }
    return render(request, "backoffice/exhibitions/kit.html", context)


@require_safe
def work(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show who is portrayed in a work and what they agreed to."""
    found = _found(request, PEOPLE, Work, work_id, "exhibition", "picture")
    answers = answers_by_person([found.pk])[found.pk]
    people = found.portrayed.prefetch_related("answers")
    context = {
        "title": found.title_fr,
        "lede": _("Each person is asked for each use; nobody answers by keeping silent."),
        "work": found,
        "shown": shown_of(found).label,
        "uses": Use.choices,
        "people": [(person, answers.get(person.pk, {})) for person in people],
        "lacks": found.picture.missing() if found.picture else [],
        "may_record": may(request.user, CONSENT),
    }
    return render(request, "backoffice/exhibitions/work.html", context)


@require_http_methods(GET_POST)
def portrayed(request: HttpRequest, work_id: int) -> HttpResponse:
    """Say that somebody can be recognised in a work."""
    found = _found(request, CONSENT, Work, work_id)
    form = PortrayedForm(posted(request))

    def do() -> None:
        commands.name_portrayed(work_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)

    return ask(
        request,
        form,
        do,
        back=reverse("exhibitions:work", args=[found.pk]),
        title=_("Who is portrayed in “%(title)s”") % {"title": found.title_fr},
        lede=_("Until they agree, the work leaves the site and the kit."),
        act=_("Add"),
        done=_("Added. Write now what they agreed to."),
    )


@require_http_methods(GET_POST)
def answer(request: HttpRequest, portrayed_id: int) -> HttpResponse:
    """Write what somebody portrayed said about one use."""
    person = _found(request, CONSENT, Portrayed, portrayed_id, "work")
    form = AnswerForm(posted(request))

    def do() -> None:
        commands.record_consent(portrayed_id=person.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)

    return ask(
        request,
        form,
        do,
        back=reverse("exhibitions:work", args=[person.work_id]),
        title=_("What %(name)s said") % {"name": person},
        lede=_("The latest answer holds; those before it stay in the register."),
        act=_("Write it"),
        done=_("Written."),
    )
