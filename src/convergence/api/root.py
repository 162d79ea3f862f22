"""The API object: its description, its errors, its routers."""

import hashlib
import logging
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, DataError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from convergence.api.auth import TokenAuth
from convergence.core.errors import DomainError
from convergence.core.faults import let_go, refusal_of

logger = logging.getLogger(__name__)

DESCRIPTION = """
What the organisation's registers hold, for machines. Read-only. Every answer holds what the user who made the token may
see, and nothing more. Amounts are whole cents of Canadian dollars; instants carry their offset; dates of uncertain
precision are text (`1975`, `1975-06`, `1975-06-12`) and are never completed.
"""


class Problem(Schema):
    """Why a request was refused (RFC 9457): body of every answer from 400 to 503, as `application/problem+json`.

    `code` never changes; `title` and `detail` are for people, in the language asked by `Accept-Language`.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    field: str = ""


class Api(NinjaAPI):
    """Answers that a reader may keep: an ETag on each page, 304 when it still holds."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """Make the answer; a page that the reader already holds is not sent again."""
        answer = super().create_response(request, data, **options)
        if request.method != "GET" or answer.status_code != 200:
            return answer
        etag = quote_etag(hashlib.sha256(answer.content).hexdigest()[:32])
        answer["ETag"] = etag
        answer["Cache-Control"] = "private, no-cache"
        return get_conditional_response(request, etag=etag, response=answer) or answer


api = Api(
    title="Convergence",
    version="1",
    description=DESCRIPTION.strip(),
    urls_namespace="api-v1",
    auth=TokenAuth(),
    openapi_url="/openapi.json",
    docs_url=None,
)

REFUSALS = {401: Problem, 404: Problem, 422: Problem}


def _refuse(request: HttpRequest, status: int, code: str, detail: object, field: str = "") -> HttpResponse:
    title = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": str(detail),
        "code": code,
        "field": field,
    }
    answer = api.create_response(request, body, status=status)
    answer["Content-Type"] = "application/problem+json"
    return answer


@api.exception_handler(DomainError)
def on_domain_error(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer a refusal of ours with its own code."""
    return _refuse(request, error.status, error.code, error, error.field)


@api.exception_handler(AuthenticationError)
def on_no_token(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer a request without a live token."""
    answer = _refuse(request, 401, "no_token", _("Send a live token: Authorization: Bearer …"))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def on_bad_value(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer a parameter that cannot be understood, naming the first one."""
    first = error.errors[0]
    name = str(first["loc"][-1])
    detail = _("The parameter %(name)s cannot be understood: %(why)s") % {"name": name, "why": first["msg"]}
    return _refuse(request, 422, "bad_value", detail, name)


@api.exception_handler(Http404)
def on_not_found(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer for a record that does not exist or is not shown to this user: the two look the same."""
    return _refuse(request, 404, "not_found", _("There is no such record, or it is not shown to you."))


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer an address that the API does not have."""
    detail = _("The API has no such address. What it has is described at %(path)s.")
    return _refuse(request, 404, "no_such_address", detail % {"path": reverse("api-v1:openapi-json")})


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer what the framework refuses, such as a body that is no JSON."""
    return _refuse(request, error.status_code, "bad_request", error)


@api.exception_handler(OverflowError)
@api.exception_handler(DataError)
def on_number_out_of_range(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer a number that no record can have."""
    return _refuse(request, 422, "bad_value", _("A number of this request is larger than any record has."))


@api.exception_handler(DatabaseError)
@api.exception_handler(InterfaceError)
def on_database_error(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer 503 while the database is busy or away; any other error of it is a fault of ours."""
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    logger.error("database busy or away", exc_info=error)
    let_go()
    answer = _refuse(request, refusal.status, refusal.code, refusal)
    answer["Retry-After"] = "60"
    return answer
