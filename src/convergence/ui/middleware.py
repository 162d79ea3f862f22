"""Refusals become pages: a sentence and the way out, never a 500. Pages load nothing from elsewhere."""

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convergence.core.errors import Busy, DomainError

Answer = Callable[[HttpRequest], HttpResponse]

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
        # Paying by card leaves for Stripe's own page, or for the stand-in that plays its part in the demo and in tests.
        " ".join(("form-action 'self' https://checkout.stripe.com", settings.STRIPE_API_BASE)).strip(),
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


class DomainErrorMiddleware:
    """Turns a `DomainError` that no view caught into a page with its status and sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the refusal's page."""
        if isinstance(exception, OperationalError) and "locked" in str(exception):
            exception = Busy()  # SQLite: a large list is being written; this act waited as long as it could
        if isinstance(exception, DomainError):
            return render(request, "ui/refusal.html", {"refusal": exception}, status=exception.status)
        return None


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
