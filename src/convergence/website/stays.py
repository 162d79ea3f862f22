"""Internships and missions in public: programmes, open calls, the form to apply without an account, what missions found."""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from convergence.activities.models import Activity
from convergence.core.errors import DomainError
from convergence.documents.fields import tell_too_heavy
from convergence.documents.papers import MOST_BYTES
from convergence.documents.uploads import LightFilesOnly, keep_light_files
from convergence.education.stays import commands
from convergence.education.stays.choices import ProgrammeKind
from convergence.education.stays.errors import TooManyAsked
from convergence.education.stays.forms import ApplyForm
from convergence.education.stays.models import Finding, Programme, Stay, StayCall
from convergence.ui.forms import add_refusal
from convergence.website.heads import told_to_machines

MOST_ASKED, WAIT_SECONDS = 20, 3600
"""Applications from one address before it waits, and for how many seconds."""
MOST_IN_ALL = 4 * MOST_BYTES
LONGEST = 60


def _language() -> str:
    return (get_language() or "fr")[:2]


def _page(request: HttpRequest, name: str, *args: str, status: int = 200, **context: Any) -> HttpResponse:
    """Draw a page, with its other languages and what machines read of it."""
    title, words = context.get("title") or _("Internships and missions"), context.get("summary") or context.get("words")
    heard = told_to_machines(name, *args, title=title, words=words or "")
    return render(request, f"website/{name}.html", {**context, **heard}, status=status)


def _told(call: StayCall) -> dict[str, Any]:
    language = _language()
    return {
        "call": call,
        "title": call.title_in(language),
        "title_language": call.title_language(language),
        "words": call.words_in(language),
        "is_open": call.takes_applications(timezone.localdate()),
        "is_to_come": call.state == "PUBLISHED" and call.opens > timezone.localdate(),
    }


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the calls that are open or soon will be, then the programmes."""
    language, today = _language(), timezone.localdate()
    calls = StayCall.objects.announced().select_related("programme").filter(state="PUBLISHED", closes__gte=today)
    programmes = [
        {"programme": row, "title": row.title_in(language), "summary": row.summary_in(language)}
        for row in Programme.objects.filter(is_public=True)
    ]
    return _page(request, "stays", calls=[_told(row) for row in calls.order_by("closes", "pk")], programmes=programmes)


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a programme: its calls, its stays that anybody may know of, what they found.

    Raises:
        Http404: there is none of this name, or it is not public.
    """
    found = Programme.objects.filter(slug=slug, is_public=True).first()
    if found is None:
        raise Http404
    language, today = _language(), timezone.localdate()
    public = Activity.objects.in_public(today)
    stays = Stay.objects.filter(programme=found, activity__in=public).select_related("activity")
    findings = Finding.objects.filter(stay__in=stays, is_public=True).select_related("stay__activity")
    calls = StayCall.objects.announced().filter(programme=found)
    return _page(
        request,
        "stay_programme",
        slug,
        programme=found,
        title=found.title_in(language),
        summary=found.summary_in(language),
        is_mission=found.kind == ProgrammeKind.MISSION,
        calls=[_told(row) for row in calls[:LONGEST]],
        stays=stays.order_by("-leaves", "-pk")[:LONGEST],
        findings=[_found(row) for row in findings[:LONGEST]],
    )


def _found(finding: Finding) -> dict[str, Any]:
    language = _language()
    return {
        "finding": finding,
        "text": finding.text_in(language),
        "source": finding.source_in(language),
    }


def _call(slug: str) -> StayCall:
    found = StayCall.objects.announced().select_related("programme").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a call: where, when, what is looked at.

    Raises:
        Http404: there is none of this name, or it is not published.
    """
    found = _call(slug)
    return _page(
        request,
        "stay_call",
        slug,
        **_told(found),
        criteria=found.criteria.all(),
        expected=found.expected.all(),
        weights=sum(one.weight for one in found.criteria.all()),
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Apply, without an account and without JavaScript; files that are too heavy are not kept, the words stay.

    No token against forged requests is asked for: the form uses no right of whoever sends it.

    Raises:
        Http404: there is no such call.
    """
    found = _call(slug)
    if not found.takes_applications(timezone.localdate()):
        return redirect("website:stay_call", slug)
    watch = keep_light_files(request, most=MOST_BYTES, most_in_all=MOST_IN_ALL)
    if request.method != "POST":
        return _page(request, "stay_apply", slug, **_told(found), form=ApplyForm(call=found))
    form = ApplyForm(request.POST, request.FILES, call=found)
    if _applied(request, form, watch, found):
        return redirect("website:stay_applied", slug)
    return _page(request, "stay_apply", slug, **_told(found), form=form, status=422)


def _applied(request: HttpRequest, form: ApplyForm, watch: LightFilesOnly, call: StayCall) -> bool:
    tell_too_heavy(form, watch.too_heavy)
    if not form.is_valid():
        return False
    if form.cleaned_data["website"]:  # only machines fill it: they are thanked, and nothing is kept
        return True
    try:
        _wait_your_turn(request)
        commands.apply(
            call_id=call.pk,
            told=form.told(_language()),
            form_key=form.cleaned_data["form_key"],
            at=timezone.now(),
        )
    except DomainError as refusal:
        add_refusal(form, refusal)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    else:
        return True
    return False


def _wait_your_turn(request: HttpRequest) -> None:
    key = f"stay-applications:{request.META.get('REMOTE_ADDR', '')}"
    if cache.get(key, 0) >= MOST_ASKED:
        raise TooManyAsked
    cache.add(key, 0, WAIT_SECONDS)
    cache.incr(key)


@require_safe
def applied(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the application has come and that a message was sent.

    Raises:
        Http404: there is no such call.
    """
    found = _call(slug)
    return _page(request, "stay_applied", slug, **_told(found))
