"""What stands between a request and the back office."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from convergence.accounts.second_factor import lacks_second_factor


class SecondFactorMiddleware:
    """Leads staff without a second factor to the page where they add one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect or go on."""
        if request.path.startswith("/gestion/") and lacks_second_factor(request):
            return redirect("accounts:second_factor")
        return self.get_response(request)
