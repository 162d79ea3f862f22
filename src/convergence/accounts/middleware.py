"""What stands between a request and its page: the language of the person, the second factor of the team."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from convergence.accounts.second_factor import lacks_second_factor
from convergence.ui.language import is_public_page


class ClientAddressMiddleware:
    """Knows who asks when a proxy stands in front: the last address of `X-Forwarded-For`, which that proxy wrote.

    Without it every visitor would seem to be the proxy, and one who guesses would make all others wait. What the
    visitor writes in the header comes before and counts for nothing; without `BEHIND_PROXY` nothing of it does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Write the address where everybody reads it, and go on."""
        if settings.BEHIND_PROXY:
            last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(last))
        return self.get_response(request)


class OwnLanguageMiddleware:
    """Speaks the language of the person, unless they chose another for this browser.

    A page of the public site speaks the language of its address: in another, Wagtail would not find it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language and go on."""
        is_undecided = settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated
        if is_undecided and not is_public_page(request):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondFactorMiddleware:
    """Keeps the back office for the team; leads staff without a second factor to the page where they add one.

    Wagtail would send who is signed in without a role of the team to the sign-in page, which sends them back, for ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect, refuse or go on."""
        if not request.path.startswith("/gestion/") or request.path == "/gestion/logout/":
            return self.get_response(request)
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        if lacks_second_factor(request):
            return redirect("accounts:second_factor")
        return self.get_response(request)
