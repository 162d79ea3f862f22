"""Booking a facilitator: measured, then written; the database refuses the second of two bookings that overlap."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from convergence.core.db import keeping
from convergence.core.errors import BadValue, NotFound
from convergence.education.trainings.choices import OptionState
from convergence.education.trainings.errors import (
    BadLength,
    DateGone,
    FacilitatorBooked,
    FacilitatorUnfit,
    NoSuchHour,
)
from convergence.education.trainings.models import DateOption, Facilitator, TrainingRequest
from convergence.education.trainings.queries.matching import candidates
from convergence.education.trainings.rules import hours

PROMISE = "trainings_never_twice"
SHORTEST, LONGEST, FARTHEST = 15, 1440, 2880


@dataclass(frozen=True)
class Proposal:
    """A moment, as a day, an hour and a length on the clock here, with who would facilitate.

    `travel_minutes` is each way; None: the usual travel of that person to that place. `start` is the
    very moment, when it was written before: of an hour that comes twice it may be the second.
    """

    day: date
    hour: time
    minutes: int
    facilitator_id: int
    travel_minutes: int | None = None
    start: datetime | None = None

    @classmethod
    def of(cls, option: DateOption, facilitator_id: int, travel_minutes: int | None) -> "Proposal":
        """Return the moment of a date that is written, with somebody else."""
        here = timezone.localtime(option.starts_at)
        minutes = int(option.length.total_seconds() // 60)
        return cls(here.date(), here.time(), minutes, facilitator_id, travel_minutes, option.starts_at)


def moments(proposal: Proposal, *, at: datetime) -> tuple[datetime, datetime]:
    """Return the beginning and the end of what is proposed.

    Raises:
        BadLength: shorter than 15 minutes, longer than 24 hours.
        NoSuchHour: the clocks leap over the hour.
        DateGone: it is past.
    """
    if not SHORTEST <= proposal.minutes <= LONGEST:
        raise BadLength(field="minutes")
    start = proposal.start
    if start is None:
        try:
            start = hours.begins(proposal.day, proposal.hour, timezone.get_default_timezone())
        except hours.NoSuchHourError as error:
            raise NoSuchHour(field="hour") from error
        except OverflowError as error:
            raise BadValue(field="day") from error
    if start <= at:
        raise DateGone(field="day")
    return start, hours.ends(start, proposal.minutes)


def book(request: TrainingRequest, proposal: Proposal, *, at: datetime, state: str = OptionState.OFFERED) -> DateOption:
    """Write a date with its facilitator, who is booked from now on, travel included.

    Raises:
        NotFound: there is no such facilitator.
        FacilitatorUnfit: the person does not speak the language, is away, or may not be asked.
        FacilitatorBooked: the person is booked at that time; of two at once, the second.
        BadLength, NoSuchHour, DateGone: see `moments`; BadValue: travel of more than two days.
    """
    start, end = moments(proposal, at=at)
    person = Facilitator.objects.select_for_update(of=("self",)).filter(pk=proposal.facilitator_id).first()
    if person is None:
        raise NotFound
    only = Facilitator.objects.filter(pk=person.pk)
    found = candidates(request, start, end, among=only, travel_minutes=proposal.travel_minutes)
    if not found:
        raise FacilitatorUnfit(name=str(person), why="—", field="facilitator")
    [one] = found
    if "BOOKED" in one.match.refusals:
        raise FacilitatorBooked(name=str(person), field="facilitator")
    if one.refusals:
        raise FacilitatorUnfit(name=str(person), why=", ".join(one.refusals), field="facilitator")
    if not 0 <= one.travel_minutes <= FARTHEST:
        raise BadValue(field="travel_minutes")
    busy_from, busy_until = hours.busy(start, end, one.travel_minutes)
    with keeping(PROMISE, FacilitatorBooked(name=str(person), field="facilitator")), transaction.atomic():
        return DateOption.objects.create(
            request=request,
            facilitator=person,
            state=state,
            starts_at=start,
            ends_at=end,
            travel_minutes=one.travel_minutes,
            busy_from=busy_from,
            busy_until=busy_until,
            reasons=list(one.match.reasons),
            created_at=at,
        )
