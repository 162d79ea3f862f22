"""Meetings of a tour: activities of the register, parts of it (S71, S81)."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.activities.choices import ActivityState, FigureKind, OrganisationCapacity
from convergence.activities.commands import change_state, create_activity, state_figure
from convergence.activities.models import Activity
from convergence.core.dates import long_day
from convergence.core.errors import BadValue
from convergence.core.figures import Qualifier
from convergence.education.tours.commands.finding import locked, locked_leg, require_side
from convergence.education.tours.commands.guard import levels_of
from convergence.education.tours.errors import NotYetBegun, OutsideTheTour
from convergence.education.tours.queries.itinerary import days_of_leg


@transaction.atomic
def add_meeting(
    *,
    tour_id: int,
    kind: str,
    title_fr: str,
    day: date,
    actor: Any,
    at: datetime,
    start_time: time | None = None,
    end_time: time | None = None,
    host_id: int | None = None,
    is_confirmed: bool = False,
    themes: Sequence[int] | None = None,
    **values: Any,
) -> Activity:
    """Write a meeting of a tour; axis, themes and public face are those of the tour unless told otherwise.

    Args:
        tour_id: the tour.
        kind: a code of `ActivityKind`, but a tour.
        title_fr: its title; the others are translations.
        day: its day.
        actor: who writes it.
        at: when.
        start_time: from what hour.
        end_time: until what hour.
        host_id: the organisation that hosts it.
        is_confirmed: whether those who receive it have said yes.
        themes: ids of themes; those of the tour when None.
        values: other fields of the activity.

    Raises:
        NotFound, NotAllowed: no such tour; the actor may not change it.
        OutsideTheTour: a day on which there is no tour.
        NameTold: a text names somebody at risk.
        BadValue, ValidationError and the refusals of `create_activity`: a value does not fit.

    Writes the audit line `activities.activity.created`.
    """
    tour = locked(tour_id, actor)
    whole = tour.activity
    if kind == whole.kind:
        raise BadValue(field="kind")
    if day not in tour.days:
        raise OutsideTheTour(field="day", first=long_day(tour.days.first), last=long_day(tour.days.last))
    values.setdefault("is_public", whole.is_public)
    values.setdefault("languages", "")
    made = create_activity(
        kind=kind,
        title_fr=title_fr,
        start=day.isoformat(),
        start_time=start_time,
        end_time=end_time,
        part_of_id=whole.pk,
        axis_id=whole.axis_id,
        security=levels_of(tour)[1],
        return_date=whole.return_date,
        themes=list(whole.themes.values_list("pk", flat=True)) if themes is None else themes,
        organisations=[(host_id, OrganisationCapacity.HOST)] if host_id else [],
        actor=actor,
        at=at,
        **values,
    )
    if is_confirmed:
        change_state(activity_id=made.pk, state=ActivityState.CONFIRMED, actor=actor, at=at)
        made.refresh_from_db()
    return made


@transaction.atomic
def state_people(*, leg_id: int, people: dict[int, int], actor: Any, at: datetime) -> int:
    """Say for a host how many people came to its meetings: figures of the activities; the latest holds. Return how many were written.

    Raises:
        NotFound, NotAllowed: no such leg; it is not one's own.
        NotYetBegun: a meeting has not begun yet.
        BadValue: an activity that is no meeting of this host.

    Writes the audit line `activities.figure.stated` for each.
    """
    leg = locked_leg(leg_id)
    require_side(actor, leg)
    known = {row.pk: row for day in days_of_leg(leg) for row in day.meetings}
    for pk, number in people.items():
        meeting = known.get(pk)
        if meeting is None:
            raise BadValue(field="people")
        if meeting.first_day is None or meeting.first_day > timezone.localdate(at):
            raise NotYetBegun(field=f"people_{pk}")
        if meeting.state == ActivityState.PLANNED:  # who was there knows that it took place
            change_state(activity_id=pk, state=ActivityState.CONFIRMED, actor=None, at=at)
        state_figure(
            activity_id=pk,
            what=FigureKind.ATTENDED,
            value=number,
            qualifier=Qualifier.EXACT,
            source=leg.shown_host[:300],
            actor=None,
            at=at,
        )
    return len(people)
