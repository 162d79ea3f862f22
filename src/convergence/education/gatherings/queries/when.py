"""When a gathering is, for people."""

from django.utils import translation
from django.utils.translation import gettext as _

from convergence.core.dates import UncertainDate, clock, full_day
from convergence.education.gatherings.models import Gathering


def when_of(gathering: Gathering, language: str) -> str:
    """Return the day with its weekday, the last day when it is another, and the hours, in a language."""
    activity = gathering.activity
    start, end = UncertainDate.read(activity.start), UncertainDate.read(activity.end)
    if start is None:
        return ""
    with translation.override(language):
        said = full_day(start.earliest, language) if start.precision == "day" else start.for_people(language)
        if end is not None and end.text != start.text:
            said = _("from %(start)s to %(end)s") % {
                "start": start.for_people(language),
                "end": end.for_people(language),
            }
        if activity.start_time is not None:
            hour = clock(activity.start_time, language)
            if activity.end_time is not None:
                last = clock(activity.end_time, language)
                hour = _("%(start)s to %(end)s") % {"start": hour, "end": last}
            said = f"{said}, {hour}"
        return said
