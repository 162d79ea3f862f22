"""Refusals become pages: a sentence and the way out, never a 500. Pages load nothing from elsewhere."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convergence.core.errors import Busy, DatabaseAway, DomainError, NothingToShow, SameMoment
from convergence.core.faults import refusal_of
from convergence.core.profile import profile_read_once

Answer = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)

STRICT = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        # Paying by card leaves for the provider's own page.
        "form-action 'self' https://checkout.stripe.com",
        "base-uri 'none'",
    )
)
# Wagtail's admin writes styles and scripts into its pages; they still come from this host only.
BACK_OFFICE = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "base-uri 'self'",
    )
)


def _strict() -> str:
    """Return the policy of public pages; a form may lead to the card provider, or to its stand-in when one is set."""
    provider = "https://checkout.stripe.com"
    stand_in = settings.STRIPE_API_BASE
    return STRICT.replace(provider, f"{provider} {stand_in}") if stand_in else STRICT


def refusal_page(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Return the page that says a refusal; what a form sent can be sent again when it only has to wait."""
    context = {"refusal": refusal, "again": _sent(request) if isinstance(refusal, Busy) else []}
    return render(request, "ui/refusal.html", context, status=refusal.status)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form sent, to be sent again as it was; nothing when it held a file, which no page can keep."""
    if request.method != "POST" or request.FILES:
        return []
    return [(name, str(value)) for name, values in request.POST.lists() for value in values]


class PatientSessionMiddleware(SessionMiddleware):
    """Django's sessions; one that cannot be saved while a large list is written is told, not a 500."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session, or say that it has to wait."""
        try:
            return super().process_response(request, response)
        except (OperationalError, SessionInterrupted) as error:  # Django tells the second when the first is beneath it
            if not isinstance(refusal := refusal_of(error), Busy):
                raise
            return refusal_page(request, refusal)


class ReadOnceMiddleware:
    """Lets the parts of a page share what each of them asks for; a request that writes reads anew."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the profile of the organisation is read once when nothing is written."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with profile_read_once():
            return self.get_response(request)


class DomainErrorMiddleware:
    """Turns a `DomainError` that no view caught into a page with its status and sentence.

    So does it with the bare answer of an address that only takes forms, when it is opened as a page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; say what an address that only takes forms is."""
        answer = self.get_response(request)
        if answer.status_code == NothingToShow.status and request.method == "GET" and not answer.content:
            page = refusal_page(request, NothingToShow())
            page.headers["Allow"] = answer.headers.get("Allow", "POST")
            return page
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the refusal's page."""
        found = exception if isinstance(exception, DomainError) else refusal_of(exception)
        if isinstance(found, DatabaseAway):
            return None  # a page would ask the database for the organisation's face: see `ui.faults`
        if isinstance(
            found, SameMoment
        ):  # a form that never looks would come here each time: those who run it are told
            logger.warning("%s: written by another at the same moment", request.path, exc_info=exception)
        return refusal_page(request, found) if found is not None else None


class ContentSecurityMiddleware:
    """Lets a page load nothing from anywhere else (L5); a view that sets its own policy keeps it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the policy to the answer."""
        response = self.get_response(request)
        policy = BACK_OFFICE if request.path.startswith("/gestion/") else _strict()
        response.headers.setdefault("Content-Security-Policy", policy)
        return response
