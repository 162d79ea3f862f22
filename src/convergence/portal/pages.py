"""The pages of one organisation in the members' space: who it is, who speaks for it, how many it is."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.contacts import commands
from convergence.contacts.choices import Channel, InteractionKind
from convergence.contacts.models import Contact, ContactPoint, DeclaredCount, Mandate, PostalAddress
from convergence.contacts.rules.phones import format_phone
from convergence.core.errors import DomainError
from convergence.membership.choices import AnnouncementState
from convergence.membership.commands.people import announce_person
from convergence.membership.models import AnnouncedPerson
from convergence.portal.forms import AddressForm, CountForm, NewsForm, PersonForm, PointForm
from convergence.portal.scope import for_own_organisation, own_contacts
from convergence.ui.forms import add_refusal

GET_POST = ["GET", "POST"]


def done(request: HttpRequest, form: Form, act: Any) -> bool:
    """Run an act for a valid form; a refusal becomes an error beside its field. Tell whether it was done."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except DomainError as refusal:
        add_refusal(form, refusal)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    else:
        return True
    return False


def page(request: HttpRequest, organisation: Contact, name: str, **context: Any) -> HttpResponse:
    """Draw a page of the organisation."""
    return render(request, f"portal/{name}.html", {"member": organisation, "place": name} | context)


def form_page(
    request: HttpRequest, organisation: Contact, title: str, form: Form, back: str, **context: Any
) -> HttpResponse:
    """Draw a form of the organisation."""
    place = back.partition(":")[2]
    return page(request, organisation, "form", title=title, form=form, back=back, place=place, **context)


@for_own_organisation
@require_safe
def people(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show who holds a post, the addresses and the declared counts."""
    mine = own_contacts(organisation)
    context = {
        "mandates": Mandate.objects.filter(held_in__in=mine, end="")
        .select_related("person", "held_in")
        .order_by("held_in", "pk"),
        "points": _points(mine),
        "addresses": PostalAddress.objects.filter(contact__in=mine, end_date=None)
        .select_related("contact")
        .order_by("pk"),
        "counts": DeclaredCount.objects.filter(organisation=organisation)[:6],
        "announced": AnnouncedPerson.objects.filter(member=organisation, state=AnnouncementState.PENDING),
    }
    return page(request, organisation, "people", **context)


def _points(mine: Any) -> list[Any]:
    """Return the addresses and telephones in use, each as it is read in the language in force."""
    rows: list[Any] = list(
        ContactPoint.objects.filter(contact__in=mine, end_date=None)
        .select_related("contact", "person")
        .order_by("contact", "pk")
    )
    for row in rows:
        is_read = row.channel == Channel.PHONE and row.normalised
        row.shown = format_phone(row.normalised, get_language() or "fr") if is_read else row.value
    return rows


def _whose(organisation: Contact) -> list[tuple[int, str]]:
    return [
        (contact.pk, contact.name)
        for contact in Contact.objects.filter(pk__in=own_contacts(organisation)).order_by("pk")
    ]


@for_own_organisation
@require_http_methods(GET_POST)
def add_point(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Add an e-mail or telephone."""
    form = PointForm(request.POST or None, whose=_whose(organisation))

    def act(given: dict[str, Any]) -> None:
        whose = given.pop("contact")
        commands.add_contact_point(contact_id=whose, actor=request.user, at=timezone.now(), **given)

    if done(request, form, act):
        messages.success(request, _("Added."))
        return redirect("portal:people", organisation=organisation.pk)
    return form_page(request, organisation, _("Add an e-mail or telephone"), form, "portal:people")


def _own_point(organisation: Contact, point: int) -> ContactPoint:
    found = ContactPoint.objects.filter(pk=point, contact__in=own_contacts(organisation)).first()
    if found is None:
        raise Http404
    return found


@for_own_organisation
@require_http_methods(GET_POST)
def change_point(request: HttpRequest, organisation: Contact, point: int) -> HttpResponse:
    """Correct an e-mail or telephone."""
    found = _own_point(organisation, point)
    initial = {"contact": found.contact_id, "channel": found.channel, "value": found.value, "purpose": found.purpose}
    form = PointForm(request.POST or None, whose=[(found.contact_id, found.contact.name)], initial=initial)

    def act(given: dict[str, Any]) -> None:
        given.pop("contact")
        commands.change_contact_point(point_id=found.pk, actor=request.user, at=timezone.now(), **given)

    if done(request, form, act):
        messages.success(request, _("Corrected."))
        return redirect("portal:people", organisation=organisation.pk)
    return form_page(request, organisation, _("Correct an e-mail or telephone"), form, "portal:people")


@for_own_organisation
@require_POST
def end_point(request: HttpRequest, organisation: Contact, point: int) -> HttpResponse:
    """End an e-mail or telephone that is good no more; its past is kept."""
    found = _own_point(organisation, point)
    commands.change_contact_point(
        point_id=found.pk, actor=request.user, at=timezone.now(), end_date=timezone.localdate()
    )
    messages.success(request, _("It will no longer be used."))
    return redirect("portal:people", organisation=organisation.pk)


@for_own_organisation
@require_http_methods(GET_POST)
def address(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Write or correct the postal address."""
    found = PostalAddress.objects.filter(contact=organisation, end_date=None).order_by("-pk").first()
    initial = {name: getattr(found, name) for name in AddressForm.base_fields} if found else None
    form = AddressForm(request.POST or None, initial=initial)

    def act(given: dict[str, Any]) -> None:
        if found:
            commands.change_address(address_id=found.pk, actor=request.user, at=timezone.now(), **given)
        else:
            commands.add_address(contact_id=organisation.pk, actor=request.user, at=timezone.now(), **given)

    if done(request, form, act):
        messages.success(request, _("Corrected."))
        return redirect("portal:people", organisation=organisation.pk)
    return form_page(request, organisation, _("Postal address"), form, "portal:people")


@for_own_organisation
@require_http_methods(GET_POST)
def count(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Declare how many members the organisation has."""
    form = CountForm(request.POST or None, initial={"as_of": timezone.localdate()})

    def act(given: dict[str, Any]) -> None:
        source = _("declared by %(name)s in the members’ space") % {"name": request.user}
        commands.declare_count(
            organisation_id=organisation.pk, source=source, actor=request.user, at=timezone.now(), **given
        )

    if done(request, form, act):
        messages.success(request, _("Written down. Thank you."))
        return redirect("portal:people", organisation=organisation.pk)
    return form_page(request, organisation, _("Number of members"), form, "portal:people")


@for_own_organisation
@require_http_methods(GET_POST)
def news(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Tell the team what has changed among the people; it enters the relationship log."""
    form = NewsForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        commands.log_interaction(
            contact_id=organisation.pk,
            kind=InteractionKind.NOTE,
            on=timezone.localdate(),
            text=given["text"],
            actor=request.user,
            at=timezone.now(),
        )

    if done(request, form, act):
        messages.success(request, _("The team has your note."))
        return redirect("portal:people", organisation=organisation.pk)
    return form_page(request, organisation, _("Tell us what has changed"), form, "portal:people", act=_("Send"))


@for_own_organisation
@require_http_methods(GET_POST)
def announce(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Announce a person who arrived; the team accepts them in one click."""
    form = PersonForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        announce_person(
            member_id=organisation.pk, values=given, said_by=str(request.user), actor=request.user, at=timezone.now()
        )

    if done(request, form, act):
        messages.success(request, _("Noted. The team looks at it and adds the person."))
        return redirect("portal:people", organisation=organisation.pk)
    return form_page(request, organisation, _("Announce a person"), form, "portal:people", act=_("Send"))
