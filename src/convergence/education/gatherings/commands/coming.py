"""Who came: pressed at the door, sent when there is a network, counted once in the register of activities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.activities.commands import record_attendance
from convergence.core import audit
from convergence.education.gatherings.choices import RegistrationState
from convergence.education.gatherings.commands.opening import locked
from convergence.education.gatherings.models import CheckIn, Registration

LONGEST_KEY = 64


@dataclass(frozen=True)
class Press:
    """A press of the button at the door: its key, whose place, whether they came or a slip is taken back, and when."""

    key: str
    registration_id: int
    came: bool
    pressed_at: datetime


@dataclass(frozen=True)
class Heard:
    """What became of what a device sent: keys written now or before, and keys that fit no confirmed place."""

    written: tuple[str, ...]
    refused: tuple[str, ...]


@transaction.atomic
def check_in(*, gathering_id: int, presses: Sequence[Press], actor: Any, at: datetime) -> Heard:
    """Write what was pressed at the door; a key that was written before is not written again.

    A moment in the future (a clock that is wrong) counts as now.

    Raises:
        NotFound: there is no such gathering.
        NotAllowed: the actor may not check people in.

    Writes one audit line `gatherings.checkin.written` for what is new.
    """
    gathering = locked(gathering_id)
    require(actor, "gatherings.edit_registration", gathering)
    wanted = {press.registration_id for press in presses}
    places = Registration.objects.filter(gathering=gathering, pk__in=wanted, state=RegistrationState.CONFIRMED)
    known = {registration.pk: registration for registration in places}
    before = set(CheckIn.objects.filter(key__in=[press.key for press in presses]).values_list("key", flat=True))
    fresh = {
        press.key: press
        for press in presses
        if press.key not in before and press.registration_id in known and 0 < len(press.key) <= LONGEST_KEY
    }
    CheckIn.objects.bulk_create(
        CheckIn(
            registration_id=press.registration_id,
            key=press.key,
            came=press.came,
            pressed_at=min(press.pressed_at, at),
            received_at=at,
            actor_id=getattr(actor, "pk", None),
        )
        for press in fresh.values()
    )
    for pk in {press.registration_id for press in fresh.values()}:
        last = CheckIn.objects.filter(registration_id=pk).order_by("-pressed_at", "-pk").first()
        Registration.objects.filter(pk=pk).update(came=bool(last and last.came))
    if fresh:
        changes = {"written": (None, len(fresh))}
        audit.record(actor=actor, verb="gatherings.checkin.written", obj=gathering, changes=changes, at=at)
    written = tuple(press.key for press in presses if press.key in before or press.key in fresh)
    refused = tuple(press.key for press in presses if press.key not in written)
    return Heard(written, refused)


@transaction.atomic
def write_attendance(*, gathering_id: int, actor: Any, at: datetime) -> int:
    """Write those who came into the attendance of the activity, each once; return how many were new.

    Raises:
        NotFound: there is no such gathering.
        NotAllowed: the actor may not write attendance.
        NoAttendanceYet: the activity is only planned, or cancelled.

    Writes the audit lines of `activities.commands.record_attendance`.
    """
    gathering = locked(gathering_id)
    require(actor, "gatherings.edit_registration", gathering)
    rows = list(gathering.registrations.filter(came=True, is_counted=False).order_by("pk"))
    for row in rows:
        record_attendance(
            activity_id=gathering.activity_id,
            name=row.full_name,
            organisation_id=row.organisation_id,
            actor=actor,
            at=at,
        )
    Registration.objects.filter(pk__in=[row.pk for row in rows]).update(is_counted=True)
    return len(rows)
