"""Events in the members' space: places reserved for one's union, the people named, one's own registrations."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convergence.accounts.policies import visible
from convergence.activities.choices import ActivityState
from convergence.contacts.models import Contact
from convergence.contacts.queries.identity import of_family
from convergence.core.identifiers import id_from
from convergence.education.gatherings import commands
from convergence.education.gatherings.choices import LIVE, CancelledBy
from convergence.education.gatherings.commands import money
from convergence.education.gatherings.forms import ReservationForm
from convergence.education.gatherings.models import Gathering, Party, Registration
from convergence.education.gatherings.queries.lists import openness_of
from convergence.education.gatherings.queries.when import when_of
from convergence.education.gatherings.rules.openness import Openness
from convergence.education.gatherings.views import named, place_form, places_of
from convergence.portal.pages import done, form_page, page
from convergence.portal.scope import for_own_organisation

GET_POST = ["GET", "POST"]
LONGEST = 100


def _parties(request: HttpRequest, organisation: Contact) -> Any:
    mine = Party.objects.filter(of_family(organisation, "organisation"))
    rows = visible(request.user, "gatherings.reserve_party", mine)
    return rows.select_related("gathering__activity", "organisation", "invoice")


def _coming() -> list[Gathering]:
    at, language = timezone.now(), get_language() or "fr"
    rows = Gathering.objects.select_related("activity__place").prefetch_related("seats", "prices", "sittings")
    near = rows.filter(
        activity__state=ActivityState.CONFIRMED,
        activity__is_public=True,
        activity__last_day__gte=timezone.localdate(at),
    )
    found = [row for row in near.order_by("activity__first_day", "pk")[:LONGEST] if _is_open(row)]
    for row in found:
        row.when = when_of(row, language)
        row.free = sum(seats.free for seats in row.seats.all())
    return found


def _is_open(row: Gathering) -> bool:
    return openness_of(row, at=timezone.now()) == Openness.OPEN


@for_own_organisation
@require_http_methods(["GET", "HEAD"])
def events(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show what is open to registration, the places that the union reserved, and one's own registrations."""
    language = get_language() or "fr"
    parties = list(_parties(request, organisation).order_by("-gathering__activity__first_day", "-pk")[:LONGEST])
    for party in parties:
        party.when = when_of(party.gathering, language)
    own = Registration.objects.filter(email_key=request.user.email.lower(), party=None).exclude(email_key="")
    own = own.select_related("gathering__activity").order_by("-gathering__activity__first_day", "-pk")[:LONGEST]
    context = {"coming": _coming(), "parties": parties, "own": list(own)}
    return page(request, organisation, "events", **context)


@for_own_organisation
@require_http_methods(GET_POST)
def reserve(request: HttpRequest, organisation: Contact, gathering: int) -> HttpResponse:
    """Reserve places for the union.

    Raises:
        Http404: nothing public of this id takes registrations.
    """
    found = next((row for row in _coming() if row.pk == gathering), None)
    if found is None:
        raise Http404
    user: Any = request.user
    initial = {"email": user.email, "contact_name": user.get_full_name()}
    form = ReservationForm(request.POST or None, gathering=found, initial=initial)
    made: list[Party] = []

    def act(given: dict[str, Any]) -> None:
        made.append(
            commands.reserve_party(
                gathering_id=gathering,
                organisation_id=organisation.pk,
                way=given["way"],
                places=given["places"],
                price_id=given.get("price"),
                contact_name=given["contact_name"],
                email=given["email"],
                language=(get_language() or "fr")[:2],
                key=given["key"],
                actor=request.user,
                at=timezone.now(),
            )
        )

    if done(request, form, act):
        messages.success(request, _("The places are reserved. Name the people when you know who comes."))
        return redirect("portal:party", organisation.pk, made[0].pk)
    title = _("Reserve: %(title)s") % {"title": found}
    return form_page(request, organisation, title, form, "portal:events", act=_("Reserve"))


def _party(request: HttpRequest, organisation: Contact, party: int) -> Party:
    found: Party | None = _parties(request, organisation).filter(pk=party).first()
    if found is None:
        raise Http404
    return found


@for_own_organisation
@require_http_methods(GET_POST)
def party(request: HttpRequest, organisation: Contact, party: int) -> HttpResponse:
    """Show the places of a group; give some back.

    Raises:
        Http404: it is not of this union.
    """
    row = _party(request, organisation, party)
    if request.method == "POST":
        place = row.registrations.filter(pk=id_from(request.POST.get("place")), state__in=LIVE).first()
        if place is not None:
            commands.cancel_registration(
                registration_id=place.pk, actor=request.user, at=timezone.now(), by=CancelledBy.PERSON
            )
            messages.success(request, _("The place is given back."))
        return redirect("portal:party", organisation.pk, row.pk)
    context = {
        "row": row,
        "when": when_of(row.gathering, get_language() or "fr"),
        "places": places_of(row, lambda one: reverse("portal:name_place", args=[organisation.pk, one.pk])),
        "is_open": row.gathering.activity.state in ("PLANNED", "CONFIRMED"),
        "owed": money.owed_cents(row.invoice_id),
    }
    return page(request, organisation, "party", **context)


@for_own_organisation
@require_http_methods(GET_POST)
def name_place(request: HttpRequest, organisation: Contact, registration: int) -> HttpResponse:
    """Say who comes in one place of the union.

    Raises:
        Http404: the place is not of this union, or was given back.
    """
    mine = Registration.objects.filter(pk=registration, state__in=LIVE, party__in=_parties(request, organisation))
    place = mine.select_related("gathering__activity", "party").first()
    if place is None:
        raise Http404
    form = place_form(request.POST or None, place.gathering, place)
    language = (get_language() or "fr")[:2]
    if form.is_bound and form.is_valid() and named(form, place, language, actor=request.user, at=timezone.now()):
        messages.success(request, _("Written. Thank you."))
        return redirect("portal:party", organisation.pk, place.party_id)
    return form_page(request, organisation, _("Who comes?"), form, "portal:events")
