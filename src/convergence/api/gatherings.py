"""Events open to registration: places and prices; who registers, for those who may see it. Read-only.

What people told of meals, access and children is on no page of the API.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.education.gatherings.models import Gathering, Registration

router = Router(tags=["events"])


class SeatsOut(Schema):
    """The places of one way of coming."""

    way: str
    capacity: int
    taken: int
    waiting: int


class SittingOut(Schema):
    """A session."""

    title: str = Field(description="In French.")
    starts_at: datetime
    ends_at: datetime
    room: str
    capacity: int | None = Field(description="Null: as many as come.")
    taken: int


class PriceOut(Schema):
    """What one category of people pays."""

    name: str = Field(description="In French.")
    amount_cents: int
    for_members: bool


class GatheringOut(Schema):
    """An activity open to registration."""

    id: int
    activity_id: int
    title: str = Field(description="In French.")
    series: str = Field(description="Short name; empty without one.")
    edition: str
    opens_at: datetime
    closes_at: datetime
    seats: list[SeatsOut]
    sittings: list[SittingOut]
    prices: list[PriceOut]


class RegistrationOut(Schema):
    """A place asked for; names are empty once they are emptied, or not given yet."""

    id: int
    event_id: int
    state: str
    way: str
    rank: int = Field(description="Order of registration among those who come the same way.")
    given_name: str
    family_name: str
    email: str
    organisation_name: str
    price_cents: int
    came: bool
    registered_at: datetime


class RegistrationFilter(PageQuery):
    """Filters of registrations."""

    state: str = Field("", max_length=9, description="Code of the state.")


def _gatherings(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "gatherings.view_gathering", Gathering.objects.all())
    return rows.select_related("activity", "series").prefetch_related("seats", "sittings", "prices").order_by("pk")


def _gathering(row: Gathering) -> dict[str, Any]:
    return {
        "id": row.pk,
        "activity_id": row.activity_id,
        "title": row.activity.title_fr,
        "series": row.series.slug if row.series else "",
        "edition": row.edition,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "seats": [
            {"way": one.way, "capacity": one.capacity, "taken": one.taken, "waiting": one.waiting}
            for one in row.seats.all()
        ],
        "sittings": [
            {
                "title": one.title_fr,
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
                "room": one.room,
                "capacity": one.capacity,
                "taken": one.taken,
            }
            for one in row.sittings.all()
        ],
        "prices": [
            {"name": one.name_fr, "amount_cents": one.amount_cents, "for_members": one.for_members}
            for one in row.prices.all()
        ],
    }


def _registration(row: Registration) -> dict[str, Any]:
    names = (
        "id", "state", "way", "rank", "given_name", "family_name", "email", "organisation_name", "price_cents", "came",
        "registered_at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"event_id": row.gathering_id}


@router.get("/events", response={200: Page[GatheringOut], **REFUSALS})
def list_events(request: HttpRequest, filters: Query[PageQuery]) -> dict[str, Any]:
    """List activities open to registration."""
    return paged(request, _gatherings(request), filters, _gathering)


@router.get("/events/{int:event_id}", response={200: GatheringOut, **REFUSALS})
def read_event(request: HttpRequest, event_id: int) -> dict[str, Any]:
    """Read one."""
    return _gathering(get_object_or_404(_gatherings(request), pk=event_id))


@router.get("/events/{int:event_id}/registrations", response={200: Page[RegistrationOut], **REFUSALS})
def list_registrations(request: HttpRequest, event_id: int, filters: Query[RegistrationFilter]) -> dict[str, Any]:
    """List who registers for one; a delegate sees the places of their own union."""
    rows = visible(request.user, "gatherings.view_registration", Registration.objects.filter(gathering=event_id))
    if filters.state:
        rows = rows.filter(state=filters.state)
    return paged(request, rows.order_by("pk"), filters, _registration)
