"""Exhibitions that travel and their loans, read only. Who asked for a loan, and who is portrayed, stay in the back office."""

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
from convergence.education.exhibitions.models import Exhibition, Loan

router = Router(tags=["exhibitions"])


class VersionOut(Schema):
    """A version that can be borrowed."""

    id: int
    setting: str
    name: str
    insurance_cents: int
    before_days: int
    transport_days: int
    after_days: int
    season_opens: str = Field(description="Month and day, as in 05-01; empty for the whole year.")
    season_closes: str
    longest_days: int
    is_offered: bool


class ExhibitionOut(Schema):
    """An exhibition and its versions."""

    id: int
    slug: str
    title: str = Field(description="In French.")
    title_en: str
    title_es: str
    is_public: bool
    versions: list[VersionOut]


class LoanOut(Schema):
    """A loan: who borrows which version, where, when."""

    id: int
    version: int
    exhibition: str = Field(description="Short name.")
    borrower: Reference | None = Field(description="Null when it is in no register, or you may not see it.")
    organisation_name: str
    venue: str
    city: str
    setting: str
    first_day: date
    last_day: date
    hold_start: date = Field(description="First day on which its crates cannot be elsewhere.")
    hold_end: date
    state: str
    activity: int | None = Field(description="The stop in the register of activities; null before both have signed.")


class LoanFilter(PageQuery):
    """Filters of loans."""

    state: str = Field("", max_length=9, description="Code of the state.")
    exhibition: str = Field("", max_length=80, description="Short name of the exhibition.")
    since: date | None = Field(None, description="Those whose last day is not before this one.")


def _exhibition(row: Exhibition) -> dict[str, Any]:
    return {
        "id": row.pk,
        "slug": row.slug,
        "title": row.title_fr,
        "title_en": row.title_en,
        "title_es": row.title_es,
        "is_public": row.is_public,
        "versions": [{name: getattr(one, name) for name in VersionOut.model_fields} for one in row.versions.all()],
    }


def _exhibitions(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "exhibitions.view_exhibition", Exhibition.objects.all())
    return rows.prefetch_related("versions").order_by("pk")


def _loans(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "exhibitions.view_loan", Loan.objects.all())
    return rows.select_related("version__exhibition", "borrower").order_by("pk")


def _loan(row: Loan) -> dict[str, Any]:
    names = (
        "id", "organisation_name", "venue", "city", "setting", "first_day", "last_day", "hold_start", "hold_end", "state",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "version": row.version_id,
        "exhibition": row.version.exhibition.slug,
        "borrower": reference(row.borrower) if row.borrower else None,
        "activity": row.activity_id,
    }


@router.get("/exhibitions", response={200: Page[ExhibitionOut], **REFUSALS})
def list_exhibitions(request: HttpRequest, filters: Query[PageQuery]) -> dict[str, Any]:
    """List exhibitions."""
    return paged(request, _exhibitions(request), filters, _exhibition)


@router.get("/exhibitions/{int:exhibition_id}", response={200: ExhibitionOut, **REFUSALS})
def read_exhibition(request: HttpRequest, exhibition_id: int) -> dict[str, Any]:
    """Read one exhibition."""
    return _exhibition(get_object_or_404(_exhibitions(request), pk=exhibition_id))


@router.get("/loans", response={200: Page[LoanOut], **REFUSALS})
def list_loans(request: HttpRequest, filters: Query[LoanFilter]) -> dict[str, Any]:
    """List loans of exhibitions."""
    rows = _loans(request)
    wanted = {"state": filters.state, "version__exhibition__slug": filters.exhibition}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if filters.since:
        rows = rows.filter(last_day__gte=filters.since)
    return paged(request, rows, filters, _loan)


@router.get("/loans/{int:loan_id}", response={200: LoanOut, **REFUSALS})
def read_loan(request: HttpRequest, loan_id: int) -> dict[str, Any]:
    """Read one loan."""
    return _loan(get_object_or_404(_loans(request), pk=loan_id))
