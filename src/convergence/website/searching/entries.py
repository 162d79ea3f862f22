"""What search keeps of a page or record, and how it knows that one changed."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags

from convergence.website.models import SearchKind

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
ENDS = (".", "!", "?", ":", ";", ",", "…")
Ids = Iterable[int] | None


@dataclass(frozen=True)
class Entry:
    """A page or record in one language, as a visitor may find it. `words` are plain, `day` as precise as its source."""

    kind: SearchKind
    record: str
    language: str
    title: str
    words: str
    url: str
    day: str = ""

    @property
    def digest(self) -> str:
        """Return what tells it from any other."""
        return hashlib.md5(repr(astuple(self)).encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Source:
    """A register that search reads: its kinds, how to read it, and whose audit lines change it.

    `read` takes the numbers of the records to read, or None for all. `changed_by` names the apps whose audit lines may
    change it; an audit line of a record of type `by_record` changes that record alone. What one that is `careful` says
    hangs on several registers and may have to be kept from strangers: it is read again before it is shown.
    """

    kinds: tuple[SearchKind, ...]
    read: Callable[[Ids], Iterator[Entry]]
    changed_by: frozenset[str]
    by_record: str = ""
    careful: bool = False


def joined(parts: Iterable[Any]) -> str:
    """Return the words of some texts, plain; a point stands between those that do not end as a sentence does."""
    said = ""
    for part in parts:
        words = " ".join(strip_tags(str(part)).split()) if part else ""
        if words:
            said += ("" if not said else " " if said.endswith(ENDS) else " · ") + words
    return said
