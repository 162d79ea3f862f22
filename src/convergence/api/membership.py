"""Members by group, dues calls, who was called and where they stand."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.api.contacts import Reference, reference
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.membership.models import CallRecipient, DuesCall, GroupMembership

router = Router(tags=["membership"])


class StayOut(Schema):
    """A member's stay in a group; `end_date` is its last day."""

    id: int
    member: Reference
    group: str
    start_date: date
    end_date: date | None
    source: str


class CallOut(Schema):
    """A call for the dues of one period."""

    id: int
    period: str
    period_start: date
    period_end: date
    state: str
    letter_date: date
    due_date: date
    closing_date: date | None
    issued_at: datetime | None


class RecipientOut(Schema):
    """One member in a call, frozen at issue."""

    id: int
    call_id: int
    member: Reference
    payer: Reference
    group: str
    language: str
    channel: str
    declared_members: int | None
    declared_as_of: date | None
    amount_cents: int | None
    paid_cents: int
    standing: str


class RecipientFilter(PageQuery):
    """Filters of recipients."""

    call_id: int | None = Field(None, ge=1, le=2**63 - 1, description="Dues call.")
    standing: str = Field("", max_length=12, description="Where the member stands.")


def _plain(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _stay(stay: GroupMembership) -> dict[str, Any]:
    return _plain(stay, "id", "group", "start_date", "end_date", "source") | {"member": reference(stay.member)}


@router.get("/memberships", response={200: Page[StayOut], **REFUSALS})
def list_memberships(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """List the stays of members in groups A to D."""
    rows = visible(request.user, "membership.view_groupmembership", GroupMembership.objects.all())
    return paged(request, rows.select_related("member").order_by("pk"), query, _stay)


def _call(call: DuesCall) -> dict[str, Any]:
    names = (
        "id",
        "period",
        "period_start",
        "period_end",
        "state",
        "letter_date",
        "due_date",
        "closing_date",
        "issued_at",
    )
    return _plain(call, *names)


@router.get("/dues-calls", response={200: Page[CallOut], **REFUSALS})
def list_dues_calls(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """List dues calls."""
    rows = visible(request.user, "membership.view_duescall", DuesCall.objects.all())
    return paged(request, rows.order_by("pk"), query, _call)


def _recipient(one: CallRecipient) -> dict[str, Any]:
    names = ("id", "call_id", "group", "language", "channel", "declared_members", "declared_as_of", "amount_cents")
    people = {"member": reference(one.member), "payer": reference(one.payer)}
    return _plain(one, *names, "paid_cents", "standing") | people


@router.get("/call-recipients", response={200: Page[RecipientOut], **REFUSALS})
def list_recipients(request: HttpRequest, filters: Query[RecipientFilter]) -> dict[str, Any]:
    """List who was called, for how much, and where they stand."""
    rows = visible(request.user, "membership.view_callrecipient", CallRecipient.objects.all())
    if filters.call_id is not None:
        rows = rows.filter(call_id=filters.call_id)
    if filters.standing:
        rows = rows.filter(standing=filters.standing)
    return paged(request, rows.select_related("member", "payer").order_by("pk"), filters, _recipient)
