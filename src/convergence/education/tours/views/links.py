"""The pages behind the personal link of a host: no password, no JavaScript, nothing without the token (S61)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from convergence.core.profile import current_profile
from convergence.education.tours.errors import LinkNotFound
from convergence.education.tours.models import Leg
from convergence.education.tours.queries.links import find_by_token
from convergence.education.tours.views.desk import Desk
from convergence.ui.links import behind_link

guarded = behind_link(
    "leg-link",
    lambda token: find_by_token(token, timezone.localdate()),
    lambda leg: leg.letters,
    missing=LinkNotFound,
)


def personal(view: Callable[[Desk], HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the leg of a token in its host's language, or say that the link opens nothing."""

    @guarded
    @wraps(view)
    def opened(request: HttpRequest, leg: Leg, token: str) -> HttpResponse:
        more: dict[str, Any] = {"profile": current_profile()}
        return view(
            Desk(request, leg, None, lambda name: reverse(f"leg:{name}", args=[token]), "tours/link_base.html", more)
        )

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
