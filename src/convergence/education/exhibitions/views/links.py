"""The pages behind the personal link of a loan: no password, no JavaScript, nothing without the token (S61)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from convergence.core.profile import current_profile
from convergence.education.exhibitions.commands.finding import find_by_token
from convergence.education.exhibitions.errors import LinkNotFound
from convergence.education.exhibitions.views.desk import Desk

#: Wrong tokens from one address before it waits, and for how many seconds.
MAX_WRONG, WAIT_SECONDS = 20, 600


def _private(answer: HttpResponse) -> HttpResponse:
    add_never_cache_headers(answer)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _closed(request: HttpRequest, status: int) -> HttpResponse:
    context = {"profile": current_profile(), "wait": status == 429}
    return _private(render(request, "exhibitions/link_closed.html", context, status=status))


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the loan of a token in its borrower's language, or say that the link opens nothing."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        key = f"loan-link-wrong:{request.META.get('REMOTE_ADDR', '')}"
        if cache.get(key, 0) >= MAX_WRONG:
            return _closed(request, 429)
        try:
            loan = find_by_token(token)
        except LinkNotFound:
            cache.add(key, 0, WAIT_SECONDS)
            cache.incr(key)
            return _closed(request, 404)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else loan.language):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            desk = Desk(
                request=request,
                loan=loan,
                actor=None,
                address=lambda name, *args: reverse(f"loan:{name}", args=[token, *args]),
                frame="exhibitions/link_base.html",
                more={"profile": current_profile()},
            )
            return _private(view(desk, **kwargs))

    return opened


@personal
def show(desk: Desk) -> HttpResponse:
    """Show where the loan stands and what is to be done."""
    return desk.show()


@personal
def agreement(desk: Desk) -> HttpResponse:
    """Give the agreement."""
    return desk.agreement()


@personal
def sign(desk: Desk) -> HttpResponse:
    """Sign the agreement."""
    return desk.sign()


@personal
def report(desk: Desk, way: str) -> HttpResponse:
    """Write the state of the panels."""
    return desk.report(way)


@personal
def tell(desk: Desk) -> HttpResponse:
    """Say how many people came."""
    return desk.tell()


@personal
def photo(desk: Desk, conditionphoto_id: int) -> HttpResponse:
    """Give a photograph of a report."""
    return desk.photo(conditionphoto_id)
