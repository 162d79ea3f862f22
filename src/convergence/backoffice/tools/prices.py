"""Postage and rates of taxes: empty until somebody writes them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import require
from convergence.backoffice.finance import base
from convergence.backoffice.tools.base import GET_POST, ask
from convergence.backoffice.tools.forms import PostageForm, RateForm
from convergence.core.profile import current_profile
from convergence.education.tools import commands
from convergence.education.tools.models import PostageBand, TaxRate

ACT = "tools.edit_prices"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show postage, registration numbers and rates."""
    require(request.user, ACT)
    context = {
        "title": _("Postage and taxes"),
        "lede": _("Empty until you write them: no amount is guessed."),
        "bands": PostageBand.objects.all(),
        "rates": TaxRate.objects.all(),
        "profile": current_profile(),
    }
    return render(request, "backoffice/tools/prices.html", context)


@require_http_methods(GET_POST)
def postage(request: HttpRequest) -> HttpResponse:
    """Write a postage."""
    require(request.user, ACT)
    return ask(
        request,
        PostageForm(request.POST or None),
        lambda given: commands.write_postage(actor=request.user, at=timezone.now(), **given),
        reverse("tools:prices"),
        title=_("What sending costs"),
        lede=_("The first line that holds all copies of an order is taken; beyond the last one, the team says."),
        act=_("Save"),
        said=_("Written."),
    )


@require_POST
def remove_postage(request: HttpRequest, postageband_id: int) -> HttpResponse:
    """Take a postage away."""
    require(request.user, ACT)
    base.done(
        request,
        lambda: commands.remove_postage(band_id=postageband_id, actor=request.user, at=timezone.now()),
        _("Taken out."),
    )
    return redirect("tools:prices")


@require_http_methods(GET_POST)
def rate(request: HttpRequest) -> HttpResponse:
    """Write the rate of a tax."""
    require(request.user, ACT)
    return ask(
        request,
        RateForm(request.POST or None),
        lambda given: commands.write_rate(
            tax=given["tax"],
            rate=int(given["percent"] * 1000),
            start_date=given["start_date"],
            actor=request.user,
            at=timezone.now(),
        ),
        reverse("tools:prices"),
        title=_("The rate of a tax"),
        lede=_("Asked only when the organisation has a registration number for it, in its profile."),
        act=_("Save"),
        said=_("Written."),
    )
