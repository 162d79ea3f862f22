"""Writing one row that belongs to a contact, with its audit line under that contact."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from convergence.accounts.policies import require
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import NotFound

R = TypeVar("R", bound=Model)


def locked(contact_id: int) -> Contact:
    """Return a contact, held until the end of the transaction.

    Raises:
        NotFound: there is no such contact.
    """
    found = Contact.objects.select_for_update(of=("self",)).filter(pk=contact_id).first()
    if found is None:
        raise NotFound
    return found


def row_of(model: type[R], pk: int) -> R:
    """Return a row, held until the end of the transaction.

    Raises:
        NotFound: there is no such row.
    """
    found = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def note(
    contact: Contact, verb: str, *, actor: Any, at: datetime, changes: Mapping[str, tuple[Any, Any]] | None = None
) -> None:
    """Write the audit line of an act on a contact."""
    audit.record(
        actor=actor,
        verb=verb,
        object_type="contacts.contact",
        object_id=contact.pk,
        label=str(contact),
        changes=changes,
        at=at,
    )


def require_others(row: Model, contact: Contact, *, actor: Any, only: Iterable[str] | None = None) -> None:
    """Refuse a row that names a contact whom the actor may not see: naming somebody would bring them within reach.

    Raises:
        NotAllowed: the actor may not see one of them.
    """
    for field in row._meta.concrete_fields:
        if field.related_model is Contact and (only is None or field.name in only):
            named = getattr(row, field.name)
            if named is not None and contact.pk not in {named.pk, named.merged_into_id}:
                require(actor, "contacts.view_contact", named)


def add_row(row: R, contact: Contact, verb: str, *, actor: Any, at: datetime) -> R:
    """Check and save a new row of a contact.

    Raises:
        NotAllowed: the actor may not change this contact.
        ValidationError: a value does not fit.
    """
    require(actor, "contacts.edit_contact", contact)
    require_others(row, contact, actor=actor)
    row.full_clean()
    row.save(force_insert=True)
    written = {name: value for name, value in audit.snapshot(row).items() if value not in (None, "")}
    note(contact, verb, actor=actor, at=at, changes={name: (None, value) for name, value in written.items()})
    return row


def change_row(row: R, contact: Contact, verb: str, values: Mapping[str, Any], *, actor: Any, at: datetime) -> R:
    """Check and save new values of a row of a contact; without any difference nothing is written.

    Raises:
        NotAllowed: the actor may not change this contact.
        ValidationError: a value does not fit.
    """
    require(actor, "contacts.edit_contact", contact)
    before = audit.snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    require_others(row, contact, actor=actor, only=values.keys())
    row.full_clean()
    changes = audit.changes_between(before, audit.snapshot(row))
    if changes:
        row.save(update_fields=[field.name for field in row._meta.concrete_fields if field.attname in changes])
        note(contact, verb, actor=actor, at=at, changes={"id": (row.pk, row.pk), **changes})
    return row


def remove_row(row: Model, contact: Contact, verb: str, *, actor: Any, at: datetime) -> None:
    """Delete a row of a contact that was written by mistake; its values stay in the audit line.

    Raises:
        NotAllowed: the actor may not change this contact.
    """
    require(actor, "contacts.edit_contact", contact)
    kept = {name: (value, None) for name, value in audit.snapshot(row).items() if value not in (None, "")}
    row.delete()
    note(contact, verb, actor=actor, at=at, changes=kept)
