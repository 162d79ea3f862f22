"""A tour: an activity of the register and what is particular to it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.activities.choices import ActivityKind, ActivityState, SecurityLevel
from convergence.activities.commands import cancel_activity, change_activity, create_activity
from convergence.activities.models import Activity
from convergence.core import audit
from convergence.core.errors import BadValue
from convergence.education.tours.choices import LegState
from convergence.education.tours.commands import mail
from convergence.education.tours.commands.finding import locked
from convergence.education.tours.commands.guard import levels_of, redraw
from convergence.education.tours.errors import DaysMissing, EndsBeforeItStarts, ReturnBeforeTheEnd
from convergence.education.tours.models import Tour


def _activity_values(start: date, end: date, return_date: date | None, values: dict[str, Any]) -> dict[str, Any]:
    if start is None or end is None:
        raise DaysMissing(field="start")
    if end < start:
        raise EndsBeforeItStarts(field="end")
    if return_date is not None and return_date < end:
        raise ReturnBeforeTheEnd(field="return_date")
    return {**values, "start": start.isoformat(), "end": end.isoformat(), "return_date": return_date}


@transaction.atomic
def create_tour(
    *,
    title_fr: str,
    start: date,
    end: date,
    actor: Any,
    at: datetime,
    return_date: date | None = None,
    security: str = SecurityLevel.ORDINARY,
    on_call: str = "",
    themes: Sequence[int] = (),
    **values: Any,
) -> Tour:
    """Write a tour and its activity, planned.

    Args:
        title_fr: its title; the others are translations.
        start: its first day.
        end: its last day.
        actor: who writes it.
        at: when.
        return_date: the first day on which the guests are home.
        security: the level that the team chooses, whatever the guests need.
        on_call: whom the guests call day and night.
        themes: ids of themes.
        values: other fields of the activity.

    Raises:
        NotAllowed: the actor may not write tours.
        DaysMissing, EndsBeforeItStarts, ReturnBeforeTheEnd: its days.
        BadValue, ValidationError: a value does not fit.

    Writes the audit lines `tours.tour.created` and `activities.activity.created`.
    """
    require(actor, "tours.add_tour")
    if security not in SecurityLevel.values:
        raise BadValue(field="security")
    fields = _activity_values(start, end, return_date, values)
    activity = create_activity(
        kind=ActivityKind.TOUR, title_fr=title_fr, security=security, themes=themes, actor=actor, at=at, **fields
    )
    tour = Tour(activity=activity, security=security, on_call=on_call.strip()[:200], created_at=at, changed_at=at)
    tour.full_clean()
    tour.save(force_insert=True)
    audit.record(actor=actor, verb="tours.tour.created", obj=tour, changes={"days": (None, fields["start"])}, at=at)
    return tour


@transaction.atomic
def change_tour(
    *,
    tour_id: int,
    start: date,
    end: date,
    actor: Any,
    at: datetime,
    return_date: date | None = None,
    security: str = SecurityLevel.ORDINARY,
    on_call: str = "",
    themes: Sequence[int] | None = None,
    **values: Any,
) -> Tour:
    """Change a tour and its activity.

    Raises:
        NotFound, NotAllowed: there is no such tour; the actor may not change it.
        DaysMissing, EndsBeforeItStarts, ReturnBeforeTheEnd, ReturnDateMissing, LeftOutside: its days.
        NameTold: a text names somebody at risk.
        BadValue, ValidationError: a value does not fit.

    Writes the audit lines `tours.tour.changed` and `activities.activity.changed`, each when something differs.
    """
    tour = locked(tour_id, actor)
    if security not in SecurityLevel.values:
        raise BadValue(field="security")
    fields = _activity_values(start, end, return_date, values)
    levels, before = levels_of(tour), audit.snapshot(tour)
    tour.security, tour.on_call = security, on_call.strip()[:200]
    tour.full_clean()
    changes = audit.changes_between(before, audit.snapshot(tour))
    tour.changed_at = at
    tour.save()
    change_activity(activity_id=tour.activity_id, themes=themes, actor=actor, at=at, **fields)
    redraw(tour, levels, actor=actor, at=at)
    if changes:
        audit.record(actor=actor, verb="tours.tour.changed", obj=tour, changes=changes, at=at)
    return tour


@transaction.atomic
def follow_cancelled(*, activity_id: int, at: datetime) -> None:
    """Follow a tour that was cancelled: its meetings are cancelled for the same reason, its hosts are told. Twice does nothing."""
    tour = Tour.objects.select_for_update(of=("self",)).filter(activity=activity_id).select_related("activity").first()
    if tour is None or tour.activity.state != ActivityState.CANCELLED:
        return
    open_states = (ActivityState.PLANNED, ActivityState.CONFIRMED)
    for pk in Activity.objects.filter(part_of=activity_id, state__in=open_states).values_list("pk", flat=True):
        cancel_activity(activity_id=pk, reason=tour.activity.cancelled_because, actor=None, at=at)
    for leg in tour.legs.filter(state__in=(LegState.ASKED, LegState.CONFIRMED)).select_related("host"):
        mail.write(leg, "cancelled", at=at, reference=f"cancelled:{leg.pk}")
