"""What is done to an activity: its state, who takes part, who was there, figures."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.activities import commands
from convergence.activities.models import Activity, AttendanceEntry, Participation, PersonRole
from convergence.backoffice.activities.forms import (
    AttendanceForm,
    CancelForm,
    FigureForm,
    OrganisationForm,
    PersonForm,
)
from convergence.backoffice.finance import base
from convergence.core.errors import DomainError
from convergence.ui.forms import add_refusal

EDIT, ATTEND = "activities.edit_activity", "activities.record_attendance"
GET_POST = ["GET", "POST"]


def mine(request: HttpRequest, action: str, pk: int) -> Activity:
    """Return an activity on which the person may do something, or answer 404."""
    return base.visible_or_404(request, action, Activity.objects.all(), pk)


def ask(
    request: HttpRequest, activity: Activity, form: forms.Form, do: Callable[[dict[str, Any]], Any], **words: str
) -> HttpResponse:
    """Show a form about an activity; do its act and go back to the activity, or say the refusal beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, words["said"])
            again = "again" in request.POST
            return redirect(request.path if again else reverse("activities:show", args=[activity.pk]))
    context = {"form": form, "back_url": reverse("activities:show", args=[activity.pk]), **words}
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


@require_POST
def step(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Confirm, mark as held or reported, or take a slip back."""
    mine(request, EDIT, activity_id)
    base.done(
        request,
        lambda: commands.change_state(
            activity_id=activity_id, state=request.POST.get("state", ""), actor=request.user, at=timezone.now()
        ),
        _("Done."),
    )
    return redirect("activities:show", activity_id)


@require_http_methods(GET_POST)
def cancel(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Cancel it, and say why."""
    activity = mine(request, EDIT, activity_id)
    return ask(
        request,
        activity,
        CancelForm(request.POST or None),
        lambda given: commands.cancel_activity(activity_id=activity_id, actor=request.user, at=timezone.now(), **given),
        title=_("Cancel “%(title)s”") % {"title": activity.title_fr},
        act=_("Cancel the activity"),
        said=_("It is cancelled."),
    )


@require_POST
def delete(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Delete what nothing was counted of."""
    mine(request, "activities.delete_activity", activity_id)
    gone = base.done(
        request,
        lambda: commands.delete_activity(activity_id=activity_id, actor=request.user, at=timezone.now()),
        _("It is deleted."),
    )
    return redirect("activities:index") if gone else redirect("activities:show", activity_id)


@require_http_methods(GET_POST)
def add_organisation(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Say which organisation takes part."""
    activity = mine(request, EDIT, activity_id)
    return ask(
        request,
        activity,
        OrganisationForm(request.POST or None, user=request.user),
        lambda given: commands.add_organisation(
            activity_id=activity_id,
            contact_id=given["contact"].pk,
            capacity=given["capacity"],
            actor=request.user,
            at=timezone.now(),
        ),
        title=_("Who takes part in “%(title)s”") % {"title": activity.title_fr},
        lede=_("A committee counts for its union; a union counts once, whatever it does."),
        act=_("Add"),
        said=_("Added."),
    )


@require_http_methods(GET_POST)
def add_person(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Say who facilitates, is invited, interprets."""
    activity = mine(request, EDIT, activity_id)
    return ask(
        request,
        activity,
        PersonForm(request.POST or None, user=request.user),
        lambda given: commands.name_person(
            activity_id=activity_id,
            person_id=given["person"].pk if given["person"] else None,
            name=given["name"],
            capacity=given["capacity"],
            is_named=given["is_named"],
            actor=request.user,
            at=timezone.now(),
        ),
        title=_("Who does what in “%(title)s”") % {"title": activity.title_fr},
        act=_("Add"),
        said=_("Added."),
    )


@require_http_methods(GET_POST)
def attendance(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Write who was there."""
    activity = mine(request, ATTEND, activity_id)
    return ask(
        request,
        activity,
        AttendanceForm(request.POST or None, user=request.user),
        lambda given: commands.record_attendance(
            activity_id=activity_id,
            name=given["name"],
            number=given["number"],
            organisation_id=given["organisation"].pk if given["organisation"] else None,
            gender=given["gender"],
            age_range=given["age_range"],
            parent_agreed=given["parent_agreed"],
            actor=request.user,
            at=timezone.now(),
        ),
        title=_("Who was at “%(title)s”") % {"title": activity.title_fr},
        lede=_("Write what people chose to say, and leave the rest: a report shows no number that points at somebody."),
        act=_("Write"),
        said=_("Written."),
    )


@require_http_methods(GET_POST)
def figure(request: HttpRequest, activity_id: int) -> HttpResponse:
    """State a figure with its source."""
    activity = mine(request, ATTEND, activity_id)
    return ask(
        request,
        activity,
        FigureForm(request.POST or None),
        lambda given: commands.state_figure(activity_id=activity_id, actor=request.user, at=timezone.now(), **given),
        title=_("A figure of “%(title)s”") % {"title": activity.title_fr},
        lede=_("The latest figure holds; those before it stay readable."),
        act=_("State it"),
        said=_("Stated."),
    )


@require_POST
def remove_organisation(request: HttpRequest, participation_id: int) -> HttpResponse:
    """Take an organisation out."""
    row = Participation.objects.filter(pk=participation_id).first()
    activity = mine(request, EDIT, row.activity_id if row else 0)
    base.done(
        request,
        lambda: commands.remove_organisation(participation_id=participation_id, actor=request.user, at=timezone.now()),
        _("Taken out."),
    )
    return redirect("activities:show", activity.pk)


@require_POST
def remove_person(request: HttpRequest, personrole_id: int) -> HttpResponse:
    """Take somebody out."""
    row = PersonRole.objects.filter(pk=personrole_id).first()
    activity = mine(request, EDIT, row.activity_id if row else 0)
    base.done(
        request,
        lambda: commands.unname_person(role_id=personrole_id, actor=request.user, at=timezone.now()),
        _("Taken out."),
    )
    return redirect("activities:show", activity.pk)


@require_POST
def take_back(request: HttpRequest, attendanceentry_id: int) -> HttpResponse:
    """Take a line of attendance back by a line of the opposite number."""
    row = AttendanceEntry.objects.filter(pk=attendanceentry_id).first()
    activity = mine(request, ATTEND, row.activity_id if row else 0)
    base.done(
        request,
        lambda: commands.reverse_attendance(entry_id=attendanceentry_id, actor=request.user, at=timezone.now()),
        _("Taken back by a line of the opposite number."),
    )
    return redirect("activities:show", activity.pk)


@require_POST
def forget_name(request: HttpRequest, attendanceentry_id: int) -> HttpResponse:
    """Empty the name on a line of attendance because whoever bears it asks; the number stays."""
    row = AttendanceEntry.objects.filter(pk=attendanceentry_id).first()
    activity = mine(request, ATTEND, row.activity_id if row else 0)
    base.done(
        request,
        lambda: commands.forget_name(entry_id=attendanceentry_id, actor=request.user, at=timezone.now()),
        _("The name is erased; the number stays, as it was told to those who fund."),
    )
    return redirect("activities:show", activity.pk)
