"""What is done to a request: its union, refusal, withdrawal, states, follow-ups."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.backoffice.finance import base
from convergence.backoffice.trainings.asking import EDIT, ask, mine
from convergence.backoffice.trainings.forms import AnswerForm, FollowUpForm, OutcomeForm, UnionForm
from convergence.education.trainings import commands
from convergence.education.trainings.choices import RequestState
from convergence.education.trainings.models import FollowUp

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
def union(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Say which organisation of the register asked: one of those proposed, or another by its name."""
    asked = mine(request, EDIT, trainingrequest_id)
    back = reverse("trainings:show", args=[asked.pk])
    picked = request.POST.get("contact", "")
    if picked.isdecimal() and len(picked) < 19:
        base.done(
            request,
            lambda: commands.link_union(
                request_id=asked.pk, organisation_id=int(picked), actor=request.user, at=timezone.now()
            ),
            _("Its relationship log now shows the request."),
        )
        return redirect(back)
    return ask(
        request,
        UnionForm(request.POST or None, user=request.user),
        lambda given: commands.link_union(
            request_id=asked.pk, organisation_id=given["organisation"].pk, actor=request.user, at=timezone.now()
        ),
        back,
        title=_("Which union is “%(name)s”?") % {"name": asked.asked_organisation},
        lede=_("A union that is not in the register is added there first, with its address."),
        act=_("It is this one"),
        said=_("Its relationship log now shows the request."),
    )


@require_POST
def revoke(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Close the link and release its dates."""
    asked = mine(request, EDIT, trainingrequest_id)
    base.done(
        request,
        lambda: commands.revoke_link(request_id=asked.pk, actor=request.user, at=timezone.now()),
        _("The link opens nothing more, and its dates are released."),
    )
    return redirect("trainings:show", asked.pk)


@require_http_methods(GET_POST)
def refuse(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Say no, and why."""
    asked = mine(request, EDIT, trainingrequest_id)
    return ask(
        request,
        AnswerForm(request.POST or None),
        lambda given: commands.refuse_request(request_id=asked.pk, actor=request.user, at=timezone.now(), **given),
        reverse("trainings:show", args=[asked.pk]),
        title=_("Refuse the request %(code)s") % {"code": asked.code},
        lede=_("Whoever asked reads these words by e-mail. A date that was agreed is cancelled on both sides."),
        act=_("Refuse it"),
        said=_("It is refused, and whoever asked is told."),
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Write that the union no longer wants it."""
    asked = mine(request, EDIT, trainingrequest_id)
    return ask(
        request,
        AnswerForm(request.POST or None),
        lambda given: commands.withdraw_request(request_id=asked.pk, actor=request.user, at=timezone.now(), **given),
        reverse("trainings:show", args=[asked.pk]),
        title=_("%(code)s is withdrawn by the union") % {"code": asked.code},
        lede=_("A date that was agreed is cancelled on both sides, and the facilitator is free again."),
        act=_("Write that it is withdrawn"),
        said=_("It is withdrawn."),
    )


@require_http_methods(GET_POST)
def fell_through(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Write that the agreed date fell through, and look for another."""
    asked = mine(request, EDIT, trainingrequest_id)
    return ask(
        request,
        AnswerForm(request.POST or None),
        lambda given: commands.fell_through(
            request_id=asked.pk, reason=given["answer"], actor=request.user, at=timezone.now()
        ),
        reverse("trainings:show", args=[asked.pk]),
        title=_("The date of %(code)s falls through") % {"code": asked.code},
        lede=_("Both sides are told why; the activity is cancelled; the request waits for another date."),
        act=_("Cancel this date"),
        said=_("The date is cancelled. Propose another one."),
    )


@require_POST
def step(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Mark as held, close, or take up again."""
    asked = mine(request, EDIT, trainingrequest_id)
    acts = {
        RequestState.HELD: commands.mark_held,
        RequestState.CLOSED: commands.close_request,
        RequestState.RECEIVED: commands.reopen_request,
    }
    act = acts.get(request.POST.get("state", ""))  # type: ignore[call-overload]
    if act is not None:
        base.done(request, lambda: act(request_id=asked.pk, actor=request.user, at=timezone.now()), _("Done."))
    return redirect("trainings:show", asked.pk)


@require_http_methods(GET_POST)
def follow_up(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Write what is to be done for the union."""
    asked = mine(request, EDIT, trainingrequest_id)
    return ask(
        request,
        FollowUpForm(request.POST or None),
        lambda given: commands.add_follow_up(request_id=asked.pk, actor=request.user, at=timezone.now(), **given),
        reverse("trainings:show", args=[asked.pk]),
        title=_("A follow-up for %(name)s") % {"name": asked.union_name},
        act=_("Write it"),
        said=_("Written."),
    )


@require_http_methods(GET_POST)
def settle(request: HttpRequest, followup_id: int) -> HttpResponse:
    """Write what came of a follow-up."""
    row = FollowUp.objects.filter(pk=followup_id).first()
    asked = mine(request, EDIT, row.request_id if row else 0)
    return ask(
        request,
        OutcomeForm(request.POST or None),
        lambda given: commands.settle_follow_up(
            follow_up_id=followup_id, actor=request.user, at=timezone.now(), **given
        ),
        reverse("trainings:show", args=[asked.pk]),
        title=row.text if row else "",
        lede=asked.union_name,
        act=_("It is done"),
        said=_("Done, and written in the relationship log."),
    )
