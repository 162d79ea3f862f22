"""Tours of guests, read only. Papers and addresses of guests stay in the back office; somebody at risk has a pseudonym."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.api.contacts import Reference, reference
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.contacts.models import Contact
from convergence.education.tours.models import Leg, Tour

router = Router(tags=["tours"])


class LegOut(Schema):
    """Days at one host."""

    id: int
    tour: int
    first_day: date
    last_day: date
    city: str
    host: Reference | None = Field(description="Null when it is in no register, or you may not see it.")
    language: str = Field(description="Spoken there.")
    has_interpreter: bool
    state: str


class GuestOut(Schema):
    """A guest by the name that anybody who sees tours may read."""

    name: str = Field(description="Pseudonym of somebody at risk.")
    is_at_risk: bool
    spoken: list[str]
    agreed: str = Field(description="What may be told in public; empty when the guest was not asked.")


class TourOut(Schema):
    """A tour: title, state and money are those of its activity."""

    id: int
    activity: int = Field(description="In the register; its meetings are the parts of it.")
    title: str = Field(description="In French.")
    first_day: date
    last_day: date
    return_date: date | None
    security: str
    state: str
    guests: list[GuestOut]
    legs: list[LegOut]


class TourFilter(PageQuery):
    """Filters of tours."""

    state: str = Field("", max_length=9, description="Code of the state of its activity.")
    since: date | None = Field(None, description="Those whose last day is not before this one.")


class LegFilter(PageQuery):
    """Filters of legs."""

    state: str = Field("", max_length=9, description="Code of the state.")
    tour: int | None = Field(None, description="Those of one tour.")


def _leg(leg: Leg, seen: set[int]) -> dict[str, Any]:
    names = ("id", "first_day", "last_day", "city", "language", "state")
    return {name: getattr(leg, name) for name in names} | {
        "tour": leg.tour_id,
        "host": reference(leg.host) if leg.host and leg.host_id in seen else None,
        "has_interpreter": bool(leg.interpreter),
    }


def _tour(tour: Tour, seen: set[int]) -> dict[str, Any]:
    activity = tour.activity
    return {
        "id": tour.pk,
        "activity": activity.pk,
        "title": activity.title_fr,
        "first_day": tour.days.first,
        "last_day": tour.days.last,
        "return_date": activity.return_date,
        "security": activity.security,
        "state": activity.state,
        "guests": [
            {"name": one.shown_name, "is_at_risk": one.is_at_risk, "spoken": list(one.speaks), "agreed": one.agreed}
            for one in tour.guests.all()
        ],
        "legs": [_leg(leg, seen) for leg in tour.legs.all()],
    }


def _tours(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "tours.view_tour", Tour.objects.all())
    return rows.select_related("activity").prefetch_related("guests__person", "legs__host").order_by("pk")


def _legs(request: HttpRequest) -> QuerySet[Any]:
    return visible(request.user, "tours.view_leg", Leg.objects.all()).select_related("host").order_by("pk")


def _all_seen(request: HttpRequest) -> set[int]:
    """Return the hosts of legs that the reader may see: one statement for a whole page."""
    hosts = Leg.objects.exclude(host=None).order_by().values("host")
    rows = visible(request.user, "contacts.view_contact", Contact.objects.filter(pk__in=hosts))
    return set(rows.values_list("pk", flat=True))


@router.get("/tours", response={200: Page[TourOut], **REFUSALS})
def list_tours(request: HttpRequest, filters: Query[TourFilter]) -> dict[str, Any]:
    """List tours of guests."""
    rows, seen = _tours(request), _all_seen(request)
    if filters.state:
        rows = rows.filter(activity__state=filters.state)
    if filters.since:
        rows = rows.filter(activity__last_day__gte=filters.since)
    return paged(request, rows, filters, lambda tour: _tour(tour, seen))


@router.get("/tours/{int:tour_id}", response={200: TourOut, **REFUSALS})
def read_tour(request: HttpRequest, tour_id: int) -> dict[str, Any]:
    """Read one tour."""
    return _tour(get_object_or_404(_tours(request), pk=tour_id), _all_seen(request))


@router.get("/tour-legs", response={200: Page[LegOut], **REFUSALS})
def list_legs(request: HttpRequest, filters: Query[LegFilter]) -> dict[str, Any]:
    """List legs of tours."""
    rows, seen = _legs(request), _all_seen(request)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.tour:
        rows = rows.filter(tour=filters.tour)
    return paged(request, rows, filters, lambda leg: _leg(leg, seen))
