"""Who fits a session: what leaves somebody out, what speaks for them, each said (docs/reference/rules/trainings.md)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from convergence.education.trainings.rules.hours import overlap

THEME_ALL, THEME_SOME = 40, 20
NEAR, EVERYWHERE = 25, 15
HOURS, HOURS_UNKNOWN = 20, 10
FRESH, EACH_SESSION = 15, 5


@dataclass(frozen=True)
class Need:
    """What a session asks for; `start` and `end` on the clock of the place, `taken` with travel."""

    language: str
    start: datetime
    end: datetime
    taken: tuple[datetime, datetime]
    themes: frozenset[int] = frozenset()
    region: int | None = None
    is_online: bool = False


@dataclass(frozen=True)
class Offer:
    """What a facilitator said, and where they are booked. `hours`: weekday (Monday is 0), from, until."""

    key: int
    name: str
    languages: frozenset[str]
    themes: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    goes_everywhere: bool = False
    hours: tuple[tuple[int, time, time], ...] = ()
    absences: tuple[tuple[date, date], ...] = ()
    bookings: tuple[tuple[datetime, datetime], ...] = ()
    recent: int = 0


@dataclass(frozen=True)
class Match:
    """Somebody measured against a session: `reasons` speak of them, `refusals` leave them out."""

    key: int
    name: str
    points: int
    reasons: tuple[str, ...]
    refusals: tuple[str, ...] = field(default=())

    @property
    def fits(self) -> bool:
        """Tell whether nothing leaves them out."""
        return not self.refusals


def measure(need: Need, offer: Offer) -> Match:
    """Measure somebody against a session."""
    refusals = tuple(_refusals(need, offer))
    said = (_theme(need, offer), _place(need, offer), _hours(need, offer), _fresh(offer))
    reasons = tuple(reason for reason, _points in said if reason)
    return Match(offer.key, offer.name, sum(points for _reason, points in said), reasons, refusals)


def ranked(pairs: Iterable[tuple[Need, Offer]]) -> list[Match]:
    """Return everybody measured: those who fit first, then by points, then who gave fewer sessions, then by name.

    Each is given with the need as it is for them: from their home the way may be longer.
    """
    recent = {}
    found = []
    for need, offer in pairs:
        recent[offer.key] = offer.recent
        found.append(measure(need, offer))
    return sorted(found, key=lambda one: (not one.fits, -one.points, recent[one.key], one.name, one.key))


def _refusals(need: Need, offer: Offer) -> Iterable[str]:
    if need.language not in offer.languages:
        yield "NO_LANGUAGE"
    days = need.start.date(), need.end.date()
    if any(first <= days[1] and days[0] <= last for first, last in offer.absences):
        yield "AWAY"
    if any(overlap(need.taken, booked) for booked in offer.bookings):
        yield "BOOKED"


def _theme(need: Need, offer: Offer) -> tuple[str, int]:
    if not need.themes:
        return "", 0
    if need.themes <= offer.themes:
        return "THEME_ALL", THEME_ALL
    return ("THEME_SOME", THEME_SOME) if need.themes & offer.themes else ("THEME_NONE", 0)


def _place(need: Need, offer: Offer) -> tuple[str, int]:
    if need.is_online:
        return "ONLINE", NEAR
    if need.region is not None and need.region in offer.regions:
        return "NEAR", NEAR
    if offer.goes_everywhere:
        return "EVERYWHERE", EVERYWHERE
    return ("REGION_UNKNOWN", 0) if need.region is None else ("FAR", 0)


def _hours(need: Need, offer: Offer) -> tuple[str, int]:
    if not offer.hours:
        return "HOURS_UNKNOWN", HOURS_UNKNOWN
    same_day = need.start.date() == need.end.date()
    free = same_day and any(
        day == need.start.weekday() and start <= need.start.time() and need.end.time() <= end
        for day, start, end in offer.hours
    )
    return ("HOURS", HOURS) if free else ("HOURS_OUTSIDE", 0)


def _fresh(offer: Offer) -> tuple[str, int]:
    points = max(0, FRESH - EACH_SESSION * offer.recent)
    return ("FRESH" if not offer.recent else "RECENT", points)
