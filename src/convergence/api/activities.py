"""Activities: what was done or is to be done, with how many people. Names of people stay in the back office."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.activities.models import Activity, Participation
from convergence.api.contacts import Reference, reference
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.contacts.models import Contact

router = Router(tags=["activities"])


class ParticipationOut(Schema):
    """An organisation, or one of its bodies, in an activity; those that you may not see are left out."""

    organisation: Reference
    capacity: str


class ActivityOut(Schema):
    """An activity, once, whatever its themes and organisations."""

    id: int
    slug: str
    kind: str
    title: str = Field(description="In French.")
    title_en: str
    title_es: str
    start: str = Field(description="As precise as its source: 1975, 1975-06 or 1975-06-12; empty when nobody dated it.")
    end: str
    place: str
    country: str
    is_online: bool
    axis: str = Field(description="Short name of its only work axis; empty without one.")
    themes: list[str] = Field(description="Short names; an activity with several themes is one activity.")
    state: str
    is_public: bool
    is_intersyndical: bool
    attended: int | None = Field(description="People present; null when nobody wrote it, which is not zero.")
    attended_qualifier: str
    distance_km: int | None = Field(description="Distance travelled; null when nobody follows it.")
    carbon_kg: int | None = Field(description="Carbon emitted; null when nobody follows it.")
    participations: list[ParticipationOut]


class ActivityFilter(PageQuery):
    """Filters of activities."""

    kind: str = Field("", max_length=16, description="Code of the kind.")
    state: str = Field("", max_length=9, description="Code of the state.")
    axis: str = Field("", max_length=50, description="Short name of a work axis.")
    theme: str = Field("", max_length=50, description="Short name of a theme.")
    since: date | None = Field(None, description="Those whose last day is not before this one.")


def _rows(request: HttpRequest) -> QuerySet[Any]:
    seen = visible(request.user, "contacts.view_contact", Contact.objects.all())
    participations = Participation.objects.filter(contact__in=seen).select_related("contact").order_by("pk")
    rows = visible(request.user, "activities.view_activity", Activity.objects.all())
    joined = rows.select_related("axis", "place").prefetch_related("themes")
    return joined.prefetch_related(Prefetch("participations", participations)).order_by("pk")


def _activity(row: Activity) -> dict[str, Any]:
    names = (
        "id", "slug", "kind", "title_en", "title_es", "start", "end", "is_online", "state", "is_public",
        "is_intersyndical", "attended", "attended_qualifier", "distance_km", "carbon_kg",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "title": row.title_fr,
        "place": row.place.name_fr if row.place else "",
        "country": row.place.country if row.place else "",
        "axis": row.axis.slug if row.axis else "",
        "themes": [theme.slug for theme in row.themes.all()],
        "participations": [
            {"organisation": reference(one.contact), "capacity": one.capacity} for one in row.participations.all()
        ],
    }


@router.get("/activities", response={200: Page[ActivityOut], **REFUSALS})
def list_activities(request: HttpRequest, filters: Query[ActivityFilter]) -> dict[str, Any]:
    """List activities."""
    rows = _rows(request)
    asked = {"kind": filters.kind, "state": filters.state, "axis__slug": filters.axis, "themes__slug": filters.theme}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if filters.since:
        rows = rows.filter(last_day__gte=filters.since)
    return paged(request, rows, filters, _activity)


@router.get("/activities/{int:activity_id}", response={200: ActivityOut, **REFUSALS})
def read_activity(request: HttpRequest, activity_id: int) -> dict[str, Any]:
    """Read one activity."""
    return _activity(get_object_or_404(_rows(request), pk=activity_id))
