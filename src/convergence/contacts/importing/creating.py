"""Contacts that a list brings: persons, organisations, their contact people, and all that is said of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model

from convergence.contacts.choices import ContactKind
from convergence.contacts.import_models import ImportRow, RowDecision
from convergence.contacts.models import (
    ConsentEvent,
    Contact,
    ContactPoint,
    DeclaredCount,
    DoNotContact,
    Mandate,
    PostalAddress,
)
from convergence.core.inserting import insert, reserve_ids
from convergence.vocabulary.models import region_slug

from . import building
from .cells import canonical_email
from .entries import Entry
from .errors import ImportRefused
from .folding import plain
from .session import Session, Written, finish, make_regions


def create(chunk: Sequence[ImportRow], session: Session) -> None:
    """Write the contacts of a chunk of lines, with all that is said of them."""
    entries = [Entry.from_json(row.entry or {}) for row in chunk]
    _refuse_taken_numbers(chunk, entries)
    make_regions(entries, session)
    regions = [session.regions.get(region_slug(entry.region)) if entry.region else None for entry in entries]
    ids = insert(
        Contact,
        [
            building.contact_of(entry, region_id=region, at=session.at)
            for entry, region in zip(entries, regions, strict=True)
        ],
    )
    written = [Written(row.pk, pk, created_contact=True) for row, pk in zip(chunk, ids, strict=True)]
    people = _people_of(entries, regions, written, session)
    _write_details(entries, ids, people, session)
    session.centrals += [(pk, entry.central) for entry, pk in zip(entries, ids, strict=True) if entry.central]
    session.totals["new"] += len(ids)
    finish(chunk, entries, written, session)


def _refuse_taken_numbers(chunk: Sequence[ImportRow], entries: Sequence[Entry]) -> None:
    """A number may have been given since the check; a line accepted in spite of its match leaves it aside."""
    numbers = {entry.number: place for place, entry in enumerate(entries) if entry.number}
    held = Contact.objects.filter(number__in=list(numbers), merged_into__isnull=True).values_list("number", flat=True)
    for number in held:
        place = numbers[number]
        if chunk[place].decision != RowDecision.ACCEPT:
            raise ImportRefused("changed_since", number=number)
        entries[place].number = ""


def _people_of(
    entries: Sequence[Entry], regions: Sequence[int | None], written: Sequence[Written], session: Session
) -> list[int | None]:
    """The contact person of each organisation: one already known by name and e-mail, or a new one."""
    places = [
        place for place, entry in enumerate(entries) if entry.person and entry.subject == ContactKind.ORGANISATION
    ]
    people: list[int | None] = [None] * len(entries)
    if not places:
        return people
    known = known_people([entries[place] for place in places], session)
    spare = iter(reserve_ids(Contact, len(places)))
    fresh: dict[int, building.Values] = {}
    for place in places:
        entry = entries[place]
        marks = person_marks(entry)
        person_id = next((known[mark] for mark in marks if mark in known), None)
        if person_id is None and entry.person:
            person_id = next(spare)
            fresh[person_id] = building.person_of(entry.person, region_id=regions[place], at=session.at)
            written[place].created_person = True
            session.people.update(dict.fromkeys(marks, person_id))
            known.update(dict.fromkeys(marks, person_id))
        people[place] = written[place].person_id = person_id
    insert(Contact, list(fresh.values()), list(fresh))
    session.totals["people"] += len(fresh)
    return people


def person_marks(entry: Entry) -> list[tuple[str, str]]:
    """By what an organisation’s contact is known again: the name with each e-mail."""
    if entry.person is None or not entry.person.first:
        return []
    name = " ".join(sorted(plain(entry.person.full).split()))
    return [(name, canonical_email(email)) for email in entry.emails]


def known_people(entries: Sequence[Entry], session: Session) -> dict[tuple[str, str], int]:
    """People recorded before, by name and e-mail: of this import, or of the register."""
    marks = {mark for entry in entries for mark in person_marks(entry)}
    found = {mark: session.people[mark] for mark in marks if mark in session.people}
    addresses = {email for entry in entries for email in entry.emails}
    points = ContactPoint.objects.filter(
        normalised__in=addresses,
        contact__kind=ContactKind.PERSON,
        contact__merged_into__isnull=True,
        contact__retracted_at__isnull=True,
    )
    for pk, name, email in points.values_list("contact_id", "contact__name", "normalised"):
        mark = (" ".join(sorted(plain(name).split())), canonical_email(email))
        if mark in marks:
            found[mark] = pk
    return found


def _write_details(
    entries: Sequence[Entry], ids: Sequence[int], people: Sequence[int | None], session: Session
) -> None:
    rows: dict[type[Model], list[building.Values]] = {model: [] for model in DETAILS}
    since, source, at, actor_id = session.today, session.source, session.at, session.actor_id
    for entry, pk, person_id in zip(entries, ids, people, strict=True):
        rows[ContactPoint] += building.email_points(pk, entry.emails, person_id=person_id, since=since, first=True)
        rows[ContactPoint] += building.phone_points(pk, entry.phones, person_id=person_id, since=since)
        if address := building.address_of(pk, entry, since=since):
            rows[PostalAddress].append(address)
        if entry.subject == ContactKind.ORGANISATION and (
            count := building.count_of(pk, entry, at=at, source=source, actor_id=actor_id)
        ):
            rows[DeclaredCount].append(count)
        if person_id is not None:
            rows[Mandate].append(building.mandate_of(pk, person_id, entry.office, since=since, source=source))
        rows[DoNotContact] += building.wishes_of(pk, entry, since=since, source=source)
        rows[ConsentEvent] += building.declared_consents(pk, entry, at=at, source=source, actor_id=actor_id)
    for model, values in rows.items():
        insert(model, values)


DETAILS: tuple[type[Model], ...] = (ContactPoint, PostalAddress, DeclaredCount, Mandate, DoNotContact, ConsentEvent)
