"""The API object: its description, its errors, its routers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from convergence.api.auth import TokenAuth
from convergence.core.errors import DomainError

DESCRIPTION = """
What the organisation's registers hold, for machines. Read-only. Every answer holds what the user who made the token may
see, and nothing more. Amounts are whole cents of Canadian dollars; instants carry their offset; dates of uncertain
precision are text (`1975`, `1975-06`, `1975-06-12`) and are never completed.
"""


class Problem(Schema):
    """Why a request was refused."""

    code: str
    message: str
    field: str = ""


class Refusal(Schema):
    """Body of every answer from 400 to 503."""

    error: Problem


api = NinjaAPI(
    title="Convergence",
    version="1",
    description=DESCRIPTION.strip(),
    urls_namespace="api-v1",
    auth=TokenAuth(),
    openapi_url="/openapi.json",
    docs_url=None,
)

REFUSALS = {401: Refusal, 404: Refusal, 422: Refusal}


def _refuse(request: HttpRequest, status: int, code: str, message: object, field: str = "") -> HttpResponse:
    body = {"error": {"code": code, "message": str(message), "field": field}}
    return api.create_response(request, body, status=status)


@api.exception_handler(DomainError)
def on_domain_error(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer a refusal of ours with its own code."""
    return _refuse(request, error.status, error.code, error, error.field)


@api.exception_handler(AuthenticationError)
def on_no_token(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer a request without a live token."""
    answer = _refuse(request, 401, "no_token", "Send a live token: Authorization: Bearer …")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def on_bad_value(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer a parameter that cannot be understood, naming the first one."""
    first = error.errors[0]
    return _refuse(request, 422, "bad_value", first["msg"], str(first["loc"][-1]))


@api.exception_handler(Http404)
def on_not_found(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer for a record that does not exist or is not shown to this user: the two look the same."""
    return _refuse(request, 404, "not_found", "There is no such record, or it is not shown to you.")


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer what the framework refuses, such as a body that is no JSON."""
    return _refuse(request, error.status_code, "bad_request", error)
