"""Sign-in: the demo's door, the page that asks for a second factor, and where a person belongs once signed in."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from convergence.accounts.demo_sign_in import is_offered, user_of_role
from convergence.accounts.policies import is_staff
from convergence.accounts.second_factor import DEMO_SESSION, holds_second_factor

BACKEND = "convergence.accounts.backends.SignInBackend"


@require_safe
def enter_demo(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the demo's person of a role.

    Raises:
        Http404: not in demo mode, not from this machine, or nobody holds the role.
    """
    user = user_of_role(role.upper()) if is_offered(request) else None
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    request.session[DEMO_SESSION] = True
    return redirect("accounts:own_place")


@login_required
@require_safe
def own_place(request: HttpRequest) -> HttpResponse:
    """Lead staff to the back office and everybody else to the members' space."""
    return redirect("wagtailadmin_home" if is_staff(request.user) else "portal:home")


@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask staff for a second factor, and say why."""
    if holds_second_factor(request.user):
        return redirect("accounts:own_place")
    return render(request, "account/second_factor.html")
