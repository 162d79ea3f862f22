"""Tools with their versions, licence and counts; orders of printed copies for who may see them. Read-only."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.api.contacts import Reference, reference
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.contacts.models import Contact
from convergence.education.tools.models import Edition, Order, Tool
from convergence.education.tools.queries.catalogue import downloads
from convergence.education.tools.queries.orders import money_of

router = Router(tags=["tools"])


class EditionOut(Schema):
    """A version in one language."""

    id: int
    version: int
    language: str
    title: str
    kind: str = Field(description="Ending of the file, or “link”.")
    size: int = Field(description="Bytes.")
    sha256: str
    url: str = Field(description="Where anybody may take it; empty when it is for members only.")


class CreditOut(Schema):
    """Who made it; somebody known by a pseudonym is named by it alone."""

    name: str
    capacity: str


class ToolOut(Schema):
    """A tool, with its published editions."""

    id: int
    slug: str
    kind: str
    title: str = Field(description="In `language`; other languages have the titles of their editions.")
    language: str
    licence: str
    licence_note: str
    rights_holder: str
    state: str
    audience: str
    axis: str
    themes: list[str]
    places: list[str] = Field(description="Short names, in the order of its story.")
    minutes: int | None
    credits: list[CreditOut]
    editions: list[EditionOut]
    downloads: int = Field(description="Of all its files; downloads, not people.")
    published_at: datetime | None


class OrderLineOut(Schema):
    """Copies of one printed edition."""

    label: str
    quantity: int
    unit_cents: int


class OrderOut(Schema):
    """An order of printed copies; amounts that are not known yet are null."""

    id: int
    number: str
    state: str
    payer: Reference | None
    lines: list[OrderLineOut]
    postage_cents: int | None
    gst_cents: int | None
    qst_cents: int | None
    total_cents: int | None
    owed_cents: int | None = Field(description="Null without an invoice.")
    invoice: str
    placed_at: datetime


class ToolFilter(PageQuery):
    """Filters of tools."""

    kind: str = Field("", max_length=8, description="Code of the kind.")
    state: str = Field("", max_length=9, description="Code of the state.")
    theme: str = Field("", max_length=50, description="Short name of a theme.")


class OrderFilter(PageQuery):
    """Filters of orders."""

    state: str = Field("", max_length=9, description="Code of the state.")


def _rows(request: HttpRequest) -> QuerySet[Any]:
    rows = visible(request.user, "tools.view_tool", Tool.objects.with_editions())
    joined = rows.select_related("axis").prefetch_related("themes", "credits__person", "places__place")
    return joined.order_by("pk")


def _edition(row: Edition, tool: Tool) -> dict[str, Any]:
    is_public = tool.state == "PUBLISHED" and tool.audience == "PUBLIC"
    address = row.url
    if row.file:
        address = settings.BASE_URL + reverse("website:tool_file", args=[row.pk, row.name])
    names = ("id", "language", "title", "kind", "size", "sha256")
    return {name: getattr(row, name) for name in names} | {
        "version": row.version.number,
        "url": address if is_public else "",
    }


def _tool(row: Tool) -> dict[str, Any]:
    names = ("id", "slug", "kind", "title", "language", "licence", "licence_note", "rights_holder", "state", "audience",
             "minutes", "published_at")  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "axis": row.axis.slug if row.axis else "",
        "themes": [theme.slug for theme in row.themes.all()],
        "places": [one.place.slug for one in row.places.all()],
        "credits": [{"name": one.shown_name, "capacity": one.capacity} for one in row.credits.all()],
        "editions": [_edition(one, row) for one in row.public_editions],
        "downloads": getattr(row, "downloaded", 0),
    }


@router.get("/tools", response={200: Page[ToolOut], **REFUSALS})
def list_tools(request: HttpRequest, filters: Query[ToolFilter]) -> dict[str, Any]:
    """List tools."""
    asked = {"kind": filters.kind, "state": filters.state, "themes__slug": filters.theme}
    rows = _rows(request).filter(**{name: value for name, value in asked.items() if value})
    found = paged(request, rows, filters, _tool)
    counted = downloads([row["id"] for row in found["results"]])
    for row in found["results"]:
        row["downloads"] = counted.get(row["id"], 0)
    return found


@router.get("/tools/{int:tool_id}", response={200: ToolOut, **REFUSALS})
def read_tool(request: HttpRequest, tool_id: int) -> dict[str, Any]:
    """Read one tool."""
    row = get_object_or_404(_rows(request), pk=tool_id)
    return _tool(row) | {"downloads": downloads([row.pk]).get(row.pk, 0)}


def _orders(request: HttpRequest) -> QuerySet[Any]:
    seen = visible(request.user, "contacts.view_contact", Contact.objects.all())
    rows = visible(request.user, "tools.view_order", Order.objects.all()).select_related("invoice")
    return rows.prefetch_related("lines", Prefetch("contact", seen)).order_by("pk")


def _order(row: Order) -> dict[str, Any]:
    names = ("id", "number", "state", "postage_cents", "gst_cents", "qst_cents", "total_cents", "placed_at")
    return {name: getattr(row, name) for name in names} | {
        "payer": reference(row.contact) if row.contact else None,
        "lines": list(row.lines.all()),
        "owed_cents": None,
        "invoice": row.invoice.number if row.invoice else "",
    }


@router.get("/orders", response={200: Page[OrderOut], **REFUSALS})
def list_orders(request: HttpRequest, filters: Query[OrderFilter]) -> dict[str, Any]:
    """List orders of printed copies, without the names and addresses of people."""
    rows = _orders(request)
    found = paged(request, rows.filter(state=filters.state) if filters.state else rows, filters, _order)
    _owed(found["results"])
    return found


@router.get("/orders/{int:order_id}", response={200: OrderOut, **REFUSALS})
def read_order(request: HttpRequest, order_id: int) -> dict[str, Any]:
    """Read one order."""
    found = _order(get_object_or_404(_orders(request), pk=order_id))
    _owed([found])
    return found


def _owed(found: list[dict[str, Any]]) -> None:
    money = money_of(list(Order.objects.filter(pk__in=[row["id"] for row in found])))
    for row in found:
        if row["id"] in money:
            row["owed_cents"] = money[row["id"]].owed_cents
