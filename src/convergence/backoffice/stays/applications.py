"""Applications to a call: the list, one application, points, links, the ranking."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require
from convergence.backoffice.asking import ask, posted, press
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding
from convergence.backoffice.stays.acts import own_call
from convergence.backoffice.stays.forms import BecauseForm, LinkForm, RecogniseForm, ScoreForm
from convergence.core.errors import DomainError, NotAllowed
from convergence.education.stays import commands
from convergence.education.stays.choices import ApplicationState, CallState, LinkKind, ParticipantState
from convergence.education.stays.models import Application, ApplicationPaper, Assessment, Participant, StayCall
from convergence.education.stays.queries.committee import (
    link_of,
    links_of_user,
    may_read,
    member_of,
    progress,
    ranking_of,
    readable,
    shows_points,
    weighed,
)
from convergence.education.stays.rules.ranking import in_hundredths, mark_of_member
from convergence.education.stays.rules.states import may_follow

CALL, EDIT = "stays.view_staycall", "stays.edit_application"
GET_POST = ["GET", "POST"]


def bar() -> Bar:
    """Return the questions above the list."""
    states = Choice("state", gettext_lazy("State"), gettext_lazy("all states"), ApplicationState.choices)
    return Bar(gettext_lazy("Name, union or reference"), [states])


def _readable(request: HttpRequest, staycall_id: int) -> tuple[StayCall, Any]:
    call = own_call(request, CALL, staycall_id)
    if member_of(request.user, call) is None and not may(request.user, "stays.view_application"):
        raise NotAllowed
    return call, readable(request.user, call)


@require_safe
def index(request: HttpRequest, staycall_id: int) -> HttpResponseBase:
    """List the applications of a call that the person may read, or give the list as a file."""
    call, rows = _readable(request, staycall_id)
    asked = bar()
    chosen, words = asked.chosen(request), asked.words(request)
    if chosen["state"]:
        rows = rows.filter(state=chosen["state"])
    if words:
        rows = holding(rows, words, "name", "union_name", "code", "union__name")
    rows = rows.select_related("union", "call").order_by("received_at", "pk")
    head = [
        _("Reference"), _("Name"), _("Union"), _("Came on"), _("State"), pgettext("of an application", "Mark"), _("Rank"), _("Supported by the union"),
    ]  # fmt: skip
    file = download(request.GET.get("format", ""), "candidatures", head, _cells(request, rows))
    if file is not None:
        return file
    page = base.paged(request, rows)
    tied = links_of_user(request.user, page.object_list)
    seat = member_of(request.user, call)
    mine = set(Assessment.objects.filter(member=seat).values_list("application_id", flat=True)) if seat else set()
    given = {one.application.pk: one for one in progress(call)} if call.state == CallState.PUBLISHED else {}
    context = {
        "title": _("Applications"),
        "lede": str(call),
        "call": call,
        "bar": asked,
        "is_filtered": bool(words or chosen["state"]),
        "page": page,
        "rows": [
            {"row": row, "tie": tied.get(row.pk, ""), "is_mine": row.pk in mine, "given": given.get(row.pk)}
            for row in page.object_list
        ],
        "seat": seat,
        "is_decided": call.decided_at is not None,
    }
    return render(request, "backoffice/stays/applications.html", context)


def _cells(request: HttpRequest, rows: Any) -> Iterator[list[Any]]:
    found = list(rows)
    tied = links_of_user(request.user, found)
    for row in found:
        is_shown = row.pk not in tied
        union = row.union.name if row.union else row.union_name
        mark, rank = (row.mark, row.rank or "") if is_shown else ("", "")
        state = row.get_state_display() if is_shown else ""
        yield [row.code, row.name, union, row.received_at, state, mark, rank, row.supported_at or ""]


def own_application(request: HttpRequest, pk: int) -> Application:
    """Return an application that the person may read.

    Raises:
        NotAllowed, Http404: the role neither reads nor scores; there is none that it may read.
    """
    if not may(request.user, "stays.view_application"):
        require(request.user, "stays.score_application")
    found = Application.objects.select_related("call__programme", "union", "person").filter(pk=pk).first()
    if found is None or not may_read(request.user, found):
        raise Http404
    return found


@require_safe
def show(request: HttpRequest, application_id: int) -> HttpResponse:
    """Show an application: what was written, papers, points as far as the person may see them."""
    found, user = own_application(request, application_id), request.user
    call, tie = found.call, link_of(user, found)
    seat = member_of(user, call)
    sees = shows_points(user, found)
    edits = may(user, EDIT, found)
    assessments = found.assessments.select_related("member__user").prefetch_related("scores__criterion")
    gone = getattr(found, "participant", None)
    context = {
        "title": found.name or found.code,
        "lede": str(call),
        "application": found,
        "call": call,
        "papers": found.papers.defer("content"),
        "tie": LinkKind(tie).label if tie else "",
        "sees_points": sees,
        "assessments": [_told(call, one) for one in assessments] if sees else [],
        "own": assessments.filter(member=seat).first() if seat and not tie else None,
        "links": found.links.select_related("member__user") if edits else [],
        "may_score": seat is not None
        and not tie
        and call.state == CallState.PUBLISHED
        and found.state == ApplicationState.RECEIVED,
        "may_declare": call.state == CallState.PUBLISHED and (seat is not None or may(user, "stays.edit_staycall")),
        "edits": edits and found.emptied_at is None,
        "may_withdraw": edits and may_follow(found.state, ApplicationState.WITHDRAWN) and not _is_back(gone),
        "participant": gone if may(user, "stays.view_participant") else None,
    }
    return render(request, "backoffice/stays/application.html", context)


def _is_back(gone: Participant | None) -> bool:
    return gone is not None and gone.state == ParticipantState.BACK


def _told(call: StayCall, one: Assessment) -> dict[str, Any]:
    mark = mark_of_member(weighed(call), {row.criterion_id: row.points for row in one.scores.all()})
    return {"assessment": one, "mark": number_format(round(in_hundredths(mark) / 100, 1), 1)}


@require_http_methods(GET_POST)
def score(request: HttpRequest, application_id: int) -> HttpResponse:
    """Give one's points; whoever has a link is told so instead, and it is recorded.

    Raises:
        NotAllowed: the person does not sit on the committee.
    """
    require(request.user, "stays.score_application")
    found = Application.objects.select_related("call").filter(pk=application_id).first()
    if found is None:
        raise Http404
    seat = member_of(request.user, found.call)
    if seat is None:
        raise NotAllowed
    criteria = list(found.call.criteria.all())
    if link_of(request.user, found) or not may_read(request.user, found):
        return _tied(request, found)
    known = found.assessments.filter(member=seat).prefetch_related("scores").first()
    initial: dict[str, Any] = {"remark": known.remark} if known else {}
    if known:
        initial |= {f"criterion_{row.criterion_id}": str(row.points) for row in known.scores.all()}
    form = ScoreForm(posted(request), criteria=criteria, initial=initial)

    def do() -> None:
        commands.score(
            application_id=found.pk,
            points=form.points(),
            remark=form.cleaned_data["remark"],
            actor=request.user,
            at=timezone.now(),
        )

    return ask(
        request,
        form,
        do,
        back=reverse("stays:application", args=[found.pk]),
        template="backoffice/stays/score.html",
        title=_("Points for %(name)s") % {"name": found.name},
        lede=_("Alone, without the points of the others: they appear once yours are given."),
        act=_("Give these points"),
        done=_("Your points are given. You may change them until the call is decided."),
        application=found,  # type: ignore[arg-type]
        papers=found.papers.defer("content"),  # type: ignore[arg-type]
    )


def _tied(request: HttpRequest, found: Application) -> HttpResponse:
    if request.method == "POST":
        try:
            commands.score(application_id=found.pk, points={}, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
    tie = link_of(request.user, found)
    context = {
        "title": _("You give no points here"),
        "lede": str(found.call),
        "call": found.call,
        "tie": LinkKind(tie).label if tie else "",
    }
    return render(request, "backoffice/stays/tied.html", context, status=403)


@require_http_methods(GET_POST)
def declare(request: HttpRequest, application_id: int) -> HttpResponse:
    """Say that a member of the committee has a link with the candidate; never taken back."""
    found = own_application(request, application_id)
    seat = member_of(request.user, found.call)
    edits = may(request.user, "stays.edit_staycall")
    if seat is None and not edits:
        raise NotAllowed
    members = found.call.committee.select_related("user")
    if not edits:
        members = members.filter(pk=seat.pk if seat else 0)
    form = LinkForm(posted(request), members=members, initial={"member": seat.pk if seat else None})

    def do() -> None:
        commands.declare_link(
            member_id=form.cleaned_data["member"].pk,
            application_id=found.pk,
            kind=form.cleaned_data["kind"],
            words=form.cleaned_data["words"],
            actor=request.user,
            at=timezone.now(),
        )

    own = seat is not None and posted(request) is not None and str(request.POST.get("member")) == str(seat.pk)
    back = reverse("stays:applications", args=[found.call_id]) if own else reverse("stays:application", args=[found.pk])
    return ask(
        request,
        form,
        do,
        back=back,
        title=_("A link with %(name)s") % {"name": found.name},
        lede=_("This member gives no points to this candidate and sees none. It is recorded and never taken back."),
        act=_("Record the link"),
        done=_("The link is recorded."),
    )


@require_http_methods(GET_POST)
def recognise(request: HttpRequest, application_id: int) -> HttpResponse:
    """Say which union and person of the register it is."""
    found = own_application(request, application_id)
    require(request.user, EDIT, found)
    form = RecogniseForm(posted(request), user=request.user, application=found)

    def do() -> None:
        given = form.cleaned_data
        commands.recognise(
            application_id=found.pk,
            union_id=given["union"].pk if given["union"] else None,
            person_id=given["person"].pk if given["person"] else None,
            actor=request.user,
            at=timezone.now(),
        )

    return ask(
        request,
        form,
        do,
        back=reverse("stays:application", args=[found.pk]),
        title=_("Who is %(name)s in the register?") % {"name": found.name or found.code},
        lede=_("As written: %(union)s") % {"union": found.union_name or _("no union")},
        done=_("Written."),
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    """Withdraw an application for somebody who asks for it on the telephone."""
    found = own_application(request, application_id)
    require(request.user, EDIT, found)
    form = BecauseForm(posted(request))

    def do() -> None:
        because = form.cleaned_data["reason"]
        commands.withdraw(application_id=found.pk, because=because, actor=request.user, at=timezone.now())

    return ask(
        request,
        form,
        do,
        back=reverse("stays:application", args=[found.pk]),
        title=_("Withdraw the application of %(name)s") % {"name": found.name or found.code},
        lede=_("A place that it holds goes to the next who waits."),
        act=_("Withdraw it"),
        done=_("The application is withdrawn."),
    )


@require_safe
def paper(request: HttpRequest, applicationpaper_id: int) -> HttpResponse:
    """Give a paper as a download, never shown inside the product.

    Raises:
        Http404: there is none, or its application is not read by this person.
    """
    if not may(request.user, "stays.view_application"):
        require(request.user, "stays.score_application")
    found = ApplicationPaper.objects.filter(pk=applicationpaper_id).first()
    if found is None:
        raise Http404
    own_application(request, found.application_id)
    answer = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    ending = found.name.rpartition(".")[2]
    answer["Content-Disposition"] = f'attachment; filename="piece-{found.pk}.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(GET_POST)
def ranking(request: HttpRequest, staycall_id: int) -> HttpResponse:
    """Show how the call would be decided, or was; decide it."""
    call, rows = _readable(request, staycall_id)
    if request.method == "POST":
        require(request.user, "stays.edit_staycall", call)
        done = press(
            request, commands.decide_call, _("The call is decided; everybody gets an e-mail."), call_id=call.pk
        )
        return redirect("stays:call" if done else "stays:ranking", call.pk)
    own = {row.pk: row for row in rows.select_related("call", "union")}
    seen = {pk: row for pk, row in own.items() if shows_points(request.user, row)}
    hidden = call.applications.exclude(state=ApplicationState.WITHDRAWN).count() - len(seen)
    scoring = progress(call)
    context = {
        "title": _("Ranking"),
        "lede": str(call),
        "call": call,
        "rows": _ranked(call, seen),
        "hidden": max(0, hidden),
        "waiting": [one for one in scoring if not one.is_complete and one.application.pk in own],
        "is_decided": call.decided_at is not None,
        "may_decide": call.state == CallState.PUBLISHED
        and call.closes < timezone.localdate()
        and bool(scoring)
        and all(one.is_complete for one in scoring)
        and may(request.user, "stays.edit_staycall", call),
    }
    return render(request, "backoffice/stays/ranking.html", context)


def _ranked(call: StayCall, seen: dict[int, Application]) -> list[dict[str, Any]]:
    if call.decided_at is not None:
        kept = [row for row in seen.values() if row.mark_hundredths is not None]
        kept.sort(key=lambda row: (row.rank is None, row.rank or 0, -(row.mark_hundredths or 0), row.pk))
        return [{"row": row, "mark": row.mark, "rank": row.rank, "words": row.get_state_display()} for row in kept]
    found = []
    for one in ranking_of(call):
        if one.key in seen:
            mark = number_format(round(in_hundredths(one.mark) / 100, 1), 1)
            words = str(ApplicationState(one.outcome).label)
            found.append({"row": seen[one.key], "mark": mark, "rank": one.rank or None, "words": words})
    return found
