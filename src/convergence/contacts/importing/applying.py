"""Writing a checked list into the register: one transaction, set by set.

Persons first, then organisations with their contact people, then what completes contacts that
exist, then affiliations; each in chunks, with a number of queries that does not depend on the
number of lines in a chunk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.contacts.choices import Channel, ContactKind, Purpose
from convergence.contacts.import_models import ImportRow, ImportRun, RowDecision, RunState, Verdict
from convergence.contacts.models import (
    Affiliation,
    ConsentEvent,
    Contact,
    ContactPoint,
    DeclaredCount,
    DoNotContact,
    FormerName,
    Mandate,
    PostalAddress,
)
from convergence.core import audit
from convergence.core.errors import DomainError
from convergence.core.inserting import insert, reserve_ids
from convergence.vocabulary.models import Region, region_slug

from . import building, registry
from .cells import canonical_email
from .changes import Changes, changes_for
from .errors import ImportRefused, WrongState
from .existing import Existing, central_ids, load
from .folding import plain
from .lines import Entry
from .registry import AppliedLine, ImportContext
from .staging import IMPORT, run_of

CHUNK = 2_000


@dataclass(slots=True)
class Written:
    """What one line became."""

    row_id: int
    contact_id: int
    person_id: int | None = None
    created_contact: bool = False
    created_person: bool = False
    outcome: dict[str, Any] | None = None


@dataclass(slots=True)
class Session:
    """What one application keeps in mind while it writes."""

    run: ImportRun
    actor: Any
    at: datetime
    source: str
    today: date
    regions: dict[str, int] = field(default_factory=dict)
    people: dict[tuple[str, str], int] = field(default_factory=dict)
    centrals: list[tuple[int, str]] = field(default_factory=list)
    created: dict[str, list[int]] = field(default_factory=lambda: {"centrals": [], "regions": []})
    totals: Counter[str] = field(default_factory=Counter)
    context: ImportContext | None = None
    tick: Callable[[int], None] | None = None
    done: int = 0

    @property
    def actor_id(self) -> int | None:
        """Id of the user who applies, None for the system."""
        return getattr(self.actor, "pk", None)


def start_apply(*, run_id: int, actor: Any, at: datetime) -> ImportRun:
    """Say that the list is about to be written, so that every screen can tell.

    Raises:
        NotAllowed: the actor may not import.
        WrongState: the import is not checked, or was applied already.
    """
    require(actor, IMPORT)
    with transaction.atomic():
        run = run_of(run_id, lock=True)
        if run.state != RunState.CHECKED:
            raise WrongState(state=run.get_state_display())
        run.state, run.problem, run.stage, run.done = RunState.APPLYING, "", "apply", 0
        run.touched_at = at
        run.save()
    return run


def apply_run(*, run_id: int, actor: Any, at: datetime, tick: Callable[[int], None] | None = None) -> ImportRun:
    """Write a list into the register, wholly or not at all.

    New lines, accepted ones, updates and merges that were decided are written; duplicates that nobody settled are left
    out. One audit line; the trace of each line is its own row. Past dues and the like are written by the extensions of
    higher apps, in the same transaction.

    Args:
        run_id: an import in the state APPLYING (see `start_apply`).
        actor: who applies; None for the system.
        at: when.
        tick: called with the number of lines written.

    Raises:
        NotAllowed: the actor may not import.
        WrongState: the import was not started, or was applied already.
        ImportRefused: the register changed since the check; check again.
    """
    require(actor, IMPORT)
    try:
        with transaction.atomic():
            return _apply(run_id, actor, at, tick)
    except Exception as error:
        problem = str(error) if isinstance(error, DomainError) else str(ImportRefused.message)
        ImportRun.objects.filter(pk=run_id, state=RunState.APPLYING).update(
            state=RunState.CHECKED, stage="", problem=problem
        )
        raise
    finally:
        progress_file(run_id).unlink(missing_ok=True)


def _apply(run_id: int, actor: Any, at: datetime, tick: Callable[[int], None] | None) -> ImportRun:
    run = run_of(run_id, lock=True)
    if run.state != RunState.APPLYING:
        raise WrongState(state=run.get_state_display())
    session = Session(run, actor, at, run.source, timezone.localdate(at), tick=tick or _progress(run_id))
    session.context = ImportContext(run.pk, run.source, actor, at)
    session.regions = dict(Region.objects.values_list("slug", "pk"))
    new = Q(verdict=Verdict.NEW, decision__in=("", RowDecision.ACCEPT)) | Q(decision=RowDecision.ACCEPT)
    rows = run.rows.filter(entry__isnull=False).exclude(verdict__in=(Verdict.IGNORED, Verdict.REFUSED))
    for chunk in _chunks(rows.filter(new, entry__subject=ContactKind.PERSON)):
        _create(chunk, session)
    for chunk in _chunks(rows.filter(new, entry__subject=ContactKind.ORGANISATION)):
        _create(chunk, session)
    known = Q(verdict=Verdict.UPDATE, decision__in=("", RowDecision.MERGE))
    for chunk in _chunks(rows.filter(known)):
        _complete(chunk, {row.pk: row.match_contact_id for row in chunk}, session, only_blanks=False)
    for chunk in _chunks(rows.filter(verdict=Verdict.DUPLICATE, decision=RowDecision.MERGE)):
        _complete(chunk, _merge_targets(chunk, run), session, only_blanks=True)
    _affiliate(session)
    run.state, run.applied_at, run.stage = RunState.APPLIED, at, ""
    run.totals = {**run.totals, **{f"applied_{name}": count for name, count in session.totals.items()}}
    run.plan = {**run.plan, "created": session.created}
    run.done = run.total
    run.save()
    audit.record(
        actor=actor,
        verb="contacts.import.applied",
        obj=run,
        changes={name: (None, count) for name, count in sorted(run.totals.items())},
        at=at,
    )
    return run


def _chunks(rows: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    """Rows in file order, some at a time, read by primary key so that each chunk is one short query."""
    last = -1
    while True:
        chunk = list(
            rows.filter(place__gt=last).only("run_id", "place", "sheet", "line", "entry", "match_place",
            "match_contact_id", "verdict", "decision").order_by("place")[:CHUNK]
        )  # fmt: skip
        if not chunk:
            return
        last = chunk[-1].place
        yield chunk


def progress_file(run_id: int) -> Path:
    """Return where the progress of a writing import is noted, outside its transaction."""
    return Path(settings.DATA_DIR) / "imports" / f"progress-{run_id}"


def progress(run: ImportRun) -> int:
    """Return how many lines are done."""
    try:
        return int(progress_file(run.pk).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return run.done


def _progress(run_id: int) -> Callable[[int], None]:
    path = progress_file(run_id)
    path.parent.mkdir(parents=True, exist_ok=True)

    def tick(done: int) -> None:
        path.write_text(str(done), encoding="ascii")

    return tick


# --- New contacts ---------------------------------------------------------------------------


def _create(chunk: Sequence[ImportRow], session: Session) -> None:
    entries = [Entry.from_json(row.entry or {}) for row in chunk]
    _refuse_taken_numbers(chunk, entries)
    _make_regions(entries, session)
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
    _finish(chunk, entries, written, session)


def _refuse_taken_numbers(chunk: Sequence[ImportRow], entries: Sequence[Entry]) -> None:
    """A number may have been given since the check; a line accepted in spite of its match leaves it aside."""
    numbers = {entry.number: place for place, entry in enumerate(entries) if entry.number}
    held = Contact.objects.filter(number__in=list(numbers), merged_into__isnull=True).values_list("number", flat=True)
    for number in held:
        place = numbers[number]
        if chunk[place].decision != RowDecision.ACCEPT:
            raise ImportRefused("changed_since", number=number)
        entries[place].number = ""


def _make_regions(entries: Sequence[Entry], session: Session) -> None:
    wanted = {region_slug(entry.region): entry.region for entry in entries if entry.region}
    missing = [
        Region(slug=slug[:50], name_fr=name[:100])
        for slug, name in wanted.items()
        if slug and slug not in session.regions
    ]
    for region in Region.objects.bulk_create(missing):
        session.regions[region.slug] = region.pk
        session.created["regions"].append(region.pk)


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
    known = _known_people([entries[place] for place in places], session)
    spare = iter(reserve_ids(Contact, len(places)))
    fresh: dict[int, building.Values] = {}
    for place in places:
        entry = entries[place]
        marks = _person_marks(entry)
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


def _person_marks(entry: Entry) -> list[tuple[str, str]]:
    if entry.person is None or not entry.person.first:
        return []
    name = " ".join(sorted(plain(entry.person.full).split()))
    return [(name, canonical_email(email)) for email in entry.emails]


def _known_people(entries: Sequence[Entry], session: Session) -> dict[tuple[str, str], int]:
    """People recorded before, by name and e-mail: of this import, or of the register."""
    marks = {mark for entry in entries for mark in _person_marks(entry)}
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


def _finish(chunk: Sequence[ImportRow], entries: Sequence[Entry], written: Sequence[Written], session: Session) -> None:
    """Let the extensions write, and note on each row what became of it."""
    lines = [
        AppliedLine(row.pk, done.contact_id, done.created_contact, entry, row.sheet, row.line)
        for row, entry, done in zip(chunk, entries, written, strict=True)
    ]
    for extension in registry.extensions():
        if extension.apply and session.context:
            session.totals.update(extension.apply(lines, session.context))
    _note_rows(written)
    session.done += len(chunk)
    if session.tick:
        session.tick(session.done)


def _note_rows(written: Sequence[Written]) -> None:
    """One prepared statement for all rows of the chunk: far faster than `bulk_update`."""
    table = connection.ops.quote_name(ImportRow._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET contact_id = %s, person_id = %s, created_contact = %s, created_person = %s "  # noqa: S608
            "WHERE id = %s",
            [(w.contact_id, w.person_id, w.created_contact, w.created_person, w.row_id) for w in written],
        )
    for one in written:
        if one.outcome is not None:
            ImportRow.objects.filter(pk=one.row_id).update(outcome=one.outcome)


# --- Contacts that exist --------------------------------------------------------------------


def _merge_targets(chunk: Sequence[ImportRow], run: ImportRun) -> dict[int, int | None]:
    """The contact that each merged line completes: a recorded one, or the one its match became."""
    places = [row.match_place for row in chunk if row.match_place is not None]
    by_place = dict(run.rows.filter(place__in=places).values_list("place", "contact_id"))
    return {row.pk: row.match_contact_id or by_place.get(row.match_place) for row in chunk}


def _complete(
    chunk: Sequence[ImportRow], targets: dict[int, int | None], session: Session, *, only_blanks: bool
) -> None:
    known = load(pk for pk in targets.values() if pk)
    rows = [row for row in chunk if targets.get(row.pk) in known]
    entries = [Entry.from_json(row.entry or {}) for row in rows]
    _make_regions(entries, session)
    written = []
    for row, entry in zip(rows, entries, strict=True):
        existing = known[targets[row.pk] or 0]
        changes = changes_for(entry, existing, only_blanks=only_blanks)
        outcome = _write_changes(entry, existing, changes, session)
        written.append(Written(row.pk, existing.contact.pk, outcome=outcome))
        if outcome:
            session.totals["changed"] += 1
    _finish(rows, entries, written, session)


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
    known = _known_people([entry], session)
    person_id = next((known[mark] for mark in _person_marks(entry) if mark in known), None)
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


# --- Affiliations ---------------------------------------------------------------------------


def _affiliate(session: Session) -> None:
    """Link organisations to the central that the list names, matched by acronym or name, or created."""
    if not session.centrals:
        return
    known = central_ids()
    for key, said in {plain(said): said for _pk, said in session.centrals}.items():
        if key and key not in known:
            [known[key]] = insert(Contact, [building.central_of(said, at=session.at)])
            session.created["centrals"].append(known[key])
    pairs = {(child, known[plain(said)]) for child, said in session.centrals if plain(said) in known}
    ordered = sorted(pair for pair in pairs if pair[0] != pair[1])
    held: set[tuple[int, int]] = set()
    for part in _parts([child for child, _parent in ordered], 10_000):
        links = Affiliation.objects.filter(child__in=part, end_date__isnull=True)
        held |= set(links.values_list("child_id", "parent_id"))
        held |= {(parent, child) for child, parent in Affiliation.objects.filter(
            parent__in=part, end_date__isnull=True).values_list("child_id", "parent_id")}  # fmt: skip
    insert(
        Affiliation,
        [
            building.affiliation_of(child, parent, since=session.today, source=session.source)
            for child, parent in ordered
            if (child, parent) not in held
        ],
    )


def _parts(values: Sequence[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part
