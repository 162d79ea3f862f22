"""Pages of results: `?page=` and `?per_page=`, with the total and the addresses of the neighbours."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

from convergence.core.errors import NotFound

MOST_PER_PAGE = 200
Item = TypeVar("Item")


class PageQuery(Schema):
    """Which page, and how many rows on it."""

    page: int = Field(1, ge=1, le=1_000_000, description="Number of the page, from 1.")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description="Rows on a page.")


class Page(Schema, Generic[Item]):
    """One page of results."""

    count: int = Field(description="Rows in all, over every page.")
    next: str | None = Field(description="Address of the next page.")
    previous: str | None = Field(description="Address of the page before.")
    results: list[Item]


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def paged(
    request: HttpRequest, rows: QuerySet[Any], query: PageQuery, shape: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """Return one page of rows, each passed through `shape`.

    Raises:
        NotFound: there is no such page.
    """
    try:
        page = Paginator(rows, query.per_page).page(query.page)
    except EmptyPage as error:
        raise NotFound from error
    return {
        "count": page.paginator.count,
        "next": _address(request, query.page + 1) if page.has_next() else None,
        "previous": _address(request, query.page - 1) if page.has_previous() else None,
        "results": [shape(row) for row in page],
    }
