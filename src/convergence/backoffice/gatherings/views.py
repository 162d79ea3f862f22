"""The list of events, one event, its opening, what is to be sent back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.activities.models import Activity
from convergence.backoffice.finance import base
from convergence.backoffice.gatherings.forms import GatheringForm, opening_of
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.core.errors import DomainError
from convergence.education.gatherings import commands
from convergence.education.gatherings.models import Gathering, Series
from convergence.education.gatherings.queries.lists import openness_of, places, standing_of
from convergence.education.gatherings.queries.refunds import refunds_due
from convergence.education.gatherings.queries.when import when_of
from convergence.ui.forms import add_refusal

SEE, EDIT = "gatherings.view_gathering", "gatherings.edit_gathering"
PEOPLE, WRITE = "gatherings.view_registration", "gatherings.edit_registration"
WHENS = (("coming", gettext_lazy("to come")), ("past", pgettext_lazy("events or loans", "past")))
OPENNESS = {
    "HIDDEN": gettext_lazy("not shown in public"),
    "CANCELLED": gettext_lazy("event cancelled"),
    "NOT_YET": gettext_lazy("not open yet"),
    "OPEN": gettext_lazy("open"),
    "CLOSED": gettext_lazy("closed"),
}


def mine(request: HttpRequest, action: str, pk: int) -> Gathering:
    """Return a gathering that the person may see.

    Raises:
        NotAllowed: the role has no such right at all.
        Http404: it does not exist, or is not shown to this person.
    """
    rows = Gathering.objects.select_related("activity__place", "series")
    return base.visible_or_404(request, action, rows, pk)


def _bar() -> Bar:
    series = [(str(one.pk), one.name_fr) for one in Series.objects.all()]
    return Bar(
        gettext_lazy("Title"),
        [
            Choice("when", gettext_lazy("When"), gettext_lazy("at any time"), WHENS),
            Choice("series", gettext_lazy("Series"), gettext_lazy("all series"), series),
        ],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, places())
    chosen, today = asked.chosen(request), timezone.localdate()
    if chosen["when"] == "coming":
        rows = rows.filter(activity__last_day__gte=today)
    elif chosen["when"] == "past":
        rows = rows.filter(activity__last_day__lt=today)
    if chosen["series"]:
        rows = rows.filter(series=chosen["series"])
    words = asked.words(request)
    if words:
        found = holding(Activity.objects.all(), words, "title_fr", "title_en", "title_es", "venue")
        rows = rows.filter(activity__in=found.order_by().values("pk"))
    return rows.select_related("activity__place", "series").order_by("-activity__first_day", "-pk")


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List events open to registration, or give the list as a file."""
    asked = _bar()
    rows = _filtered(request, asked)
    head = [_("Title"), _("From"), _("Series"), _("Edition"), pgettext("how many", "Places"), _("Taken"), _("Waiting")]
    cells = (
        [
            row.activity.title_fr,
            row.activity.start,
            str(row.series or ""),
            row.edition,
            row.capacity,
            row.taken,
            row.waiting,
        ]
        for row in rows.iterator(chunk_size=2000)
    )
    file = download(request.GET.get("format", ""), "evenements", head, cells)
    if file is not None:
        return file
    page, now = base.paged(request, rows), timezone.now()
    for row in page:
        row.when, row.openness = when_of(row, "fr"), OPENNESS[openness_of(row, at=now)]
    context = {
        "title": _("Events and registrations"),
        "lede": _("An activity is opened to registration from its own page; who comes, waits and pays is here."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": page,
    }
    return render(request, "backoffice/gatherings/index.html", context)


@require_safe
def show(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Show one event: its places, sessions, prices, and the ways on."""
    gathering = mine(request, SEE, gathering_id)
    user = request.user
    context = {
        "title": gathering.activity.title_fr,
        "lede": when_of(gathering, "fr"),
        "gathering": gathering,
        "activity": gathering.activity,
        "openness": OPENNESS[openness_of(gathering, at=timezone.now())],
        "seats": gathering.seats.all(),
        "standing": standing_of(gathering),
        "sittings": gathering.sittings.all(),
        "prices": gathering.prices.all(),
        "may_edit": may(user, EDIT, gathering),
        "may_see": may(user, PEOPLE),
        "may_write": may(user, WRITE),
        "is_past": bool(gathering.activity.last_day and gathering.activity.last_day < timezone.localdate()),
    }
    return render(request, "backoffice/gatherings/show.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Open an activity to registration; an activity opened already leads to its event."""
    require(request.user, "gatherings.add_gathering")
    activity = base.visible_or_404(request, "activities.edit_activity", Activity.objects.all(), activity_id)
    known = Gathering.objects.filter(activity=activity).first()
    if known is not None:
        return redirect("events:show", known.pk)
    draft = Gathering(activity=activity)
    form = GatheringForm(request.POST or None, instance=draft, initial=opening_of(activity, draft.starts_at))
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: commands.open_gathering(
                activity_id=activity.pk, actor=request.user, at=timezone.now(), **form.values()
            ),
        )
        if made is not None:
            messages.success(request, _("The event is open to registration. Add sessions and prices if there are any."))
            return redirect("events:show", made.pk)
    back = reverse("activities:show", args=[activity.pk])
    lede = _("The public form appears once the activity is confirmed and on the public calendar.")
    return form_page(request, form, _("Open “%(title)s”") % {"title": activity.title_fr}, lede, back)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Change an opening; more places let the waiting list move."""
    gathering = mine(request, EDIT, gathering_id)
    form = GatheringForm(request.POST or None, instance=gathering)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: commands.change_gathering(
                gathering_id=gathering_id, actor=request.user, at=timezone.now(), **form.values()
            ),
        )
        if made is not None:
            messages.success(request, _("Changed."))
            return redirect("events:show", gathering_id)
    lede = _("With more places, those who wait are offered them at once, in their order.")
    return form_page(request, form, gathering.activity.title_fr, lede, reverse("events:show", args=[gathering_id]))


def saved(form: Any, act: Callable[[], Any]) -> Any:
    """Do the act of a form; say a refusal beside its field and return None."""
    try:
        return act()
    except DomainError as refusal:
        add_refusal(form, refusal)
    except ValidationError as refusal:
        told = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        for field, words in told.items():
            form.add_error(field if field in form.fields else None, words)
    return None


def form_page(request: HttpRequest, form: Any, title: str, lede: str, back: str, act: str = "") -> HttpResponse:
    """Draw a form of an event."""
    context = {"title": title, "lede": lede, "form": form, "act": act or _("Save"), "back_url": back}
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


@require_safe
def refunds(request: HttpRequest) -> HttpResponse:
    """List what was paid for cancelled registrations and is to be sent back."""
    require(request.user, "gatherings.view_refund")
    rows = refunds_due()
    context = {
        "title": _("Refunds of events"),
        "lede": _(
            "Paid for registrations that are cancelled, not sent back yet. Each leads to its payment, where it is sent back."
        ),
        "rows": rows,
        "total": sum(row.unused_cents for row in rows),
    }
    return render(request, "backoffice/gatherings/refunds.html", context)
