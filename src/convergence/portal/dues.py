"""One call in the members' space: what is due and why, how to pay, a promise. The same acts as behind the letter's link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convergence.accounts.policies import visible
from convergence.contacts.models import Contact
from convergence.contacts.queries.identity import of_family
from convergence.core.errors import DomainError
from convergence.core.profile import current_profile
from convergence.membership.choices import Basis, CallState
from convergence.membership.commands import answers, ledger
from convergence.membership.forms import AmountForm, AnswerForm
from convergence.membership.models import CallRecipient
from convergence.membership.queries.amounts import steps_of
from convergence.membership.queries.letters import reference_of
from convergence.membership.wording import explain
from convergence.portal.pages import done
from convergence.portal.scope import for_own_organisation
from convergence.portal.standing import SENT


def _called(request: HttpRequest, organisation: Contact, recipient: int) -> CallRecipient:
    mine = CallRecipient.objects.filter(of_family(organisation, "member"), pk=recipient, call__state__in=SENT)
    found: CallRecipient | None = (
        visible(request.user, "membership.answer_dues_call", mine)
        .select_related("call", "member", "payer", "invoice", "scale")
        .first()
    )
    if found is None:
        raise Http404
    return found


def is_open(row: CallRecipient, *, at: datetime) -> bool:
    """Tell whether a call still takes answers."""
    last = row.call.closing_date
    return row.call.state != CallState.CLOSED and (last is None or timezone.localdate(at) <= last)


@for_own_organisation
@require_http_methods(["GET", "POST"])
def dues(request: HttpRequest, organisation: Contact, recipient: int) -> HttpResponse:
    """Show what is due and how it was computed; promise, choose a free amount, or go to the card provider.

    Raises:
        Http404: the call did not reach this organisation.
    """
    row = _called(request, organisation, recipient)
    at = timezone.now()
    here = reverse("portal:dues", args=[organisation.pk, row.pk])
    pays_itself = row.payer_id in (organisation.pk, row.member_id)
    takes = is_open(row, at=at) and pays_itself
    act = request.POST.get("act", "")
    if request.method == "POST" and not takes:
        messages.error(request, _("This call is closed. Write to us if something must still change."))
        return redirect(here)
    promise = AnswerForm(
        request.POST if act == "promise" else None, today=timezone.localdate(at), last=row.call.closing_date
    )
    amount = AmountForm(request.POST if act == "amount" else None)
    if act == "card" and (page := _card_page(request, row, here, at)):
        return redirect(page)
    if act and _done(request, act, row, promise, amount, at):
        return redirect(here)
    basis = row.scale.basis if row.scale is not None else ""
    balance = ledger.balance_of(row)
    context: dict[str, Any] = {
        "member": organisation,
        "place": "member",
        "row": row,
        "call": row.call,
        "lines": explain(steps_of(row)),
        "balance": max(balance, 0),
        "is_paid": row.invoice_id is not None and balance <= 0,
        "takes": takes,
        "pays_itself": pays_itself,
        "is_open": is_open(row, at=at),
        "card": ledger.card_is_offered(),
        "reference": reference_of(row),
        "promise": row.promises.first(),
        "promise_form": promise,
        "amount_form": amount if basis == Basis.FREE else None,
        "asks_count": basis in (Basis.PER_CAPITA, Basis.TIERS),
        "profile": current_profile(),
    }
    return render(request, "portal/dues.html", context)


def _done(
    request: HttpRequest, act: str, row: CallRecipient, promise: AnswerForm, amount: AmountForm, at: datetime
) -> bool:
    who = str(request.user)[:200]
    if act == "promise":
        return _said(
            request,
            promise,
            lambda given: answers.promise(
                recipient_id=row.pk, said_by=who, actor=request.user, at=at, today=timezone.localdate(at), **given
            ),
            _("Noted. We will not remind you before that day."),
        )
    if act == "amount":
        return _said(
            request,
            amount,
            lambda given: answers.choose_amount(
                recipient_id=row.pk, amount_cents=given["amount"], said_by=who, actor=request.user, at=at
            ),
            _("The amount is changed."),
        )
    return False


def _said(request: HttpRequest, form: Form, act: Any, words: str) -> bool:
    if not done(request, form, act):
        return False
    messages.success(request, words)
    return True


def _card_page(request: HttpRequest, row: CallRecipient, here: str, at: datetime) -> str:
    """Return the card provider's page for the balance, or nothing when it is not offered or does not answer."""
    if not ledger.card_is_offered():
        return ""
    back = request.build_absolute_uri(here)
    try:
        return ledger.card_page(row, success_url=back, cancel_url=back, at=at)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return ""
