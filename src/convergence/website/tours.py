"""Tours of guests in public: those that are safe to tell, with their guests as they agreed to be told (S71, S95)."""

from typing import Any

from babel import Locale
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.activities.queries.telling import told_when
from convergence.education.tours.models import Leg, Tour
from convergence.education.tours.queries.public import PublicGuest, is_cancelled, public_tour, public_tours
from convergence.website.calendar.pages import told
from convergence.website.heads import told_to_machines

PER_PAGE = 20


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the tours that anybody may know of."""
    language = _language()
    found = Paginator(public_tours(timezone.localdate()), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_entry(tour, language) for tour in found]
    words = _("Union people from the South go from local to local: they speak for themselves.")
    heard = told_to_machines("tours", title=_("Tours of guests"), words=words)
    return render(request, "website/tours.html", {**heard, "rows": rows, "page_of_tours": found})


def _entry(tour: Tour, language: str) -> dict[str, Any]:
    activity = tour.activity
    return {
        "activity": activity,
        "slug": activity.slug,
        "title": activity.title_in(language),
        "title_language": activity.title_language(language),
        "summary": activity.summary_in(language),
        "when": told_when(activity, language),
        "is_cancelled": is_cancelled(tour),
    }


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a tour: its guests as they agreed to be told, where they go, the meetings, what was said of it.

    Raises:
        Http404: there is none of this name, or it may not be known in public.
    """
    today, language = timezone.localdate(), _language()
    tour = public_tours(today).filter(activity__slug=slug).first()
    if tour is None:
        raise Http404
    shown = public_tour(tour, today)
    entry = _entry(tour, language)
    context = {
        **told_to_machines("tour", slug, title=entry["title"], words=entry["summary"]),
        **entry,
        "guests": [_guest(guest, language) for guest in shown.guests],
        "legs": [_leg(leg) for leg in shown.legs],
        "meetings": [told(row) for row in shown.meetings],
        "mentions": shown.mentions,
    }
    return render(request, "website/tour.html", context)


def _guest(guest: PublicGuest, language: str) -> dict[str, Any]:
    country = str(Locale(language).territories.get(guest.country, "")) if guest.country else ""
    spoken = language if language in guest.presents else "fr"
    return {
        "name": guest.name,
        "presents": guest.presents.get(spoken, ""),
        "presents_language": spoken,
        "country": country,
        "picture": guest.picture,
    }


def _leg(leg: Leg) -> dict[str, Any]:
    hidden = leg.host is not None and leg.host.is_sensitive
    return {"leg": leg, "host": "" if hidden else leg.shown_host}
