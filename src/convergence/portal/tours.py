"""Legs of tours that a member hosts: the same pages as behind the personal link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import visible
from convergence.contacts.models import Contact
from convergence.contacts.queries.identity import of_family
from convergence.education.tours.choices import LegState
from convergence.education.tours.models import Leg
from convergence.education.tours.views.desk import Desk
from convergence.portal.pages import page
from convergence.portal.scope import for_own_organisation

GET_POST = ["GET", "POST"]
LONGEST = 100


def _own(request: HttpRequest, organisation: Contact) -> QuerySet[Any]:
    """Return one's own legs, but for those that the team still plans."""
    rows = Leg.objects.filter(of_family(organisation, "host")).exclude(state=LegState.PLANNED)
    return visible(request.user, "tours.answer_leg", rows).select_related("tour__activity", "host", "place")


@for_own_organisation
@require_safe
def legs(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show one's own legs, the latest first."""
    rows = _own(request, organisation).order_by("-first_day", "-pk")[:LONGEST]
    return page(request, organisation, "legs", legs=rows)


def _at_desk(view: Callable[[Desk], HttpResponse]) -> Callable[..., HttpResponse]:
    """Open one of one's own legs.

    Raises:
        Http404: it is not theirs, or does not exist.
    """

    @for_own_organisation
    @require_http_methods(GET_POST)
    @wraps(view)
    def opened(request: HttpRequest, organisation: Contact, leg_id: int) -> HttpResponse:
        leg = _own(request, organisation).filter(pk=leg_id).first()
        if leg is None:
            raise Http404
        names = {"show": "leg"}
        desk = Desk(
            request=request,
            leg=leg,
            actor=request.user,
            address=lambda name: reverse(f"portal:{names.get(name, f'leg_{name}')}", args=[organisation.pk, leg.pk]),
            frame="portal/leg_base.html",
            more={"member": organisation, "place": "legs"},
        )
        return view(desk)

    return opened


@_at_desk
def leg(desk: Desk) -> HttpResponse:
    """Show a leg, and take a yes."""
    return desk.show()


@_at_desk
def decline(desk: Desk) -> HttpResponse:
    """Say no."""
    return desk.decline()


@_at_desk
def people(desk: Desk) -> HttpResponse:
    """Say how many people came."""
    return desk.people()


@_at_desk
def sheet(desk: Desk) -> HttpResponse:
    """Give the sheet of the host."""
    return desk.sheet()
