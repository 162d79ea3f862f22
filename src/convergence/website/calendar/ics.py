"""Activities as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity
from convergence.activities.queries.calendar import is_dated
from convergence.activities.queries.telling import moments_of
from convergence.core.profile import current_profile
from convergence.website.machines import absolute

WIDTH = 75


def calendar_of(rows: Iterable[Activity], name: str) -> HttpResponse:
    """Return a calendar of the activities that are known to the day: it cannot say “in June”."""
    language = get_language() or "fr"
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Convergence//activities//FR", "CALSCALE:GREGORIAN"]
    head.append(f"X-WR-CALNAME:{escaped(current_profile().name or 'Convergence')}")
    events = [line for row in rows if is_dated(row) for line in _event(row, language)]
    lines = [*head, *events, "END:VCALENDAR"]
    text = "".join(f"{folded(line)}\r\n" for line in lines)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return answer


def _event(row: Activity, language: str) -> list[str]:
    address = absolute(reverse("website:activity", args=[row.slug]))
    where = ", ".join(part for part in (row.venue, row.place.name_in(language) if row.place else "") if part)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{address}",
        f"DTSTAMP:{_instant(row.changed_at)}",
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
    return [f"DTSTART:{_instant(begins)}", *([f"DTEND:{_instant(ends)}"] if ends else [])]


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
