"""How complete the public site is in each language."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.models import Page, Site

from convergence.history.models import Milestone


@dataclass(frozen=True)
class Cell:
    """One page in one language. `state`: `live`, `behind` (the French page is newer), `draft`, `missing`."""

    language: str
    state: str
    page: Page | None


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
    return [Line(page.title, page.depth - root, tuple(_cells(page, by_key[page.translation_key]))) for page in pages]


def _cells(french: Page, same: dict[str, Page]) -> Iterable[Cell]:
    for language, _name in settings.LANGUAGES:
        page = same.get(language)
        yield Cell(language, _state(french, page), page)


def _state(french: Page, page: Page | None) -> str:
    if page is None:
        return "missing"
    if not page.live:
        return "draft"
    newer = french.last_published_at and page.last_published_at and french.last_published_at > page.last_published_at
    return "behind" if newer and page.pk != french.pk else "live"


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
