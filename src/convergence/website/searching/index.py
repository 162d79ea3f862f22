"""Keeping what search reads in step with the registers.

Every act on a register leaves a line in the audit log, every act on a page one in Wagtail's. A search therefore asks
for the last numbers of both logs and, when they moved, reads again what the new lines speak of: pages and milestones one
by one, small registers whole. After many changes at once (a move from WordPress, a new release) the worker reads
everything anew and searches answer from what there is; what is no longer public is never shown (`finding`).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from convergence.core.models import AuditEntry
from convergence.website.cache import fingerprint_of_code, last_marks
from convergence.website.models import (
    DirectoryPage,
    HistoryPage,
    MapPage,
    NetworksPage,
    PeoplePage,
    SearchEntry,
    SearchKind,
    SearchState,
)
from convergence.website.searching.entries import Entry, Ids, Source
from convergence.website.searching.shelves import shelf_of, span_of
from convergence.website.searching.sources import SOURCES
from convergence.website.searching.words import folded

MOST_CHANGES = 300
SMALL_SITE = 400
FIELDS = ("title", "words", "url", "day", "folded_title", "folded_words", "digest")
FAR_REACHING = ("wagtail.move", "wagtail.unpublish", "wagtail.delete", "wagtail.view_restriction")
PAGES = "wagtailcore.page"
PAGE_ROWS = Q(kind__in=(SearchKind.PAGE, SearchKind.NEWS))
STATE = 1


def bring_up_to_date(*, whole: bool = False) -> bool:
    """Read what changed since the last time; return False when that is too much for a request and `whole` is not asked.

    Safe to call at any time, by several processes at once.
    """
    today = timezone.localdate()
    state = SearchState.objects.filter(pk=STATE).first()
    marks = _marks()
    if state and _seen(state) == (fingerprint_of_code(), today, *marks):
        return True
    if not whole and not _is_little(state, marks, today):
        return False
    with transaction.atomic():
        state, _made = SearchState.objects.select_for_update().get_or_create(
            pk=STATE, defaults={"code": "", "day": today}
        )
        for source, ids in _to_read(state, marks, today):
            _write(source, ids)
        state.code, state.day = fingerprint_of_code(), today
        state.last_act, state.last_page_act, state.files = marks
        state.save()
    if whole and connection.vendor == "postgresql":
        _settle()
    return True


def _settle() -> None:
    """Let PostgreSQL sort in what its indexes hold aside for later, which each search would read through, and count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gin_clean_pending_list(oid) FROM pg_class WHERE pg_has_role(relowner, 'USAGE') AND oid IN "
            "('website_searchindex'::regclass, 'website_searchindex_titles'::regclass)"
        )
        cursor.execute(f"ANALYZE {SearchEntry._meta.db_table}")


def _marks() -> tuple[int, int, str]:
    acts, pages, _pictured, _pictures, filed, files = last_marks()
    return acts, pages, f"{filed} {files}"


def _seen(state: SearchState) -> tuple[str, date, int, int, str]:
    return state.code, state.day, state.last_act, state.last_page_act, state.files


def _is_little(state: SearchState | None, marks: tuple[int, int, str], today: date) -> bool:
    if state is None or state.code != fingerprint_of_code() or state.day != today:
        return Page.objects.count() <= SMALL_SITE
    return marks[0] - state.last_act + marks[1] - state.last_page_act <= MOST_CHANGES


def _to_read(state: SearchState, marks: tuple[int, int, str], today: date) -> Iterator[tuple[Source, Ids]]:
    """Yield what must be read again: a source with the numbers of its records, None for all of them."""
    if _seen(state)[:2] != (fingerprint_of_code(), today):
        yield from ((source, None) for source in SOURCES)
        return
    acts = set(
        AuditEntry.objects.filter(pk__gt=state.last_act, pk__lte=marks[0]).values_list("object_type", "object_id")
    )
    pages = _changed_pages(state.last_page_act, marks[1])
    moved = bool(pages & _pages_of_registers())
    for source in SOURCES:
        apps = {kind.split(".")[0] for kind, _pk in acts if kind != source.by_record}
        if source.by_record == PAGES:
            mine = pages
        else:
            mine = {int(pk) for kind, pk in acts if kind == source.by_record and pk.isdigit()}
        files_changed = source.kinds == (SearchKind.FILE,) and state.files != marks[2]
        if files_changed or apps & source.changed_by or (moved and source.by_record != PAGES):
            yield source, None
        elif mine:
            yield source, mine


def _changed_pages(since: int, until: int) -> set[int]:
    """Return the numbers of the pages that changed, those below them when their address or publicity may have too."""
    rows = PageLogEntry.objects.filter(pk__gt=since, pk__lte=until)
    acts = set(rows.values_list("page_id", "action"))
    changed = {pk for pk, _action in acts}
    if not changed:
        return changed
    far = {pk for pk, action in acts if action.startswith(FAR_REACHING)}
    shown = dict(SearchEntry.objects.filter(PAGE_ROWS).values_list("record", "url"))
    for page in Page.objects.filter(pk__in=changed, numchild__gt=0).select_related("locale").order_by("pk"):
        if page.pk in far or shown.get(str(page.pk)) != page.get_url():
            changed |= set(page.get_descendants().values_list("pk", flat=True))
    if far:
        public = set(Page.objects.live().public().values_list("pk", flat=True))
        changed |= {int(record) for record in shown} - public
    return changed


def _pages_of_registers() -> set[int]:
    """Return the pages that show registers: when one moves, so do the entries of its register."""
    models = (HistoryPage, PeoplePage, DirectoryPage, NetworksPage, MapPage)
    return {pk for model in models for pk in model._default_manager.values_list("pk", flat=True)}


def _write(source: Source, ids: Ids) -> None:
    """Put the entries of a source in the place of those that search had; what did not change is not written."""
    rows = SearchEntry.objects.filter(kind__in=source.kinds)
    if ids is not None:
        rows = rows.filter(record__in=[str(pk) for pk in ids])
    known = {
        (kind, record, language): (pk, digest)
        for pk, kind, record, language, digest in rows.values_list("pk", "kind", "record", "language", "digest")
    }
    read = _each_once(source.read(ids))
    while batch := list(islice(read, 500)):
        _write_batch(batch, known)
    gone = [pk for pk, _digest in known.values()]
    for start in range(0, len(gone), 500):
        SearchEntry.objects.filter(pk__in=gone[start : start + 500]).delete()


def _each_once(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Yield the first entry for each record and language: a network joined twice is found once."""
    seen: set[tuple[str, str, str]] = set()
    for entry in entries:
        key = (str(entry.kind), entry.record, entry.language)
        if key not in seen:
            seen.add(key)
            yield entry


def _write_batch(batch: Iterable[Entry], known: dict[tuple[str, str, str], tuple[int, str]]) -> None:
    new: list[SearchEntry] = []
    changed: list[SearchEntry] = []
    for entry in batch:
        digest = entry.digest
        pk, before = known.pop((str(entry.kind), entry.record, entry.language), (None, ""))
        if digest == before:
            continue
        row = _row(entry, digest)
        if pk is None:
            new.append(row)
        else:
            row.pk = pk
            changed.append(row)
    _number(new)
    SearchEntry.objects.bulk_create(new)
    SearchEntry.objects.bulk_update(changed, FIELDS)


def _number(rows: list[SearchEntry]) -> None:
    """Give new entries the next numbers of their shelves."""
    last: dict[int, int] = {}
    for row in rows:
        shelf = shelf_of(row.kind, row.language)
        if shelf not in last:
            first, end = span_of(row.kind, row.language)
            there = SearchEntry.objects.filter(pk__range=(first, end)).order_by("-pk").values_list("pk", flat=True)
            last[shelf] = there.first() or first
        last[shelf] += 1
        row.pk = last[shelf]


def _row(entry: Entry, digest: str) -> SearchEntry:
    return SearchEntry(
        kind=str(entry.kind),
        record=entry.record,
        language=entry.language,
        title=entry.title[:300],
        words=entry.words,
        url=entry.url[:500],
        day=entry.day,
        folded_title=folded(entry.title),
        folded_words=folded(entry.words),
        digest=digest,
    )
