"""How an activity is told: when, in words, as surely as it is known."""

import re
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.activities.models import Activity
from convergence.activities.rules.hours import instant, is_odd_night, lasts
from convergence.contacts.rules.names import fold_for_search
from convergence.core.dates import UncertainDate, clock


def told_where(venue: str, place: str) -> str:
    """Say where something is: the venue as written, then those parts of the place that it does not name already."""
    named = {_plain(part) for part in venue.split(",")}
    rest = [part.strip() for part in place.split(",") if _plain(part) not in named]
    return ", ".join(part for part in (venue.strip(), *rest) if part)


def _plain(part: str) -> str:
    return fold_for_search(re.sub(r"\([^)]*\)", "", part))


def told_when(activity: Activity, language: str | None = None) -> str:
    """Say when an activity is, hours included, as precisely as it was written; “undated” without a date.

    An end after midnight names its own day. When the clocks change in between, how long it lasts is said.
    """
    start, end = UncertainDate.read(activity.start), UncertainDate.read(activity.end)
    if start is None:
        return _("undated")
    first = start.for_people(language) + _hour(activity.start_time, language)
    if end is None or end == start:
        return first + (f" – {clock(activity.end_time, language)}" if activity.end_time else "")
    last = end.for_people(language) + _hour(activity.end_time, language)
    said = f"{first} – {last}"
    longer = odd_length(activity)
    return f"{said} ({longer})" if longer else said


def odd_length(activity: Activity) -> str:
    """Say how long something lasts when the clocks change in between, empty otherwise."""
    ends = _both_ends(activity)
    if ends is None or not is_odd_night(*ends, timezone.get_default_timezone()):
        return ""
    minutes = int(lasts(*ends, timezone.get_default_timezone()).total_seconds()) // 60
    return _("%(hours)s h %(minutes)02d, as the clocks change in between") % {
        "hours": minutes // 60,
        "minutes": minutes % 60,
    }


def moments_of(activity: Activity) -> tuple[datetime, datetime | None] | None:
    """Return the moments of the beginning and the end; None unless the beginning is known to the hour."""
    zone = timezone.get_default_timezone()
    ends = _both_ends(activity)
    if ends is not None:
        return instant(*ends[0], zone), instant(*ends[1], zone)
    start = UncertainDate.read(activity.start)
    if start is None or activity.start_time is None:
        return None
    return instant(start.earliest, activity.start_time, zone), None


def _both_ends(activity: Activity) -> tuple[tuple[date, time], tuple[date, time]] | None:
    start, end = UncertainDate.read(activity.start), UncertainDate.read(activity.end or activity.start)
    if start is None or end is None or activity.start_time is None or activity.end_time is None:
        return None
    return (start.earliest, activity.start_time), (end.earliest, activity.end_time)


def _hour(hour: time | None, language: str | None) -> str:
    return f", {clock(hour, language)}" if hour else ""
