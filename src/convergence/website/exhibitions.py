"""Exhibitions that travel, in public: what they show, where they went, and the form to ask for one without an account."""

import itertools
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from convergence.core.errors import DomainError
from convergence.core.identifiers import id_from
from convergence.core.profile import current_profile
from convergence.education.exhibitions import commands
from convergence.education.exhibitions.choices import Shown
from convergence.education.exhibitions.forms import RequestForm
from convergence.education.exhibitions.models import Exhibition, Loan, Version, Work
from convergence.education.exhibitions.queries.availability import (
    next_stay,
    offered_versions,
    others_free,
    season_in_words,
)
from convergence.education.exhibitions.queries.consent import shown_by_work
from convergence.education.exhibitions.queries.loans import Stop, itinerary
from convergence.education.exhibitions.rules.slots import Span
from convergence.ui.forms import add_refusal
from convergence.website.heads import told_to_machines
from convergence.website.machines import absolute, organisation_data
from convergence.website.uses import beside, public
from convergence.website.worldmap import Shape, point_of, shapes, thread

#: Requests from one address before it waits, and for how many seconds.
MOST_REQUESTS, WAIT_SECONDS = 20, 3600
TIMES = frozenset({"slot_taken", "too_soon", "out_of_season"})
NORTH_AMERICA = frozenset({"CA", "US", "MX"})
SMALLEST_VIEW = 50.0


@dataclass(frozen=True)
class Route:
    """The map of an itinerary: outlines, knots and the threads between them, in order of the stops."""

    view_box: str
    shapes: list[Shape]
    knots: list[tuple[float, float, str]]
    threads: list[str]
    unit: float


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def _exhibition(slug: str) -> Exhibition:
    found = Exhibition.objects.filter(slug=slug, is_public=True).first()
    if found is None:
        raise Http404
    return found


def route_of(stops: list[Stop]) -> Route | None:
    """Draw the way of an exhibition; None when no stop says where it lies."""
    placed = [stop for stop in stops if stop.loan.place and stop.loan.place.latitude is not None]
    if not placed:
        return None
    knots = []
    for stop in placed:
        place = stop.loan.place
        x, y = point_of(float(place.latitude), float(place.longitude))  # type: ignore[union-attr, arg-type]
        knots.append((x, y, stop.loan.city))
    left, right = min(knot[0] for knot in knots), max(knot[0] for knot in knots)
    top, bottom = min(knot[1] for knot in knots), max(knot[1] for knot in knots)
    width = max((right - left) * 1.4, (bottom - top) * 2.4, SMALLEST_VIEW)
    height = width / 2
    box = ((left + right - width) / 2, (top + bottom - height) / 2)
    codes = {stop.loan.place.country for stop in placed if stop.loan.place}
    drawn = NORTH_AMERICA if codes <= NORTH_AMERICA else None
    outlines = [one for one in shapes({}, _language()) if drawn is None or one.code in drawn]
    way = [thread(start[:2], end[:2]) for start, end in itertools.pairwise(knots) if start[:2] != end[:2]]
    view = f"{box[0]:.1f} {box[1]:.1f} {width:.1f} {height:.1f}"
    return Route(view, outlines, knots, way, round(width / 100, 2))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the exhibitions that travel."""
    language = _language()
    rows = [
        {
            "exhibition": row,
            "title": row.title_in(language),
            "title_language": row.title_language(language),
            "summary": row.summary_in(language),
        }
        for row in Exhibition.objects.filter(is_public=True).annotate(number=Count("works"))
    ]
    title, words = _("Exhibitions that travel"), _("They come to your general meeting, your lobby, your park.")
    heard = told_to_machines("exhibitions", title=title, words=words)
    return render(request, "website/exhibitions.html", {**heard, "rows": rows})


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an exhibition: its works with credit and words, its versions, where it went.

    Raises:
        Http404: there is none of this name, or it is not public.
    """
    exhibition, language = _exhibition(slug), _language()
    works = list(exhibition.works.select_related("picture"))
    shown = shown_by_work(work.pk for work in works)
    stops = itinerary(exhibition, timezone.localdate())
    title, summary = exhibition.title_in(language), exhibition.summary_in(language)
    told = [
        {
            "work": work,
            "title": work.title_in(language),
            "picture": work.picture
            if work.picture and work.picture.may_be_shown and shown[work.pk] == Shown.SHOWN
            else None,
        }
        for work in works
    ]
    first = next((row["picture"] for row in told if row["picture"]), None)
    heard = told_to_machines(
        "exhibition", slug, title=title, words=summary, about=_machines_read(exhibition, told, stops), picture=first
    )
    return _page(
        request,
        "exhibition",
        heard,
        exhibition=exhibition,
        title=title,
        title_language=exhibition.title_language(language),
        summary=summary,
        works=told,
        versions=[
            {
                "version": row,
                "name": row.name or row.get_setting_display(),
                "conditions": row.conditions_in(language),
                "season": season_in_words(row.season, language),
            }
            for row in offered_versions(exhibition)
        ],
        stops=stops,
        route=route_of(stops),
        themes=exhibition.themes.all(),
        tools=beside(public(exhibition.tools), language),
    )


def _machines_read(exhibition: Exhibition, works: list[dict[str, Any]], stops: list[Stop]) -> dict[str, Any]:
    """Return an exhibition as a schema.org collection, its works with their authors, its stops as events."""
    return {
        "@type": "Collection",
        "publisher": {"@id": organisation_data(current_profile())["@id"]},
        "hasPart": [_work_read(row["work"], row["title"]) for row in works],
        "subjectOf": [
            {
                "@type": "ExhibitionEvent",
                "name": f"{exhibition.title_in(_language())}, {stop.loan.city}",
                "startDate": stop.loan.first_day.isoformat(),
                "endDate": stop.loan.last_day.isoformat(),
                "location": {"@type": "Place", "name": stop.loan.venue or stop.loan.city, "address": stop.loan.city},
                "url": absolute(reverse("website:activity", args=[stop.activity.slug])),
            }
            for stop in stops
        ],
    }


def _work_read(work: Work, title: str) -> dict[str, Any]:
    author = {"creator": {"@type": "Person", "name": work.author}} if work.author else {}
    return {"@type": "CreativeWork", "name": title, **author}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a loan, without an account and without JavaScript; days that are taken get the next free ones proposed.

    No token against forged requests is asked for: the form uses no right of whoever sends it, and a browser that refuses
    cookies may send it too.

    Raises:
        Http404: there is no such exhibition.
    """
    exhibition = _exhibition(slug)
    versions = offered_versions(exhibition)
    language = _language()
    if request.method == "POST":
        given = with_proposal(request.POST)
        form = RequestForm(given, versions=versions)
        answer = Answer()
        if form.is_valid():
            answer = _asked(request, form, language)
        if answer.loan is not None:
            return redirect("website:exhibition_thanks", slug)
        extra = {"proposal": answer.proposal, "others": answer.others, "wanted": given}
    else:
        initial = {"key": f"loan:{secrets.token_hex(12)}", "version": id_from(request.GET.get("version", ""))}
        form, extra = RequestForm(initial=initial, versions=versions), {}
    response = _page(
        request,
        "exhibition_request",
        told_to_machines("exhibition_request", slug, title=_("Ask for the exhibition")),
        exhibition=exhibition,
        title=exhibition.title_in(language),
        form=form,
        versions=[(row, row.conditions_in(language)) for row in versions],
        **extra,
    )
    response.status_code = 422 if form.errors else 200
    add_never_cache_headers(response)
    return response


@dataclass(frozen=True)
class Answer:
    """What became of a request: a loan, or the next free days and the other versions that are free."""

    loan: Loan | None = None
    proposal: Span | None = None
    others: tuple[Version, ...] = ()


def with_proposal(sent: QueryDict) -> QueryDict:
    """Return what was sent, with the days or the version of the button that was pressed."""
    given = sent.copy()
    first, _slash, last = sent.get("take", "").partition("/")
    if first and last:
        given["first_day"], given["last_day"] = first, last
    if sent.get("take_version"):
        given["version"] = sent["take_version"]
    return given


def _asked(request: HttpRequest, form: RequestForm, language: str) -> Answer:
    key = f"loan-requests:{request.META.get('REMOTE_ADDR', '')}"
    if cache.get(key, 0) >= MOST_REQUESTS:
        form.add_error(None, _("Too many requests from here within an hour. Write to us instead."))
        return Answer()
    cache.add(key, 0, WAIT_SECONDS)
    cache.incr(key)
    return asked(form, language, actor=None)


def asked(form: RequestForm, language: str, *, actor: Any, borrower_id: int | None = None) -> Answer:
    """Write the request of a valid form; a refusal goes beside its field, with what is possible instead."""
    version: Version = form.cleaned_data["version"]
    try:
        loan = commands.request_loan(
            version_id=version.pk,
            asked=form.asked(language),
            accepts_conditions=form.cleaned_data["accepts_conditions"],
            borrower_id=borrower_id,
            key=form.cleaned_data["key"],
            actor=actor,
            at=timezone.now(),
        )
    except DomainError as refusal:
        instead = _instead(version, form) if refusal.code in TIMES else Answer()
        add_refusal(form, refusal)
        return instead
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return Answer()
    return Answer(loan=loan)


def _instead(version: Version, form: RequestForm) -> Answer:
    stay, today = Span(form.cleaned_data["first_day"], form.cleaned_data["last_day"]), timezone.localdate()
    others = [
        row
        for row in others_free(version, stay, today)
        if row.setting == form.cleaned_data["setting"] or row.setting == "OUTDOOR"
    ]
    return Answer(proposal=next_stay(version, stay, today=today), others=tuple(others))


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the request is received and that a message was sent.

    Raises:
        Http404: there is no such exhibition.
    """
    exhibition = _exhibition(slug)
    return _page(
        request,
        "exhibition_thanks",
        told_to_machines("exhibition_thanks", slug, title=_("Your request is received")),
        exhibition=exhibition,
        title=exhibition.title_in(_language()),
    )


def _page(request: HttpRequest, name: str, heard: dict[str, Any], **context: Any) -> HttpResponse:
    return render(request, f"website/{name}.html", {**heard, **context})
