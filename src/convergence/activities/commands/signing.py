"""Signing in by the sheet on the wall: a code to scan, and a number said in the room.

A sheet that is photographed and posted opens nothing: it works on the day of the activity only, asks for a number that
is said aloud and printed nowhere, stops after too many wrong ones, and is made worthless by renewing it.
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.activities.choices import ActivityState
from convergence.activities.commands.attendance import OPEN, tell_attendance, write_entry
from convergence.activities.commands.drawing import locked
from convergence.activities.errors import (
    CountedAtItsParts,
    NameMissing,
    SheetElsewhere,
    SignInPaused,
    SignInShut,
    WrongWord,
)
from convergence.activities.models import Activity, AttendanceEntry
from convergence.core import audit

MOST_MISSES = 30
_kept_elsewhere: list[Callable[[int], bool]] = []


def keep_sheet_elsewhere(asked: Callable[[int], bool]) -> None:
    """Register an app that holds the sheet of some activities itself: told an id, it says whether it does."""
    if asked not in _kept_elsewhere:
        _kept_elsewhere.append(asked)


def is_signed_elsewhere(activity_id: int) -> bool:
    """Tell whether the people of an activity sign a sheet that another register holds: there is one sheet only."""
    return any(asked(activity_id) for asked in _kept_elsewhere)


@transaction.atomic
def renew_sign_in(*, activity_id: int, actor: Any, at: datetime) -> Activity:
    """Make a new code and a new number for the sheet; the former sheet is worth nothing from now on.

    Raises:
        NotFound: there is no such activity.
        NotAllowed: the actor may not write attendance.
        SignInShut: it is cancelled.
        CountedAtItsParts: people are counted at its parts.
        SheetElsewhere: another register holds its sheet.

    Writes the audit line `activities.sign_in.renewed`.
    """
    activity = locked(activity_id)
    require(actor, "activities.record_attendance", activity)
    if activity.state == ActivityState.CANCELLED:
        raise SignInShut
    if activity.parts.exists():
        raise CountedAtItsParts
    if is_signed_elsewhere(activity.pk):
        raise SheetElsewhere
    activity.sign_in_code = secrets.token_urlsafe(24)
    activity.sign_in_word = f"{secrets.randbelow(10_000):04d}"
    activity.sign_in_misses = 0
    activity.save(update_fields=["sign_in_code", "sign_in_word", "sign_in_misses"])
    audit.record(actor=actor, verb="activities.sign_in.renewed", obj=activity, changes={}, at=at)
    return activity


def is_open(activity: Activity, at: datetime) -> bool:
    """Tell whether people may sign in at a moment: on its days, while it is neither only planned nor cancelled."""
    today = timezone.localdate(at)
    dated = activity.first_day is not None and activity.last_day is not None
    return activity.state in OPEN and dated and activity.first_day <= today <= activity.last_day  # type: ignore[operator]


def sign_in(
    *, code: str, word: str, name: str, at: datetime, gender: str = "", age_range: str = "", parent_agreed: str = ""
) -> AttendanceEntry:
    """Write down somebody who signs in by themselves.

    Raises:
        SignInShut: the code opens nothing, or not today.
        SignInPaused: too many wrong numbers were tried.
        WrongWord: the number is not the one said in the room; the try is counted.
        NameMissing: no name is given.
        BadValue: a choice that does not exist.
        ParentMustAgree: the name of a child under 14, without a parent who agreed.

    Writes the audit line `activities.attendance.signed_in`, without any name; publishes AttendanceRecorded.
    """
    found = Activity.objects.filter(sign_in_code=code).first() if code else None
    if found is None or not is_open(found, at):
        raise SignInShut
    if found.sign_in_misses >= MOST_MISSES:
        raise SignInPaused
    if not secrets.compare_digest(found.sign_in_word.encode(), word.strip().encode()):
        Activity.objects.filter(pk=found.pk).update(sign_in_misses=F("sign_in_misses") + 1)
        raise WrongWord(field="word")
    if not name.strip():
        raise NameMissing(field="name")
    with transaction.atomic():
        activity = locked(found.pk)
        if activity.sign_in_code != code or activity.parts.exists():
            raise SignInShut
        entry = write_entry(
            activity,
            actor=None,
            at=at,
            number=1,
            name=name,
            person_id=None,
            organisation_id=None,
            gender=gender,
            age_range=age_range,
            parent_agreed=parent_agreed,
        )
        tell_attendance(activity, "activities.attendance.signed_in", 1, None, at)
    return entry
