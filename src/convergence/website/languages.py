"""Pages in the language of who reads, however many of them, with one query."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import get_language
from wagtail.models import Page


def published_in(pages: Iterable[Page | None], language: str, *, specific: bool = False) -> dict[int, Page]:
    """Return, by id of the page given, the published page of a language, else the published page itself.

    What is not published, or is there no more, is left out. With `specific` the pages bear their own fields.
    """
    given = [page for page in pages if page is not None]
    if not given:
        return {}
    rows: Any = Page.objects.live().filter(translation_key__in={page.translation_key for page in given})
    rows = rows.annotate(spoken=F("locale__language_code"))
    found: dict[Any, dict[str, Page]] = {}
    for row in rows.specific() if specific else rows:
        found.setdefault(row.translation_key, {})[row.spoken] = row
    chosen = {}
    for page in given:
        same = found.get(page.translation_key, {})
        itself = next((row for row in same.values() if row.pk == page.pk), None)
        shown = same.get(language) or itself
        if shown is not None:
            chosen[page.pk] = shown
    return chosen


def shown_in() -> str:
    """Return the code of the language that is spoken now."""
    return (get_language() or "fr")[:2]
