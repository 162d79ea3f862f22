"""The list of calls, a new one, its period."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require
from convergence.backoffice.dues.base import attempt, call_or_404, page
from convergence.backoffice.dues.forms import CreateForm, PeriodForm
from convergence.core.errors import DomainError
from convergence.core.profile import current_profile, year_end
from convergence.membership.choices import CallState
from convergence.membership.commands import calls as commands
from convergence.membership.commands.issue import progress_of
from convergence.membership.models import DuesCall
from convergence.membership.queries.readiness import missing
from convergence.membership.queries.results import summaries
from convergence.ui.forms import add_refusal


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the calls, the latest period first, with how each stands."""
    require(request.user, "membership.view_duescall")
    calls = list(DuesCall.objects.order_by("-period_start", "-pk"))
    rows = [
        {"call": call, "sums": sums} for call, sums in zip(calls, summaries(calls, actor=request.user), strict=True)
    ]
    context = {"title": _("Dues calls"), "rows": rows, "may_add": may(request.user, "membership.add_duescall")}
    return render(request, "backoffice/dues/index.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Begin a call."""
    require(request.user, "membership.add_duescall")
    at = timezone.now()
    initial = {"place": current_profile().city, "letter_date": timezone.localdate(at)}
    form = CreateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            call = commands.create_call(actor=request.user, at=at, year_end=year_end(), **form.cleaned_data)
        except (DomainError, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request,
                _("The call is begun, with the words of the last one. Nothing is sent before both have signed.")
                if DuesCall.objects.exclude(pk=call.pk).exists()
                else _("The call is begun, with a letter to make your own. Nothing is sent before both have signed."),
            )
            return redirect("dues:letter", call.pk, "fr")
    lede = _("One call for one period. Its letter, audience, signatures, answers and result stay together.")
    return render(
        request,
        "backoffice/dues/create.html",
        {"title": _("New dues call"), "lede": lede, "form": form, "act": _("Begin")},
    )


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what comes next for this call."""
    call = call_or_404(request, pk)
    if call.state == CallState.DRAFT:
        lacks = missing(call)
        step = lacks[0].step if lacks else "send"
        if step == "letter":
            return redirect("dues:letter", pk, "fr")
        return redirect("dues:period" if step == "identity" else f"dues:{step}", pk)
    if call.state == CallState.ISSUING:
        return redirect("dues:send", pk)
    return redirect("dues:result", pk)


@require_http_methods(["GET", "POST"])
def period(request: HttpRequest, pk: int) -> HttpResponse:
    """Change place and dates, or give the draft up."""
    call = call_or_404(request, pk)
    if request.method == "POST" and "discard" in request.POST:
        given_up = attempt(
            request,
            lambda: commands.discard_call(call_id=pk, actor=request.user, at=timezone.now()),
            _("The draft is given up; nothing of it was sent."),
        )
        return redirect("dues:index") if given_up else redirect("dues:period", pk)
    initial = {name: getattr(call, name) for name in ("place", "letter_date", "due_date", "closing_date")}
    form = PeriodForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(
            request,
            lambda: commands.edit_call(call_id=pk, values=values, actor=request.user, at=timezone.now()),
            _("Saved."),
        ):
            return redirect("dues:letter", pk, "fr")
    return page(request, "period", call, "period", form=form, progress=progress_of(call))
