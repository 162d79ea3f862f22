"""The public calendar: what is coming, what was done, one activity, and feeds that calendars subscribe to (RFC 5545).

Every door reads `Activity.objects.in_public`, so what is under guard is on none of them until its return date (S95).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity
from convergence.core.dates import UncertainDate
from convergence.core.profile import current_profile
from convergence.vocabulary.models import Theme
from convergence.website.machines import absolute
from convergence.website.registrations import offered

PER_PAGE = 20
MOST = 300
WIDTH = 75


def public() -> QuerySet[Any]:
    """Return what any stranger may read today."""
    return Activity.objects.in_public(timezone.localdate()).select_related("place", "axis")


def told(activity: Activity) -> dict[str, Any]:
    """Return an activity in the language of the page, dated as surely as it is known."""
    language = (get_language() or "fr")[:2]
    start, end = UncertainDate.read(activity.start), UncertainDate.read(activity.end)
    return {
        "activity": activity,
        "title": activity.title_in(language),
        "title_language": activity.title_language(language),
        "summary": activity.summary_in(language),
        "start": start.for_people(language) if start else "",
        "end": end.for_people(language) if end and end != start else "",
        "is_cancelled": activity.state == ActivityState.CANCELLED,
    }


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what is coming, then what was done, twenty a page."""
    today = timezone.localdate()
    past = Paginator(public().past(today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "coming": [told(row) for row in public().coming(today)[:MOST]],
        "past": [told(row) for row in past],
        "page_of_past": past,
    }
    return render(request, "website/calendar.html", context)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one activity.

    Raises:
        Http404: there is none of this name, or it may not be known in public.
    """
    activity = public().prefetch_related("themes", "pictures__picture").filter(slug=slug).first()
    if activity is None:
        raise Http404
    context = {
        **told(activity),
        "themes": activity.themes.all(),
        "people": activity.people.filter(is_named=True).exclude(person__is_sensitive=True).select_related("person"),
        "files": [row.file for row in activity.documents.filter(is_public=True).select_related("file")],
        "pictures": [row.picture for row in activity.pictures.all() if row.picture.may_be_shown],
        **offered(activity, at=timezone.now()),
    }
    return render(request, "website/activity.html", context)


@require_safe
def feed(request: HttpRequest, theme: str = "") -> HttpResponse:
    """Give the calendar to subscribe to: what is coming and the last year, whole or of one theme.

    Raises:
        Http404: there is no such theme.
    """
    rows = public().filter(last_day__gte=timezone.localdate() - timedelta(days=365), first_day__isnull=False)
    if theme:
        if not Theme.objects.filter(slug=theme).exists():
            raise Http404
        rows = rows.filter(themes__slug=theme)
    return _calendar(rows.order_by("first_day", "pk")[:MOST], "calendrier")


@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one activity as a file for a calendar.

    Raises:
        Http404: there is none of this name, nobody dated it to the day, or it may not be known in public.
    """
    rows = list(public().filter(slug=slug, first_day__isnull=False))
    if not rows:
        raise Http404
    return _calendar(rows, slug)


def _calendar(rows: Iterable[Activity], name: str) -> HttpResponse:
    language = get_language() or "fr"
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Convergence//activities//FR", "CALSCALE:GREGORIAN"]
    head.append(f"X-WR-CALNAME:{escaped(current_profile().name or 'Convergence')}")
    events = [line for row in rows if _is_dated(row) for line in _event(row, language)]
    lines = [*head, *events, "END:VCALENDAR"]
    text = "".join(f"{folded(line)}\r\n" for line in lines)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return answer


def _is_dated(row: Activity) -> bool:
    """Tell whether both ends are known to the day: a calendar cannot say “in June”."""
    day = len("2024-06-12")
    return len(row.start) == day and len(row.end) in (0, day)


def _event(row: Activity, language: str) -> list[str]:
    address = absolute(reverse("website:activity", args=[row.slug]))
    where = ", ".join(part for part in (row.venue, row.place.name_in(language) if row.place else "") if part)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{address}",
        f"DTSTAMP:{_instant(row.changed_at)}",
        *_when(row),
        f"SUMMARY:{escaped(row.title_in(language))}",
        f"URL:{address}",
        f"STATUS:{'CANCELLED' if row.state == ActivityState.CANCELLED else 'CONFIRMED'}",
    ]
    if row.summary_in(language):
        lines.append(f"DESCRIPTION:{escaped(row.summary_in(language))}")
    if where:
        lines.append(f"LOCATION:{escaped(where)}")
    return [*lines, "END:VEVENT"]


def _when(row: Activity) -> list[str]:
    """Return the beginning and the end: instants when the hour is known, else whole days, the end being the day after."""
    first, last = date.fromisoformat(row.start), date.fromisoformat(row.end or row.start)
    if row.start_time is None:
        return [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"]
    begins = timezone.make_aware(datetime.combine(first, row.start_time))
    lines = [f"DTSTART:{_instant(begins)}"]
    if row.end_time is not None:
        lines.append(f"DTEND:{_instant(timezone.make_aware(datetime.combine(last, row.end_time)))}")
    return lines


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Write a text as RFC 5545 asks: no line break, comma, semicolon or backslash of its own."""
    safe = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(safe.splitlines())


def folded(line: str) -> str:
    """Cut a line into pieces of 75 octets at most, none of which splits a letter."""
    pieces: list[bytes] = [b""]
    for sign in line:
        octets = sign.encode()
        room = WIDTH if len(pieces) == 1 else WIDTH - 1
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
        pieces[-1] += octets
    return "\r\n ".join(piece.decode() for piece in pieces)
