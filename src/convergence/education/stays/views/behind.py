"""What the pages behind personal links share: no password, no JavaScript needed, nothing without the token (S61)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from convergence.core.errors import DomainError
from convergence.core.profile import current_profile
from convergence.education.stays.errors import LinkNotFound

MAX_WRONG, WAIT_SECONDS = 20, 600
"""Wrong tokens from one address before it waits, and for how many seconds."""
Opened = Callable[..., HttpResponse]


def private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and search engines."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _closed(request: HttpRequest, status: int) -> HttpResponse:
    context = {"profile": current_profile(), "wait": status == 429}
    return private(render(request, "stays/link_closed.html", context, status=status))


def behind(find: Callable[[str], Any], language_of: Callable[[Any], str]) -> Callable[[Opened], Opened]:
    """Give a view what a token opens, in its language unless the person chose another; count wrong tokens."""

    def guard(view: Opened) -> Opened:
        @csrf_exempt  # whoever holds the link may answer, also a browser that refuses cookies
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
            key = f"stay-link-wrong:{request.META.get('REMOTE_ADDR', '')}"
            if cache.get(key, 0) >= MAX_WRONG:
                return _closed(request, 429)
            try:
                found = find(token)
            except LinkNotFound:
                cache.add(key, 0, WAIT_SECONDS)
                cache.incr(key)
                return _closed(request, 404)
            picked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
            with translation.override(picked if picked in dict(settings.LANGUAGES) else language_of(found)):
                request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
                return private(view(request, found, token, **kwargs))

        return opened

    return guard


def done(form: Form, act: Callable[[], Any]) -> bool:
    """Run an act for a valid form; a refusal becomes an error beside its field. Tell whether it was done."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    else:
        return True
    return False


def page(request: HttpRequest, name: str, token: str, **context: Any) -> HttpResponse:
    """Draw a page behind a link."""
    form = context.get("form")
    status = context.pop("status", 422 if form is not None and form.errors else 200)
    about = next((context[one] for one in ("title", "call", "stay", "participant") if one in context), "")
    whole = {"profile": current_profile(), "token": token, **context, "title": str(about)}
    return render(request, f"stays/{name}.html", whole, status=status)


def back(request: HttpRequest, name: str, token: str, words: str) -> HttpResponse:
    """Go to a page behind the link and say there what was done."""
    messages.success(request, words)
    return redirect(reverse(f"stay_links:{name}", args=[token]))
