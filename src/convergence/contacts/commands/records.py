"""Declared counts, terms of office, former names, do-not-contact marks, the relationship log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convergence.contacts.choices import ContactKind
from convergence.contacts.commands.identity import refresh_search
from convergence.contacts.commands.rows import add_row, change_row, locked, remove_row, row_of
from convergence.contacts.errors import EndBeforeStart
from convergence.contacts.events import CountDeclared
from convergence.contacts.models import DeclaredCount, DoNotContact, FormerName, Interaction, Mandate
from convergence.core import facts
from convergence.core.dates import UncertainDate
from convergence.core.figures import Qualifier


@transaction.atomic
def declare_count(
    *,
    organisation_id: int,
    value: int,
    as_of: date,
    source: str,
    actor: Any,
    at: datetime,
    qualifier: str = Qualifier.EXACT,
) -> DeclaredCount:
    """Write how many members an organisation declares. A correction is a new declaration, never an edit.

    Publishes CountDeclared.

    Raises:
        NotAllowed: the actor may not change this organisation.
        ValidationError: no organisation, no source, or a count beyond belief.
    """
    contact = locked(organisation_id)
    if contact.kind != ContactKind.ORGANISATION:
        raise ValidationError(_("Only an organisation declares how many members it has."))
    count = DeclaredCount(
        organisation=contact,
        value=value,
        qualifier=qualifier,
        as_of=as_of,
        source=source,
        declared_by_id=getattr(actor, "pk", None),
        recorded_at=at,
    )
    add_row(count, contact, "contacts.count.declared", actor=actor, at=at)
    facts.publish(CountDeclared(contact.merged_into_id or contact.pk, count.pk))
    return count


def _check_term(start: str, end: str) -> None:
    if start and end and UncertainDate(end).latest < UncertainDate(start).earliest:
        raise EndBeforeStart(field="end")


@transaction.atomic
def record_mandate(*, person_id: int, held_in_id: int, office: str, actor: Any, at: datetime, **values: Any) -> Mandate:
    """Write that a person holds, or held, an office in an organisation or body.

    Args:
        person_id: the person.
        held_in_id: the organisation or body.
        office: a code of `Office`.
        actor: who writes it.
        at: when.
        values: other fields of `Mandate`; dates are texts as precise as their source (`1975`, `1975-06`).

    Raises:
        NotAllowed: the actor may not change the organisation or body.
        EndBeforeStart: the end comes before the beginning.
        ValidationError: a value does not fit, or the holder is no person.
    """
    person, held_in = locked(person_id), locked(held_in_id)
    if person.kind != ContactKind.PERSON or held_in.kind == ContactKind.PERSON:
        raise ValidationError(_("A person holds a post in an organisation or in one of its bodies."))
    mandate = Mandate(person=person, held_in=held_in, office=office, **values)
    add_row(mandate, held_in, "contacts.mandate.recorded", actor=actor, at=at)
    _check_term(mandate.start, mandate.end)
    return mandate


@transaction.atomic
def change_mandate(*, mandate_id: int, actor: Any, at: datetime, **values: Any) -> Mandate:
    """Change a term of office, or end it with `end`.

    Raises:
        NotFound: there is no such term.
        NotAllowed: the actor may not change the organisation or body.
        EndBeforeStart: the end comes before the beginning.
        ValidationError: a value does not fit.
    """
    mandate = row_of(Mandate, mandate_id)
    change_row(mandate, mandate.held_in, "contacts.mandate.changed", values, actor=actor, at=at)
    _check_term(mandate.start, mandate.end)
    return mandate


@transaction.atomic
def remove_mandate(*, mandate_id: int, actor: Any, at: datetime) -> None:
    """Remove a term of office that never was.

    Raises:
        NotFound: there is no such term.
        NotAllowed: the actor may not change the organisation or body.
    """
    mandate = row_of(Mandate, mandate_id)
    remove_row(mandate, mandate.held_in, "contacts.mandate.removed", actor=actor, at=at)


@transaction.atomic
def add_former_name(
    *, contact_id: int, name: str, actor: Any, at: datetime, acronym: str = "", until: str = ""
) -> FormerName:
    """Add a name or acronym that a contact bore; search finds it.

    Raises:
        NotAllowed: the actor may not change this contact.
        ValidationError: a value does not fit.
    """
    contact = locked(contact_id)
    row = FormerName(contact=contact, name=name, acronym=acronym, until=until)
    add_row(row, contact, "contacts.former_name.added", actor=actor, at=at)
    refresh_search([contact.merged_into_id or contact.pk])
    return row


@transaction.atomic
def change_former_name(*, former_name_id: int, actor: Any, at: datetime, **values: Any) -> FormerName:
    """Change a former name.

    Raises:
        NotFound: there is no such name.
        NotAllowed: the actor may not change this contact.
        ValidationError: a value does not fit.
    """
    row = row_of(FormerName, former_name_id)
    change_row(row, row.contact, "contacts.former_name.changed", values, actor=actor, at=at)
    refresh_search([row.contact.merged_into_id or row.contact_id])
    return row


@transaction.atomic
def remove_former_name(*, former_name_id: int, actor: Any, at: datetime) -> None:
    """Remove a former name that never was one.

    Raises:
        NotFound: there is no such name.
        NotAllowed: the actor may not change this contact.
    """
    row = row_of(FormerName, former_name_id)
    contact = row.contact
    remove_row(row, contact, "contacts.former_name.removed", actor=actor, at=at)
    refresh_search([contact.merged_into_id or contact.pk])


@transaction.atomic
def mark_do_not_contact(
    *, contact_id: int, channel: str, reason: str, since: date, actor: Any, at: datetime, **values: Any
) -> DoNotContact:
    """Mark a contact as not to be reached by a channel; it holds from the same moment for every send (C24).

    Raises:
        NotAllowed: the actor may not change this contact.
        EndBeforeStart: the end comes before the beginning.
        ValidationError: a value does not fit.
    """
    contact = locked(contact_id)
    row = DoNotContact(contact=contact, channel=channel, reason=reason, since=since, **values)
    add_row(row, contact, "contacts.do_not_contact.marked", actor=actor, at=at)
    _check_mark(row)
    return row


def _check_mark(row: DoNotContact) -> None:
    if row.until and row.until < row.since:
        raise EndBeforeStart(field="until")


@transaction.atomic
def change_do_not_contact(*, mark_id: int, actor: Any, at: datetime, **values: Any) -> DoNotContact:
    """Change a mark, or lift it with `until`.

    Raises:
        NotFound: there is no such mark.
        NotAllowed: the actor may not change this contact.
        EndBeforeStart: the end comes before the beginning.
        ValidationError: a value does not fit.
    """
    row = row_of(DoNotContact, mark_id)
    change_row(row, row.contact, "contacts.do_not_contact.changed", values, actor=actor, at=at)
    _check_mark(row)
    return row


@transaction.atomic
def remove_do_not_contact(*, mark_id: int, actor: Any, at: datetime) -> None:
    """Remove a mark that was put by mistake.

    Raises:
        NotFound: there is no such mark.
        NotAllowed: the actor may not change this contact.
    """
    row = row_of(DoNotContact, mark_id)
    remove_row(row, row.contact, "contacts.do_not_contact.removed", actor=actor, at=at)


@transaction.atomic
def log_interaction(*, contact_id: int, kind: str, on: date, actor: Any, at: datetime, text: str = "") -> Interaction:
    """Add a line to the relationship log (S66). See `log_together` for dues and letters.

    Raises:
        NotAllowed: the actor may not change this contact.
        ValidationError: a value does not fit.
    """
    contact = locked(contact_id)
    line = Interaction(
        contact=contact, kind=kind, on=on, text=text, recorded_by_id=getattr(actor, "pk", None), recorded_at=at
    )
    return add_row(line, contact, "contacts.interaction.logged", actor=actor, at=at)


@dataclass(frozen=True, slots=True)
class LogLine:
    """What the program itself writes into the relationship log: whose, what, when, in words."""

    contact_id: int
    kind: str
    on: date
    text: str


@transaction.atomic
def log_together(*, lines: Iterable[LogLine], at: datetime) -> None:
    """Write lines of the program at once: letters of a mailing, dues that came in; what made them has its own audit line."""
    Interaction.objects.bulk_create(
        [
            Interaction(contact_id=one.contact_id, kind=one.kind, on=one.on, text=one.text, recorded_at=at)
            for one in lines
        ],
        batch_size=500,
    )


@transaction.atomic
def unlog(*, line: LogLine) -> None:
    """Take back one line of the program whose cause was undone; nothing when there is none."""
    rows = Interaction.objects.filter(
        contact_id=line.contact_id, kind=line.kind, on=line.on, text=line.text, recorded_by_id__isnull=True
    )
    if (found := rows.order_by("-pk").first()) is not None:
        found.delete()


@transaction.atomic
def change_interaction(*, interaction_id: int, actor: Any, at: datetime, **values: Any) -> Interaction:
    """Correct a line of the relationship log.

    Raises:
        NotFound: there is no such line.
        NotAllowed: the actor may not change this contact.
        ValidationError: a value does not fit.
    """
    line = row_of(Interaction, interaction_id)
    return change_row(line, line.contact, "contacts.interaction.changed", values, actor=actor, at=at)


@transaction.atomic
def remove_interaction(*, interaction_id: int, actor: Any, at: datetime) -> None:
    """Remove a line of the relationship log that was written by mistake.

    Raises:
        NotFound: there is no such line.
        NotAllowed: the actor may not change this contact.
    """
    line = row_of(Interaction, interaction_id)
    remove_row(line, line.contact, "contacts.interaction.removed", actor=actor, at=at)
