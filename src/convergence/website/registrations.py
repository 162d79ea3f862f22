"""What public pages say of registrations: the box on an activity's page, and schema.org Event with offers (S85)."""

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity
from convergence.activities.queries.telling import told_where
from convergence.core.profile import current_profile
from convergence.education.gatherings.choices import Way
from convergence.education.gatherings.models import Gathering, Price
from convergence.education.gatherings.queries.lists import openness_of
from convergence.education.gatherings.rules import hours
from convergence.education.gatherings.rules.openness import Openness
from convergence.website.machines import absolute, organisation_data

SCHEMA = "https://schema.org"
Data = dict[str, Any]


def opened(activity: Activity) -> Gathering | None:
    """Return the gathering of an activity with its places, sessions and prices, None when it takes no registration."""
    rows = Gathering.objects.filter(activity=activity).select_related("series")
    found = rows.prefetch_related("seats", "sittings", Prefetch("prices", Price.objects.order_by("position", "pk")))
    gathering = found.first()
    if gathering is not None:
        gathering.activity = activity
    return gathering


def offered(activity: Activity, *, at: datetime) -> Data:
    """Return what the page of an activity shows of its registrations."""
    gathering = opened(activity)
    context: Data = {"gathering": gathering}
    if gathering is not None:
        context["openness"] = openness_of(gathering, at=at)
        context["seats"] = list(gathering.seats.all())
        context["has_free"] = any(seats.free for seats in gathering.seats.all())
    return context


def event_of(activity: Activity, gathering: Gathering | None, *, at: datetime) -> Data:
    """Return an activity as schema.org Event; what nobody knows is left out."""
    language = (get_language() or "fr")[:2]
    page = absolute(reverse("website:activity", args=[activity.slug]))
    organisation = organisation_data(current_profile())
    place = told_where(activity.venue, str(activity.place or ""))
    ways = {seats.way for seats in gathering.seats.all()} if gathering else set()
    on_site = Way.ONSITE in ways or (not ways and not activity.is_online)
    online = Way.ONLINE in ways or activity.is_online
    mode = "Mixed" if on_site and online else "Online" if online else "Offline"
    status = "EventCancelled" if activity.state == ActivityState.CANCELLED else "EventScheduled"
    where: list[Data] = [{"@type": "Place", "name": place, "address": place}] if on_site and place else []
    where += [{"@type": "VirtualLocation", "url": page}] if online else []
    data: Data = {
        "@type": "Event",
        "name": activity.title_in(language),
        "description": activity.summary_in(language) or activity.title_in(language),
        "url": page,
        "startDate": _moment(activity.start, activity.start_time),
        "endDate": _moment(activity.end or (activity.start if activity.end_time else ""), activity.end_time),
        "eventStatus": f"{SCHEMA}/{status}",
        "eventAttendanceMode": f"{SCHEMA}/{mode}EventAttendanceMode",
        "location": where[0] if len(where) == 1 else where,
        "organizer": {"@id": organisation["@id"]},
        "offers": _offers(gathering, language, page, at) if gathering else None,
        "maximumAttendeeCapacity": sum(seats.capacity for seats in gathering.seats.all()) if gathering else None,
    }
    if gathering is not None:
        data["remainingAttendeeCapacity"] = sum(seats.free for seats in gathering.seats.all())
        data["isAccessibleForFree"] = not any(price.amount_cents for price in gathering.prices.all())
    return {name: value for name, value in data.items() if value not in ("", None, [])}


def _moment(day: str, hour: Any) -> str:
    if hour is None or len(day) != len("2024-06-12"):
        return day
    return hours.nearest(date.fromisoformat(day), hour, timezone.get_default_timezone()).isoformat()


def _offers(gathering: Gathering, language: str, page: str, at: datetime) -> list[Data]:
    is_open = openness_of(gathering, at=at) == Openness.OPEN
    has_free = any(seats.free for seats in gathering.seats.all())
    state = "InStock" if is_open and has_free else "SoldOut" if is_open else "Discontinued"
    prices = [(price.name_in(language), price.amount_cents) for price in gathering.prices.all()] or [("", 0)]
    return [
        {
            "@type": "Offer",
            **({"name": name} if name else {}),
            "price": f"{cents // 100}.{cents % 100:02d}",
            "priceCurrency": "CAD",
            "availability": f"{SCHEMA}/{state}",
            "validFrom": gathering.opens_at.isoformat(),
            "validThrough": gathering.closes_at.isoformat(),
            "url": f"{page}inscription/",
        }
        for name, cents in prices
    ]
