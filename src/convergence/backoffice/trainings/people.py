"""Who facilitates."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, download, holding, listing
from convergence.backoffice.trainings.asking import ask, saved
from convergence.backoffice.trainings.forms import AbsenceForm, AvailabilityForm, FacilitatorForm
from convergence.education.trainings import commands
from convergence.education.trainings.choices import BOOKED
from convergence.education.trainings.models import Absence, Availability, Facilitator, TrainingRequest
from convergence.education.trainings.queries.sessions import when

SEE, EDIT = "trainings.view_facilitator", "trainings.edit_facilitator"
GET_POST = ["GET", "POST"]


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List who facilitates, or give the list as a file."""
    asked = Bar(gettext_lazy("Name"), [])
    rows = visible(
        request.user, SEE, Facilitator.objects.select_related("person").prefetch_related("themes", "regions")
    )
    words = asked.words(request)
    rows = holding(rows, words, "person__name", "person__search_text") if words else rows
    head = [_("Name"), _("Languages"), _("Themes"), _("Regions"), _("May be asked")]
    cells = (
        [str(row), row.languages, ", ".join(map(str, row.themes.all())), ", ".join(map(str, row.regions.all())),
         _("yes") if row.is_active else _("no")]
        for row in rows.iterator(chunk_size=500)
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "animation", head, cells)
    if file is not None:
        return file
    context = {
        "title": _("Who facilitates"),
        "lede": _("In which languages, on which themes, where and when. Nobody is ever booked twice."),
        "bar": asked,
        "is_filtered": bool(words),
        "page": base.paged(request, rows),
        "may_edit": may(request.user, EDIT),
    }
    return render(request, "backoffice/trainings/facilitators.html", context)


def _one(request: HttpRequest, action: str, pk: int) -> Facilitator:
    return base.visible_or_404(request, action, Facilitator.objects.select_related("person"), pk)


@require_safe
def show(request: HttpRequest, facilitator_id: int) -> HttpResponse:
    """Show somebody who facilitates: hours, absences, sessions to come."""
    one = _one(request, SEE, facilitator_id)
    seen = visible(request.user, "trainings.view_trainingrequest", TrainingRequest.objects.order_by()).values("pk")
    coming = one.options.filter(state__in=BOOKED, ends_at__gt=timezone.now()).select_related("request__training")
    options = list(coming.filter(request__in=seen).order_by("starts_at", "pk")[:50])
    for option in options:
        option.when = when(option.starts_at, option.ends_at, "fr")
    context = {
        "title": str(one),
        "lede": _("What this person accepted to do."),
        "one": one,
        "options": options,
        "may_edit": may(request.user, EDIT, one),
    }
    return render(request, "backoffice/trainings/facilitator.html", context)


@require_http_methods(GET_POST)
def add(request: HttpRequest) -> HttpResponse:
    """Say that a person of the register facilitates."""
    require(request.user, EDIT)
    form = FacilitatorForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        made = saved(form, lambda: _written(request, person.pk, form))
        if made is not None:
            messages.success(request, _("Written. Now add usual hours, if they are known."))
            return redirect("trainings:facilitator", made.pk)
    context = {
        "title": _("Somebody who facilitates"),
        "lede": _("Only with their agreement: they are found by theme, language and region."),
        "form": form,
        "back_url": reverse("trainings:facilitators"),
    }
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


def _written(request: HttpRequest, person_id: int, form: FacilitatorForm) -> Facilitator:
    return commands.write_facilitator(person_id=person_id, actor=request.user, at=timezone.now(), **form.values())


@require_http_methods(GET_POST)
def edit(request: HttpRequest, facilitator_id: int) -> HttpResponse:
    """Change what is known of somebody who facilitates."""
    one = _one(request, EDIT, facilitator_id)
    initial = {
        "languages": one.languages, "themes": one.themes.all(), "regions": one.regions.all(),
        "goes_everywhere": one.goes_everywhere, "is_active": one.is_active, "notes": one.notes,
    }  # fmt: skip
    form = FacilitatorForm(request.POST or None, user=request.user, fixed=True, initial=initial)
    return ask(
        request,
        form,
        lambda given: _written(request, one.person_id, form),
        reverse("trainings:facilitator", args=[one.pk]),
        title=str(one),
        act=_("Save"),
        said=_("Changed."),
    )


@require_http_methods(GET_POST)
def hours(request: HttpRequest, facilitator_id: int) -> HttpResponse:
    """Add usual hours."""
    one = _one(request, EDIT, facilitator_id)
    return ask(
        request,
        AvailabilityForm(request.POST or None),
        lambda given: commands.add_availability(facilitator_id=one.pk, actor=request.user, at=timezone.now(), **given),
        reverse("trainings:facilitator", args=[one.pk]),
        title=_("Usual hours of %(name)s") % {"name": one},
        lede=_("They order the list; outside them, somebody may still be asked."),
        act=_("Add"),
        said=_("Added."),
    )


@require_http_methods(GET_POST)
def absence(request: HttpRequest, facilitator_id: int) -> HttpResponse:
    """Add days away."""
    one = _one(request, EDIT, facilitator_id)
    return ask(
        request,
        AbsenceForm(request.POST or None),
        lambda given: commands.add_absence(facilitator_id=one.pk, actor=request.user, at=timezone.now(), **given),
        reverse("trainings:facilitator", args=[one.pk]),
        title=_("%(name)s is away") % {"name": one},
        lede=_("Nothing is proposed on these days. What was agreed before stays: look at the sessions to come."),
        act=_("Add"),
        said=_("Added."),
    )


def _remove(request: HttpRequest, row: Any, act: Any, **key: int) -> HttpResponse:
    one = _one(request, EDIT, row.facilitator_id if row else 0)
    base.done(request, lambda: act(actor=request.user, at=timezone.now(), **key), _("Taken out."))
    return redirect("trainings:facilitator", one.pk)


@require_POST
def remove_hours(request: HttpRequest, availability_id: int) -> HttpResponse:
    """Take usual hours out."""
    row = Availability.objects.filter(pk=availability_id).first()
    return _remove(request, row, commands.remove_availability, availability_id=availability_id)


@require_POST
def remove_absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Take an absence out."""
    row = Absence.objects.filter(pk=absence_id).first()
    return _remove(request, row, commands.remove_absence, absence_id=absence_id)
