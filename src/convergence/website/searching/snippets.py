"""The words around what was looked for."""

from itertools import islice

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from convergence.website.searching.words import places

READ = 20_000  # letters of a text in which the place is looked for
MOST_MARKS = 6


def marked(text: str, stems: tuple[str, ...], *, around: int = 0) -> SafeString:
    """Return a text with the words looked for in `<mark>`; with `around`, the part of it about their first place.

    Args:
        text: plain words.
        stems: what is looked for.
        around: about half the length wanted; 0 for the whole text.
    """
    start, end = (0, len(text)) if not around else _part(text, stems, around)
    part = text[start:end]
    pieces: list[str] = ["… "] if start else []
    at = 0
    for first, last in islice(places(part, stems), MOST_MARKS):
        pieces += [conditional_escape(part[at:first]), "<mark>", conditional_escape(part[first:last]), "</mark>"]
        at = last
    pieces.append(conditional_escape(part[at:]))
    if end < len(text):
        pieces.append(" …")
    return mark_safe("".join(pieces))  # noqa: S308  (every piece is escaped above)


def _part(text: str, stems: tuple[str, ...], around: int) -> tuple[int, int]:
    """Return where the part about the first place begins and ends, between two words."""
    first = next(places(text[:READ], stems), (0, 0))[0]
    start, end = max(0, first - around // 2), min(len(text), first + around)
    if start:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1)
    return start, end
