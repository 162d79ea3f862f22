"""What is drawn from an activity each time it is written: its days, its people, its right to be called intersyndical."""

from django.utils.translation import gettext_lazy as _

from convergence.activities.choices import FigureKind
from convergence.activities.errors import EndsBeforeItStarts, HourWithoutDay, NotIntersyndical
from convergence.activities.models import Activity
from convergence.activities.queries.unions import is_shared_by_unions
from convergence.activities.rules.presence import Presence, presence
from convergence.core.dates import UncertainDate
from convergence.core.errors import BadValue, NotFound

FIRST_YEAR, LAST_YEAR = 1900, 2100


def locked(activity_id: int) -> Activity:
    """Return an activity, locked for the act.

    Raises:
        NotFound: there is no such activity.
    """
    found = Activity.objects.select_for_update().filter(pk=activity_id).first()
    if found is None:
        raise NotFound
    return found


def draw_days(activity: Activity) -> None:
    """Write the first and last days that its dates may mean.

    Raises:
        EndsBeforeItStarts: the end, or the hour of the end on a single day, comes before the beginning.
        HourWithoutDay: an hour is given without a day.
        BadValue: a year that nobody lived or plans for.
    """
    start = UncertainDate.read(activity.start)
    end = UncertainDate.read(activity.end)
    if end and not start:
        raise EndsBeforeItStarts(field="start")
    if start and end and end.latest < start.earliest:
        raise EndsBeforeItStarts(field="end")
    if start and not (start.earliest.year >= FIRST_YEAR and (end or start).latest.year <= LAST_YEAR):
        raise BadValue(_("Write a year between 1900 and 2100."), field="start")
    hours = (("start_time", start), ("end_time", end or start))
    for name, day in hours:
        if getattr(activity, name) is not None and (day is None or day.precision != "day"):
            raise HourWithoutDay(field=name)
    if activity.end_time is not None and activity.start_time is None:
        raise HourWithoutDay(field="start_time")
    same_day = end is None or (start is not None and end.text == start.text)
    if same_day and activity.start_time and activity.end_time and activity.end_time <= activity.start_time:
        raise EndsBeforeItStarts(field="end_time")
    activity.first_day = start.earliest if start else None
    activity.start_latest = start.latest if start else None
    activity.last_day = max(start.latest, end.latest if end else start.latest) if start else None


def draw_presence(activity: Activity) -> None:
    """Write how many people were there, from the stated figure or the entries (see “Who was there”)."""
    figure = activity.figures.filter(what=FigureKind.ATTENDED).order_by("-pk").first()
    stated = Presence(figure.value, figure.qualifier) if figure else None
    found = presence(stated, activity.attendance.values_list("number", flat=True))
    activity.attended, activity.attended_qualifier = found.number, found.qualifier
    activity.save(update_fields=["attended", "attended_qualifier"])


def require_unions(activity: Activity) -> None:
    """Refuse the mark “intersyndical” without two unions (S17).

    Raises:
        NotIntersyndical: fewer than two unions take part, or one belongs to the other.
    """
    if activity.is_intersyndical and not is_shared_by_unions(activity):
        raise NotIntersyndical(field="is_intersyndical")
