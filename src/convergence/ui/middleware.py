"""Refusals become pages: a sentence and the way out, never a 500."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from convergence.core.errors import DomainError


class DomainErrorMiddleware:
    """Turns a `DomainError` that no view caught into a page with its status and sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | TemplateResponse | None:
        """Answer with the refusal's page."""
        if isinstance(exception, DomainError):
            return render(request, "ui/refusal.html", {"refusal": exception}, status=exception.status)
        return None
