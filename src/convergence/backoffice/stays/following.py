"""What is done to a stay: participants, the return, commitments, findings, the circle."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.policies import may, require
from convergence.backoffice.asking import ask, posted, press
from convergence.backoffice.stays.forms import (
    FindingForm,
    ParticipantForm,
    PromiseForm,
    ReturnForm,
    SettleForm,
    StayForm,
)
from convergence.backoffice.stays.stays import EDIT, own_participant, own_stay
from convergence.education.stays import commands
from convergence.education.stays.models import Commitment, Finding, Stay

GET_POST = ["GET", "POST"]


def _to_stay(pk: int) -> str:
    return reverse("stays:stay", args=[pk])


@require_http_methods(GET_POST)
def add_stay(request: HttpRequest) -> HttpResponse:
    """Write a stay or mission without a call."""
    require(request.user, EDIT)
    form = StayForm(posted(request), user=request.user)
    made: list[Stay] = []

    def do() -> None:
        made.append(commands.write_stay(actor=request.user, at=timezone.now(), **form.values()))

    response = ask(
        request,
        form,
        do,
        back=reverse("stays:stays"),
        title=_("New stay or mission"),
        lede=_("Without a call: its members are asked. It becomes one activity of the register."),
        done=_("The stay is written, with its activity."),
    )
    return redirect(_to_stay(made[0].pk)) if made else response


@require_http_methods(GET_POST)
def add_participant(request: HttpRequest, stay_id: int) -> HttpResponse:
    """Write somebody into a stay who did not apply."""
    stay = own_stay(request, EDIT, stay_id)
    form = ParticipantForm(posted(request), user=request.user)

    def do() -> None:
        commands.add_participant(stay_id=stay.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)

    lede = _("A message with the personal link leaves at once: emergency sheet, preparation, commitments.")
    return ask(
        request,
        form,
        do,
        back=_to_stay(stay.pk),
        title=_("Who goes too"),
        lede=lede,
        done=_("Written, and written to."),
    )


@require_http_methods(GET_POST)
def welcome_back(request: HttpRequest, stay_id: int) -> HttpResponse:
    """Write that the group came back."""
    stay = own_stay(request, EDIT, stay_id)
    form = ReturnForm(posted(request), initial={"returned": min(stay.returns, timezone.localdate())})

    def do() -> None:
        commands.welcome_back(stay_id=stay.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)

    return ask(
        request,
        form,
        do,
        back=_to_stay(stay.pk),
        title=_("Back: %(stay)s") % {"stay": stay},
        lede=_(
            "The activity is held with its number of participants, commitments get their day, each gets the link of the "
            "evaluation. Emergency sheets are deleted in thirty days."
        ),
        act=_("They are back"),
        done=_("Welcome back! The participants are written to."),
    )


@require_http_methods(GET_POST)
def add_finding(request: HttpRequest, stay_id: int) -> HttpResponse:
    """Write what a mission found."""
    stay = own_stay(request, EDIT, stay_id)
    return _finding(request, stay, None)


@require_http_methods(GET_POST)
def edit_finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Change a finding, or remove it.

    Raises:
        Http404: there is none that the person may see.
    """
    require(request.user, EDIT)
    found = Finding.objects.select_related("stay__activity").filter(pk=finding_id).first()
    if found is None or not may(request.user, EDIT, found.stay):
        raise Http404
    if request.method == "POST" and request.POST.get("remove"):
        press(request, commands.remove_finding, _("Removed."), finding_id=found.pk)
        return redirect(_to_stay(found.stay_id))
    return _finding(request, found.stay, found)


def _finding(request: HttpRequest, stay: Stay, found: Finding | None) -> HttpResponse:
    form = FindingForm(posted(request), instance=found)

    def do() -> None:
        commands.write_finding(
            stay_id=stay.pk,
            finding_id=found.pk if found else None,
            actor=request.user,
            at=timezone.now(),
            **form.values(),
        )

    return ask(
        request,
        form,
        do,
        back=_to_stay(stay.pk),
        template="backoffice/stays/part.html" if found else "backoffice/form.html",
        title=_("Finding"),
        lede=_("Each with its source and how sure it is. Nobody at risk is named."),
        done=_("The finding is written."),
    )


@require_http_methods(GET_POST)
def add_promise(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Add a commitment."""
    found = own_participant(request, EDIT, participant_id)
    form = PromiseForm(posted(request))

    def do() -> None:
        commands.add_promise(participant_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)

    title = _("What %(name)s promises for the return") % {"name": found.name}
    return ask(request, form, do, back=_to_stay(found.stay_id), title=title, done=_("Written."))


@require_http_methods(GET_POST)
def settle(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Write what came of a commitment.

    Raises:
        Http404: there is none that the person may see.
    """
    require(request.user, EDIT)
    row = Commitment.objects.select_related("participant").filter(pk=commitment_id).first()
    if row is None:
        raise Http404
    found = own_participant(request, EDIT, row.participant_id)
    form = SettleForm(posted(request), user=request.user)

    def do() -> None:
        given = dict(form.cleaned_data)
        activity = given.pop("activity")
        commands.settle_promise(
            commitment_id=row.pk,
            activity_id=activity.pk if activity else None,
            actor=request.user,
            at=timezone.now(),
            **given,
        )

    return ask(
        request,
        form,
        do,
        back=_to_stay(found.stay_id),
        title=_("%(what)s, %(name)s") % {"what": row, "name": found.name},
        done=_("Written."),
    )


@require_POST
def take_off(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Take somebody off a stay."""
    found = own_participant(request, EDIT, participant_id)
    press(
        request,
        commands.take_off_participant,
        _("Taken off the stay; the emergency sheet is deleted."),
        participant_id=found.pk,
    )
    return redirect(_to_stay(found.stay_id))


@require_POST
def leave_circle(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Take somebody out of the circle who asks for it."""
    found = own_participant(request, EDIT, participant_id)
    press(request, commands.leave_circle, _("They are no longer in the circle."), participant_id=found.pk)
    return redirect("stays:alumni")
