"""What one application of an import keeps in mind, and what is noted of each line that it wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from convergence.contacts.import_models import ImportRow, ImportRun
from convergence.vocabulary.models import Region, region_slug

from . import registry
from .entries import Entry
from .registry import AppliedLine, ImportContext


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


def make_regions(entries: Sequence[Entry], session: Session) -> None:
    """Add the regions that a chunk names and nobody has recorded."""
    wanted = {region_slug(entry.region): entry.region for entry in entries if entry.region}
    missing = [
        Region(slug=slug[:50], name_fr=name[:100])
        for slug, name in wanted.items()
        if slug and slug not in session.regions
    ]
    for region in Region.objects.bulk_create(missing):
        session.regions[region.slug] = region.pk
        session.created["regions"].append(region.pk)


def finish(chunk: Sequence[ImportRow], entries: Sequence[Entry], written: Sequence[Written], session: Session) -> None:
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
