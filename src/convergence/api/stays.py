"""Programmes, calls and stays, read only. Who applied, who leaves, points and emergency sheets stay in the back office."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.contacts.policies import sensitive_ids
from convergence.education.stays.choices import LIVING, ParticipantState
from convergence.education.stays.models import Programme, Stay, StayCall

router = Router(tags=["stays"])


class ProgrammeOut(Schema):
    """A programme of internships or missions."""

    id: int
    slug: str
    kind: str = Field(description="SHORT_INTERNSHIP, LONG_INTERNSHIP or MISSION.")
    title: str = Field(description="In French.")
    title_en: str
    title_es: str
    is_public: bool


class CallOut(Schema):
    """A call for applications."""

    id: int
    slug: str
    programme: str = Field(description="Short name.")
    title: str = Field(description="In French.")
    country: str
    partner: int | None = Field(description="Contact; null when there is none, or you may not see it.")
    opens: date
    closes: date
    leaves: date
    returns: date
    places: int
    state: str
    applications: int = Field(description="How many are neither withdrawn nor over.")


class StayOut(Schema):
    """A group that leaves and returns: one activity of the register."""

    id: int
    programme: str = Field(description="Short name.")
    call: int | None
    activity: int
    country: str
    partner: int | None = Field(description="Contact; null when there is none, or you may not see it.")
    leaves: date
    returns: date
    returned: date | None
    participants: int = Field(description="How many go, or went.")
    findings: int


class CallFilter(PageQuery):
    """Filters of calls."""

    state: str = Field("", max_length=9, description="Code of the state.")
    programme: str = Field("", max_length=80, description="Short name of the programme.")


def _programme(row: Programme) -> dict[str, Any]:
    names = ("slug", "kind", "title_en", "title_es", "is_public")
    return {"id": row.pk, "title": row.title_fr, **{name: getattr(row, name) for name in names}}


def _programmes(request: HttpRequest) -> QuerySet[Any]:
    return visible(request.user, "stays.view_programme", Programme.objects.all()).order_by("pk")


def _calls(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "stays.view_staycall", StayCall.objects.all()).select_related("programme")
    living = Count("applications", filter=Q(applications__state__in=LIVING))
    return rows.annotate(living=living).order_by("pk")


def _partner(row: Any, hidden: frozenset[int]) -> int | None:
    return None if row.partner_id in hidden else row.partner_id


def _call(row: Any, hidden: frozenset[int]) -> dict[str, Any]:
    names = ("slug", "country", "opens", "closes", "leaves", "returns", "places", "state")
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "programme": row.programme.slug,
        "title": row.title_fr,
        "partner": _partner(row, hidden),
        "applications": row.living,
    }


def _stays(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "stays.view_stay", Stay.objects.all()).select_related("programme")
    going = Count("participants", filter=~Q(participants__state=ParticipantState.CANCELLED), distinct=True)
    return rows.annotate(going=going, found=Count("findings", distinct=True)).order_by("pk")


def _stay(row: Any, hidden: frozenset[int]) -> dict[str, Any]:
    names = ("country", "leaves", "returns", "returned")
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "programme": row.programme.slug,
        "call": row.call_id,
        "activity": row.activity_id,
        "partner": _partner(row, hidden),
        "participants": row.going,
        "findings": row.found,
    }


@router.get("/stay-programmes", response={200: Page[ProgrammeOut], **REFUSALS})
def list_stay_programmes(request: HttpRequest, filters: Query[PageQuery]) -> dict[str, Any]:
    """List programmes of internships and missions."""
    return paged(request, _programmes(request), filters, _programme)


@router.get("/stay-calls", response={200: Page[CallOut], **REFUSALS})
def list_stay_calls(request: HttpRequest, filters: Query[CallFilter]) -> dict[str, Any]:
    """List calls for applications."""
    wanted = {"state": filters.state, "programme__slug": filters.programme}
    rows = _calls(request).filter(**{name: value for name, value in wanted.items() if value})
    hidden = sensitive_ids(request.user)
    return paged(request, rows, filters, lambda row: _call(row, hidden))


@router.get("/stay-calls/{int:staycall_id}", response={200: CallOut, **REFUSALS})
def read_stay_call(request: HttpRequest, staycall_id: int) -> dict[str, Any]:
    """Read one call."""
    return _call(get_object_or_404(_calls(request), pk=staycall_id), sensitive_ids(request.user))


@router.get("/stays", response={200: Page[StayOut], **REFUSALS})
def list_stays(request: HttpRequest, filters: Query[PageQuery]) -> dict[str, Any]:
    """List stays; those under guard for named roles only."""
    hidden = sensitive_ids(request.user)
    return paged(request, _stays(request), filters, lambda row: _stay(row, hidden))


@router.get("/stays/{int:stay_id}", response={200: StayOut, **REFUSALS})
def read_stay(request: HttpRequest, stay_id: int) -> dict[str, Any]:
    """Read one stay."""
    return _stay(get_object_or_404(_stays(request), pk=stay_id), sensitive_ids(request.user))
