"""Proposing dates: moments, then who could give each, with the reasons; or agreeing on one by telephone."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convergence.accounts.policies import visible
from convergence.backoffice.trainings.asking import EDIT, ask, mine
from convergence.backoffice.trainings.forms import Moment, MomentsForm, ReplaceForm
from convergence.core.errors import DomainError
from convergence.core.identifiers import id_from
from convergence.education.trainings import commands
from convergence.education.trainings.choices import OptionState, RequestState
from convergence.education.trainings.commands.booking import Proposal, moments
from convergence.education.trainings.models import Facilitator, TrainingRequest
from convergence.education.trainings.queries.matching import Candidate, candidates
from convergence.education.trainings.queries.sessions import chosen, minutes_of, when
from convergence.ui.forms import add_refusal

SEEN = "trainings.view_facilitator"
MOST_TRAVEL = 2880


@dataclass(frozen=True)
class Measured:
    """A moment with everybody measured against it."""

    moment: Moment
    when: str
    people: list[Candidate]
    picked: int | None


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Ask for moments, show who could give each, then send the link; or agree on the first by telephone."""
    asked = mine(request, EDIT, trainingrequest_id)
    given: Any = request.POST if request.method == "POST" else request.GET
    usual = asked.training.minutes if asked.training else 120
    form = MomentsForm(given if "day_1" in given else None, initial={"minutes": usual})
    measured: list[Measured] = []
    if form.is_bound and form.is_valid():
        measured = _measured(request, asked, form)
        if request.method == "POST" and not form.errors and _done(request, asked, form, measured):
            return redirect("trainings:show", asked.pk)
    context = {
        "title": _("Propose dates for %(code)s") % {"code": asked.code},
        "lede": asked.wished_dates or _("They wished for no date in particular."),
        "asked": asked,
        "form": form,
        "measured": measured if not form.errors else [],
        "back_url": reverse("trainings:show", args=[asked.pk]),
        "may_agree": len(measured) == 1,
    }
    return render(request, "backoffice/trainings/propose.html", context, status=422 if form.errors else 200)


def _measured(request: HttpRequest, asked: TrainingRequest, form: MomentsForm) -> list[Measured]:
    people = visible(request.user, SEEN, Facilitator.objects.all())
    held = list(asked.options.filter(state=OptionState.OFFERED).values_list("pk", flat=True))
    found = []
    for moment in form.moments():
        try:
            start, end = moments(Proposal(moment.day, moment.hour, moment.minutes, 0), at=timezone.now())
        except DomainError as refusal:
            field = refusal.field if refusal.field == "minutes" else f"{refusal.field or 'day'}_{moment.number}"
            form.add_error(field if field in form.fields else None, str(refusal))
            continue
        picked = id_from(request.POST.get(f"who_{moment.number}", ""))
        measured = candidates(asked, start, end, among=people, without=held)
        found.append(Measured(moment, when(start, end, "fr"), measured, picked))
    return found


def _travel(request: HttpRequest, number: int) -> int | None:
    typed = request.POST.get(f"travel_{number}", "").strip()
    return min(int(typed), MOST_TRAVEL + 1) if typed.isdecimal() and len(typed) < 6 else None


def _done(request: HttpRequest, asked: TrainingRequest, form: MomentsForm, measured: list[Measured]) -> bool:
    proposals = []
    for one in measured:
        if one.picked is None:
            form.add_error(None, _("Choose who would facilitate on %(when)s.") % {"when": one.when})
            return False
        travel = _travel(request, one.moment.number)
        proposals.append(Proposal(one.moment.day, one.moment.hour, one.moment.minutes, one.picked, travel))
    at = timezone.now()
    try:
        if request.POST.get("act") == "agree" and len(proposals) == 1:
            commands.agree(request_id=asked.pk, proposal=proposals[0], actor=request.user, at=at)
            messages.success(request, _("It is agreed: both sides have their confirmation."))
        else:
            commands.propose_dates(request_id=asked.pk, proposals=proposals, actor=request.user, at=at)
            messages.success(request, _("The dates left by e-mail; they are kept until the union has chosen."))
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    return True


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Let somebody else give the session that was agreed."""
    asked = mine(request, EDIT, trainingrequest_id)
    back = reverse("trainings:show", args=[asked.pk])
    if asked.state != RequestState.CONFIRMED:
        messages.error(request, _("No date is agreed yet: there is no session to sign in to."))
        return redirect(back)
    option = chosen(asked)
    people = visible(request.user, SEEN, Facilitator.objects.exclude(pk=option.facilitator_id))
    found = candidates(asked, option.starts_at, option.ends_at, among=people)
    words = [
        (one.facilitator.pk, f"{one.facilitator} ({one.match.points}) : " + ", ".join(one.reasons))
        for one in found
        if one.match.fits
    ]
    return ask(
        request,
        ReplaceForm(request.POST or None, choices=words),
        lambda given: commands.replace_facilitator(
            request_id=asked.pk,
            facilitator_id=given["facilitator"],
            travel_minutes=None,
            actor=request.user,
            at=timezone.now(),
        ),
        back,
        title=_("Somebody else instead of %(name)s") % {"name": option.facilitator},
        lede=f"{when(option.starts_at, option.ends_at, 'fr')} ({minutes_of(option)} min)",
        act=_("Let this person facilitate"),
        said=_("Done: everybody concerned is told."),
    )
