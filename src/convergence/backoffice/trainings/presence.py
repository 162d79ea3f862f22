"""Who was there: the sheet with its code, lines to count or strike, papers of a session."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.backoffice.lists import download
from convergence.backoffice.trainings.asking import EDIT, SEE, ask, mine
from convergence.backoffice.trainings.forms import CapacityForm, PaperLineForm
from convergence.core.profile import current_profile
from convergence.documents.codes import qr_svg
from convergence.education.trainings import commands, papers
from convergence.education.trainings.choices import Doubt, LineState
from convergence.education.trainings.commands.letters import calendar_of
from convergence.education.trainings.models import SignIn
from convergence.education.trainings.queries.sessions import chosen, sheet_url, when
from convergence.education.trainings.rules.presence import capacity

NAMES = "trainings.view_signin"


@require_safe
def lines(request: HttpRequest, trainingrequest_id: int) -> HttpResponseBase:
    """Show the lines of a session, those that wait first; or give them as a file."""
    asked = mine(request, SEE, trainingrequest_id)
    require(request.user, NAMES)
    rows = visible(request.user, NAMES, asked.sign_ins.all())
    head = [_("Name"), _("How"), _("State"), _("Signed in")]
    cells = (
        [row.name, row.get_way_display(), row.get_state_display(), timezone.localtime(row.signed_at).isoformat()[:16]]
        for row in rows.order_by("signed_at", "pk").iterator(chunk_size=2000)
    )
    file = download(request.GET.get("format", ""), f"presences-{asked.code.lower()}", head, cells)
    if file is not None:
        return file
    shown = list(rows.prefetch_related("attestations").order_by("signed_at", "pk")[:500])
    doubts = dict(Doubt.choices)
    for row in shown:
        row.why = [doubts.get(doubt, doubt) for doubt in row.doubts]
        row.paper = next((one for one in row.attestations.all() if one.cancelled_at is None), None)
    shown.sort(key=lambda row: row.state != LineState.DOUBTFUL)
    sheet = asked.sheets.filter(closed_at=None).first()
    context = {
        "title": _("Who was there"),
        "lede": f"{asked.code} · {asked.union_name} · {asked.what_in('fr')}",
        "asked": asked,
        "rows": shown,
        "counted": sum(row.state == LineState.COUNTED for row in shown),
        "doubtful": sum(row.state == LineState.DOUBTFUL for row in shown),
        "sheet": sheet,
        "hours": when(sheet.opens_at, sheet.closes_at, "fr") if sheet else "",
        "may_edit": may(request.user, EDIT, asked),
        "may_issue": may(request.user, "trainings.issue_attestation"),
    }
    return render(request, "backoffice/trainings/lines.html", context)


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Write a line of the paper sheet."""
    asked = mine(request, EDIT, trainingrequest_id)
    again = request.path if "again" in request.POST else reverse("trainings:lines", args=[asked.pk])
    return ask(
        request,
        PaperLineForm(request.POST or None),
        lambda given: commands.sign_on_paper(request_id=asked.pk, actor=request.user, at=timezone.now(), **given),
        again,
        title=_("A line of the paper sheet"),
        lede=_("Write what people chose to say, and leave the rest."),
        act=_("Write"),
        said=_("Written."),
    )


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Make the sheet of the session; the one before opens nothing more."""
    asked = mine(request, EDIT, trainingrequest_id)
    known = asked.sheets.filter(closed_at=None).first()
    form = CapacityForm(request.POST or None, initial={"capacity": capacity(asked.people)})
    context = {
        "sheet": known,
        "asked": asked,
        "qr": qr_svg(sheet_url(known)) if known else "",
        "address": sheet_url(known) if known else "",
        "hours": when(known.opens_at, known.closes_at, "fr") if known else "",
    }
    return ask(
        request,
        form,
        lambda given: commands.open_sheet(request_id=asked.pk, actor=request.user, at=timezone.now(), **given),
        request.path,
        template="backoffice/trainings/sheet.html",
        context=context,
        title=_("Sign-in sheet of %(code)s") % {"code": asked.code},
        lede=_(
            "Its code takes names during the session only. Seen where it should not be? Make a new one: it opens no more."
        ),
        act=_("Make a new sheet") if known else _("Make the sheet"),
        said=_("The sheet is made. Print it, or show its code."),
    )


@require_POST
def close(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Close the sheet."""
    asked = mine(request, EDIT, trainingrequest_id)
    base.done(
        request,
        lambda: commands.close_sheet(request_id=asked.pk, actor=request.user, at=timezone.now()),
        _("The sheet is closed: its code opens nothing more."),
    )
    return redirect("trainings:sheet", asked.pk)


@require_safe
def sheet_pdf(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Give the sign-in sheet to print."""
    asked = mine(request, EDIT, trainingrequest_id)
    known = asked.sheets.filter(closed_at=None).first()
    if known is None:
        raise Http404
    content = papers.sign_in_paper(asked, chosen(asked), known, current_profile(), at=known.made_at)
    return base.pdf(content, f"presences-{asked.code.lower()}")


@require_safe
def host_pdf(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Give the sheet for the host."""
    asked = mine(request, SEE, trainingrequest_id)
    content = papers.host_sheet(asked, chosen(asked), current_profile(), at=asked.changed_at)
    return base.pdf(content, f"accueil-{asked.code.lower()}")


@require_safe
def calendar(request: HttpRequest, trainingrequest_id: int) -> HttpResponse:
    """Give the file for calendars."""
    asked = mine(request, SEE, trainingrequest_id)
    answer = HttpResponse(
        calendar_of(asked, chosen(asked), at=asked.changed_at), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{asked.code.lower()}.ics"'
    return answer


def _line(request: HttpRequest, signin_id: int) -> SignIn:
    row = SignIn.objects.filter(pk=signin_id).first()
    mine(request, EDIT, row.request_id if row else 0)
    if row is None:
        raise Http404
    return row


def _settle(request: HttpRequest, row: SignIn, act: Callable[..., Any], words: str) -> HttpResponse:
    base.done(request, lambda: act(line_id=row.pk, actor=request.user, at=timezone.now()), words)
    return redirect("trainings:lines", row.request_id)


@require_POST
def count(request: HttpRequest, signin_id: int) -> HttpResponse:
    """Count a doubtful line."""
    return _settle(request, _line(request, signin_id), commands.count_line, _("Counted."))


@require_POST
def strike(request: HttpRequest, signin_id: int) -> HttpResponse:
    """Strike a line out."""
    return _settle(request, _line(request, signin_id), commands.strike_line, _("Struck out."))


@require_POST
def forget(request: HttpRequest, signin_id: int) -> HttpResponse:
    """Empty the name of somebody who asks for it."""
    words = _("The name, the e-mail and the paper are gone; the number stays.")
    return _settle(request, _line(request, signin_id), commands.forget_line, words)
