"""The pages behind a personal link: one registration, or the places of a group. No account, no JavaScript."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.core.errors import DomainError
from convergence.core.profile import current_profile
from convergence.education.gatherings import commands
from convergence.education.gatherings.choices import LIVE, CancelledBy, RegistrationState
from convergence.education.gatherings.commands import money
from convergence.education.gatherings.errors import LinkClosed
from convergence.education.gatherings.forms import PersonForm
from convergence.education.gatherings.models import Party, Registration
from convergence.education.gatherings.papers import attestation_pdf
from convergence.education.gatherings.queries.agenda import calendar_of, place_of
from convergence.education.gatherings.queries.lists import ahead_of
from convergence.education.gatherings.queries.when import when_of
from convergence.education.gatherings.rules import tokens
from convergence.ui.forms import add_refusal
from convergence.ui.links import behind_link, closed, private

RETURN_COOKIE, RETURN_SALT, RETURN_SECONDS = "retour-inscription", "gatherings.card-return", 86_400


def _of_token(model: type[Any], token: str) -> Any:
    if not tokens.is_well_formed(token):
        raise LinkClosed
    rows = model.objects.select_related("gathering__activity__place", "price", "invoice")
    if model is Registration:
        rows = rows.select_related("party")
    found = rows.filter(digest=tokens.digest_of(token)).first()
    if found is None or found.gathering.names_emptied_at is not None:
        raise LinkClosed
    return found


def personal(model: type[Any]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Open the row of a token in its own language, or say that the link opens nothing."""
    guard = behind_link(
        "registration-link", lambda token: _of_token(model, token), lambda row: row.language, missing=LinkClosed
    )

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @guard
        @wraps(view)
        def opened(request: HttpRequest, row: Any, token: str, **more: Any) -> HttpResponse:
            return view(request, row, token, timezone.now(), **more)

        return opened

    return around


def _done(request: HttpRequest, act: Callable[[], Any], words: str) -> bool:
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, words)
    return True


@personal(Registration)
def registration(request: HttpRequest, row: Registration, token: str, at: datetime) -> HttpResponse:
    """Show where a registration stands; take up an offer, give the place back, pay."""
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "pay" and (page := _card_page(request, row.invoice_id, row.email, row.language, token, at)):
            return page
        if act == "accept":
            _done(request, lambda: commands.accept_offer(registration_id=row.pk, at=at), _("The place is yours."))
        if act == "cancel":
            _done(
                request,
                lambda: commands.cancel_registration(registration_id=row.pk, actor=None, at=at, by=CancelledBy.PERSON),
                _("It is done. Thank you for leaving the place to somebody else."),
            )
        return redirect("gatherings:registration", token)
    gathering = row.gathering
    owed = money.owed_cents(row.invoice_id)
    last = gathering.refund_until
    language = translation.get_language() or "fr"
    context = {
        "title": gathering.activity.title_in(language),
        "row": row,
        "gathering": gathering,
        "token": token,
        "when": when_of(gathering, language),
        "where": place_of(row),
        "sittings": row.sittings.order_by("starts_at", "pk"),
        "ahead": ahead_of(row) if row.state == RegistrationState.WAITING else 0,
        "is_live": row.state in LIVE and gathering.activity.state in ("PLANNED", "CONFIRMED"),
        "owed": owed,
        "card": money.card_is_offered(),
        "card_elsewhere": money.card_is_offered(),
        "is_past_refund": bool(row.invoice_id and last and timezone.localdate(at) > last),
        "profile": current_profile(),
    }
    return render(request, "gatherings/registration.html", context)


@personal(Registration)
def agenda(request: HttpRequest, row: Registration, token: str, at: datetime) -> HttpResponse:
    """Give the registration as a file for a calendar, or to subscribe to."""
    response = HttpResponse(calendar_of(row, at=at), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="inscription.ics"'
    return response


@personal(Registration)
def attestation(request: HttpRequest, row: Registration, token: str, at: datetime) -> HttpResponse:
    """Give who came an attestation of participation; nobody else has one."""
    if not (row.came and row.full_name):
        return closed(request)
    language = translation.get_language() or "fr"
    response = HttpResponse(attestation_pdf(row, language, at=row.settled_at or at), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="attestation.pdf"'
    return response


def _card_page(
    request: HttpRequest, invoice_id: int | None, email: str, language: str, token: str, at: datetime
) -> HttpResponse | None:
    """Leave for the card provider; the address to come back to holds no token, so the provider never has one."""
    if invoice_id is None or not money.card_is_offered():
        return None
    back = request.build_absolute_uri(reverse("gatherings:returned"))
    try:
        page = money.card_page(
            invoice_id=invoice_id, email=email, language=language, success_url=back, cancel_url=back, at=at
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None
    response = redirect(page)
    response.set_signed_cookie(
        RETURN_COOKIE, token, salt=RETURN_SALT, max_age=RETURN_SECONDS, path=reverse("gatherings:returned"),
        secure=request.is_secure(), httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    """Come back from the card provider: the browser that left finds its page, another learns nothing."""
    token = request.get_signed_cookie(RETURN_COOKIE, default=None, salt=RETURN_SALT, max_age=RETURN_SECONDS)
    if token is not None:
        return private(redirect("gatherings:registration", token))
    context = {"title": _("Back from the card payment"), "profile": current_profile()}
    return private(render(request, "gatherings/returned.html", context))


@personal(Party)
def party(request: HttpRequest, row: Party, token: str, at: datetime) -> HttpResponse:
    """Show the places of a group, named or not; give some back."""
    if request.method == "POST":
        place = row.registrations.filter(pk=_number(request.POST.get("place"))).first()
        if place is not None:
            _done(
                request,
                lambda: commands.cancel_registration(
                    registration_id=place.pk, actor=None, at=at, by=CancelledBy.PERSON
                ),
                _("The place is given back."),
            )
        return redirect("gatherings:party", token)
    language = translation.get_language() or "fr"
    context = {
        "title": row.gathering.activity.title_in(language),
        "row": row,
        "token": token,
        "when": when_of(row.gathering, language),
        "places": places_of(row, lambda place: reverse("gatherings:name_place", args=[token, place.pk])),
        "is_open": row.gathering.activity.state in ("PLANNED", "CONFIRMED"),
        "owed": money.owed_cents(row.invoice_id),
        "profile": current_profile(),
    }
    return render(request, "gatherings/party.html", context)


def places_of(row: Party, address: Callable[[Registration], str]) -> list[Registration]:
    """Return the places of a group that are kept, each with `href`, where it is named."""
    places = list(row.registrations.filter(state__in=LIVE).order_by("rank"))
    for place in places:
        place.href = address(place)  # type: ignore[attr-defined]
    return places


def _number(text: object) -> int:
    written = str(text or "")
    return int(written) if written.isdecimal() and len(written) < 18 else 0


@personal(Party)
def name_place(request: HttpRequest, row: Party, token: str, at: datetime, registration_id: int) -> HttpResponse:
    """Say who comes in one place of a group."""
    place = row.registrations.filter(pk=registration_id, state__in=LIVE).first()
    if place is None:
        return closed(request)
    form = place_form(request.POST if request.method == "POST" else None, row.gathering, place)
    language = request.POST.get("language", row.language)
    if form.is_bound and form.is_valid() and named(form, place, language, actor=None, at=at):
        messages.success(request, _("Written. Thank you."))
        return redirect("gatherings:party", token)
    context = {
        "title": _("Who comes?"),
        "lede": row.gathering.activity.title_in(translation.get_language() or "fr"),
        "form": form,
        "back_url": reverse("gatherings:party", args=[token]),
        "profile": current_profile(),
    }
    return render(request, "ui/form_page.html", context, status=422 if form.errors else 200)


def place_form(data: Any, gathering: Any, place: Registration) -> PersonForm:
    """Return the form of a place, with what is written; what was told of health or children is not shown again."""
    known = {name: getattr(place, name) for name in ("given_name", "family_name", "email")}
    known["sittings"] = list(place.sittings.values_list("pk", flat=True))
    return PersonForm(data, gathering=gathering, is_group=True, initial=known)


def named(form: forms.Form, place: Registration, language: str, *, actor: Any, at: datetime) -> bool:
    """Name a place; a refusal becomes an error beside its field. Tell whether it was done."""
    try:
        commands.name_place(registration_id=place.pk, asked=form.asked(language), actor=actor, at=at)  # type: ignore[attr-defined]
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    return True
