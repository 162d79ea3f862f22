"""Tours, and the page of one by task: what remains to be done, guests, itinerary, meetings, costs, media, what followed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convergence.accounts.policies import may, require, visible
from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity
from convergence.activities.queries.telling import told_when
from convergence.activities.rules.states import STEPS
from convergence.backoffice.activities.budget import budget
from convergence.backoffice.activities.seen import unseen
from convergence.backoffice.activities.views import WORDS, attended_of
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, Choice, download, holding, listing
from convergence.backoffice.tours.words import days_in_words, groups_of
from convergence.core.money import format_cents
from convergence.education.tours import papers
from convergence.education.tours.choices import LegState, Nearer, Safety
from convergence.education.tours.models import Leg, Tour, TourGuest
from convergence.education.tours.queries.itinerary import RoadDay, meetings_of, road_days
from convergence.education.tours.queries.public import public_tours

SEE, EDIT, GUESTS = "tours.view_tour", "tours.edit_tour", "tours.view_guest"
WHENS = (
    ("coming", gettext_lazy("under way or to come")),
    ("past", gettext_lazy("over")),
)
TASKS = (
    ("tour", gettext_lazy("To be done")),
    ("guests", gettext_lazy("Guests and papers")),
    ("itinerary", gettext_lazy("Itinerary")),
    ("meetings", gettext_lazy("Meetings")),
    ("costs", gettext_lazy("Costs")),
    ("media", gettext_lazy("Media")),
    ("after", gettext_lazy("What followed")),
)


@dataclass(frozen=True)
class Tab:
    """One task of the page of a tour."""

    label: str
    url: str
    is_here: bool


def bar() -> Bar:
    """Return the questions above the list."""
    return Bar(
        gettext_lazy("Title, city, host or guest"),
        [
            Choice("state", gettext_lazy("State"), gettext_lazy("all states"), ActivityState.choices),
            Choice("when", gettext_lazy("When"), gettext_lazy("at any time"), WHENS),
        ],
    )


def _filtered(request: HttpRequest, asked: Bar) -> QuerySet[Any]:
    rows = visible(request.user, SEE, Tour.objects.all())
    chosen, today = asked.chosen(request), timezone.localdate()
    if chosen["state"]:
        rows = rows.filter(activity__state=chosen["state"])
    if chosen["when"] == "coming":
        rows = rows.filter(activity__last_day__gte=today)
    elif chosen["when"] == "past":
        rows = rows.filter(activity__last_day__lt=today)
    words = asked.words(request)
    if words:
        rows = rows.filter(_told(request, words))
    return rows.select_related("activity").order_by("-activity__first_day", "-pk")


def _told(request: HttpRequest, words: Any) -> Q:
    """Look into what the reader is shown: never into the name of somebody at risk, nor of a host kept from them."""
    titles = holding(Tour.objects.all(), words, "activity__title_fr", "activity__title_en", "activity__title_es")
    hidden = unseen(request.user, Leg.objects.order_by().values_list("host_id", flat=True).distinct())
    legs = holding(Leg.objects.exclude(host__in=hidden), words, "city", "host__name", "host__acronym", "host_name")
    names = ("name", "person__name", "pseudonym")
    at_risk = Q(safety=Safety.AT_RISK) | Q(person__isnull=False, person__is_sensitive=True)
    guests = holding(TourGuest.objects.exclude(at_risk), words, *names)
    kept = holding(TourGuest.objects.filter(at_risk), words, "pseudonym")
    found = Q(pk__in=titles.order_by().values("pk"))
    for rows in (legs, guests, kept):
        found |= Q(pk__in=rows.order_by().values("tour_id"))
    return found


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List tours, or give the list as a file."""
    asked = bar()
    rows = _filtered(request, asked).annotate(
        legs_number=Count("legs", distinct=True),
        confirmed=Count("legs", filter=Q(legs__state=LegState.CONFIRMED), distinct=True),
    )
    head = [_("Tour"), _("First day"), _("Last day"), _("Guests"), _("Legs"), _("Confirmed"), _("State")]
    cells = (
        [row.activity.title_fr, row.activity.start, row.activity.end, _names(row), row.legs_number, row.confirmed,
         row.activity.get_state_display()]
        for row in rows.prefetch_related("guests__person")
    )  # fmt: skip
    file = download(request.GET.get("format", ""), "tournees", head, cells)
    if file is not None:
        return file
    page = base.paged(request, rows.prefetch_related("guests__person"))
    for row in page:
        row.when, row.names = told_when(row.activity), _names(row)
    context = {
        "title": _("Tours of guests"),
        "lede": _("Guests who go from union to union; each meeting is an activity of the register."),
        "bar": asked,
        "is_filtered": bool(asked.words(request) or any(asked.chosen(request).values())),
        "page": page,
        "may_add": may(request.user, "tours.add_tour"),
    }
    return render(request, "backoffice/tours/index.html", context)


def _names(tour: Tour) -> str:
    return ", ".join(guest.shown_name for guest in tour.guests.all())


def own_tour(request: HttpRequest, action: str, pk: int) -> Tour:
    """Return a tour on which the person may do an action.

    Raises:
        NotAllowed, Http404: the role has no such right; it does not exist, or is not shown to this person.
    """
    return base.visible_or_404(request, action, Tour.objects.select_related("activity"), pk)


def own_leg(request: HttpRequest, action: str, pk: int) -> Leg:
    """Return a leg of such a tour; likewise."""
    require(request.user, action)
    found = Leg.objects.select_related("tour__activity", "host", "place").filter(pk=pk).first()
    if found is None:
        raise Http404
    own_tour(request, action, found.tour_id)
    return found


def own_guest(request: HttpRequest, action: str, pk: int) -> TourGuest:
    """Return a guest of such a tour; likewise, whatever is at risk."""
    require(request.user, action)
    found = TourGuest.objects.select_related("tour__activity", "person").filter(pk=pk).first()
    if found is None:
        raise Http404
    own_tour(request, action, found.tour_id)
    return found


def _page(request: HttpRequest, tour_id: int, task: str, **context: Any) -> HttpResponse:
    tour: Tour = context.pop("tour", None) or own_tour(request, SEE, tour_id)
    activity, user = tour.activity, request.user
    today = timezone.localdate()
    whole = {
        "title": activity.title_fr,
        "lede": told_when(activity),
        "tour": tour,
        "activity": activity,
        "tabs": [Tab(str(label), reverse(f"tours:{name}", args=[tour.pk]), name == task) for name, label in TASKS],
        "may_edit": may(user, EDIT, tour),
        "steps": _steps(activity) if may(user, "activities.edit_activity", activity) else [],
        "is_public_now": public_tours(today).filter(pk=tour.pk).exists(),
        **context,
    }
    return render(request, f"backoffice/tours/{task}.html", whole)


def _steps(activity: Activity) -> list[tuple[str, Any]]:
    return [(after, WORDS[ActivityState(after)]) for after in STEPS[activity.state] if after != ActivityState.CANCELLED]


def _hosts(request: HttpRequest, legs: list[Leg]) -> dict[int, str]:
    """Return leg → its host, unless that is kept from the reader."""
    hidden = unseen(request.user, [leg.host_id for leg in legs])
    return {leg.pk: leg.city if leg.host_id in hidden else leg.shown_host for leg in legs}


@require_safe
def checklist(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Show what remains to be done."""
    tour = own_tour(request, SEE, tour_id)
    meetings = meetings_of(tour)
    hosts = _hosts(request, list(tour.legs.select_related("host")))
    names = {
        "guests": {guest.pk: guest.shown_name for guest in tour.guests.select_related("person")},
        "legs": hosts,
        "meetings": {row.pk: row.title_fr for row in meetings},
    }
    groups, late = groups_of(tour, meetings, names=names, today=timezone.localdate())
    is_open = tour.activity.state in (ActivityState.PLANNED, ActivityState.CONFIRMED)
    number = sum(len(group.lines) for group in groups)
    return _page(
        request,
        tour_id,
        "tour",
        tour=tour,
        groups=groups if is_open else [],
        number=number,
        is_late=late,
        is_open=is_open,
        people=sum(row.attended or 0 for row in meetings),
        meetings_number=len(meetings),
    )


@require_safe
def guests(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Show the guests; papers and names as the reader may know them."""
    tour = own_tour(request, SEE, tour_id)
    rows = list(tour.guests.select_related("person", "picture"))
    known = set(visible(request.user, GUESTS, tour.guests.all()).values_list("pk", flat=True))
    return _page(
        request,
        tour_id,
        "guests",
        tour=tour,
        guests=[(guest, _told_of(guest) if guest.pk in known else None) for guest in rows],
        may_add=may(request.user, "tours.edit_guest") and may(request.user, EDIT, tour),
    )


def _told_of(guest: TourGuest) -> dict[str, Any]:
    return {
        "name": guest.true_name,
        "spoken": papers.languages_in(guest.speaks, get_language() or "fr"),
        "per_day": format_cents(guest.per_day_cents) if guest.per_day_cents else "",
    }


@require_safe
def itinerary(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Show legs, lodgings and journeys, and the same day by day; or give the legs as a file."""
    tour = own_tour(request, SEE, tour_id)
    legs = list(tour.legs.select_related("host", "place"))
    hosts = _hosts(request, legs)
    return _page(
        request,
        tour_id,
        "itinerary",
        tour=tour,
        legs=[(leg, hosts[leg.pk], days_in_words(leg.days)) for leg in legs],
        lodgings=tour.lodgings.all(),
        ways=tour.ways.all(),
        days=[_day(day, hosts) for day in road_days(tour)],
    )


def _day(day: RoadDay, hosts: dict[int, str]) -> tuple[RoadDay, list[str], list[tuple[Activity, str]]]:
    language = get_language() or "fr"
    timed = [(row, papers.hour_in(row.start_time, language) if row.start_time else "") for row in day.meetings]
    return day, [hosts[leg.pk] for leg in day.legs], timed


@require_safe
def meetings(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Show the meetings, which are activities."""
    tour = own_tour(request, SEE, tour_id)
    rows = visible(request.user, "activities.view_activity", tour.activity.parts.select_related("place"))
    found = [(row, told_when(row), attended_of(row)) for row in rows.order_by("first_day", "start_time", "pk")]
    return _page(request, tour_id, "meetings", tour=tour, meetings=found)


@require_safe
def costs(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Show what it costs and who pays, with what guests are given per day."""
    tour = own_tour(request, SEE, tour_id)
    days = tour.days.number
    given = [
        (guest.shown_name, format_cents(guest.per_day_cents), format_cents(guest.per_day_cents * days))
        for guest in tour.guests.select_related("person")
        if guest.per_day_cents
    ]
    return _page(
        request,
        tour_id,
        "costs",
        tour=tour,
        section=budget(request, tour.activity),
        given=given if may(request.user, "finance.view_activityentry") else [],
        days_number=days,
        may_write=may(request.user, "finance.record_activityentry") and may(request.user, EDIT, tour),
    )


@require_safe
def media(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Show what was said of it."""
    tour = own_tour(request, SEE, tour_id)
    return _page(request, tour_id, "media", tour=tour, mentions=tour.mentions.all())


@require_safe
def after(request: HttpRequest, tour_id: int) -> HttpResponse:
    """Show who came nearer, and how many."""
    tour = own_tour(request, SEE, tour_id)
    rows = list(tour.joined.select_related("person", "meeting"))
    hidden = unseen(request.user, [row.person_id for row in rows])
    number = {str(Nearer(how).label): sum(row.how == how for row in rows) for how in dict.fromkeys(r.how for r in rows)}
    return _page(request, tour_id, "after", tour=tour, joined=rows, hidden=hidden, numbers=number)


@require_safe
def road_book(request: HttpRequest, tourguest_id: int) -> HttpResponse:
    """Give the road book of a guest as it reads now."""
    guest = own_guest(request, SEE, tourguest_id)
    require(request.user, EDIT, guest.tour)
    return base.pdf(papers.road_book(guest, at=timezone.now()), f"feuille-de-route-{guest.pk}")


@require_safe
def host_sheet(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Give the sheet of a host as it reads now."""
    leg = own_leg(request, SEE, leg_id)
    require(request.user, EDIT, leg.tour)
    return base.pdf(papers.host_sheet(leg, at=timezone.now()), f"feuille-d-etape-{leg.pk}")
