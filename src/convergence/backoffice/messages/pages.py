"""What the screens of messages share: paging, one record or 404, HTML shown without running it."""

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

M = TypeVar("M", bound=Model)

ROWS = 25


def page_of(request: HttpRequest, rows: QuerySet[M]) -> Page[M]:
    """The page of a list that the address asks for; an absurd number gives the last one."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def one(rows: QuerySet[M], pk: int) -> M:
    """One record.

    Raises:
        Http404: there is none.
    """
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def inert(html: str) -> HttpResponse:
    """An e-mail's HTML for a frame: nothing in it runs, loads or leads away."""
    answer = HttpResponse(html)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def file(content: bytes, name: str, media_type: str, *, shown: bool = False) -> HttpResponse:
    """A file, downloaded, or shown by the browser when it is a PDF."""
    kept = shown and media_type == "application/pdf"
    headers: dict[str, Any] = {"X-Content-Type-Options": "nosniff"}
    answer = HttpResponse(content, content_type=media_type if kept else "application/octet-stream", headers=headers)
    safe = "".join(char for char in name if char.isalnum() or char in " ._-") or "fichier"
    answer["Content-Disposition"] = (
        f'{"inline" if kept else "attachment"}; filename="{safe.encode("ascii", "ignore").decode()}"'
    )
    return answer
