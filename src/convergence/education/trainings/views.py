"""Pages behind links: no password, no JavaScript, nothing without the token; and the page that verifies a code."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from convergence.core.dates import long_day
from convergence.core.errors import DomainError
from convergence.core.profile import current_profile
from convergence.education.trainings import commands, papers
from convergence.education.trainings.choices import LineState, OptionState, RequestState
from convergence.education.trainings.commands.letters import calendar_of, place_of
from convergence.education.trainings.errors import LinkNotFound
from convergence.education.trainings.forms import (
    AttestationForm,
    ChoiceForm,
    CodeForm,
    NoneFitsForm,
    SignInForm,
)
from convergence.education.trainings.models import Attestation, SignIn, TrainingRequest
from convergence.education.trainings.queries.sessions import (
    chosen,
    find_line,
    find_link,
    find_sheet,
    length,
    line_token,
    when,
)
from convergence.education.trainings.rules import codes
from convergence.ui.forms import add_refusal
from convergence.ui.links import Opened, behind_link, closed, count_wrong, must_wait, private


def _behind(find: Callable[[str], Any], language_of: Callable[[Any], str]) -> Callable[[Opened], Opened]:
    return behind_link("training-link", find, language_of, missing=LinkNotFound, needs_cookies=False)


def _link(token: str) -> Any:
    return find_link(token, at=timezone.now())


of_request = _behind(_link, lambda link: link.request.letters)
of_sheet = _behind(find_sheet, lambda sheet: sheet.request.letters)
of_line = _behind(find_line, lambda line: line.language)


def _language() -> str:
    return (translation.get_language() or "fr")[:2]


@require_http_methods(["GET", "HEAD", "POST"])
@of_request
def request_page(request: HttpRequest, link: Any, token: str) -> HttpResponse:
    """Show the dates to choose from, or the date that was agreed; take the choice, or that none fits."""
    asked: TrainingRequest = link.request
    at, language = timezone.now(), _language()
    options = asked.options.filter(state=OptionState.OFFERED, starts_at__gt=at).select_related("facilitator__person")
    words = _words_of(language)
    is_open = asked.state == RequestState.PROPOSED
    none = request.POST.get("none") == "1"
    choice = ChoiceForm(request.POST if request.method == "POST" and not none else None, options=options, words=words)
    other = NoneFitsForm(request.POST if none else None)
    if request.method == "POST" and is_open:
        form, act = (other, _say_none) if none else (choice, _choose)
        if form.is_valid():
            try:
                act(asked, form.cleaned_data, at)
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                return redirect("trainings_links:thanks") if none else redirect("trainings_links:request", token)
        # Somebody else who holds the link answered while this was being read: the page says what holds.
        if not TrainingRequest.objects.filter(pk=asked.pk, state=RequestState.PROPOSED).exists():
            return redirect("trainings_links:request", token)
    else:
        commands.note_opening(link_id=link.pk, at=at)
    agreed = asked.options.filter(state=OptionState.CHOSEN).select_related("facilitator__person").first()
    context = {
        "title": asked.what_in(language),
        "asked": asked,
        "token": token,
        "is_open": is_open,
        "form": choice if choice.errors or not other.errors else other,
        "choice": choice,
        "other": other,
        "agreed": agreed,
        "agreed_when": when(agreed.starts_at, agreed.ends_at, language) if agreed else "",
        "place": place_of(asked, language),
        "until": long_day(link.expires_at, language),
        "profile": current_profile(),
    }
    status = 422 if choice.errors or other.errors else 200
    return render(request, "trainings/request.html", context, status=status)


def _words_of(language: str) -> Callable[[Any], str]:
    def words(option: Any) -> str:
        said = {"when": when(option.starts_at, option.ends_at, language), "who": option.facilitator}
        return _("%(when)s, with %(who)s") % said

    return words


def _choose(asked: TrainingRequest, given: dict[str, Any], at: Any) -> None:
    commands.choose_date(request_id=asked.pk, option_id=given["option"].pk, actor=None, at=at)


def _say_none(asked: TrainingRequest, given: dict[str, Any], at: Any) -> None:
    commands.none_fits(request_id=asked.pk, words=given["words"], at=at)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank somebody for whom no date fitted: the link is closed, and another will come."""
    context = {
        "title": _("Thank you"),
        "lede": _("We look for other dates and write to you again. You have nothing to do meanwhile."),
    }
    return private(render(request, "trainings/plain.html", context))


@require_safe
@of_request
def request_calendar(request: HttpRequest, link: Any, token: str) -> HttpResponse:
    """Give the file for calendars of the date that was agreed."""
    option = chosen(link.request)
    content = calendar_of(link.request, option, at=link.request.changed_at)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{link.request.code.lower()}.ics"'
    return answer


@require_safe
@of_request
def request_sheet(request: HttpRequest, link: Any, token: str) -> HttpResponse:
    """Give the sheet for the host."""
    asked = link.request
    content = papers.host_sheet(asked, chosen(asked), current_profile(), at=asked.changed_at)
    return _pdf(content, f"{asked.code.lower()}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@of_sheet
def sign_in(request: HttpRequest, sheet: Any, token: str) -> HttpResponse:
    """Take a name while the session lasts; say when it opens otherwise."""
    at, language = timezone.now(), _language()
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.sign_in(sheet_id=sheet.pk, at=at, language=language, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("trainings_links:line", line_token(made.nonce))
    option = chosen(sheet.request)
    context = {
        "title": sheet.request.what_in(language),
        "kicker": when(option.starts_at, option.ends_at, language),
        "form": form,
        "is_open": sheet.opens_at <= at <= sheet.closes_at,
        "hours": when(sheet.opens_at, sheet.closes_at, language),
        "profile": current_profile(),
    }
    return render(request, "trainings/sign_in.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@of_line
def line(request: HttpRequest, found: SignIn, token: str) -> HttpResponse:
    """Say that somebody is signed in; once the session was held, issue the attestation they ask for."""
    at, language = timezone.now(), _language()
    asked = found.request
    paper = found.attestations.filter(cancelled_at=None).first()
    initial = {"name": found.name, "language": language}
    form = AttestationForm(request.POST or None, initial=initial)
    if request.method == "POST" and paper is None and form.is_valid():
        try:
            commands.issue_attestation(line_id=found.pk, actor=None, at=at, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("trainings_links:line", token)
    held = asked.state in {RequestState.HELD, RequestState.CLOSED}
    context = {
        "title": asked.what_in(language),
        "line": found,
        "token": token,
        "form": form,
        "paper": paper,
        "may_ask": held and found.state == LineState.COUNTED,
        "is_struck": found.state == LineState.STRUCK,
        "is_held": held,
        "evaluation": asked.activity.evaluation_code if asked.activity and held else "",
        "verify": papers.verify_url(paper.code) if paper else "",
        "code": codes.shown(paper.code) if paper else "",
    }
    return render(request, "trainings/line.html", context, status=422 if form.errors else 200)


@require_safe
@of_line
def attestation(request: HttpRequest, found: SignIn, token: str) -> HttpResponse:
    """Give the paper as it was issued.

    Raises:
        Http404: none was, or its person was forgotten.
    """
    paper = found.attestations.filter(cancelled_at=None).first()
    if paper is None or paper.pdf is None:
        raise Http404
    return _pdf(bytes(paper.pdf), f"{paper.number}.pdf")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code of an attestation."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = codes.read(form.cleaned_data["code"])
        if code:
            return redirect("trainings_links:verify", codes.shown(code))
        form.add_error("code", _("This is no code of an attestation: it has twelve signs, digits and capital letters."))
    context = {"title": _("Verify an attestation"), "form": form, "act": _("Verify")}
    return private(render(request, "trainings/verify_form.html", context, status=422 if form.errors else 200))


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say what an attestation attests and whether it holds; never to whom."""
    if must_wait(request, "attestation"):
        return closed(request, status=429)
    read, language = codes.read(code), _language()
    rows = Attestation.objects.select_related("request__training")
    found = rows.filter(code=read).first() if read else None
    if found is None:
        count_wrong(request, "attestation")
        context = {"title": _("No attestation bears this code"), "code": code[:60]}
        return private(render(request, "trainings/verified.html", context, status=404))
    said = found.content
    start, end = (datetime.fromisoformat(said[name]) for name in ("starts_at", "ends_at"))
    context = {
        "title": _("This attestation was cancelled") if found.cancelled_at else _("This attestation is genuine"),
        "found": found,
        "what": said["what"],
        "what_language": said["language"],
        "when": when(start, end, language),
        "length": length(said["minutes"], language),
        "issued": long_day(found.issued_at, language),
        "organisation": current_profile(),
    }
    return private(render(request, "trainings/verified.html", context))
