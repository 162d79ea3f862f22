"""One recipient: what it owes and how it was computed, what it answered, its link."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convergence.accounts.policies import may, visible
from convergence.backoffice.dues.base import attempt, call_or_404, page
from convergence.backoffice.dues.forms import CountForm, PromiseForm
from convergence.contacts.choices import ContactKind
from convergence.core.errors import DomainError
from convergence.membership.commands import answers, ledger
from convergence.membership.models import CallRecipient
from convergence.membership.queries.amounts import steps_of
from convergence.membership.queries.fates import fates_of
from convergence.membership.queries.letters import reference_of
from convergence.membership.queries.links import form_url
from convergence.membership.wording import about_text, explain, reason_text
from convergence.ui.forms import add_refusal


@require_http_methods(["GET", "POST"])
def recipient(request: HttpRequest, pk: int, recipient: int) -> HttpResponse:
    """Show a recipient; correct its count, record its promise, renew or close its link."""
    call = call_or_404(request, pk)
    rows = CallRecipient.objects.filter(call=call, pk=recipient).select_related(
        "member", "payer", "invoice", "scale", "call"
    )
    row = visible(request.user, "membership.view_callrecipient", rows).first()
    if row is None:
        raise Http404
    act = request.POST.get("act", "") if request.method == "POST" else ""
    at = timezone.now()
    count = CountForm(
        request.POST if act == "count" else None,
        initial={"members": row.declared_members, "as_of": timezone.localdate(at)},
    )
    promise = PromiseForm(request.POST if act == "promise" else None, auto_id="promise-%s")
    if act and _done(request, act, row, count, promise):
        return redirect("dues:recipient", pk, recipient)
    link = row.links.filter(revoked_at__isnull=True).first()
    account = ledger.accounts_of([row.invoice_id])[row.invoice_id] if row.invoice_id else None
    return page(
        request,
        "recipient",
        call,
        "audience",
        row=row,
        reference=reference_of(row),
        reason=reason_text(row.reason, row.facts),
        lines=explain(steps_of(row)),
        account=account,
        fate=fates_of(call, [row.member_id]).get(row.member_id),
        link=link,
        is_expired=link is not None and link.expires_at < at,
        is_person=row.member.kind == ContactKind.PERSON,
        promises=row.promises.all(),
        revisions=row.revisions.all(),
        reminders=[(sent, about_text(sent.about)) for sent in row.reminders.select_related("level")],
        next_steps=row.next_steps.all(),
        count_form=count,
        promise_form=promise,
        may_answer=may(request.user, "membership.answer_for_member", row),
    )


def _renew(request: HttpRequest, row: CallRecipient, at: datetime) -> None:
    """Make a new link and show it this once: it is kept nowhere, somebody must hand it over."""
    link = answers.renew_link(recipient_id=row.pk, actor=request.user, at=at)
    sentence = _("A new link is made; the former one opens nothing any more. Copy it now and send it: %(link)s")
    messages.success(request, sentence % {"link": form_url(answers.token_of_link(link))})


def _done(request: HttpRequest, act: str, row: CallRecipient, count: CountForm, promise: PromiseForm) -> bool:
    at, actor = timezone.now(), request.user
    if act == "renew":
        return attempt(request, lambda: _renew(request, row, at))
    if act == "revoke":
        return attempt(
            request, lambda: answers.revoke_link(recipient_id=row.pk, actor=actor, at=at), _("The link is closed.")
        )
    if act == "count":
        return _saved(
            count,
            lambda values: answers.declare_count(
                recipient_id=row.pk,
                value=values["members"],
                as_of=values["as_of"],
                said_by=values["said_by"],
                confirmed=values["confirmed"],
                actor=actor,
                at=at,
            ),
        )
    if act == "promise":
        return _saved(
            promise,
            lambda values: answers.promise(
                recipient_id=row.pk, actor=actor, at=at, today=timezone.localdate(at), **values
            ),
        )
    raise Http404


def _saved(form: CountForm | PromiseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    return True
