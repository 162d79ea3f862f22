"""The page of an error that nobody caught: the database is away, or the fault is ours."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

from convergence.core.errors import Busy, DomainError
from convergence.core.faults import let_go, refusal_of

RETRY_SECONDS = 60


@requires_csrf_token
def on_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database is away, with nothing read from it; 500 for any other error."""
    error = sys.exc_info()[1]
    refusal = refusal_of(error) if error is not None else None
    if refusal is None:
        return server_error(request)
    let_go()
    answer = _problem(refusal) if request.path.startswith("/api/") else _page(refusal)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(refusal: DomainError) -> HttpResponse:
    page = loader.render_to_string("503.html", {"refusal": refusal, "is_busy": isinstance(refusal, Busy)})
    return HttpResponse(page, status=refusal.status)


def _problem(refusal: DomainError) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": refusal.status,
        "detail": str(refusal),
        "code": refusal.code,
        "field": "",
    }
    return JsonResponse(body, status=refusal.status, content_type="application/problem+json")
