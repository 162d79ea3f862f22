"""Marks of notes in running text: `[3]` leads to the third note of the page, and the note leads back (S135)."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

MARK = re.compile(r"\[(\d{1,3})\]")
_TAGS = re.compile(r"(<[^>]*>)")


def first_places(body: Any) -> dict[int, str]:
    """Return, for each note of a body, the source of the first text that bears its mark; empty without notes."""
    count = sum(len(block.value) for block in body if block.block_type == "notes")
    places: dict[int, str] = {}
    for block in body if count else ():
        if block.block_type == "text":
            for number in map(int, MARK.findall(block.value.source)):
                if 1 <= number <= count:
                    places.setdefault(number, block.value.source)
    return places


def linked(html: str, source: str, places: Mapping[int, str]) -> str:
    """Return rich text with the marks of known notes raised and linked; the first of each is where its note leads back.

    Args:
        html: the text as it is shown.
        source: the same as it is stored, which tells which text of the page it is.
        places: what `first_places` says of the page.
    """
    if not places:
        return html
    met: set[int] = set()

    def link(found: re.Match[str]) -> str:
        number = int(found[1])
        if number not in places:
            return found[0]
        is_first = places[number] == source and number not in met
        met.add(number)
        anchor = f' id="ref-{number}"' if is_first else ""
        label = _("Note %(number)s") % {"number": number}
        return f'<sup class="note-call"><a href="#note-{number}"{anchor} aria-label="{label}">{number}</a></sup>'

    return "".join(part if part.startswith("<") else MARK.sub(link, part) for part in _TAGS.split(html))
