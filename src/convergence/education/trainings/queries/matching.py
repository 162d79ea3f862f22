"""Who could facilitate a session, with the reasons (rules page, “Who could facilitate”)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.education.trainings.choices import BOOKED, OptionState
from convergence.education.trainings.models import DateOption, Facilitator, TrainingRequest
from convergence.education.trainings.rules.hours import busy, travel
from convergence.education.trainings.rules.matching import Match, Need, Offer, ranked

WORDS = {
    "THEME_ALL": _("knows the theme"),
    "THEME_SOME": _("knows a part of the themes"),
    "THEME_NONE": _("never said they know this theme"),
    "ONLINE": _("online, from anywhere"),
    "NEAR": _("goes to this region"),
    "EVERYWHERE": _("goes to every region"),
    "FAR": _("this region is none of theirs"),
    "REGION_UNKNOWN": _("the region is not known"),
    "HOURS": _("usually free at that hour"),
    "HOURS_UNKNOWN": _("stated no usual hours: ask"),
    "HOURS_OUTSIDE": _("outside their usual hours: ask"),
    "FRESH": _("gave none in the last three months"),
    "RECENT": _("gave some in the last three months"),
    "NO_LANGUAGE": _("does not give trainings in this language"),
    "AWAY": _("is away that day"),
    "BOOKED": _("is booked at that time, travel included"),
}
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Candidate:
    """A facilitator measured against a session; `travel_minutes` each way, as usual from their home."""

    facilitator: Facilitator
    match: Match
    travel_minutes: int

    @property
    def reasons(self) -> list[str]:
        """Return what speaks for them, in words."""
        return [str(WORDS[reason]) for reason in self.match.reasons]

    @property
    def refusals(self) -> list[str]:
        """Return what leaves them out, in words."""
        return [str(WORDS[reason]) for reason in self.match.refusals]


def candidates(
    request: TrainingRequest,
    start: datetime,
    end: datetime,
    *,
    among: QuerySet[Any] | None = None,
    travel_minutes: int | None = None,
    without: Iterable[int] = (),
) -> list[Candidate]:
    """Return everybody who may be asked, measured against a moment of a request, the best first.

    Args:
        request: what is asked for.
        start: beginning, aware.
        end: end, aware.
        among: the facilitators that the reader may see; all of them when None.
        travel_minutes: travel each way; the usual one of each person when None.
        without: ids of dates that are no obstacle, such as those that a new proposal replaces.
    """
    rows = Facilitator.objects.all() if among is None else among
    people = list(
        rows.filter(is_active=True, person__is_deceased=False, person__retracted_at=None)
        .select_related("person")
        .prefetch_related("themes", "regions", "availabilities", "absences")
    )
    keys = [one.pk for one in people]
    booked, recent = _bookings(keys, start, set(without))
    themes = frozenset(request.training.themes.values_list("pk", flat=True)) if request.training else frozenset()
    ways = {one.pk: travel_minutes if travel_minutes is not None else _way(one, request) for one in people}
    here, there = timezone.localtime(start), timezone.localtime(end)
    pairs = []
    for one in people:
        taken = busy(start, end, ways[one.pk])
        need = Need(request.language, here, there, taken, themes, request.region_id, request.is_online)
        pairs.append((need, _offer(one, booked[one.pk], recent[one.pk])))
    by_key = {one.pk: one for one in people}
    return [Candidate(by_key[match.key], match, ways[match.key]) for match in ranked(pairs)]


def _way(one: Facilitator, request: TrainingRequest) -> int:
    near = any(region.pk == request.region_id for region in one.regions.all())
    return travel(is_online=request.is_online, goes_there=near)


def _offer(one: Facilitator, booked: list[tuple[datetime, datetime]], recent: int) -> Offer:
    return Offer(
        key=one.pk,
        name=one.person.sort_name or one.person.name,
        languages=frozenset(one.languages.split()),
        themes=frozenset(theme.pk for theme in one.themes.all()),
        regions=frozenset(region.pk for region in one.regions.all()),
        goes_everywhere=one.goes_everywhere,
        hours=tuple((row.weekday, row.start, row.end) for row in one.availabilities.all()),
        absences=tuple((row.first_day, row.last_day) for row in one.absences.all()),
        bookings=tuple(booked),
        recent=recent,
    )


def _bookings(
    keys: list[int], start: datetime, without: set[int]
) -> tuple[dict[int, list[tuple[datetime, datetime]]], dict[int, int]]:
    booked: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    recent: dict[int, int] = defaultdict(int)
    near = Q(state__in=BOOKED, busy_until__gt=start - timedelta(days=2), busy_from__lt=start + timedelta(days=3))
    lately = Q(state=OptionState.CHOSEN, starts_at__gt=start - LATELY, starts_at__lt=start)
    rows = DateOption.objects.filter(near | lately, facilitator__in=keys).order_by("pk")
    for option in rows:
        if option.pk not in without and option.is_booked:
            booked[option.facilitator_id].append((option.busy_from, option.busy_until))
        if option.state == OptionState.CHOSEN and start - LATELY < option.starts_at < start:
            recent[option.facilitator_id] += 1
    return booked, recent
