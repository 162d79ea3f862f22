"""The bar above a list: a search box, choices, the list as a file, and the filters that a person keeps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Choice:
    """One question of the bar: its name in the address, its label, the words for no choice, `(value, words)` pairs."""

    name: str
    label: Words
    everything: Words
    options: Sequence[tuple[str, Words]]

    def chosen(self, request: HttpRequest) -> str:
        """Return the value that the address chooses, empty for none or for one that is not offered."""
        value = request.GET.get(self.name, "")
        return value if any(value == offered for offered, _words in self.options) else ""


@dataclass(frozen=True)
class Bar:
    """What the bar of a list asks: `search` is the label of its box, empty for none."""

    search: Words = ""
    choices: Sequence[Choice] = ()

    def words(self, request: HttpRequest) -> list[str]:
        """Return the words of the search box without control characters, eight at most."""
        typed = request.GET.get("q", "") if self.search else ""
        return "".join(sign if sign.isprintable() else " " for sign in typed)[:300].split()[:8]

    def chosen(self, request: HttpRequest) -> dict[str, str]:
        """Return what is chosen, by the names of the choices."""
        return {choice.name: choice.chosen(request) for choice in self.choices}


def holding(rows: Any, words: Iterable[str], *fields: str) -> Any:
    """Keep the rows of which each word is in one of the fields."""
    for word in words:
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(wanted)
    return rows
