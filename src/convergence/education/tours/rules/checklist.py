"""What remains to be done for a tour: drawn anew each time from what is written; it stops nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from convergence.education.tours.rules.stay import DAY, Days, gaps, nights_without, overlaps

SOON = timedelta(days=14)
NEEDED = ("TO_ASK", "ASKED", "GIVEN")


@dataclass(frozen=True)
class GuestPapers:
    """What is known of the papers of a guest; codes of `VisaState` and `Agreement`, languages by their codes."""

    key: int
    visa: str = "UNKNOWN"
    visa_from: date | None = None
    visa_until: date | None = None
    insured_from: date | None = None
    insured_until: date | None = None
    passport_until: date | None = None
    agreed: str = ""
    has_emergency: bool = False
    speaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class LegDays:
    """A leg: its days, its state, the language spoken there."""

    key: int
    days: Days
    state: str
    language: str = "fr"
    has_interpreter: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything that the checklist reads of a tour; moments are aware."""

    tour: Days
    home: date
    guests: tuple[GuestPapers, ...] = ()
    legs: tuple[LegDays, ...] = ()
    nights: tuple[Days, ...] = ()
    ways: tuple[tuple[date, date], ...] = ()
    meetings: tuple[tuple[int, date, datetime | None, datetime | None], ...] = ()
    has_budget: bool = False


@dataclass(frozen=True)
class Missing:
    """A line of the checklist: what, of which guest, leg or meeting, on which days, and how many days are lacking."""

    code: str
    key: int = 0
    days: Days | None = None
    lacking: int = 0
    task: str = field(default="itinerary", compare=False)


def remaining(plan: Plan) -> list[Missing]:
    """Return what remains to be done, in the order in which it is usually done."""
    return [*_guests(plan), *_itinerary(plan), *_meetings(plan), *_money(plan)]


def is_late(plan: Plan, today: date) -> bool:
    """Tell whether the tour begins within fourteen days."""
    return plan.tour.first - SOON <= today


def _guests(plan: Plan) -> Iterator[Missing]:
    if not plan.guests:
        yield Missing("no_guest", task="guests")
    for guest in plan.guests:
        for code, lacking in _papers(guest, plan):
            yield Missing(code, key=guest.key, lacking=lacking, task="guests")


def _papers(guest: GuestPapers, plan: Plan) -> Iterator[tuple[str, int]]:
    states = {"UNKNOWN": "visa_unknown", "TO_ASK": "visa_to_ask", "ASKED": "visa_asked", "REFUSED": "visa_refused"}
    if guest.visa in states:
        yield states[guest.visa], 0
    elif guest.visa == "GIVEN" and guest.visa_until is None:
        yield "visa_undated", 0
    if guest.visa in NEEDED:
        yield from _short("visa", guest.visa_from, guest.visa_until, plan)
    if guest.insured_until is None:
        yield "insurance_missing", 0
    else:
        yield from _short("insurance", guest.insured_from, guest.insured_until, plan)
    if guest.passport_until is None:
        yield "passport_undated", 0
    elif guest.passport_until < plan.home:
        yield "passport_ends", (plan.home - guest.passport_until).days
    if not guest.agreed:
        yield "agreement_missing", 0
    if not guest.has_emergency:
        yield "emergency_missing", 0


def _short(what: str, first: date | None, last: date | None, plan: Plan) -> Iterator[tuple[str, int]]:
    if first is not None and first > plan.tour.first:
        yield f"{what}_begins", (first - plan.tour.first).days
    if last is not None and last < plan.home:
        yield f"{what}_ends", (plan.home - last).days


def _itinerary(plan: Plan) -> Iterator[Missing]:
    hosted = [leg for leg in plan.legs if leg.state != "DECLINED"]
    if not plan.legs:
        yield Missing("no_leg")
    else:
        yield from (Missing("gap", days=days) for days in gaps(plan.tour, [leg.days for leg in hosted]))
    yield from (Missing("overlap", days=days) for days in overlaps([leg.days for leg in hosted]))
    said = {"PLANNED": "host_to_ask", "ASKED": "host_silent", "DECLINED": "host_declined"}
    yield from (Missing(said[leg.state], key=leg.key) for leg in plan.legs if leg.state in said)
    yield from (Missing("interpreter_missing", key=leg.key) for leg in hosted if _needs_interpreter(leg, plan))
    yield from (Missing("no_lodging", days=days) for days in nights_without(plan.tour, plan.nights))
    if not any(arrives <= plan.tour.first for _leaves, arrives in plan.ways):
        yield Missing("way_there")
    if not any(leaves >= plan.tour.last for leaves, _arrives in plan.ways):
        yield Missing("way_back")


def _needs_interpreter(leg: LegDays, plan: Plan) -> bool:
    return not leg.has_interpreter and any(leg.language not in guest.speaks for guest in plan.guests)


def _meetings(plan: Plan) -> Iterator[Missing]:
    taken = {day for _key, day, _start, _end in plan.meetings}
    for leg in plan.legs:
        if leg.state != "DECLINED" and not any(day in taken for day in leg.days):
            yield Missing("no_meeting", key=leg.key, task="meetings")
    for key in at_once((key, start, end) for key, _day, start, end in plan.meetings):
        yield Missing("meetings_at_once", key=key, task="meetings")


def at_once(meetings: Iterable[tuple[int, datetime | None, datetime | None]]) -> list[int]:
    """Return the meetings that begin before an earlier one is over; those without an hour of start are left out.

    One without an hour of end lasts an hour.
    """
    timed = sorted((start, end or start + timedelta(hours=1), key) for key, start, end in meetings if start is not None)
    found, until = [], None
    for start, end, key in timed:
        if until is not None and start < until:
            found.append(key)
        until = end if until is None else max(until, end)
    return found


def _money(plan: Plan) -> Iterator[Missing]:
    if not plan.has_budget:
        yield Missing("no_budget", task="costs")


__all__ = ["DAY", "GuestPapers", "LegDays", "Missing", "Plan", "at_once", "is_late", "remaining"]
