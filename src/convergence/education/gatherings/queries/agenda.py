"""A registration as a file for a calendar (RFC 5545): the chosen sessions, else the whole gathering."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from convergence.core.dates import UncertainDate
from convergence.core.icalendar import calendar_file, escaped, instant
from convergence.core.profile import current_profile
from convergence.education.gatherings.choices import RegistrationState, Way
from convergence.education.gatherings.models import Registration
from convergence.education.gatherings.rules import hours


def calendar_of(registration: Registration, *, at: datetime) -> bytes:
    """Return the file. A registration that is over says so, so that a calendar that knew it takes it out."""
    language = registration.language
    title = registration.gathering.activity.title_in(language)
    status = "CONFIRMED" if registration.state == RegistrationState.CONFIRMED else "TENTATIVE"
    if registration.state in (RegistrationState.CANCELLED, RegistrationState.LAPSED):
        status = "CANCELLED"
    sittings = list(registration.sittings.order_by("starts_at", "pk"))
    when = [
        (f"{registration.digest[:20]}-{one.pk}", f"{title} – {one.title_in(language)}",
         [f"DTSTART:{instant(one.starts_at)}", f"DTEND:{instant(one.ends_at)}"], one.room)
        for one in sittings
    ] or [(registration.digest[:20], title, _of_activity(registration), "")]  # fmt: skip
    lines = []
    for uid, name, moments, room in when:
        lines += ["BEGIN:VEVENT", f"UID:{uid}@convergence", f"DTSTAMP:{instant(at)}", *moments]
        lines += [f"SUMMARY:{escaped(name)}", f"STATUS:{status}"]
        if where := place_of(registration, room):
            lines.append(f"LOCATION:{escaped(where)}")
        lines.append("END:VEVENT")
    return calendar_file(lines, product="gatherings", name=current_profile().name or "Convergence")


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
    lines = [f"DTSTART:{instant(hours.nearest(first.earliest, activity.start_time, zone))}"]
    if activity.end_time is not None:
        lines.append(f"DTEND:{instant(hours.nearest(last.latest, activity.end_time, zone))}")
    return lines
