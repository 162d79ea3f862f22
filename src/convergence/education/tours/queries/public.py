"""What anybody may be told of tours (S71, S95)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity
from convergence.documents.models import Picture
from convergence.education.tours.choices import LegState
from convergence.education.tours.models import Leg, Mention, Tour, TourGuest
from convergence.education.tours.rules.showing import in_public, is_home


@dataclass(frozen=True)
class PublicGuest:
    """A guest as anybody is told: an empty name is “a guest”; who they are by language; country as a code."""

    name: str
    presents: dict[str, str]
    country: str
    picture: Picture | None


@dataclass(frozen=True)
class PublicTour:
    """A tour as anybody is told. Legs, meetings and mentions are empty when `is_hidden`: places may not be told."""

    tour: Tour
    guests: tuple[PublicGuest, ...]
    is_hidden: bool
    legs: tuple[Leg, ...] = ()
    meetings: tuple[Activity, ...] = ()
    mentions: tuple[Mention, ...] = ()


def public_tours(today: date) -> QuerySet[Any]:
    """Return the tours that any stranger may know of on a day, the latest first."""
    shown = Activity.objects.in_public(today).order_by().values("pk")
    rows = Tour.objects.filter(activity__in=shown).select_related("activity")
    return rows.order_by("-activity__first_day", "-pk")


def told_guest(guest: TourGuest, *, home: bool) -> PublicGuest:
    """Return what anybody is told of a guest."""
    shown = in_public(guest.told, home=home)
    picture = guest.picture if shown.has_picture and guest.picture and guest.picture.may_be_shown else None
    words = {"fr": guest.presents_fr, "en": guest.presents_en, "es": guest.presents_es}
    may_tell = shown.name and (shown.has_country or not guest.is_at_risk)
    presents = {code: said for code, said in words.items() if said} if may_tell else {}
    return PublicGuest(shown.name, presents, guest.country if shown.has_country else "", picture)


def with_all_told(tours: QuerySet[Any]) -> QuerySet[Any]:
    """Read with tours, in three statements for all of them, what `told_tour` asks for."""
    guests = TourGuest.objects.select_related("person", "picture")
    legs = Leg.objects.select_related("host", "place")
    return tours.prefetch_related(Prefetch("guests", guests), Prefetch("legs", legs), "mentions")


def told_tour(tour: Tour, today: date) -> PublicTour:
    """Return what anybody may be told of a public tour of `with_all_told`, its meetings left out.

    Hosts are those that said yes; there are none while somebody at risk hides them.
    """
    guests, home = list(tour.guests.all()), is_home(tour.activity.return_date, today)
    told = tuple(told_guest(guest, home=home) for guest in guests)
    if any(guest.told.is_hidden_for_good or (guest.is_at_risk and not home) for guest in guests):
        return PublicTour(tour, told, is_hidden=True)
    legs = tuple(leg for leg in tour.legs.all() if leg.state == LegState.CONFIRMED)
    mentions = tuple(mention for mention in tour.mentions.all() if mention.is_public)
    return PublicTour(tour, told, is_hidden=False, legs=legs, mentions=mentions)


def public_tour(tour: Tour, today: date) -> PublicTour:
    """Return what anybody may be told of a public tour, with its meetings."""
    told = told_tour(with_all_told(Tour.objects.select_related("activity")).get(pk=tour.pk), today)
    if told.is_hidden:
        return told
    parts = Activity.objects.in_public(today).filter(part_of=tour.activity_id).select_related("place")
    return replace(told, meetings=tuple(parts.order_by("first_day", "start_time", "pk")))


def is_cancelled(tour: Tour) -> bool:
    """Tell whether a tour will not take place."""
    return tour.activity.state == ActivityState.CANCELLED
