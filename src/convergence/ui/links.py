"""What all pages behind a personal link share: no password, no JavaScript, nothing without the token (S61)."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from convergence.core.errors import DomainError
from convergence.core.profile import current_profile

#: Wrong tokens from one address before it waits, and for how many seconds. Kept in the cache only.
MAX_WRONG, WAIT_SECONDS = 20, 600
TOO_MANY = 429
Opened = Callable[..., HttpResponse]


def private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches, of search engines, and its address out of what other sites are told."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def must_wait(request: HttpRequest, kind: str) -> bool:
    """Tell whether too many wrong tokens of a kind came from the address of a request."""
    return bool(cache.get(_key(request, kind), 0) >= MAX_WRONG)


def count_wrong(request: HttpRequest, kind: str) -> None:
    """Count a wrong token of a kind."""
    key = _key(request, kind)
    if not cache.add(key, 1, WAIT_SECONDS):
        with suppress(ValueError):  # forgotten since: there is nothing left to wait for
            cache.incr(key)


def _key(request: HttpRequest, kind: str) -> str:
    return f"{kind}-wrong:{request.META.get('REMOTE_ADDR', '')}"


def closed(request: HttpRequest, *, status: int = 404) -> HttpResponse:
    """Say that a link opens nothing, in the same words whatever the reason, or to wait when too many were tried."""
    context = {"profile": current_profile(), "wait": status == TOO_MANY}
    return private(render(request, "ui/link_closed.html", context, status=status))


def behind_link(
    kind: str,
    find: Callable[[str], Any],
    language_of: Callable[[Any], str],
    *,
    missing: type[DomainError],
    needs_cookies: bool = True,
) -> Callable[[Opened], Opened]:
    """Give a view what a token opens, in its language unless the person chose another; count wrong tokens.

    The view is called with the request, what was found, the token, and what else its address holds.

    Args:
        kind: under which wrong tokens are counted, such as `loan-link`.
        find: returns what a token opens.
        language_of: code of the language in which whoever got the link reads.
        missing: what `find` raises for a token that opens nothing.
        needs_cookies: whether a form asks for the token against forged requests. Whoever holds the link may answer, also
            from a browser that refuses cookies: the link is the right to act, no cookie is.
    """

    def guard(view: Opened) -> Opened:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
            if must_wait(request, kind):
                return closed(request, status=TOO_MANY)
            try:
                found = find(token)
            except missing:
                count_wrong(request, kind)
                return closed(request)
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
            with translation.override(chosen if chosen in dict(settings.LANGUAGES) else language_of(found)):
                request.LANGUAGE_CODE = translation.get_language()
                return private(view(request, found, token, **more))

        return opened if needs_cookies else csrf_exempt(opened)

    return guard
