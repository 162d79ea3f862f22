"""Finding a tour, a guest or a leg to act on."""

from typing import Any

from convergence.accounts.policies import may, require
from convergence.core.errors import NotFound
from convergence.education.tours.models import Leg, Tour, TourGuest

EDIT = "tours.edit_tour"


def locked(tour_id: int, actor: Any) -> Tour:
    """Return a tour, locked for the act.

    Raises:
        NotFound: there is no such tour.
        NotAllowed: the actor may not change it.
    """
    rows = Tour.objects.select_for_update(of=("self",)).select_related("activity")
    found = rows.filter(pk=tour_id).first()
    if found is None:
        raise NotFound
    require(actor, EDIT, found)
    return found


def locked_leg(leg_id: int) -> Leg:
    """Return a leg, locked for the act; its tour is locked first, always in this order.

    Raises:
        NotFound: there is no such leg.
    """
    _tour_first(Leg, leg_id)
    rows = Leg.objects.select_for_update(of=("self",)).select_related("tour__activity", "host", "place")
    found = rows.filter(pk=leg_id).first()
    if found is None:
        raise NotFound
    return found


def locked_guest(guest_id: int, actor: Any) -> TourGuest:
    """Return a guest, locked for the act; likewise.

    Raises:
        NotFound: there is no such guest.
        NotAllowed: the actor may not change this guest.
    """
    _tour_first(TourGuest, guest_id)
    rows = TourGuest.objects.select_for_update(of=("self",)).select_related("tour__activity", "person")
    found = rows.filter(pk=guest_id).first()
    if found is None:
        raise NotFound
    require(actor, EDIT, found.tour)
    require(actor, "tours.edit_guest", found)
    return found


def _tour_first(model: type[Leg] | type[TourGuest], pk: int) -> None:
    tours = model._default_manager.filter(pk=pk).values_list("tour_id", flat=True)
    list(Tour.objects.select_for_update(of=("self",)).filter(pk__in=list(tours)).values_list("pk", flat=True))


def require_side(actor: Any, leg: Leg) -> None:
    """Refuse who is neither of the team nor of the host; whoever holds the link comes without an actor.

    Raises:
        NotAllowed: the leg is not one's own.
    """
    if actor is not None and not may(actor, EDIT, leg.tour):
        require(actor, "tours.answer_leg", leg)
