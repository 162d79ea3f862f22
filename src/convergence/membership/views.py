"""The form behind a personal link: no password, no JavaScript, nothing without the token (S61)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import wraps
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.contacts.choices import ContactKind
from convergence.core.errors import DomainError
from convergence.core.money import format_cents, typed_cents
from convergence.core.profile import current_profile
from convergence.membership.choices import Basis, PaymentWay
from convergence.membership.commands import answers, ledger
from convergence.membership.commands.details import correct_details, details_of
from convergence.membership.commands.next_steps import consent_words, take_next_steps
from convergence.membership.errors import LinkNotFound, SurprisingCount
from convergence.membership.forms import AmountForm, AnswerForm, CountForm, DetailsForm, NextStepsForm
from convergence.membership.models import CallRecipient
from convergence.membership.queries.amounts import free_cents, steps_of
from convergence.membership.queries.letters import paid_by, reference_of
from convergence.membership.rules import tokens
from convergence.membership.wording import explain
from convergence.ui.forms import add_refusal
from convergence.ui.links import behind_link, private

#: The way back from the card provider: how much of the link's digest names it, and for how long the browser remembers.
RETURN_LENGTH, RETURN_SECONDS, RETURN_SALT = 20, 86_400, "membership.card-return"
_View = Callable[[HttpRequest, CallRecipient, str, datetime], HttpResponse]
guarded = behind_link(
    "dues-link",
    lambda token: answers.find_recipient(token, at=timezone.now()),
    lambda recipient: recipient.language,
    missing=LinkNotFound,
)


def personal(view: _View) -> Callable[..., HttpResponse]:
    """Open the form of a token's owner in its language, or say that the link opens nothing."""

    @guarded
    @wraps(view)
    def opened(request: HttpRequest, recipient: CallRecipient, token: str) -> HttpResponse:
        return view(request, recipient, token, timezone.now())

    return opened


def _steps(token: str, current: int) -> list[SimpleNamespace]:
    names = (("details", _("Your details")), ("amount", _("Your dues")), ("answer", _("Your answer")))
    found = []
    for place, (name, label) in enumerate(names):
        state = "done" if place < current else "current" if place == current else "to_come"
        href = reverse(f"membership:{name}", args=[token]) if place < current else ""
        found.append(SimpleNamespace(label=label, state=state, href=href, note=""))
    return found


def _context(recipient: CallRecipient, token: str, current: int, **more: Any) -> dict[str, Any]:
    profile = current_profile()
    return {
        "recipient": recipient,
        "call": recipient.call,
        "token": token,
        "profile": profile,
        "steps": _steps(token, current),
        "is_person": recipient.member.kind == ContactKind.PERSON,
        "reference": reference_of(recipient),
        "payer": None if _pays_itself(recipient) else recipient.payer,
        "card_elsewhere": ledger.card_is_offered(),
        **more,
    }


def _pays_itself(recipient: CallRecipient) -> bool:
    return recipient.payer_id == recipient.member_id


def _said_by(recipient: CallRecipient) -> str:
    return recipient.name[:200]


@personal
def details(request: HttpRequest, recipient: CallRecipient, token: str, at: datetime) -> HttpResponse:
    """Confirm or correct the address and the contact points."""
    is_person = recipient.member.kind == ContactKind.PERSON
    if request.method == "POST":
        form = DetailsForm(request.POST, is_person=is_person)
        if form.is_valid():
            try:
                correct_details(recipient_id=recipient.pk, values=form.cleaned_data, actor=None, at=at)
            except DomainError as error:
                add_refusal(form, error)
            else:
                return redirect("membership:amount", token)
    else:
        answers.note_opening(recipient_id=recipient.pk, at=at)
        known = asdict(details_of(recipient.member, on=timezone.localdate(at)))
        form = DetailsForm(initial=known, is_person=is_person)
    return render(request, "membership/form_details.html", _context(recipient, token, 0, form=form))


def _asks_count(recipient: CallRecipient) -> bool:
    return recipient.scale is not None and recipient.scale.basis in (Basis.PER_CAPITA, Basis.TIERS)


def _asks_amount(recipient: CallRecipient) -> bool:
    return recipient.scale is not None and recipient.scale.basis == Basis.FREE


@personal
def amount(request: HttpRequest, recipient: CallRecipient, token: str, at: datetime) -> HttpResponse:
    """Declare the number of members or choose a free amount; see the amount and how it was computed."""
    form: forms.Form | None = None
    if _asks_count(recipient):
        form = _count_form(request, recipient, at)
    elif _asks_amount(recipient):
        form = _amount_form(request, recipient, at)
    if form is not None and form.is_bound and form.is_valid() and not form.errors:
        return redirect("membership:amount", token)
    steps = explain(steps_of(recipient))
    context = _context(
        recipient,
        token,
        1,
        form=form,
        lines=steps,
        total=format_cents(recipient.amount_cents) if recipient.amount_cents is not None else "",
        revision=recipient.revisions.first(),
        asks_count=_asks_count(recipient),
        scale=recipient.scale,
    )
    return render(request, "membership/form_amount.html", context)


def _count_form(request: HttpRequest, recipient: CallRecipient, at: datetime) -> forms.Form:
    if request.method != "POST":
        return CountForm(initial={"members": recipient.declared_members})
    form = CountForm(request.POST, ask="confirmed" in request.POST)
    if form.is_valid():
        try:
            answers.declare_count(
                recipient_id=recipient.pk,
                value=form.cleaned_data["members"],
                as_of=timezone.localdate(at),
                said_by=_said_by(recipient),
                confirmed=form.cleaned_data["confirmed"],
                actor=None,
                at=at,
            )
        except SurprisingCount as error:
            form = CountForm(request.POST, ask=True)
            form.is_valid()
            add_refusal(form, error)
        except DomainError as error:
            add_refusal(form, error)
    return form


def _amount_form(request: HttpRequest, recipient: CallRecipient, at: datetime) -> forms.Form:
    if request.method != "POST":
        cents = free_cents(recipient)
        return AmountForm(initial={"amount": typed_cents(cents) if cents % 100 else str(cents // 100)})
    form = AmountForm(request.POST)
    if form.is_valid():
        try:
            answers.choose_amount(
                recipient_id=recipient.pk,
                amount_cents=form.cleaned_data["amount"],
                said_by=_said_by(recipient),
                actor=None,
                at=at,
            )
        except DomainError as error:
            add_refusal(form, error)
    return form


@personal
def answer(request: HttpRequest, recipient: CallRecipient, token: str, at: datetime) -> HttpResponse:
    """Promise a payment for a day and in a way, or pay by card."""
    today = timezone.localdate(at)
    balance = ledger.balance_of(recipient)
    if recipient.amount_cents is None:
        return redirect("membership:amount", token)
    if balance <= 0 or not _pays_itself(recipient):
        return redirect("membership:thanks", token)
    last = recipient.call.closing_date
    form = AnswerForm(request.POST or None, today=today, last=last)
    if request.method == "POST" and form.is_valid():
        try:
            answers.promise(
                recipient_id=recipient.pk,
                promised_date=form.cleaned_data["promised_date"],
                way=form.cleaned_data["way"],
                note=form.cleaned_data["note"],
                said_by=_said_by(recipient),
                actor=None,
                at=at,
                today=today,
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            return redirect("membership:thanks", token)
    context = _context(
        recipient,
        token,
        2,
        form=form,
        balance=format_cents(balance),
        paid=format_cents(recipient.paid_cents) if recipient.paid_cents else "",
        card=ledger.card_is_offered(),
    )
    return render(request, "membership/form_answer.html", context)


@personal
def card(request: HttpRequest, recipient: CallRecipient, token: str, at: datetime) -> HttpResponse:
    """Go to the card provider's page for the balance; a double click opens the same page."""
    if request.method != "POST" or not ledger.card_is_offered():
        return redirect("membership:answer", token)
    if ledger.balance_of(recipient) <= 0 or not _pays_itself(recipient):
        return redirect("membership:thanks", token)
    place = tokens.digest_of(token)[:RETURN_LENGTH]
    paid, away = (reverse(f"membership:{name}", args=[place]) for name in ("paid", "unpaid"))
    page = ledger.card_page(
        recipient,
        success_url=request.build_absolute_uri(paid),
        cancel_url=request.build_absolute_uri(away),
        at=at,
    )
    response = redirect(page)
    response.set_signed_cookie(
        f"retour-{place}",
        token,
        salt=RETURN_SALT,
        max_age=RETURN_SECONDS,
        path=away,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _returned(request: HttpRequest, place: str, name: str) -> HttpResponse:
    """Lead the browser that left for the card provider back to its form; another browser learns nothing."""
    token = request.get_signed_cookie(f"retour-{place}", default=None, salt=RETURN_SALT, max_age=RETURN_SECONDS)
    if token is None:
        context = {"profile": current_profile(), "is_paid": name == "thanks"}
        return private(render(request, "membership/returned.html", context))
    return private(redirect(f"membership:{name}", token))


@require_safe
def paid(request: HttpRequest, place: str) -> HttpResponse:
    """Come back from the card provider after paying; this address holds no token, so the provider never has one."""
    return _returned(request, place, "thanks")


@require_safe
def unpaid(request: HttpRequest, place: str) -> HttpResponse:
    """Come back from the card provider without paying."""
    return _returned(request, place, "answer")


@personal
def thanks(request: HttpRequest, recipient: CallRecipient, token: str, at: datetime) -> HttpResponse:
    """Say thank you, show how to pay what remains, and offer the four next steps, none ticked (S64)."""
    words = consent_words(current_profile())
    taken = set(recipient.next_steps.values_list("step", flat=True))
    form = NextStepsForm(request.POST or None, words=words, initial={"email": recipient.email})
    if request.method == "POST" and form.is_valid():
        try:
            take_next_steps(
                recipient_id=recipient.pk,
                steps=form.cleaned_data["steps"],
                email=form.cleaned_data["email"],
                source=request.build_absolute_uri(reverse("membership:thanks", args=["…"])),
                at=at,
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            return redirect("membership:thanks", token)
    balance = ledger.balance_of(recipient)
    context = _context(
        recipient,
        token,
        3,
        form=form,
        balance=format_cents(balance),
        is_paid=recipient.invoice_id is not None and balance <= 0,
        promise=recipient.promises.first(),
        way=recipient.way,
        ways=PaymentWay,
        taken=taken,
        covered=_covered(recipient),
    )
    return render(request, "membership/thanks.html", context)


def _covered(recipient: CallRecipient) -> list[dict[str, str]]:
    """Return what the recipient pays for others and still owes, a line for each, with the reference of each (P2)."""
    rows = paid_by(recipient)
    accounts = ledger.accounts_of([row.invoice_id for row in rows if row.invoice_id is not None])
    owed = [(row, accounts[row.invoice_id].balance_cents) for row in rows if row.invoice_id in accounts]
    return [
        {"name": row.name, "amount": format_cents(cents), "reference": reference_of(row)}
        for row, cents in owed
        if cents > 0
    ]
