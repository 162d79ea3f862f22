"""The forms of a tour's parts: guests, legs, lodgings, journeys, meetings, mentions, people who came nearer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convergence.accounts.policies import require
from convergence.backoffice.asking import ask, posted
from convergence.backoffice.tours.acts import GET_POST
from convergence.backoffice.tours.forms import PARTS, GuestForm, JoinedForm, LegForm, MeetingForm
from convergence.backoffice.tours.views import EDIT, own_guest, own_leg, own_tour
from convergence.education.tours import commands
from convergence.education.tours.models import Leg, TourGuest

PAGES = {"lodging": "itinerary", "way": "itinerary", "mention": "media"}


@require_http_methods(GET_POST)
def add_guest(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Invite somebody."""
    require(request.user, "tours.edit_guest")
    tour = own_tour(request, EDIT, tour_id)
    return _guest(request, TourGuest(tour=tour), _("Invite somebody"))


@require_http_methods(GET_POST)
def edit_guest(request: HttpRequest, tourguest_id: int) -> HttpResponse:
    """Change a guest.

    Raises:
        NotAllowed: the guest is at risk, and is not known to this person.
    """
    guest = own_guest(request, EDIT, tourguest_id)
    require(request.user, "tours.edit_guest", guest)
    return _guest(request, guest, guest.shown_name)


def _guest(request: HttpRequest, guest: TourGuest, title: str) -> HttpResponse:
    form = GuestForm(posted(request), instance=guest, user=request.user)
    return ask(
        request,
        form,
        lambda: commands.save_guest(
            tour_id=guest.tour_id, guest_id=guest.pk, actor=request.user, at=timezone.now(), **form.values()
        ),
        back=reverse("tours:guests", args=[guest.tour_id]),
        done=_("Saved."),
        title=title,
        lede=_("Only what the journey needs; it is emptied after the return."),
        act=_("Save"),
    )


@require_http_methods(GET_POST)
def add_leg(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Add a leg."""
    tour = own_tour(request, EDIT, tour_id)
    return _leg(request, Leg(tour=tour), _("Add a leg"))


@require_http_methods(GET_POST)
def edit_leg(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Change a leg."""
    leg = own_leg(request, EDIT, leg_id)
    return _leg(request, leg, leg.city)


def _leg(request: HttpRequest, leg: Leg, title: str) -> HttpResponse:
    form = LegForm(posted(request), instance=leg, user=request.user)
    return ask(
        request,
        form,
        lambda: commands.save_leg(
            tour_id=leg.tour_id, leg_id=leg.pk, actor=request.user, at=timezone.now(), **form.values()
        ),
        back=reverse("tours:itinerary", args=[leg.tour_id]),
        done=_("Saved."),
        title=title,
        lede=_("A host that had confirmed other days is asked again by e-mail."),
        act=_("Save"),
    )


@require_http_methods(GET_POST)
def add_meeting(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Add a meeting: an activity, part of the tour."""
    tour = own_tour(request, EDIT, tour_id)
    form = MeetingForm(posted(request), user=request.user, initial={"day": tour.days.first})
    return ask(
        request,
        form,
        lambda: commands.add_meeting(tour_id=tour_id, actor=request.user, at=timezone.now(), **form.values()),
        back=reverse("tours:meetings", args=[tour_id]),
        done=_("The meeting is written."),
        title=_("Add a meeting"),
        lede=_("It is an activity of the register, a part of this tour: people are counted there."),
        act=_("Save"),
    )


def _titles(kind: str) -> str:
    return {
        "lodging": _("Add a lodging"),
        "way": _("Add a journey"),
        "mention": _("Add a mention in the media"),
    }[kind]


@require_http_methods(GET_POST)
def add_part(request: HttpRequest, tour_id: int, kind: str) -> HttpResponse:
    """Add a lodging, a journey or a mention."""
    tour = own_tour(request, EDIT, tour_id)
    return _part(request, kind, commands.KINDS[kind](tour=tour), _titles(kind))  # type: ignore[call-arg]


def _part(request: HttpRequest, kind: str, part: Any, title: str) -> HttpResponse:
    form = PARTS[kind](posted(request), instance=part, user=request.user)
    return ask(
        request,
        form,
        lambda: commands.save_part(
            kind=kind, tour_id=part.tour_id, part_id=part.pk, actor=request.user, at=timezone.now(), **form.values()
        ),
        back=reverse(f"tours:{PAGES[kind]}", args=[part.tour_id]),
        done=_("Saved."),
        title=title,
        act=_("Save"),
    )


def _edited(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    require(request.user, EDIT)
    part: Any = commands.KINDS[kind]._default_manager.filter(pk=pk).first()
    if part is None:
        raise Http404
    own_tour(request, EDIT, part.tour_id)
    return _part(request, kind, part, str(part))


@require_http_methods(GET_POST)
def edit_lodging(request: HttpRequest, lodging_id: int) -> HttpResponse:
    """Change a lodging."""
    return _edited(request, "lodging", lodging_id)


@require_http_methods(GET_POST)
def edit_way(request: HttpRequest, way_id: int) -> HttpResponse:
    """Change a journey."""
    return _edited(request, "way", way_id)


@require_http_methods(GET_POST)
def edit_mention(request: HttpRequest, mention_id: int) -> HttpResponse:
    """Change a mention."""
    return _edited(request, "mention", mention_id)


@require_http_methods(GET_POST)
def add_joined(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Write that somebody came nearer."""
    tour = own_tour(request, EDIT, tour_id)
    meetings = tour.activity.parts.order_by("first_day", "pk")
    form = JoinedForm(posted(request), meetings=meetings, initial={"joined_date": timezone.localdate()})
    return ask(
        request,
        form,
        lambda: commands.add_joined(tour_id=tour_id, actor=request.user, at=timezone.now(), **form.values()),
        back=reverse("tours:after", args=[tour_id]),
        done=_("Written."),
        title=_("Somebody came nearer"),
        act=_("Save"),
    )
