"""How complete the public site is in each language."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from wagtail.models import Page, Site
from wagtail_localize.models import StringTranslation, Translation

from convergence.history.models import Milestone
from convergence.website.addresses import is_taken


@dataclass(frozen=True)
class Cell:
    """One page in one language.

    `state`: `live`, `partial` (shown with `left` of its parts still in French), `waiting` (translated since, not published
    again), `behind` (the French page is newer), `draft`, `missing`, `hidden` (the product answers at its address).
    """

    language: str
    state: str
    page: Page | None
    left: int = 0


@dataclass(frozen=True)
class Standing:
    """How many parts of a page still speak French, and when words of it were last written."""

    left: int
    latest: datetime | None


FIRST_PAGES = 2  # depth of the first page of each language, which stands at `/en/` by right
NOT_KEPT = Standing(0, None)  # written in its own language by hand, without a source beside it


@dataclass(frozen=True)
class Line:
    """One page with its languages side by side."""

    title: str
    depth: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Share:
    """How many pages of the French site a language has, up to date."""

    language: str
    name: str
    done: int
    total: int


def lines() -> list[Line]:
    """Return every French page in the order of the tree, with its translations."""
    pages: list[Page] = []
    for site in Site.objects.select_related("root_page").order_by("pk"):
        below = Page.objects.descendant_of(site.root_page, inclusive=True)
        pages += below.filter(locale__language_code=settings.LANGUAGE_CODE).select_related("locale").order_by("path")
    by_key: dict[Any, dict[str, Page]] = defaultdict(dict)
    for page in Page.objects.filter(translation_key__in=[page.translation_key for page in pages]).select_related(
        "locale"
    ):
        by_key[page.translation_key][page.locale.language_code] = page
    root = min((page.depth for page in pages), default=0)
    standings = _standings()
    return [
        Line(page.title, page.depth - root, tuple(_cells(page, by_key[page.translation_key], standings)))
        for page in pages
    ]


def _standings() -> dict[tuple[Any, str], Standing]:
    """Return how far each translation is, by what it translates and its language: three statements for all pages."""
    said = StringTranslation.objects.filter(
        translation_of_id=OuterRef("source__stringsegment__string_id"),
        context_id=OuterRef("source__stringsegment__context_id"),
        locale_id=OuterRef("target_locale_id"),
        has_error=False,
    )
    unsaid = Q(source__stringsegment__isnull=False) & ~Exists(said)
    rows = Translation.objects.filter(enabled=True).values_list("source__object_id", "target_locale__language_code")
    left = {(key, language): n for key, language, n in rows.annotate(n=Count("source__stringsegment", filter=unsaid))}
    written = StringTranslation.objects.values_list("context__object_id", "locale__language_code")
    latest = {(key, language): at for key, language, at in written.annotate(at=Max("updated_at")).order_by()}
    return {about: Standing(left[about], latest.get(about)) for about in left}


def _cells(french: Page, same: dict[str, Page], standings: dict[tuple[Any, str], Standing]) -> Iterable[Cell]:
    for language, _name in settings.LANGUAGES:
        page = same.get(language)
        standing = standings.get((french.translation_key, language), NOT_KEPT)
        state = _state(french, page, standing)
        yield Cell(language, state, page, standing.left if state == "partial" else 0)


def _state(french: Page, page: Page | None, standing: Standing) -> str:
    if page is None:
        return "missing"
    if not page.live:
        return "draft"
    if page.depth > FIRST_PAGES and is_taken(page.get_url() or ""):
        return "hidden"
    if page.pk == french.pk:
        return "live"
    if standing.left:
        return "partial"
    shown = page.last_published_at
    if french.last_published_at and shown and french.last_published_at > shown:
        return "behind"
    return "waiting" if standing.latest and shown and standing.latest > shown else "live"


def drafts() -> QuerySet[Page]:
    """Return the pages with words that nobody sees yet, the latest written first."""
    rows: QuerySet[Page] = Page.objects.filter(has_unpublished_changes=True, depth__gt=1)
    return rows.order_by("-latest_revision_created_at", "-pk")


def shares(found: list[Line]) -> list[Share]:
    """Return how complete each language is: pages shown and up to date, of those shown in French."""
    shown = [line for line in found if line.cells[0].state == "live"]
    return [
        Share(language, str(name), sum(line.cells[index].state == "live" for line in shown), len(shown))
        for index, (language, name) in enumerate(settings.LANGUAGES)
    ]


def milestones_without(language: str) -> int:
    """Return how many shown milestones have no text in a language."""
    return Milestone.objects.published().exclude(texts__language=language).count()
