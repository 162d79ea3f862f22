"""The guard of somebody at risk over a tour and its meetings: levels, texts, pictures (S71, S95)."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.activities.choices import SecurityLevel
from convergence.activities.commands import change_activity
from convergence.activities.models import Activity, ActivityPicture
from convergence.activities.queries.calendar import is_dated
from convergence.core.dates import long_day
from convergence.education.tours.errors import (
    DaysMissing,
    LeftOutside,
    NameTold,
    PicturesRemain,
    PictureTells,
    ReturnBeforeTheEnd,
    ReturnDateMissing,
)
from convergence.education.tours.models import Tour, TourGuest
from convergence.education.tours.rules.showing import guard_of, is_home, masked, stricter, tells
from convergence.education.tours.rules.stay import Days

TEXTS = ("title_fr", "title_en", "title_es", "summary_fr", "summary_en", "summary_es", "venue", "notes")


def tour_of(activity: Activity) -> Tour | None:
    """Return the tour that an activity is, or is a meeting of."""
    keys = [key for key in (activity.pk, activity.part_of_id) if key]
    return Tour.objects.filter(activity__in=keys).select_related("activity").first() if keys else None


def levels_of(tour: Tour) -> tuple[str, str]:
    """Return the level of a tour and that of its meetings, from its own level and its guests."""
    return guard_of(tour.security, [guest.told for guest in tour.guests.select_related("person")])


def hidden_guests(tour: Tour, at: datetime) -> list[TourGuest]:
    """Return the guests at risk who may not be told by name now."""
    home = is_home(tour.activity.return_date, timezone.localdate(at))
    return [
        guest
        for guest in tour.guests.select_related("person")
        if guest.is_at_risk and (guest.told.is_hidden_for_good or not home)
    ]


def require_untold(texts: Iterable[str], what: str, guests: Iterable[TourGuest], *, field: str = "") -> None:
    """Refuse texts that hold a word of the name of one of the guests.

    Raises:
        NameTold: one does.
    """
    found = list(texts)
    for guest in guests:
        if any(tells(text, guest.true_name) for text in found):
            raise NameTold(field=field, what=what, pseudonym=guest.pseudonym)


def untold(text: str, guests: Iterable[TourGuest]) -> str:
    """Return what somebody outside wrote, with pseudonyms in the place of names: a refusal would tell them."""
    for guest in guests:
        text = masked(text, guest.true_name, guest.pseudonym or str(_("a guest")))
    return text


def watch(activity: Activity, at: datetime, with_picture: bool) -> None:
    """Look at an activity before it is written: raise its guard to that of its tour, refuse texts and pictures that tell.

    Raises:
        DaysMissing, ReturnBeforeTheEnd, ReturnDateMissing, LeftOutside: the days of a tour.
        NameTold, PictureTells: somebody at risk would be told.
    """
    tour = tour_of(activity)
    if tour is None:
        return
    is_whole = activity.pk == tour.activity_id
    if is_whole:
        tour.activity = activity
        _check_days(tour)
    hidden = hidden_guests(tour, at)
    if hidden and with_picture:
        raise PictureTells
    _check_texts(activity, hidden)
    whole, meetings = levels_of(tour)
    if is_whole and whole == SecurityLevel.HIGH:
        activity.parts.filter(security=SecurityLevel.HIGH).update(return_date=activity.return_date)
    if is_whole and hidden:  # a tour has places at its meetings; its own would be told with it
        activity.place, activity.region, activity.venue = None, None, ""
    activity.security = stricter(activity.security, whole if is_whole else meetings)
    if not is_whole and activity.security == SecurityLevel.HIGH and tour.activity.return_date is not None:
        activity.return_date = max(activity.return_date or tour.activity.return_date, tour.activity.return_date)


def _check_texts(activity: Activity, hidden: list[TourGuest]) -> None:
    for name in TEXTS:
        require_untold([getattr(activity, name)], activity.title_fr, hidden, field=name)
    if any(tells(activity.slug.replace("-", " "), guest.true_name) for guest in hidden):
        activity.slug = f"tournee-{secrets.token_hex(6)}"


def _check_days(tour: Tour) -> None:
    activity = tour.activity
    if activity.first_day is None or activity.last_day is None or not is_dated(activity):
        raise DaysMissing(field="start")
    if activity.return_date is not None and activity.return_date < activity.last_day:
        raise ReturnBeforeTheEnd(field="return_date")
    at_risk = any(guest.is_at_risk for guest in tour.guests.all())
    if at_risk and (activity.return_date is None or activity.return_date <= activity.last_day):
        raise ReturnDateMissing(field="return_date")
    inside = Days(activity.first_day, activity.last_day)
    for leg in tour.legs.all():
        if not inside.holds(leg.days):
            raise LeftOutside(field="start", what=leg.city)
    for part in activity.parts.all():
        if part.first_day is not None and part.first_day not in inside:
            raise LeftOutside(field="start", what=f"{part.title_fr} ({long_day(part.first_day)})")


def redraw(tour: Tour, before: tuple[str, str], *, actor: Any, at: datetime) -> None:
    """Write on the tour and its meetings the guard that its guests now ask for; look at all their texts again.

    What stood at the level that the guests asked for `before` follows; what the team made stricter stays so.

    Raises:
        PicturesRemain: somebody may not be shown, and pictures are there.
        NameTold, ReturnDateMissing: as for `watch`.
    """
    after = levels_of(tour)
    hidden = hidden_guests(tour, at)
    rows = [(tour.activity_id, before[0], after[0])]
    rows += [(pk, before[1], after[1]) for pk in tour.activity.parts.values_list("pk", flat=True)]
    known = Activity.objects.in_bulk([pk for pk, _was, _now in rows])
    shown = ActivityPicture.objects.filter(activity__in=known).values_list("activity_id", flat=True)
    if hidden and (pictured := [known[pk] for pk, _was, _now in rows if pk in set(shown)]):
        raise PicturesRemain(what=pictured[0].title_fr)
    for pk, was, now in rows:
        activity = known[pk]
        level = now if activity.security == was else stricter(activity.security, now)
        change_activity(activity_id=pk, security=level, actor=actor, at=at)
    tour.refresh_from_db()
