"""Pages of the public calendar."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.activities.choices import ActivityKind, ActivityState, OrganisationCapacity
from convergence.activities.models import Activity, ActivityDocument
from convergence.activities.queries.telling import odd_length, told_when
from convergence.activities.rules.calendar import FIRST_YEAR, LAST_YEAR, Span, span_of
from convergence.core.money import locale_of
from convergence.education.tools.models import Tool
from convergence.education.tours.queries.public import public_tours
from convergence.vocabulary.countries import country_name
from convergence.vocabulary.models import Axis, Region, Theme
from convergence.vocabulary.themed import bearing
from convergence.website.heads import told_to_machines
from convergence.website.machines import FeedLink
from convergence.website.queries.networks import name_on
from convergence.website.registrations import event_of, offered
from convergence.website.uses import beside
from convergence.website.uses import public as public_tools

DRAWN = {
    ActivityKind.TRAINING: "book",
    ActivityKind.WORKSHOP: "needle",
    ActivityKind.CONFERENCE: "voice",
    ActivityKind.LUNCH_TALK: "table",
    ActivityKind.EVENING: "people",
    ActivityKind.COLLOQUIUM: "people",
    ActivityKind.TOUR: "globe",
    ActivityKind.EXHIBITION: "frames",
    ActivityKind.SHORT_INTERNSHIP: "globe",
    ActivityKind.LONG_INTERNSHIP: "globe",
    ActivityKind.MISSION: "globe",
    ActivityKind.RALLY: "fists",
    ActivityKind.ASSEMBLY: "people",
}
PER_PAGE = 20
MOST = 300
MOST_OF_MONTH = 1_000


def public() -> QuerySet[Any]:
    """Return what any stranger may read today."""
    return Activity.objects.in_public(timezone.localdate()).select_related("place", "axis")


def told(activity: Activity) -> dict[str, Any]:
    """Return an activity in the language of the page, dated as surely as it is known."""
    language = (get_language() or "fr")[:2]
    return {
        "activity": activity,
        "title": activity.title_in(language),
        "title_language": activity.title_language(language),
        "summary": activity.summary_in(language),
        "when": told_when(activity, language) if activity.start else "",
        "is_cancelled": activity.state == ActivityState.CANCELLED,
    }


def next_ones(most: int) -> list[dict[str, Any]]:
    """Return the next public activities, for the home page."""
    today = timezone.localdate()
    return [told(row) for row in public().exclude(state=ActivityState.CANCELLED).coming(today)[:most]]


def feeds(theme: str = "") -> list[FeedLink]:
    """Return the feeds of the calendar, or of what bears a theme."""
    end, args = ("_theme", [theme]) if theme else ("", [])
    return [
        FeedLink(kind, str(_("Calendar")), reverse(f"website:{name}{end}", args=args))
        for kind, name in (("text/calendar", "calendar_feed"), ("application/atom+xml", "calendar_atom"))
    ]


@dataclass(frozen=True)
class Asked:
    """What narrows the calendar; short names, empty for everything."""

    theme: str = ""
    axis: str = ""
    region: str = ""
    country: str = ""
    month: str = ""

    @property
    def narrows(self) -> dict[str, str]:
        """Return what is asked, by its name in the address."""
        named = {"theme": self.theme, "axe": self.axis, "region": self.region, "pays": self.country, "mois": self.month}
        return {name: value for name, value in named.items() if value}

    @property
    def query(self) -> str:
        """Return it as the end of an address."""
        return f"?{urlencode(self.narrows)}" if self.narrows else ""

    def rows(self) -> QuerySet[Any]:
        """Return the public activities that fit."""
        wanted = Q()
        for path, value in (
            ("themes__slug", self.theme),
            ("axis__slug", self.axis),
            ("region__slug", self.region),
            ("place__country", self.country),
        ):
            if value:
                wanted &= Q(**{path: value})
        return public().filter(wanted).distinct() if self.theme else public().filter(wanted)


def asked_in(request: HttpRequest) -> Asked:
    """Read what an address asks; control characters and lengths that no name has are dropped."""
    given = {name: _plain(request.GET.get(name, "")) for name in ("theme", "axe", "region", "pays", "mois")}
    country = given["pays"].upper() if len(given["pays"]) == 2 else ""
    month = given["mois"] if _month(given["mois"]) else ""
    return Asked(given["theme"], given["axe"], given["region"], country, month)


def _plain(text: str) -> str:
    return text if len(text) <= 50 and text.isprintable() else ""


def _month(text: str) -> Span | None:
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return span_of("month", day, 0) if FIRST_YEAR <= day.year <= LAST_YEAR else None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what is coming, then what was done, twenty a page; or one month. Narrowed by theme, axis, region, country."""
    asked, today = asked_in(request), timezone.localdate()
    language = (get_language() or "fr")[:2]
    rows = asked.rows()
    context: dict[str, Any] = {
        "asked": asked,
        "themes": Theme.objects.filter(pk__in=public().order_by().values("themes")),
        "axes": Axis.objects.all(),
        "regions": Region.objects.filter(pk__in=public().order_by().values("region")),
        "country": country_name(asked.country, language) if asked.country else "",
        **told_to_machines(
            "calendar",
            title=str(_("Calendar")),
            words=str(_("What is coming, and what we did.")),
            query=asked.query,
            feeds=feeds(),
        ),
    }
    month = _month(asked.month)
    if month:
        context |= _of_month(asked, rows, month, language)
    else:
        past = Paginator(rows.past(today), PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "coming": [told(row) for row in rows.coming(today)[:MOST]],
            "past": [told(row) for row in past],
            "page_of_past": past,
            "this_month": _month_link(asked, today),
        }
    return render(request, "website/calendar.html", context)


def _of_month(asked: Asked, rows: QuerySet[Any], span: Span, language: str) -> dict[str, Any]:
    found = rows.between(span.first, span.last).order_by("first_day", "start_time", "pk")[:MOST_OF_MONTH]
    return {
        "month": capfirst(format_date(span.first, "LLLL y", locale=locale_of(language))),
        "of_month": [told(row) for row in found],
        "month_before": _month_link(asked, span.before),
        "month_after": _month_link(asked, span.after),
    }


def _month_link(asked: Asked, day: date) -> str:
    query = urlencode({**asked.narrows, "mois": f"{day:%Y-%m}"})
    return f"{reverse('website:calendar')}?{query}"


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one activity.

    Raises:
        Http404: there is none of this name, or it may not be known in public.
    """
    rows = public().select_related("part_of", "region").prefetch_related("themes", "pictures__picture__renditions")
    activity = rows.filter(slug=slug).first()
    if activity is None:
        raise Http404
    now, language = timezone.now(), (get_language() or "fr")[:2]
    pictures = [row.picture for row in activity.pictures.all() if row.picture.may_be_shown]
    parts = public().filter(part_of=activity).order_by("first_day", "start_time", "pk")
    whole = public().filter(pk=activity.part_of_id).first() if activity.part_of_id else None
    box = offered(activity, at=now)
    shown = told(activity)
    context = {
        **shown,
        "odd_length": odd_length(activity),
        "themes": activity.themes.all(),
        "people": activity.people.filter(is_named=True).exclude(person__is_sensitive=True).select_related("person"),
        "files": _files(activity),
        "tools": beside(public_tools(Tool.objects.filter(used_in__activity=activity)), language),
        "pictures": pictures,
        "funders": _funders(activity),
        "parts": [told(row) for row in parts],
        "whole": told(whole) if whole else None,
        "is_tour": activity.kind == ActivityKind.TOUR
        and public_tours(timezone.localdate()).filter(activity=activity).exists(),
        **box,
        "drawn": DRAWN.get(activity.kind, "knots"),
        **told_to_machines(
            "activity",
            slug,
            title=shown["title"],
            words=shown["summary"],
            about=event_of(activity, box["gathering"], at=now),
            feeds=feeds(),
            picture=pictures[0] if pictures else None,
        ),
    }
    return render(request, "website/activity.html", context)


def _files(activity: Activity) -> list[ActivityDocument]:
    return list(activity.documents.filter(is_public=True).select_related("file"))


def _funders(activity: Activity) -> list[dict[str, str]]:
    """Return who funds it, under the name of that time and today's (S87)."""
    rows = activity.participations.filter(capacity=OrganisationCapacity.FUNDER, contact__is_sensitive=False)
    day = activity.first_day or timezone.localdate()
    found = []
    for row in rows.select_related("contact__merged_into").prefetch_related("contact__former_names"):
        kept = row.contact.merged_into or row.contact
        then = name_on(kept, day)
        found.append({"name": then, "now": kept.name if then != kept.name else "", "website": kept.website})
    return found


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything that bears a theme, whichever register holds it (S96).

    Raises:
        Http404: there is no such theme.
    """
    found = Theme.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    language = (get_language() or "fr")[:2]
    context = {
        "theme": found,
        "name": found.name_in(language),
        "groups": bearing(found.pk, language),
        **told_to_machines("theme", slug, title=found.name_in(language), feeds=feeds(slug)),
    }
    return render(request, "website/theme.html", context)
