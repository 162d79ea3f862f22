"""Answers to a search: what is public at this moment, grouped by kind, the best first."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.models import Page

from convergence.activities.models import Activity
from convergence.documents.models import PublicFile
from convergence.education.tools.models import Tool
from convergence.education.trainings.models import Training
from convergence.history.models import Milestone
from convergence.website.models import SearchEntry, SearchKind
from convergence.website.searching.databases import index_of_database
from convergence.website.searching.shelves import kind_and_language, span_of
from convergence.website.searching.snippets import marked
from convergence.website.searching.sources import SOURCES
from convergence.website.searching.words import asked

A_GROUP = 5
A_PAGE = 20
LONGEST = 200
ANY = "toutes"


@dataclass(frozen=True)
class Hit:
    """One thing found; `title` and `snippet` hold the words looked for in `<mark>`."""

    kind: str
    language: str
    title: SafeString
    snippet: SafeString
    url: str
    day: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind: `total` of them, the best of which are `hits`."""

    kind: str
    label: str
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Answer:
    """What a search found. `stems` is empty when the query holds no word; `elsewhere` counts in the other languages."""

    query: str
    stems: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    elsewhere: int = 0
    pages: int = 1
    page: int = 1
    found: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", sum(group.total for group in self.groups))


def find(query: str, language: str, *, kind: str = "", everywhere: bool = False, page: int = 1) -> Answer:
    """Search everything public in a language, or `everywhere` in all of them.

    Args:
        query: what was typed; any text is harmless.
        language: code of the language of the visitor.
        kind: a code of `SearchKind`: then a page of twenty is given instead of the best five of each kind.
        everywhere: look in all languages.
        page: which twenty, from 1; a page too far is the last one.
    """
    shown = " ".join(query.replace("\x00", " ").split())[:LONGEST]
    stems = asked(query)
    if not stems:
        return Answer(shown)
    index = index_of_database()
    totals: Counter[SearchKind] = Counter()
    elsewhere = 0
    for shelf, count in index.totals(stems).items():
        of, spoken = kind_and_language(shelf)
        if everywhere or spoken == language:
            totals[of] += count
        else:
            elsewhere += count
    wanted = [SearchKind(kind)] if kind in SearchKind.values else list(SearchKind)
    size = A_PAGE if len(wanted) == 1 else A_GROUP
    pages = max(1, -(-totals[wanted[0]] // size)) if len(wanted) == 1 else 1
    page = min(max(page, 1), pages)
    numbers = {
        of: index.best(stems, span_of(of, "" if everywhere else language), totals[of], (page - 1) * size, size)
        for of in wanted
        if totals[of]
    }
    return Answer(shown, stems, _groups(numbers, totals, stems), elsewhere, pages, page)


def _groups(
    numbers: dict[SearchKind, list[int]], totals: Counter[SearchKind], stems: tuple[str, ...]
) -> tuple[Group, ...]:
    every = [pk for some in numbers.values() for pk in some]
    entries = _still_public(SearchEntry.objects.defer("folded_title", "folded_words").in_bulk(every))
    found: list[Group] = []
    for kind, mine in numbers.items():
        hits = tuple(_hit(entries[pk], stems) for pk in mine if pk in entries)
        if hits:
            found.append(Group(kind.value, str(kind.label), totals[kind] - (len(mine) - len(hits)), hits))
    return tuple(found)


def _still_public(entries: dict[int, SearchEntry]) -> dict[int, SearchEntry]:
    """Keep what is public at this moment, should the worker not have read the last changes yet."""
    pages = _records(entries, SearchKind.PAGE, SearchKind.NEWS)
    milestones = _records(entries, SearchKind.MILESTONE)
    activities = _records(entries, SearchKind.ACTIVITY)
    files = _records(entries, SearchKind.FILE)
    trainings = _records(entries, SearchKind.TRAINING)
    tools = _records(entries, SearchKind.TOOL)
    public: dict[str, set[str]] = {}
    if pages:
        public[SearchKind.PAGE] = public[SearchKind.NEWS] = _numbers(Page.objects.live().public().filter(pk__in=pages))
    if milestones:
        public[SearchKind.MILESTONE] = _numbers(Milestone._base_manager.filter(pk__in=milestones, is_published=True))
    if activities:
        today = timezone.localdate()
        public[SearchKind.ACTIVITY] = _numbers(Activity.objects.in_public(today).filter(pk__in=activities))
    if files:
        public[SearchKind.FILE] = _numbers(PublicFile.objects.filter(pk__in=files))
    if trainings:
        public[SearchKind.TRAINING] = _numbers(Training.objects.published().filter(pk__in=trainings))
    if tools:
        public[SearchKind.TOOL] = _numbers(Tool.objects.in_public().filter(pk__in=tools))
    kept = {
        pk: entry for pk, entry in entries.items() if entry.kind not in public or entry.record in public[entry.kind]
    }
    return _read_again(kept)


def _read_again(entries: dict[int, SearchEntry]) -> dict[int, SearchEntry]:
    """Leave out what its careful source would not say any more, or not in these words."""
    for source in SOURCES:
        mine = {pk: one for pk, one in entries.items() if source.careful and one.kind in source.kinds}
        if mine:
            numbers = [int(one.record) for one in mine.values()] if source.by_record else None
            said = {entry.digest for entry in source.read(numbers)}
            entries = {pk: one for pk, one in entries.items() if pk not in mine or one.digest in said}
    return entries


def _records(entries: dict[int, SearchEntry], *kinds: str) -> list[int]:
    return [int(entry.record) for entry in entries.values() if entry.kind in kinds]


def _numbers(rows: object) -> set[str]:
    return {str(pk) for pk in rows.values_list("pk", flat=True)}  # type: ignore[attr-defined]


def _hit(entry: SearchEntry, stems: tuple[str, ...]) -> Hit:
    return Hit(
        kind=entry.kind,
        language=entry.language,
        title=marked(entry.title, stems),
        snippet=marked(entry.words, stems, around=160),
        url=entry.url,
        day=entry.day,
    )
