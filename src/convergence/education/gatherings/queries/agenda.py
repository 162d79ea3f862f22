"""A registration as a file for a calendar (RFC 5545): the chosen sessions, else the whole gathering."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from convergence.core.dates import UncertainDate
from convergence.core.profile import current_profile
from convergence.education.gatherings.choices import RegistrationState, Way
from convergence.education.gatherings.models import Registration
from convergence.education.gatherings.rules import hours

WIDTH = 75


def calendar_of(registration: Registration, *, at: datetime) -> bytes:
    """Return the file. A registration that is over says so, so that a calendar that knew it takes it out."""
    language = registration.language
    title = registration.gathering.activity.title_in(language)
    status = "CONFIRMED" if registration.state == RegistrationState.CONFIRMED else "TENTATIVE"
    if registration.state in (RegistrationState.CANCELLED, RegistrationState.LAPSED):
        status = "CANCELLED"
    sittings = list(registration.sittings.order_by("starts_at", "pk"))
    when = [
        (f"{registration.digest[:20]}-{one.pk}", f"{title} : {one.title_in(language)}",
         [f"DTSTART:{_instant(one.starts_at)}", f"DTEND:{_instant(one.ends_at)}"], one.room)
        for one in sittings
    ] or [(registration.digest[:20], title, _of_activity(registration), "")]  # fmt: skip
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Convergence//gatherings//FR", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{escaped(current_profile().name or 'Convergence')}")
    for uid, name, moments, room in when:
        lines += ["BEGIN:VEVENT", f"UID:{uid}@convergence", f"DTSTAMP:{_instant(at)}", *moments]
        lines += [f"SUMMARY:{escaped(name)}", f"STATUS:{status}"]
        if where := place_of(registration, room):
            lines.append(f"LOCATION:{escaped(where)}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def place_of(registration: Registration, room: str = "") -> str:
    """Return where to go: the link for those who come online, room and address for the others."""
    gathering, activity = registration.gathering, registration.gathering.activity
    if registration.way == Way.ONLINE:
        return gathering.online_link
    place = activity.place.name_in(registration.language) if activity.place else ""
    return ", ".join(part for part in (room, activity.venue, place) if part)


def _of_activity(registration: Registration) -> list[str]:
    activity = registration.gathering.activity
    first = UncertainDate.read(activity.start)
    last = UncertainDate.read(activity.end) or first
    if first is None or last is None:
        return []
    if activity.start_time is None:
        after: date = last.latest + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{first.earliest:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    zone = timezone.get_default_timezone()
    lines = [f"DTSTART:{_instant(hours.nearest(first.earliest, activity.start_time, zone))}"]
    if activity.end_time is not None:
        lines.append(f"DTEND:{_instant(hours.nearest(last.latest, activity.end_time, zone))}")
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
