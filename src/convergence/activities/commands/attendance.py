"""Who was there, and stated figures; nothing is edited, a correction is an entry."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from convergence.accounts.policies import require
from convergence.activities.choices import ActivityState, AgeRange, EntryKind, FigureKind, Gender
from convergence.activities.commands.drawing import draw_presence, locked
from convergence.activities.errors import (
    CountedAtItsParts,
    NoAttendanceYet,
    ParentMustAgree,
    ReversedAlready,
    TooManyPeople,
)
from convergence.activities.events import AttendanceRecorded
from convergence.activities.models import Activity, ActivityFigure, AttendanceEntry, CalendarKey, PersonRole
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit, facts
from convergence.core.errors import BadValue, NotFound
from convergence.core.figures import Qualifier

MOST = 100_000
OPEN = (ActivityState.CONFIRMED, ActivityState.HELD, ActivityState.REPORTED)


def _ready(activity_id: int, actor: Any) -> Activity:
    activity = locked(activity_id)
    require(actor, "activities.record_attendance", activity)
    if activity.state not in OPEN:
        raise NoAttendanceYet
    return activity


def _ready_to_count(activity_id: int, actor: Any) -> Activity:
    activity = _ready(activity_id, actor)
    if activity.parts.exists():
        raise CountedAtItsParts
    return activity


@transaction.atomic
def record_attendance(
    *,
    activity_id: int,
    actor: Any,
    at: datetime,
    number: int = 1,
    name: str = "",
    person_id: int | None = None,
    organisation_id: int | None = None,
    gender: str = "",
    age_range: str = "",
    parent_agreed: str = "",
) -> AttendanceEntry:
    """Write down somebody who signed in (a name or a person), or a number of people who did not.

    Gender, age range and organisation are what people chose to say: never required (S83). `parent_agreed` names the
    parent who agreed that the name of a child under 14 be written (L20).

    Raises:
        NotFound: there is no such activity.
        NotAllowed: the actor may not write attendance.
        NoAttendanceYet: it is only planned, or cancelled.
        TooManyPeople: the number is not between 1 and 100 000, or several people bear one name.
        BadValue: a choice that does not exist.
        CountedAtItsParts: the activity has parts, at which people are counted.
        ParentMustAgree: the name of a child under 14, without a parent who agreed.

    Writes the audit line `activities.attendance.recorded`, without any name; publishes AttendanceRecorded.
    """
    activity = _ready_to_count(activity_id, actor)
    entry = write_entry(
        activity,
        actor=actor,
        at=at,
        number=number,
        name=name,
        person_id=person_id,
        organisation_id=organisation_id,
        gender=gender,
        age_range=age_range,
        parent_agreed=parent_agreed,
    )
    tell_attendance(activity, "activities.attendance.recorded", number, actor, at)
    return entry


def write_entry(
    activity: Activity,
    *,
    actor: Any,
    at: datetime,
    number: int,
    name: str,
    person_id: int | None,
    organisation_id: int | None,
    gender: str,
    age_range: str,
    parent_agreed: str,
) -> AttendanceEntry:
    """Write one line of attendance; the arguments and refusals are those of `record_attendance`."""
    signed = bool(name.strip() or person_id)
    if not 1 <= number <= MOST or (signed and number != 1):
        raise TooManyPeople(field="number")
    _check_said(gender, age_range)
    if signed and age_range == AgeRange.UNDER_14 and not parent_agreed.strip():
        raise ParentMustAgree(field="parent_agreed")
    return AttendanceEntry.objects.create(
        activity=activity,
        kind=EntryKind.SIGN_IN if signed else EntryKind.COUNT,
        number=number,
        person=_contact(person_id, "person", is_person=True),
        name="" if person_id else name.strip()[:200],
        organisation=_contact(organisation_id, "organisation", is_person=False),
        gender=gender,
        age_range=age_range,
        parent_agreed=parent_agreed.strip()[:200] if signed else "",
        recorded_at=at,
        recorded_by_id=getattr(actor, "pk", None),
    )


def _check_said(gender: str, age_range: str) -> None:
    if gender and gender not in Gender.values:
        raise BadValue(field="gender")
    if age_range and age_range not in AgeRange.values:
        raise BadValue(field="age_range")


def _contact(pk: int | None, field: str, *, is_person: bool) -> Contact | None:
    if pk is None:
        return None
    found = Contact.objects.select_related("merged_into").filter(pk=pk).first()
    if found is None or (found.kind == ContactKind.PERSON) is not is_person:
        raise BadValue(field=field)
    return found.merged_into or found


def tell_attendance(activity: Activity, verb: str, number: int, actor: Any, at: datetime) -> None:
    """Draw the people present anew, write the audit line, publish AttendanceRecorded."""
    before = activity.attended
    draw_presence(activity)
    changes = {"entry": (None, number), "attended": (before, activity.attended)}
    audit.record(actor=actor, verb=verb, obj=activity, changes=changes, at=at)
    facts.publish(AttendanceRecorded(activity.pk))


@transaction.atomic
def reverse_attendance(*, entry_id: int, actor: Any, at: datetime) -> AttendanceEntry:
    """Take an entry back by an entry of the opposite number; both are kept.

    Raises:
        NotFound: there is no such entry.
        NotAllowed: the actor may not write attendance.
        ReversedAlready: it was taken back before, or is itself a correction.

    Writes the audit line `activities.attendance.reversed`; publishes AttendanceRecorded.
    """
    entry = AttendanceEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    activity = _ready(entry.activity_id, actor)
    if entry.kind == EntryKind.CORRECTION:
        raise ReversedAlready
    try:
        with transaction.atomic():
            back = AttendanceEntry.objects.create(
                activity=activity,
                kind=EntryKind.CORRECTION,
                number=-entry.number,
                organisation_id=entry.organisation_id,
                gender=entry.gender,
                age_range=entry.age_range,
                reverses=entry,
                recorded_at=at,
                recorded_by_id=getattr(actor, "pk", None),
            )
    except IntegrityError as error:
        raise ReversedAlready from error
    tell_attendance(activity, "activities.attendance.reversed", back.number, actor, at)
    return back


@transaction.atomic
def state_figure(
    *,
    activity_id: int,
    what: str,
    value: int,
    source: str,
    actor: Any,
    at: datetime,
    qualifier: str = Qualifier.EXACT,
    unit: str = "",
) -> ActivityFigure:
    """State a figure: how many, how sure, who says so. A correction is stated later; the latest holds.

    Raises:
        NotFound: there is no such activity.
        NotAllowed: the actor may not write attendance.
        NoAttendanceYet: it is only planned, or cancelled.
        TooManyPeople: the number is not plausible.
        ValidationError: no source, or a choice that does not exist.

    Writes the audit line `activities.figure.stated`.
    """
    activity = _ready(activity_id, actor)
    if what == FigureKind.ATTENDED and activity.parts.exists():
        raise CountedAtItsParts
    if what == FigureKind.ATTENDED and not 0 <= value <= MOST:
        raise TooManyPeople(field="value")
    figure = ActivityFigure(
        activity=activity,
        what=what,
        unit=unit.strip(),
        value=value,
        qualifier=qualifier,
        source=source.strip(),
        recorded_at=at,
        recorded_by_id=getattr(actor, "pk", None),
    )
    if value < 0 or value >= 2**63:
        raise ValidationError({"value": TooManyPeople().message})
    figure.full_clean()
    figure.save(force_insert=True)
    if what == FigureKind.ATTENDED:
        draw_presence(activity)
    changes = {what: (None, f"{qualifier} {value} ({figure.source})")}
    audit.record(actor=actor, verb="activities.figure.stated", obj=activity, changes=changes, at=at)
    return figure


def forget_people(ids: Sequence[int], at: datetime) -> None:
    """Empty the names of people who are erased; the numbers that a funder was told stay (L10)."""
    AttendanceEntry.objects.filter(person__in=ids).update(person=None, name="", parent_agreed="")
    PersonRole.objects.filter(person__in=ids).update(is_named=False)
    CalendarKey.objects.filter(contact__in=ids).delete()


def forget_entries(ids: Sequence[int]) -> None:
    """Empty the names of some entries whose people ask for it; the numbers that a funder was told stay (L10)."""
    AttendanceEntry.objects.filter(pk__in=ids).update(person=None, name="", parent_agreed="")


@transaction.atomic
def forget_name(*, entry_id: int, actor: Any, at: datetime) -> AttendanceEntry:
    """Empty the name on a line of attendance because whoever bears it asks; the number stays (L10, L19).

    Asking twice changes nothing.

    Raises:
        NotFound: there is no such line.
        NotAllowed: the actor may not write attendance.

    Writes the audit line `activities.attendance.name_forgotten`, without the name.
    """
    entry = AttendanceEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    activity = locked(entry.activity_id)
    require(actor, "activities.record_attendance", activity)
    if not (entry.name or entry.person_id or entry.parent_agreed):
        return entry
    entry.name, entry.person, entry.parent_agreed = "", None, ""
    entry.save(update_fields=["name", "person", "parent_agreed"])
    audit.record(actor=actor, verb="activities.attendance.name_forgotten", obj=activity, changes={}, at=at)
    return entry
