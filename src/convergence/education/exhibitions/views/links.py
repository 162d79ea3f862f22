"""The pages behind the personal link of a loan: no password, no JavaScript, nothing without the token (S61)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from convergence.core.profile import current_profile
from convergence.education.exhibitions.commands.finding import find_by_token
from convergence.education.exhibitions.errors import LinkNotFound
from convergence.education.exhibitions.models import Loan
from convergence.education.exhibitions.views.desk import Desk
from convergence.ui.links import behind_link

guarded = behind_link(
    "loan-link",
    find_by_token,
    lambda loan: loan.language,
    missing=LinkNotFound,
)


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the loan of a token in its borrower's language, or say that the link opens nothing."""

    @guarded
    @wraps(view)
    def opened(request: HttpRequest, loan: Loan, token: str, **kwargs: Any) -> HttpResponse:
        desk = Desk(
            request=request,
            loan=loan,
            actor=None,
            address=lambda name, *args: reverse(f"loan:{name}", args=[token, *args]),
            frame="exhibitions/link_base.html",
            more={"profile": current_profile()},
        )
        return view(desk, **kwargs)

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
