"""What is written of a tour, put in order: the plan that the checklist reads, and the days of a road book."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from convergence.activities.choices import ActivityState, OrganisationCapacity
from convergence.activities.models import Activity, Participation
from convergence.education.tours.choices import LegState
from convergence.education.tours.models import Leg, Lodging, Tour, Way
from convergence.education.tours.rules.checklist import GuestPapers, LegDays, Plan
from convergence.finance.choices import CostKind, CostStage
from convergence.finance.models import ActivityEntry


@dataclass(frozen=True)
class RoadDay:
    """One day of a tour: where, what, and where the guests sleep."""

    day: date
    legs: tuple[Leg, ...]
    ways: tuple[Way, ...]
    meetings: tuple[Activity, ...]
    lodging: Lodging | None


def meetings_of(tour: Tour) -> list[Activity]:
    """Return the meetings of a tour in order, but for those that are cancelled."""
    rows = tour.activity.parts.exclude(state=ActivityState.CANCELLED).select_related("place")
    return list(rows.order_by("first_day", "start_time", "pk"))


def plan_of(tour: Tour, meetings: list[Activity] | None = None) -> Plan:
    """Return what the checklist reads of a tour, in six statements."""
    found = meetings_of(tour) if meetings is None else meetings
    costs = ActivityEntry.objects.filter(
        activity__in=[tour.activity_id, *(row.pk for row in found)], kind=CostKind.COST, stage=CostStage.PLANNED
    )
    return Plan(
        tour=tour.days,
        home=tour.home_date,
        guests=tuple(
            GuestPapers(
                key=guest.pk,
                visa=guest.visa,
                visa_from=guest.visa_from,
                visa_until=guest.visa_until,
                insured_from=guest.insured_from,
                insured_until=guest.insured_until,
                passport_until=guest.passport_until,
                agreed=guest.agreed,
                has_emergency=bool(guest.emergency),
                speaks=guest.speaks,
            )
            for guest in tour.guests.all()
        ),
        legs=tuple(
            LegDays(leg.pk, leg.days, leg.state, leg.language, has_interpreter=bool(leg.interpreter))
            for leg in tour.legs.all()
        ),
        nights=tuple(lodging.nights for lodging in tour.lodgings.all()),
        ways=tuple((_day(way.leaves_at), _day(way.arrives_at)) for way in tour.ways.all()),
        meetings=tuple((row.pk, row.first_day or date.min, *hours_of(row)) for row in found),
        has_budget=costs.exists(),
    )


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def hours_of(meeting: Activity) -> tuple[datetime | None, datetime | None]:
    """Return when a meeting begins and ends, None where no hour is written."""
    if meeting.first_day is None or meeting.start_time is None:
        return None, None
    zone = timezone.get_default_timezone()
    start = datetime.combine(meeting.first_day, meeting.start_time, zone)
    if meeting.end_time is None:
        return start, None
    return start, datetime.combine(meeting.last_day or meeting.first_day, meeting.end_time, zone)


def road_days(tour: Tour, meetings: list[Activity] | None = None) -> list[RoadDay]:
    """Return each day of a tour with what is on it; days before and after it on which a journey begins are added."""
    found = meetings_of(tour) if meetings is None else meetings
    legs = [leg for leg in tour.legs.select_related("host", "place") if leg.state != LegState.DECLINED]
    ways, lodgings = list(tour.ways.all()), list(tour.lodgings.all())
    days = {*tour.days, *(_day(way.leaves_at) for way in ways)}
    return [
        RoadDay(
            day,
            tuple(leg for leg in legs if day in leg.days),
            tuple(way for way in ways if _day(way.leaves_at) == day),
            tuple(row for row in found if row.first_day == day),
            next((one for one in lodgings if day in one.nights), None),
        )
        for day in sorted(days)
    ]


def days_of_leg(leg: Leg) -> list[RoadDay]:
    """Return what a host may see: its days, its meetings, the journeys that bring and take the guests, its nights.

    Its meetings are those on its days that it hosts, or that nobody is written down to host.
    """
    tour = leg.tour
    rows = [row for row in meetings_of(tour) if row.first_day is not None and row.first_day in leg.days]
    named = Participation.objects.filter(activity__in=[row.pk for row in rows], capacity=OrganisationCapacity.HOST)
    hosts: dict[int, set[int]] = {row.pk: set() for row in rows}
    for activity, contact in named.values_list("activity_id", "contact_id"):
        hosts[activity].add(contact)
    mine = [row for row in rows if leg.host_id in hosts[row.pk] or not hosts[row.pk]]
    brings = [way for way in tour.ways.all() if _day(way.arrives_at) == leg.first_day]
    takes = [way for way in tour.ways.all() if _day(way.leaves_at) == leg.last_day and way not in brings]
    lodgings = list(tour.lodgings.all())
    last_night = max(leg.first_day, leg.last_day - timedelta(days=1))
    return [
        RoadDay(
            day,
            (leg,),
            tuple(way for way in brings if day == leg.first_day) + tuple(way for way in takes if day == leg.last_day),
            tuple(row for row in mine if row.first_day == day),
            next((one for one in lodgings if day in one.nights), None) if day <= last_night else None,
        )
        for day in leg.days
    ]
