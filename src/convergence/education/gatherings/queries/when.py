"""When a gathering is, for people."""

from django.utils import translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from convergence.core.dates import UncertainDate
from convergence.education.gatherings.models import Gathering


def when_of(gathering: Gathering, language: str) -> str:
    """Return the day, the last day when it is another, and the hours, in a language."""
    activity = gathering.activity
    start, end = UncertainDate.read(activity.start), UncertainDate.read(activity.end)
    if start is None:
        return ""
    with translation.override(language):
        said = start.for_people(language)
        if end is not None and end.text != start.text:
            said = _("from %(start)s to %(end)s") % {"start": said, "end": end.for_people(language)}
        if activity.start_time is not None:
            hour = time_format(activity.start_time, "TIME_FORMAT")
            if activity.end_time is not None:
                last = time_format(activity.end_time, "TIME_FORMAT")
                hour = _("%(start)s to %(end)s") % {"start": hour, "end": last}
            said = f"{said}, {hour}"
        return said
