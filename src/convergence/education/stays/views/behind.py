"""What the pages behind personal links share: no password, no JavaScript needed, nothing without the token (S61)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from convergence.core.profile import current_profile
from convergence.education.stays.errors import LinkNotFound
from convergence.ui.links import Opened, behind_link


def behind(find: Callable[[str], Any], language_of: Callable[[Any], str]) -> Callable[[Opened], Opened]:
    """Give a view what a token of an application or of a participant opens."""
    return behind_link(
        "stay-link",
        find,
        language_of,
        missing=LinkNotFound,
        needs_cookies=False,
    )


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
