"""Contacts that exist, completed and corrected by a line; what was before is kept for the undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from convergence.contacts.choices import Channel, ContactKind, Purpose
from convergence.contacts.import_models import ImportRow, ImportRun
from convergence.contacts.models import (
    ConsentEvent,
    Contact,
    ContactPoint,
    DeclaredCount,
    DoNotContact,
    FormerName,
    Mandate,
    PostalAddress,
)
from convergence.core.inserting import insert
from convergence.vocabulary.models import region_slug

from . import building
from .changes import Changes, changes_for
from .creating import known_people, person_marks
from .entries import Entry
from .existing import Existing, load
from .session import Session, Written, finish, make_regions


def merge_targets(chunk: Sequence[ImportRow], run: ImportRun) -> dict[int, int | None]:
    """The contact that each merged line completes: a recorded one, or the one its match became."""
    places = [row.match_place for row in chunk if row.match_place is not None]
    by_place = dict(run.rows.filter(place__in=places).values_list("place", "contact_id"))
    return {row.pk: row.match_contact_id or by_place.get(row.match_place) for row in chunk}


def complete(
    chunk: Sequence[ImportRow], targets: dict[int, int | None], session: Session, *, only_blanks: bool
) -> None:
    """Write what the lines of a chunk change of the contacts that they speak of."""
    known = load(pk for pk in targets.values() if pk)
    rows = [row for row in chunk if targets.get(row.pk) in known]
    entries = [Entry.from_json(row.entry or {}) for row in rows]
    make_regions(entries, session)
    written = []
    for row, entry in zip(rows, entries, strict=True):
        existing = known[targets[row.pk] or 0]
        changes = changes_for(entry, existing, only_blanks=only_blanks)
        outcome = _write_changes(entry, existing, changes, session)
        written.append(Written(row.pk, existing.contact.pk, outcome=outcome))
        if outcome:
            session.totals["changed"] += 1
    finish(rows, entries, written, session)


def _write_changes(entry: Entry, existing: Existing, changes: Changes, session: Session) -> dict[str, Any] | None:
    """Write what a line changes of one contact; return what the undo needs, None when nothing changed."""
    contact = existing.contact
    created: dict[str, list[int]] = {}
    fields = dict(changes.fields)
    if changes.region:
        fields["region_id"] = session.regions.get(region_slug(entry.region))
    if fields.get("number") and _number_taken(fields["number"], contact.pk):
        del fields["number"]
    before = building.values_before(contact, fields)
    if changes.keep_name:
        former = FormerName.objects.create(
            contact=contact, name=contact.name, acronym=contact.acronym, until=session.today.isoformat()
        )
        created["former_names"] = [former.pk]
    _write_points(entry, existing, changes, session, created)
    ended = _write_address(entry, existing, changes, session, created)
    if changes.count:
        count = building.count_of(contact.pk, entry, at=session.at, source=session.source, actor_id=session.actor_id)
        if count:
            created["declared_counts"] = insert(DeclaredCount, [count])
    _write_wishes(entry, contact, session, created)
    if changes.central:
        session.centrals.append((contact.pk, entry.central))
        created["affiliations_of"] = [contact.pk]
    if not (fields or created or ended):
        return None
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.changed_at = session.at
    building.refresh_search(contact, [*existing.emails, *changes.emails])
    contact.save()
    after = {name: getattr(contact, name) for name in fields}
    existing.emails += changes.emails
    existing.phones += [phone.stored for phone in changes.phones]
    return {"fields": {name: [before[name], after[name]] for name in fields}, "created": created, "ended": ended}


def _number_taken(number: str, contact_id: int) -> bool:
    return Contact.objects.filter(number=number, merged_into__isnull=True).exclude(pk=contact_id).exists()


def _write_points(
    entry: Entry, existing: Existing, changes: Changes, session: Session, created: dict[str, list[int]]
) -> None:
    contact, since = existing.contact, session.today
    person_id = existing.people[0].pk if existing.people and contact.kind == ContactKind.ORGANISATION else None
    if changes.person and contact.kind == ContactKind.ORGANISATION:
        person_id = _linked_person(entry, existing, session, created)
    first = not existing.emails
    points = building.email_points(contact.pk, changes.emails, person_id=person_id, since=since, first=first)
    points += building.phone_points(contact.pk, changes.phones, person_id=person_id, since=since)
    if points:
        created["points"] = insert(ContactPoint, points)


def _linked_person(entry: Entry, existing: Existing, session: Session, created: dict[str, list[int]]) -> int | None:
    known = known_people([entry], session)
    person_id = next((known[mark] for mark in person_marks(entry) if mark in known), None)
    if person_id is None and entry.person:
        person = building.person_of(entry.person, region_id=existing.contact.region_id, at=session.at)
        created["people"] = insert(Contact, [person])
        person_id = created["people"][0]
        session.totals["people"] += 1
    if person_id is not None:
        mandate = building.mandate_of(
            existing.contact.pk, person_id, entry.office, since=session.today, source=session.source
        )
        created["mandates"] = insert(Mandate, [mandate])
    return person_id


def _write_address(
    entry: Entry, existing: Existing, changes: Changes, session: Session, created: dict[str, list[int]]
) -> list[int]:
    if not changes.address:
        return []
    address = building.address_of(existing.contact.pk, entry, since=session.today)
    if address is None:
        return []
    general = [held for held in existing.addresses if held.purpose == Purpose.GENERAL]
    for held in general:
        held.end_date = max(session.today, held.start_date or session.today)
        held.save(update_fields=["end_date"])
    created["addresses"] = insert(PostalAddress, [address])
    return [held.pk for held in general]


def _write_wishes(entry: Entry, contact: Contact, session: Session, created: dict[str, list[int]]) -> None:
    marks = building.wishes_of(contact.pk, entry, since=session.today, source=session.source)
    if marks:
        held = set(DoNotContact.objects.filter(contact=contact, until__isnull=True).values_list("channel", "purpose"))
        marks = [mark for mark in marks if (mark["channel"], mark["purpose"]) not in held]
    if marks:
        created["marks"] = insert(DoNotContact, marks)
    consents = building.declared_consents(
        contact.pk, entry, at=session.at, source=session.source, actor_id=session.actor_id
    )
    if consents:
        told = set(
            ConsentEvent.objects.filter(contact=contact, channel=Channel.EMAIL).values_list("address", "purpose")
        )
        consents = [event for event in consents if (event["address"], event["purpose"]) not in told]
    if consents:
        created["consents"] = insert(ConsentEvent, consents)
