"""French, English and Spanish typography in the HTML of rich text (S139): spaces, quotation marks, raised ordinals."""

import re
from html import escape
from html.parser import HTMLParser
from typing import Any

from convergence.documents.typography import flat_ordinals, polish, split_ordinals

_ADDRESS = re.compile(r"((?:https?://|www\.|mailto:)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_STARRED = re.compile(r"(?<![\w*])\*(\w(?:[^*\n<>]{0,80}?[\w.!?…])?)\*(?![\w*])")
UNDRESSED = frozenset({"code", "pre", "kbd", "samp"})


def dress_line(text: str, language: str) -> str:
    """Return a plain line (a title, a caption) with the typography of its language."""
    return flat_ordinals(polish(text, language))


def dress_words(text: str, language: str, *, before: str = "", raised: bool = True) -> str:
    """Return words as HTML: dressed, escaped, with ordinals raised (`50^e` → `50<sup>e</sup>`) and *words* in italics.

    Args:
        text: words without any tag.
        language: of the page.
        before: the character that stands before them, which decides which way a quotation mark opens.
        raised: False inside a superscript.
    """
    pieces = []
    for index, piece in enumerate(_ADDRESS.split(text)):
        if index % 2:
            pieces.append(escape(piece, quote=False))
            before = piece[-1:] or before
            continue
        for place, words in enumerate(_STARRED.split(piece)):
            html = _dressed(words, language, before, raised=raised)
            before = words[-1:] or before
            pieces.append(f"<i>{html}</i>" if place % 2 else html)
    return "".join(pieces)


def _dressed(words: str, language: str, before: str, *, raised: bool) -> str:
    words = polish(words, language, before=before)
    pieces = split_ordinals(words, language) if raised else [(words, False)]
    return "".join(
        f"<sup>{escape(part, quote=False)}</sup>" if is_raised else escape(part, quote=False)
        for part, is_raised in pieces
    )


def dress_html(html: str, language: str) -> str:
    """Return rich text with the typography of its language; tags, addresses and code stay as they are. Idempotent."""
    reader = _Dresser(language)
    reader.feed(html)
    reader.close()
    return "".join(reader.out)


LINES = frozenset(
    {"heading", "unit", "source", "quote", "said_by", "caption", "words", "title", "kicker", "link_words", "text"}
)
"""Names of plain words within blocks; the block of running text, `text` too, is told apart by its tags."""


def dress_body(stored: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """Return the stored value of a body with the typography of its language. Idempotent."""
    return [
        {**block, "value": dress_html(block["value"], language)}
        if block["type"] == "text"
        else {**block, "value": _dressed_value(block["type"], block["value"], language)}
        for block in stored
    ]


def _dressed_value(name: str, value: Any, language: str) -> Any:
    if isinstance(value, str):
        return dress_line(value, language) if name in LINES else value
    if isinstance(value, dict):
        return {key: _dressed_value(key if key != "value" else name, inner, language) for key, inner in value.items()}
    if isinstance(value, list):
        return [_dressed_value(name, inner, language) for inner in value]
    return value


class _Dresser(HTMLParser):
    """Copies tags as written and dresses the words between them."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.out: list[str] = []
        self.before = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy the tag."""
        self.out.append(self.get_starttag_text() or "")
        if tag not in {"br", "hr", "img", "embed"}:
            self.open.append(tag)
        if tag in {"p", "li", "br", "h2", "h3", "h4"}:
            self.before = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Copy the tag."""
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Copy the tag."""
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Dress the words."""
        if UNDRESSED & set(self.open):
            self.out.append(escape(data, quote=False))
        else:
            self.out.append(dress_words(data, self.language, before=self.before, raised="sup" not in self.open))
        self.before = data[-1:] or self.before
