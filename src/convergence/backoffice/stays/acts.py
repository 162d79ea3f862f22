"""What is done to programmes and calls: written, published, cancelled; criteria and committee."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.policies import require
from convergence.backoffice.asking import ask, posted, press
from convergence.backoffice.finance import base
from convergence.backoffice.stays.forms import PARTS, BecauseForm, CallForm, ProgrammeForm, SeatForm
from convergence.education.stays import commands
from convergence.education.stays.models import CommitteeMember, Criterion, Expected, Programme, StayCall

EDIT = "stays.edit_staycall"
GET_POST = ["GET", "POST"]


def own_call(request: HttpRequest, action: str, pk: int) -> StayCall:
    """Return a call on which the person may do an action.

    Raises:
        NotAllowed, Http404: the role has no such right; there is no such call.
    """
    return base.visible_or_404(request, action, StayCall.objects.select_related("programme", "partner"), pk)


def _to_call(pk: int) -> str:
    return reverse("stays:call", args=[pk])


@require_http_methods(GET_POST)
def add_programme(request: HttpRequest) -> HttpResponse:
    """Write a programme."""
    require(request.user, EDIT)
    return _programme(request, None, _("New programme"))


@require_http_methods(GET_POST)
def edit_programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Change a programme."""
    require(request.user, EDIT)
    found = Programme.objects.filter(pk=programme_id).first()
    if found is None:
        raise Http404
    return _programme(request, found, str(found))


def _programme(request: HttpRequest, found: Programme | None, title: str) -> HttpResponse:
    form = ProgrammeForm(posted(request), instance=found)

    def do() -> None:
        commands.write_programme(
            programme_id=found.pk if found else None, actor=request.user, at=timezone.now(), **form.values()
        )

    return ask(request, form, do, back=reverse("stays:programmes"), title=title, done=_("The programme is written."))


@require_http_methods(GET_POST)
def add_call(request: HttpRequest) -> HttpResponse:
    """Write a call; nobody sees it before it is published."""
    require(request.user, EDIT)
    form = CallForm(posted(request), user=request.user)
    made: list[StayCall] = []

    def do() -> None:
        made.append(commands.write_call(actor=request.user, at=timezone.now(), **form.values()))

    response = ask(
        request,
        form,
        do,
        back=reverse("stays:index"),
        title=_("New call"),
        lede=_("Nobody sees it before it is published."),
        done=_("The call is written. Now its criteria and its committee."),
    )
    return redirect(_to_call(made[0].pk)) if made else response


@require_http_methods(GET_POST)
def edit_call(request: HttpRequest, staycall_id: int) -> HttpResponse:
    """Change a call."""
    call = own_call(request, EDIT, staycall_id)
    form = CallForm(posted(request), user=request.user, instance=call)

    def do() -> None:
        commands.write_call(call_id=call.pk, actor=request.user, at=timezone.now(), **form.values())

    return ask(
        request, form, do, back=_to_call(call.pk), title=_("Change: %(call)s") % {"call": call}, done=_("Written.")
    )


@require_http_methods(GET_POST)
def add_part(request: HttpRequest, staycall_id: int, kind: str) -> HttpResponse:
    """Add a criterion, or what is asked after the return.

    Raises:
        Http404: there is no such part.
    """
    call = own_call(request, EDIT, staycall_id)
    if kind not in PARTS:
        raise Http404
    form = PARTS[kind](posted(request))

    def do() -> None:
        commands.write_part(part=kind, call_id=call.pk, actor=request.user, at=timezone.now(), **form.values())

    titles = {"criterion": _("New criterion"), "expected": _("Asked after the return")}
    return ask(request, form, do, back=_to_call(call.pk), title=titles[kind], lede=str(call), done=_("Written."))


@require_http_methods(GET_POST)
def edit_criterion(request: HttpRequest, criterion_id: int) -> HttpResponse:
    """Change a criterion, or remove it."""
    return _edit_part(request, "criterion", Criterion, criterion_id)


@require_http_methods(GET_POST)
def edit_expected(request: HttpRequest, expected_id: int) -> HttpResponse:
    """Change what is asked after the return, or remove it."""
    return _edit_part(request, "expected", Expected, expected_id)


def _edit_part(request: HttpRequest, kind: str, model: Any, pk: int) -> HttpResponse:
    require(request.user, EDIT)
    part = model.objects.select_related("call").filter(pk=pk).first()
    if part is None:
        raise Http404
    same = {"part": kind, "part_id": part.pk, "actor": request.user, "at": timezone.now()}
    if request.method == "POST" and request.POST.get("remove"):
        base.done(request, lambda: commands.remove_part(**same), _("Removed."))
        return redirect(_to_call(part.call_id))
    form = PARTS[kind](posted(request), instance=part)

    def do() -> None:
        commands.write_part(call_id=part.call_id, **same, **form.values())

    return ask(
        request,
        form,
        do,
        back=_to_call(part.call_id),
        title=str(part),
        template="backoffice/stays/part.html",
        done=_("Written."),
    )


@require_http_methods(GET_POST)
def seat(request: HttpRequest, staycall_id: int) -> HttpResponse:
    """Seat somebody on the committee."""
    call = own_call(request, EDIT, staycall_id)
    form = SeatForm(posted(request), call=call)

    def do() -> None:
        user = form.cleaned_data["user"]
        commands.seat_member(call_id=call.pk, user_id=user.pk, actor=request.user, at=timezone.now())

    lede = _(
        "Whoever has a link with a candidate – same union, family – gives no points to that one and does not see theirs."
    )
    return ask(
        request, form, do, back=_to_call(call.pk), title=_("Committee"), lede=lede, act=_("Seat"), done=_("Seated.")
    )


@require_POST
def unseat(request: HttpRequest, committeemember_id: int) -> HttpResponse:
    """Take somebody off the committee.

    Raises:
        Http404: nobody sits there.
    """
    require(request.user, EDIT)
    found = CommitteeMember.objects.filter(pk=committeemember_id).first()
    if found is None:
        raise Http404
    press(request, commands.unseat_member, _("Taken off the committee."), member_id=found.pk)
    return redirect(_to_call(found.call_id))


@require_POST
def publish(request: HttpRequest, staycall_id: int) -> HttpResponse:
    """Publish a call."""
    call = own_call(request, EDIT, staycall_id)
    press(
        request,
        commands.publish_call,
        _("The call is published: its page is open, its form opens on its day."),
        call_id=call.pk,
    )
    return redirect(_to_call(call.pk))


@require_http_methods(GET_POST)
def cancel(request: HttpRequest, staycall_id: int) -> HttpResponse:
    """Cancel a call, and say why."""
    call = own_call(request, EDIT, staycall_id)
    form = BecauseForm(posted(request))

    def do() -> None:
        commands.cancel_call(call_id=call.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)

    return ask(
        request,
        form,
        do,
        back=_to_call(call.pk),
        title=_("Cancel: %(call)s") % {"call": call},
        lede=_("Whoever applied gets the reason by e-mail."),
        act=_("Cancel the call"),
        done=_("The call is cancelled, and the candidates are told."),
    )
