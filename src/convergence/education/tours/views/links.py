"""The pages behind the personal link of a host: no password, no JavaScript, nothing without the token (S61)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from convergence.core.profile import current_profile
from convergence.education.tours.errors import LinkNotFound
from convergence.education.tours.queries.links import find_by_token
from convergence.education.tours.views.desk import Desk

#: Wrong tokens from one address before it waits, and for how many seconds.
MAX_WRONG, WAIT_SECONDS = 20, 600


def _private(answer: HttpResponse) -> HttpResponse:
    add_never_cache_headers(answer)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _closed(request: HttpRequest, status: int) -> HttpResponse:
    context = {"profile": current_profile(), "wait": status == 429}
    return _private(render(request, "tours/link_closed.html", context, status=status))


def personal(view: Callable[[Desk], HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the leg of a token in its host's language, or say that the link opens nothing."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        key = f"leg-link-wrong:{request.META.get('REMOTE_ADDR', '')}"
        if cache.get(key, 0) >= MAX_WRONG:
            return _closed(request, 429)
        try:
            leg = find_by_token(token, timezone.localdate())
        except LinkNotFound:
            cache.add(key, 0, WAIT_SECONDS)
            cache.incr(key)
            return _closed(request, 404)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else leg.letters):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            more: dict[str, Any] = {"profile": current_profile()}
            desk = Desk(
                request, leg, None, lambda name: reverse(f"leg:{name}", args=[token]), "tours/link_base.html", more
            )
            return _private(view(desk))

    return opened


@personal
def show(desk: Desk) -> HttpResponse:
    """Show the leg, and take a yes."""
    return desk.show()


@personal
def decline(desk: Desk) -> HttpResponse:
    """Say no."""
    return desk.decline()


@personal
def people(desk: Desk) -> HttpResponse:
    """Say how many people came."""
    return desk.people()


@personal
def sheet(desk: Desk) -> HttpResponse:
    """Give the sheet of the host."""
    return desk.sheet()
