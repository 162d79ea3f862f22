"""Who facilitates: in which languages, on which themes, where, and when."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import require
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import BadValue, NotFound
from convergence.education.trainings.models import Absence, Availability, Facilitator

EDIT = "trainings.edit_facilitator"
R = TypeVar("R", Availability, Absence)


@transaction.atomic
def write_facilitator(
    *,
    person_id: int,
    actor: Any,
    at: datetime,
    languages: str = "fr",
    themes: Sequence[int] = (),
    regions: Sequence[int] = (),
    goes_everywhere: bool = False,
    is_active: bool = True,
    notes: str = "",
) -> Facilitator:
    """Write that a person of the register facilitates, or change what is known of it.

    Raises:
        NotAllowed: the actor may not change who facilitates.
        BadValue: the contact is no person, or a language is none of the product's.
        ValidationError: a value does not fit.

    Writes the audit line `trainings.facilitator.written`.
    """
    require(actor, EDIT)
    person = Contact.objects.select_related("merged_into").filter(pk=person_id).first()
    person = person.merged_into or person if person else None
    if person is None or person.kind != ContactKind.PERSON:
        raise BadValue(_("Choose a person."), field="person")
    spoken = languages.lower().replace(",", " ").split()
    if not spoken or not set(spoken) <= {code for code, _name in settings.LANGUAGES}:
        raise BadValue(_("Choose at least one language: fr, en or es."), field="languages")
    known = Facilitator.objects.filter(person=person).first()
    facilitator = known or Facilitator(person=person)
    before = audit.snapshot(facilitator) if known else {}
    facilitator.languages = " ".join(dict.fromkeys(spoken))
    facilitator.goes_everywhere, facilitator.is_active, facilitator.notes = goes_everywhere, is_active, notes
    facilitator.full_clean()
    facilitator.save()
    facilitator.themes.set(themes)
    facilitator.regions.set(regions)
    changes = audit.changes_between(before, audit.snapshot(facilitator))
    if changes:
        audit.record(actor=actor, verb="trainings.facilitator.written", obj=facilitator, changes=changes, at=at)
    return facilitator


def _one(facilitator_id: int, actor: Any) -> Facilitator:
    found = Facilitator.objects.filter(pk=facilitator_id).first()
    if found is None:
        raise NotFound
    require(actor, EDIT, found)
    return found


@transaction.atomic
def add_availability(
    *, facilitator_id: int, weekday: int, start: time, end: time, actor: Any, at: datetime
) -> Availability:
    """Write hours of a weekday at which somebody is usually free.

    Raises:
        NotFound: there is no such facilitator.
        NotAllowed: the actor may not change who facilitates.
        ValidationError: the end comes before the beginning.

    Writes the audit line `trainings.availability.added`.
    """
    row = Availability(facilitator=_one(facilitator_id, actor), weekday=weekday, start=start, end=end)
    return _added(row, "trainings.availability.added", actor=actor, at=at)


@transaction.atomic
def add_absence(*, facilitator_id: int, first_day: date, last_day: date, actor: Any, at: datetime) -> Absence:
    """Write days on which somebody is away, both ends included.

    Raises:
        NotFound: there is no such facilitator.
        NotAllowed: the actor may not change who facilitates.
        ValidationError: the end comes before the beginning.

    Writes the audit line `trainings.absence.added`.
    """
    row = Absence(facilitator=_one(facilitator_id, actor), first_day=first_day, last_day=last_day)
    return _added(row, "trainings.absence.added", actor=actor, at=at)


def _added(row: R, verb: str, *, actor: Any, at: datetime) -> R:
    row.full_clean()
    row.save(force_insert=True)
    audit.record(actor=actor, verb=verb, obj=row.facilitator, changes={"when": (None, str(row))}, at=at)
    return row


@transaction.atomic
def remove_availability(*, availability_id: int, actor: Any, at: datetime) -> None:
    """Take away usual hours.

    Raises:
        NotFound: there are none such.
        NotAllowed: the actor may not change who facilitates.

    Writes the audit line `trainings.availability.removed`.
    """
    _removed(Availability.objects.filter(pk=availability_id).first(), "trainings.availability.removed", actor, at)


@transaction.atomic
def remove_absence(*, absence_id: int, actor: Any, at: datetime) -> None:
    """Take away an absence.

    Raises:
        NotFound: there is none such.
        NotAllowed: the actor may not change who facilitates.

    Writes the audit line `trainings.absence.removed`.
    """
    _removed(Absence.objects.filter(pk=absence_id).first(), "trainings.absence.removed", actor, at)


def _removed(row: Any, verb: str, actor: Any, at: datetime) -> None:
    if row is None:
        raise NotFound
    require(actor, EDIT, row.facilitator)
    audit.record(actor=actor, verb=verb, obj=row.facilitator, changes={"when": (str(row), None)}, at=at)
    row.delete()
