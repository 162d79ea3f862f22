"""What is done to a tour by one press: its state, its hosts, its road books, what is taken away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.policies import require
from convergence.activities.commands import change_state
from convergence.backoffice.asking import ask, posted, press
from convergence.backoffice.tours.forms import DeclinedForm, TourForm
from convergence.backoffice.tours.views import EDIT, own_guest, own_leg, own_tour
from convergence.education.tours import commands
from convergence.education.tours.models import Joined, Lodging, Mention, Tour, Way

GET_POST = ["GET", "POST"]


@require_http_methods(GET_POST)
def add(request: HttpRequest) -> HttpResponse:
    """Write a tour."""
    require(request.user, "tours.add_tour")
    form = TourForm(posted(request))
    made: list[Tour] = []
    response = ask(
        request,
        form,
        lambda: made.append(commands.create_tour(actor=request.user, at=timezone.now(), **form.values())),
        back=reverse("tours:index"),
        done=_("The tour is written. Now say who is invited."),
        title=_("Write a tour"),
        lede=_("It becomes an activity of the register; its meetings too."),
        act=_("Save"),
    )
    return redirect("tours:guests", made[0].pk) if made else response


@require_http_methods(GET_POST)
def edit(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Change a tour."""
    tour = own_tour(request, EDIT, tour_id)
    form = TourForm(posted(request), initial=TourForm.initial_of(tour))
    return ask(
        request,
        form,
        lambda: commands.change_tour(tour_id=tour_id, actor=request.user, at=timezone.now(), **form.values()),
        back=reverse("tours:tour", args=[tour_id]),
        done=_("Changed."),
        title=tour.activity.title_fr,
        act=_("Save"),
    )


@require_POST
def step(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Confirm the tour, mark it as held or reported, or take a slip back."""
    tour = own_tour(request, EDIT, tour_id)
    press(request, change_state, _("Done."), activity_id=tour.activity_id, state=request.POST.get("state", ""))
    return redirect("tours:tour", tour_id)


@require_POST
def per_day(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Write what guests are given per day as planned costs."""
    own_tour(request, EDIT, tour_id)
    press(
        request,
        commands.plan_per_day,
        _("Written among the planned costs; what was there already stays as it is."),
        tour_id=tour_id,
    )
    return redirect("tours:costs", tour_id)


@require_POST
def send_road_book(request: HttpRequest, tourguest_id: int) -> HttpResponse:
    """Send a guest the road book."""
    guest = own_guest(request, EDIT, tourguest_id)
    press(
        request,
        commands.send_road_book,
        _("The road book is on its way to %(name)s.") % {"name": guest.shown_name},
        guest_id=tourguest_id,
    )
    return redirect("tours:guests", guest.tour_id)


@require_POST
def remove_guest(request: HttpRequest, tourguest_id: int) -> HttpResponse:
    """Take a guest off the tour."""
    guest = own_guest(request, EDIT, tourguest_id)
    press(request, commands.remove_guest, _("Taken off the tour, papers included."), guest_id=tourguest_id)
    return redirect("tours:guests", guest.tour_id)


@require_POST
def ask_host(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Send the host its link."""
    leg = own_leg(request, EDIT, leg_id)
    press(
        request, commands.ask_host, _("The link is on its way to %(name)s.") % {"name": leg.shown_host}, leg_id=leg_id
    )
    return redirect("tours:itinerary", leg.tour_id)


@require_POST
def confirm_leg(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Write that the host said yes by telephone."""
    leg = own_leg(request, EDIT, leg_id)
    press(request, commands.confirm_leg, _("Written as confirmed."), leg_id=leg_id, read=request.POST.get("read", ""))
    return redirect("tours:itinerary", leg.tour_id)


@require_http_methods(GET_POST)
def decline_leg(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Write that the host cannot, and why."""
    leg = own_leg(request, EDIT, leg_id)
    form = DeclinedForm(posted(request))
    return ask(
        request,
        form,
        lambda: commands.decline_leg(leg_id=leg_id, actor=request.user, at=timezone.now(), **form.cleaned_data),
        back=reverse("tours:itinerary", args=[leg.tour_id]),
        done=_("Written. These days are without a host."),
        title=_("The host cannot: %(city)s") % {"city": leg.city},
        act=_("Save"),
    )


@require_POST
def remove_leg(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Take a leg away."""
    leg = own_leg(request, EDIT, leg_id)
    press(request, commands.remove_leg, _("Taken away."), leg_id=leg_id)
    return redirect("tours:itinerary", leg.tour_id)


def _removed(request: HttpRequest, kind: str, model: Any, pk: int, page: str) -> HttpResponse:
    require(request.user, EDIT)
    part = model.objects.filter(pk=pk).first()
    if part is None:
        raise Http404
    tour = own_tour(request, EDIT, part.tour_id)
    press(request, commands.remove_part, _("Taken away."), kind=kind, part_id=pk)
    return redirect(f"tours:{page}", tour.pk)


@require_POST
def remove_lodging(request: HttpRequest, lodging_id: int) -> HttpResponse:
    """Take a lodging away."""
    return _removed(request, "lodging", Lodging, lodging_id, "itinerary")


@require_POST
def remove_way(request: HttpRequest, way_id: int) -> HttpResponse:
    """Take a journey away."""
    return _removed(request, "way", Way, way_id, "itinerary")


@require_POST
def remove_mention(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Take a mention away."""
    return _removed(request, "mention", Mention, mention_id, "media")


@require_POST
def remove_joined(request: HttpRequest, joined_id: int) -> HttpResponse:
    """Take away what was written by mistake.

    Raises:
        Http404: there is no such row.
    """
    require(request.user, EDIT)
    row = Joined.objects.filter(pk=joined_id).first()
    if row is None:
        raise Http404
    own_tour(request, EDIT, row.tour_id)
    press(request, commands.remove_joined, _("Taken away."), joined_id=joined_id)
    return redirect("tours:after", row.tour_id)
