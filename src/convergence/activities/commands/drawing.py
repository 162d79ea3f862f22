"""What is drawn from an activity each time it is written: its days, its people, its right to be called intersyndical."""

from datetime import date, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.activities.choices import FigureKind
from convergence.activities.errors import (
    CountedAtItsParts,
    EndsBeforeItStarts,
    HourWithoutDay,
    NoSuchHour,
    NotIntersyndical,
    PartOfAPart,
)
from convergence.activities.models import Activity
from convergence.activities.queries.unions import is_shared_by_unions
from convergence.activities.rules.hours import exists, lasts
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
        NoSuchHour: the clocks jump over an hour of that night.
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
    if start and activity.start_time is not None:
        _check_hours(start.earliest, activity.start_time, (end or start).earliest, activity.end_time)
    activity.first_day = start.earliest if start else None
    activity.start_latest = start.latest if start else None
    activity.last_day = max(start.latest, end.latest if end else start.latest) if start else None


def _check_hours(first: date, start: time, last: date, end: time | None) -> None:
    zone = timezone.get_default_timezone()
    for field, day, hour in (("start_time", first, start), ("end_time", last, end)):
        if hour is not None and not exists(day, hour, zone):
            raise NoSuchHour(field=field)
    if end is not None and lasts((first, start), (last, end), zone).total_seconds() <= 0:
        raise EndsBeforeItStarts(field="end_time")


def require_whole(activity: Activity) -> None:
    """Refuse a part of a part, and a whole whose people were counted already (S81).

    Raises:
        PartOfAPart: the whole is itself a part, or the part has parts.
        CountedAtItsParts: the whole has attendance of its own.
    """
    whole = Activity.objects.filter(pk=activity.part_of_id).first() if activity.part_of_id else None
    if whole is None:
        return
    has_parts = activity.pk is not None and Activity.objects.filter(part_of=activity.pk).exists()
    if whole.pk == activity.pk or whole.part_of_id or has_parts:
        raise PartOfAPart(field="part_of", name=whole.title_fr)
    if whole.attended is not None:
        raise CountedAtItsParts(field="part_of")


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
