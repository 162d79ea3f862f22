"""Mailings and deliveries: what was said to whom, and what became of it. Addresses and texts stay in the back office."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.api.contacts import Reference, reference
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.messaging.models import Delivery, Mailing

router = Router(tags=["messages"])


class MailingOut(Schema):
    """One act of writing to many, or to one."""

    id: int
    reference: str
    title: str
    purpose: str
    status: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class DeliveryOut(Schema):
    """One message to one recipient, and its fate."""

    id: int
    mailing_id: int
    contact: Reference | None
    channel: str
    language: str
    fate: str
    fate_at: datetime
    queued_at: datetime
    sent_at: datetime | None


class DeliveryFilter(PageQuery):
    """Filters of deliveries."""

    mailing_id: int | None = Field(None, ge=1, le=2**63 - 1, description="Mailing.")
    fate: str = Field("", max_length=10, description="What became of the message.")


def _plain(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _mailing(mailing: Mailing) -> dict[str, Any]:
    names = ("id", "reference", "title", "purpose", "status", "created_at", "started_at", "finished_at")
    return _plain(mailing, *names)


@router.get("/mailings", response={200: Page[MailingOut], **REFUSALS})
def list_mailings(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """List mailings."""
    rows = visible(request.user, "messaging.view_mailing", Mailing.objects.order_by("pk"))
    return paged(request, rows, query, _mailing)


def _delivery(delivery: Delivery) -> dict[str, Any]:
    names = ("id", "mailing_id", "channel", "fate", "fate_at", "queued_at", "sent_at")
    contact = reference(delivery.contact) if delivery.contact else None
    return _plain(delivery, *names) | {"contact": contact, "language": delivery.message.language}


@router.get("/deliveries", response={200: Page[DeliveryOut], **REFUSALS})
def list_deliveries(request: HttpRequest, filters: Query[DeliveryFilter]) -> dict[str, Any]:
    """List messages to each recipient, with their fate."""
    rows = visible(request.user, "messaging.view_delivery", Delivery.objects.order_by("pk"))
    if filters.mailing_id is not None:
        rows = rows.filter(mailing_id=filters.mailing_id)
    if filters.fate:
        rows = rows.filter(fate=filters.fate)
    return paged(request, rows.select_related("contact", "message").defer("message__source"), filters, _delivery)
