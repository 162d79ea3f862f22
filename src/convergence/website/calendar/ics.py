"""Activities as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity
from convergence.activities.queries.calendar import is_dated
from convergence.activities.queries.telling import moments_of, told_where
from convergence.core.icalendar import calendar_file, escaped, instant
from convergence.core.profile import current_profile
from convergence.website.machines import absolute


def calendar_of(rows: Iterable[Activity], name: str) -> HttpResponse:
    """Return a calendar of the activities that are known to the day: it cannot say “in June”."""
    language = get_language() or "fr"
    lines = [line for row in rows if is_dated(row) for line in _event(row, language)]
    file = calendar_file(lines, product="activities", name=current_profile().name or "Convergence")
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return answer


def _event(row: Activity, language: str) -> list[str]:
    address = absolute(reverse("website:activity", args=[row.slug]))
    where = told_where(row.venue, row.place.name_in(language) if row.place else "")
    lines = [
        "BEGIN:VEVENT",
        f"UID:{address}",
        f"DTSTAMP:{instant(row.changed_at)}",
        *_when(row),
        f"SUMMARY:{escaped(row.title_in(language))}",
        f"STATUS:{'CANCELLED' if row.state == ActivityState.CANCELLED else 'CONFIRMED'}",
    ]
    if row.is_public:
        lines.append(f"URL:{address}")
    if row.summary_in(language):
        lines.append(f"DESCRIPTION:{escaped(row.summary_in(language))}")
    if where:
        lines.append(f"LOCATION:{escaped(where)}")
    return [*lines, "END:VEVENT"]


def _when(row: Activity) -> list[str]:
    """Return the beginning and the end: instants when the hour is known, else whole days, the end being the day after."""
    moments = moments_of(row)
    if moments is None:
        first, last = date.fromisoformat(row.start), date.fromisoformat(row.end or row.start)
        return [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"]
    begins, ends = moments
    return [f"DTSTART:{instant(begins)}", *([f"DTEND:{instant(ends)}"] if ends else [])]
