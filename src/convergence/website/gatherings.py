"""The public form of registration, and the pages of series (S75, S85, S86)."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from convergence.activities.models import Activity
from convergence.core.errors import DomainError
from convergence.core.reading import keep_read
from convergence.education.gatherings import commands
from convergence.education.gatherings.errors import RegisteredAlready
from convergence.education.gatherings.forms import RegistrationForm, registration_form
from convergence.education.gatherings.models import Gathering, Series
from convergence.education.gatherings.queries import hot
from convergence.education.gatherings.queries.links import token_of
from convergence.education.gatherings.queries.lists import openness_of
from convergence.education.gatherings.queries.when import when_of
from convergence.education.gatherings.rules.openness import Openness
from convergence.ui.forms import add_refusal
from convergence.website.calendar.pages import feeds, public, told
from convergence.website.heads import told_to_machines


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form of a gathering, or register and go to the personal page.

    No token against forged requests is asked for: whoever reads the page may register, also a browser that refuses
    cookies, and nothing of the visitor's own is used.

    Raises:
        Http404: nothing public of this name takes registrations.
    """
    at, language = timezone.now(), (get_language() or "fr")[:2]
    if request.method == "POST" and (lately := hot.open_lately(slug)) is not None:
        form = registration_form(request.POST, lately)
        with suppress(DomainError):  # what is refused is asked again below, of what the database says now
            if form.is_valid():
                return _registered(lately, form, language, at)
    gathering = _gathering(slug)
    openness = openness_of(gathering, at=at)
    form = registration_form(request.POST if request.method == "POST" else None, gathering)
    if request.method == "POST" and openness == Openness.OPEN and form.is_valid():
        try:
            return _registered(gathering, form, language, at)
        except RegisteredAlready as refusal:
            commands.tell_again(gathering_id=gathering.pk, email=form.cleaned_data["email"], at=at)
            form.add_error("email", str(refusal))
        except DomainError as refusal:
            add_refusal(form, refusal)
    whole = Gathering.objects.select_related("activity__place", "series").get(pk=gathering.pk)
    keep_read(whole, seats=gathering.seats.all())
    gathering, activity = whole, whole.activity
    shown = told(activity)
    title = f"{_('Registration')} · {shown['title']}"
    context = {
        **shown,
        "gathering": gathering,
        "openness": openness,
        "when": when_of(gathering, language),
        "seats": list(gathering.seats.all()),
        "has_free": any(seats.free for seats in gathering.seats.all()),
        "form": form,
        **told_to_machines("register", slug, title=title),
    }
    return render(request, "website/register.html", context, status=422 if form.errors else 200)


def _registered(gathering: Gathering, form: RegistrationForm, language: str, at: datetime) -> HttpResponse:
    given = form.cleaned_data
    made = commands.register(
        gathering_id=gathering.pk,
        way=given["way"],
        asked=form.asked(language),
        key=given["key"],
        actor=None,
        at=at,
        slug=gathering.activity.slug,
    )
    return redirect("gatherings:registration", token_of(made.nonce))


def _gathering(slug: str) -> Gathering:
    """Return what a form needs of a gathering.

    Raises:
        Http404: nothing public of this name takes registrations.
    """
    found = hot.open_to_form(slug)
    if found is None or openness_of(found, at=timezone.now()) == Openness.HIDDEN:
        raise Http404
    return found


@require_safe
def series(request: HttpRequest, slug: str, edition: str = "") -> HttpResponse:
    """Show the gatherings of a series, of one edition when it is named, with their public files (S75, S86).

    Raises:
        Http404: there is no such series, or nothing public of this edition.
    """
    found = Series.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    mine: Any = Activity.objects.filter(gathering__series=found)
    if edition:
        mine = mine.filter(gathering__edition=edition)
    rows = public().filter(pk__in=mine.values("pk")).select_related("gathering").prefetch_related("documents__file")
    entries = [
        told(row)
        | {
            "edition": row.gathering.edition,
            "files": [one.file for one in row.documents.all() if one.is_public],
        }
        for row in rows.order_by("-first_day", "-pk")
    ]
    if not entries and edition:
        raise Http404
    place = ("edition", slug, edition) if edition else ("series", slug)
    editions = sorted({entry["edition"] for entry in entries if entry["edition"]}, reverse=True)
    context = {
        "series": found,
        "edition": edition,
        "entries": entries,
        "editions": editions,
        "whole": reverse("website:series", args=[slug]),
        **told_to_machines(*place, title=f"{found} {edition}".strip(), feeds=feeds()),
    }
    return render(request, "website/series.html", context)
