"""What is done to a tour by one press: its state, its hosts, its road books, what is taken away."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.policies import require
from convergence.activities.commands import change_state
from convergence.backoffice.finance import base
from convergence.backoffice.tours.forms import DeclinedForm, TourForm
from convergence.backoffice.tours.views import EDIT, own_guest, own_leg, own_tour
from convergence.core.errors import DomainError
from convergence.education.tours import commands
from convergence.education.tours.models import Joined, Lodging, Mention, Tour, Way
from convergence.ui.forms import add_refusal

GET_POST = ["GET", "POST"]


def posted(request: HttpRequest) -> Any:
    """Return what was sent, None when the form is only opened."""
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest,
    form: forms.BaseForm,
    do: Callable[[], Any],
    *,
    back: str,
    done: str,
    **words: str,
) -> HttpResponse:
    """Show a form; do its act and go on, or say the refusal beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except DomainError as refusal:
            add_refusal(form, refusal)
        except ValidationError as refusal:
            for field, sentences in _by_field(refusal).items():
                form.add_error(field if field in form.fields else None, sentences)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "back_url": back, **words}
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


def _by_field(refusal: ValidationError) -> dict[str, list[str]]:
    return refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}


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
    base.done(
        request,
        lambda: change_state(
            activity_id=tour.activity_id, state=request.POST.get("state", ""), actor=request.user, at=timezone.now()
        ),
        _("Done."),
    )
    return redirect("tours:tour", tour_id)


@require_POST
def per_day(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Write what guests are given per day as planned costs."""
    own_tour(request, EDIT, tour_id)
    base.done(
        request,
        lambda: commands.plan_per_day(tour_id=tour_id, actor=request.user, at=timezone.now()),
        _("Written among the planned costs; what was there already stays as it is."),
    )
    return redirect("tours:costs", tour_id)


@require_POST
def send_road_book(request: HttpRequest, tourguest_id: int) -> HttpResponse:
    """Send a guest the road book."""
    guest = own_guest(request, EDIT, tourguest_id)
    base.done(
        request,
        lambda: commands.send_road_book(guest_id=tourguest_id, actor=request.user, at=timezone.now()),
        _("The road book is on its way to %(name)s.") % {"name": guest.shown_name},
    )
    return redirect("tours:guests", guest.tour_id)


@require_POST
def remove_guest(request: HttpRequest, tourguest_id: int) -> HttpResponse:
    """Take a guest off the tour."""
    guest = own_guest(request, EDIT, tourguest_id)
    base.done(
        request,
        lambda: commands.remove_guest(guest_id=tourguest_id, actor=request.user, at=timezone.now()),
        _("Taken off the tour, papers included."),
    )
    return redirect("tours:guests", guest.tour_id)


@require_POST
def ask_host(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Send the host its link."""
    leg = own_leg(request, EDIT, leg_id)
    base.done(
        request,
        lambda: commands.ask_host(leg_id=leg_id, actor=request.user, at=timezone.now()),
        _("The link is on its way to %(name)s.") % {"name": leg.shown_host},
    )
    return redirect("tours:itinerary", leg.tour_id)


@require_POST
def confirm_leg(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Write that the host said yes by telephone."""
    leg = own_leg(request, EDIT, leg_id)
    base.done(
        request,
        lambda: commands.confirm_leg(
            leg_id=leg_id, read=request.POST.get("read", ""), actor=request.user, at=timezone.now()
        ),
        _("Written as confirmed."),
    )
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
    base.done(
        request,
        lambda: commands.remove_leg(leg_id=leg_id, actor=request.user, at=timezone.now()),
        _("Taken away."),
    )
    return redirect("tours:itinerary", leg.tour_id)


def _removed(request: HttpRequest, kind: str, model: Any, pk: int, page: str) -> HttpResponse:
    require(request.user, EDIT)
    part = model.objects.filter(pk=pk).first()
    if part is None:
        raise Http404
    tour = own_tour(request, EDIT, part.tour_id)
    base.done(
        request,
        lambda: commands.remove_part(kind=kind, part_id=pk, actor=request.user, at=timezone.now()),
        _("Taken away."),
    )
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
    base.done(
        request,
        lambda: commands.remove_joined(joined_id=joined_id, actor=request.user, at=timezone.now()),
        _("Taken away."),
    )
    return redirect("tours:after", row.tour_id)
