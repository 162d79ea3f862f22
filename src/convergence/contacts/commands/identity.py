"""Creating, changing and deleting contacts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from convergence.accounts.policies import require
from convergence.contacts.choices import ContactKind
from convergence.contacts.commands.rows import locked, note, require_others
from convergence.contacts.errors import AlreadyMerged, StillUsed
from convergence.contacts.models import Contact, FormerName
from convergence.contacts.queries.search import other_words, search_text, sort_name
from convergence.core import audit

DERIVED = frozenset({"search_text", "sort_name", "created_at", "changed_at"})
PERSON_FIELDS = ("given_name", "family_name", "pseudonym", "form_of_address", "title_gender")


def refresh_search(contact_ids: Iterable[int]) -> None:
    """Write again the folded text and the sorting name of contacts, after their names or e-mails changed."""
    ids = sorted(set(contact_ids))
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        others = other_words(part)
        rows = list(Contact.objects.filter(pk__in=part))
        for contact in rows:
            contact.search_text = search_text(contact, others=others[contact.pk])
            contact.sort_name = sort_name(contact)
        Contact.objects.bulk_update(rows, ["search_text", "sort_name"])


def full_name(given: str, family: str) -> str:
    """Return the name of a person as it is shown."""
    return " ".join(part for part in (given.strip(), family.strip()) if part)


def _create(kind: ContactKind, noun: str, values: Mapping[str, Any], *, actor: Any, at: datetime) -> Contact:
    require(actor, f"contacts.add_{noun}")
    contact = Contact(kind=kind, created_at=at, changed_at=at, **values)
    contact.search_text = search_text(contact)
    contact.sort_name = sort_name(contact)
    contact.full_clean()
    contact.save(force_insert=True)
    written = {
        name: (None, value)
        for name, value in audit.snapshot(contact).items()
        if value not in (None, "", False) and name not in DERIVED
    }
    note(contact, f"contacts.{noun}.created", actor=actor, at=at, changes=written)
    return contact


@transaction.atomic
def create_person(*, given_name: str, family_name: str, actor: Any, at: datetime, **values: Any) -> Contact:
    """Record a person. The shown name is made of the two names; `values` are other fields of `Contact`.

    Raises:
        NotAllowed: the actor may not add people.
        ValidationError: a value does not fit, or the member number is taken.
    """
    names = {"given_name": given_name.strip(), "family_name": family_name.strip()}
    shown = full_name(given_name, family_name) or values.get("pseudonym", "")
    return _create(ContactKind.PERSON, "person", {"name": shown, **names, **values}, actor=actor, at=at)


@transaction.atomic
def create_organisation(*, name: str, organisation_kind: str, actor: Any, at: datetime, **values: Any) -> Contact:
    """Record an organisation of a kind of `OrganisationKind`.

    Raises:
        NotAllowed: the actor may not add organisations.
        ValidationError: a value does not fit, or the member number is taken.
    """
    given = {"name": name, "organisation_kind": organisation_kind, **values}
    return _create(ContactKind.ORGANISATION, "organisation", given, actor=actor, at=at)


@transaction.atomic
def create_body(*, name: str, body_kind: str, organisation_id: int, actor: Any, at: datetime, **values: Any) -> Contact:
    """Record a body (executive, committee) of an organisation, with its own addresses (S57).

    Raises:
        NotAllowed: the actor may not add bodies.
        NotFound: there is no such organisation.
        ValidationError: a value does not fit.
    """
    organisation = locked(organisation_id)
    given = {"name": name, "body_kind": body_kind, "part_of": organisation.merged_into or organisation, **values}
    given.setdefault("region", organisation.region)
    return _create(ContactKind.BODY, "body", given, actor=actor, at=at)


@transaction.atomic
def change_contact(
    *, contact_id: int, actor: Any, at: datetime, keep_former_name: bool = False, **values: Any
) -> Contact:
    """Change fields of a contact.

    Args:
        contact_id: the contact.
        actor: who does it.
        at: when.
        keep_former_name: the old name was true until today: keep it among the former names, where search finds it.
        values: fields of `Contact`; the shown name of a person follows its two names.

    Raises:
        NotAllowed: the actor may not change this contact.
        AlreadyMerged: the contact is an alias of another.
        ValidationError: a value does not fit, or the member number is taken.
    """
    contact = locked(contact_id)
    require(actor, "contacts.edit_contact", contact)
    if contact.merged_into_id:
        raise AlreadyMerged(name=contact.name)
    before = audit.snapshot(contact)
    for name, value in values.items():
        setattr(contact, name, value)
    require_others(contact, contact, actor=actor, only=values.keys())
    if contact.kind == ContactKind.PERSON and "name" not in values:
        contact.name = full_name(contact.given_name, contact.family_name) or contact.pseudonym
    contact.full_clean()
    after = audit.snapshot(contact)
    changes = audit.changes_between(before, after)
    if not changes:
        return contact
    if keep_former_name and {"name", "acronym"} & changes.keys():
        former = FormerName(contact=contact, name=before["name"], acronym=before["acronym"], until=f"{at:%Y-%m-%d}")
        former.full_clean()
        former.save()
    contact.changed_at = at
    contact.save()
    note(contact, f"contacts.{contact.kind.lower()}.changed", actor=actor, at=at, changes=changes)
    refresh_search([contact.pk])
    contact.refresh_from_db()
    return contact


@transaction.atomic
def delete_contact(*, contact_id: int, actor: Any, at: datetime) -> None:
    """Delete a contact on which nothing depends.

    Raises:
        NotAllowed: the actor may not delete contacts.
        StillUsed: letters, dues, consents or merges point at it.
    """
    contact = locked(contact_id)
    require(actor, f"contacts.delete_{contact.kind.lower()}", contact)
    kept = {name: (value, None) for name, value in audit.snapshot(contact).items() if value not in (None, "", False)}
    note(contact, f"contacts.{contact.kind.lower()}.deleted", actor=actor, at=at, changes=kept)
    try:
        contact.delete()
    except (ProtectedError, RestrictedError) as error:
        raise StillUsed(name=contact.name) from error
