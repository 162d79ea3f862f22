"""Sessions, prices and series of events."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convergence.accounts.policies import require
from convergence.backoffice.finance import base
from convergence.backoffice.gatherings.forms import PriceForm, SeriesForm, SittingForm
from convergence.backoffice.gatherings.views import EDIT, form_page, mine, saved
from convergence.education.gatherings import commands
from convergence.education.gatherings.models import Price, Sitting

WAYS = ["GET", "POST"]


@require_http_methods(WAYS)
def add_sitting(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Add a session."""
    gathering = mine(request, EDIT, gathering_id)
    form = SittingForm(request.POST or None, initial={"day": gathering.activity.first_day})
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: commands.add_sitting(
                gathering_id=gathering_id, actor=request.user, at=timezone.now(), **form.cleaned_data
            ),
        )
        if made is not None:
            messages.success(request, _("The session is added."))
            return redirect("events:show", gathering_id)
    back = reverse("events:show", args=[gathering_id])
    return form_page(request, form, _("Add a session"), gathering.activity.title_fr, back)


@require_http_methods(WAYS)
def add_price(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Add a category of price."""
    gathering = mine(request, EDIT, gathering_id)
    form = PriceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: commands.add_price(
                gathering_id=gathering_id, actor=request.user, at=timezone.now(), **form.values()
            ),
        )
        if made is not None:
            messages.success(request, _("The category is added."))
            return redirect("events:show", gathering_id)
    back = reverse("events:show", args=[gathering_id])
    return form_page(request, form, _("Add a category of price"), gathering.activity.title_fr, back)


@require_http_methods(WAYS)
def series(request: HttpRequest) -> HttpResponse:
    """Write a series, or correct one by its short name."""
    require(request.user, "gatherings.add_gathering")
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = saved(form, lambda: commands.write_series(actor=request.user, at=timezone.now(), **form.cleaned_data))
        if made is not None:
            messages.success(request, _("The series is written. Choose it in the form of an event."))
            return redirect("events:index")
    lede = _("A yearly programme, colloquia on one question: its editions have a public page.")
    return form_page(request, form, _("Write a series"), lede, reverse("events:index"))


@require_POST
def remove_sitting(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Take away a session that nobody chose."""
    row = Sitting.objects.filter(pk=sitting_id).first()
    gathering = mine(request, EDIT, row.gathering_id if row else 0)
    base.done(
        request,
        lambda: commands.remove_sitting(sitting_id=sitting_id, actor=request.user, at=timezone.now()),
        _("Taken out."),
    )
    return redirect("events:show", gathering.pk)


@require_POST
def remove_price(request: HttpRequest, price_id: int) -> HttpResponse:
    """Take away a category that nobody chose."""
    row = Price.objects.filter(pk=price_id).first()
    gathering = mine(request, EDIT, row.gathering_id if row else 0)
    base.done(
        request,
        lambda: commands.remove_price(price_id=price_id, actor=request.user, at=timezone.now()),
        _("Taken out."),
    )
    return redirect("events:show", gathering.pk)
