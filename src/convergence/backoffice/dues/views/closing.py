"""Closing a call, extending it, opening it again."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convergence.accounts.policies import require
from convergence.backoffice.dues.base import attempt, call_or_404, page
from convergence.backoffice.dues.forms import ClosingForm
from convergence.core.errors import DomainError
from convergence.membership.choices import CallState
from convergence.membership.commands import closing as commands
from convergence.membership.queries.closing import remainder_of
from convergence.ui.forms import add_refusal


@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what remains and what closing does; close after a confirmation, or choose another closing date."""
    call = call_or_404(request, pk)
    require(request.user, "membership.view_callrecipient")
    if call.state in (CallState.DRAFT, CallState.ISSUING):
        return redirect("dues:call", pk)
    at = timezone.now()
    if "close" in request.POST:
        attempt(
            request,
            lambda: commands.close_call(call_id=pk, actor=request.user, at=at),
            _("The call is closed. Its links open nothing any more, and nobody is reminded."),
        )
        return redirect("dues:closing", pk)
    later = timezone.localdate(at) + timedelta(days=30)
    first = later if call.state == CallState.CLOSED else call.closing_date
    form = ClosingForm(request.POST or None, initial={"closing_date": first})
    if request.method == "POST" and form.is_valid():
        try:
            commands.extend_call(call_id=pk, closing_date=form.cleaned_data["closing_date"], actor=request.user, at=at)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The personal links open until the end of that day."))
            return redirect("dues:closing", pk)
    return page(
        request,
        "closing",
        call,
        "result",
        form=form,
        left=remainder_of(call, at=at),
        is_closed=call.state == CallState.CLOSED,
    )
