"""Which addresses are the product's own: a page that an editor puts there, or below, would never be seen."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import LocalePrefixPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from wagtail.models import Page


def is_taken(path: str) -> bool:
    """Tell whether the product answers at a path of the site or below it: `/formations/`, `/en/theme/x/`."""
    parts = [part for part in path.split("/") if part]
    in_language = bool(parts) and parts[0] in dict(settings.LANGUAGES)
    if in_language:
        parts = parts[1:]
        if not parts:
            return True
    return bool(parts) and parts[0] in first_words(in_language=in_language)


@cache
def first_words(*, in_language: bool) -> frozenset[str]:
    """Return the first word of every address of the product; of those below `/en/` and `/es/` only, when asked."""
    return frozenset(_first_words(get_resolver().url_patterns, is_wanted=not in_language))


def _first_words(patterns: Iterable[Any], *, is_wanted: bool) -> Iterator[str]:
    for one in patterns:
        if isinstance(one.pattern, LocalePrefixPattern):
            yield from _first_words(one.url_patterns, is_wanted=True)
            continue
        first, _slash, _rest = str(one.pattern).removeprefix("^").partition("/")
        if first and is_wanted and first.replace("-", "").isalnum():
            yield first
        elif not first and isinstance(one, URLResolver):
            yield from _first_words(one.url_patterns, is_wanted=is_wanted)


def refusal() -> str:
    """Return the sentence that refuses such a short name."""
    return _("The site itself answers at this address: choose another short name.")


def refuse_taken(parent: Page | None, slug: str) -> None:
    """Refuse a short name under which nobody would find a page.

    Raises:
        ValidationError: on `slug`: the product answers there, or somewhere below.
    """
    above = parent.get_url() if parent is not None and not parent.is_root() else None
    if above and slug and is_taken(f"{above}{slug}/"):
        raise ValidationError({"slug": refusal()})
