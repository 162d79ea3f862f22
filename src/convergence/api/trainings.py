"""Trainings: the catalogue, and requests with their states. Who asked, who came and access needs stay in the back office."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.api.contacts import Reference, reference
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.education.trainings.choices import LineState, OptionState
from convergence.education.trainings.models import Training, TrainingRequest

router = Router(tags=["trainings"])


class TrainingOut(Schema):
    """A training of the catalogue."""

    id: int
    slug: str
    title: str = Field(description="In French.")
    title_en: str
    title_es: str
    objectives: list[str] = Field(description="In French.")
    audience: str = Field(description="In French.")
    minutes: int
    languages: list[str]
    most_people: int
    may_be_online: bool
    themes: list[str] = Field(description="Short names.")
    series: str = Field(description="Short name of its series; empty without one.")
    is_published: bool


class TrainingRequestOut(Schema):
    """A request for a training."""

    id: int
    code: str
    state: str
    training: str = Field(description="Short name of the training; empty for another subject.")
    subject: str
    organisation: Reference | None = Field(description="The union, once somebody recognised it.")
    people: int = Field(description="As announced.")
    language: str
    is_online: bool
    received_at: datetime
    starts_at: datetime | None = Field(description="Of the date that was agreed.")
    ends_at: datetime | None
    activity: int | None = Field(description="The activity of the register, once a date was agreed.")
    signed_in: int = Field(description="Counted lines of sign-in.")


class TrainingFilter(PageQuery):
    """Filters of trainings."""

    published: bool | None = Field(None, description="Only what the public catalogue offers, or what it does not.")


class TrainingRequestFilter(PageQuery):
    """Filters of requests."""

    state: str = Field("", max_length=9, description="Code of the state.")
    training: str = Field("", max_length=80, description="Short name of a training.")


def _trainings(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "trainings.view_training", Training.objects.all())
    return rows.select_related("series").prefetch_related("themes").order_by("pk")


def _training(row: Training) -> dict[str, Any]:
    names = ("id", "slug", "title_en", "title_es", "minutes", "most_people", "may_be_online", "is_published")
    return {name: getattr(row, name) for name in names} | {
        "title": row.title_fr,
        "objectives": [line.strip() for line in row.objectives_fr.splitlines() if line.strip()],
        "audience": row.audience_fr,
        "languages": row.languages.split(),
        "themes": [theme.slug for theme in row.themes.all()],
        "series": row.series.slug if row.series else "",
    }


@router.get("/trainings", response={200: Page[TrainingOut], **REFUSALS})
def list_trainings(request: HttpRequest, filters: Query[TrainingFilter]) -> dict[str, Any]:
    """List the catalogue of trainings."""
    rows = _trainings(request)
    if filters.published is not None:
        rows = rows.filter(is_published=filters.published)
    return paged(request, rows, filters, _training)


@router.get("/trainings/{int:training_id}", response={200: TrainingOut, **REFUSALS})
def read_training(request: HttpRequest, training_id: int) -> dict[str, Any]:
    """Read one training."""
    return _training(get_object_or_404(_trainings(request), pk=training_id))


def _requests(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "trainings.view_trainingrequest", TrainingRequest.objects.all())
    joined = rows.select_related("training", "organisation").prefetch_related("options", "sign_ins")
    return joined.order_by("pk")


def _request(row: TrainingRequest) -> dict[str, Any]:
    option = next((one for one in row.options.all() if one.state == OptionState.CHOSEN), None)
    names = ("id", "code", "state", "subject", "people", "language", "is_online", "received_at")
    return {name: getattr(row, name) for name in names} | {
        "training": row.training.slug if row.training else "",
        "organisation": reference(row.organisation) if row.organisation else None,
        "starts_at": option.starts_at if option else None,
        "ends_at": option.ends_at if option else None,
        "activity": row.activity_id,
        "signed_in": sum(line.state == LineState.COUNTED for line in row.sign_ins.all()),
    }


@router.get("/training-requests", response={200: Page[TrainingRequestOut], **REFUSALS})
def list_training_requests(request: HttpRequest, filters: Query[TrainingRequestFilter]) -> dict[str, Any]:
    """List requests for trainings."""
    asked = {"state": filters.state, "training__slug": filters.training}
    rows = _requests(request).filter(**{name: value for name, value in asked.items() if value})
    return paged(request, rows, filters, _request)


@router.get("/training-requests/{int:trainingrequest_id}", response={200: TrainingRequestOut, **REFUSALS})
def read_training_request(request: HttpRequest, trainingrequest_id: int) -> dict[str, Any]:
    """Read one request."""
    return _request(get_object_or_404(_requests(request), pk=trainingrequest_id))
