"""A letter, said once: the same words as e-mail (HTML and text), PDF and page of a print run (S137).

`Letter` holds the words, already merged and dressed; `html`, `text` and `data` give its three
forms in the same order: place and date, object, body, signatures, enclosures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.documents import content
from convergence.documents.content import Block, Blocks, Span
from convergence.documents.typography import flat_ordinals, polish

REGIONS = {"fr": "fr-CA", "en": "en-CA", "es": "es-MX"}
"""Language of a letter → language of its PDF."""


@dataclass(frozen=True)
class Signatory:
    """Who signs: name as signed, title in the gender the person chose (S48)."""

    name: str
    title: str = ""


@dataclass(frozen=True)
class Enclosure:
    """A document that goes with the letter: words to read, and its address (S62)."""

    label: str
    href: str = ""


@dataclass(frozen=True)
class Letter:
    """The words of one letter to one reader, in one language."""

    language: str
    subject: str
    body: Blocks
    place_date: str = ""
    signatories: tuple[Signatory, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


def compose(
    *,
    language: str,
    subject: str,
    source: str | Blocks,
    values: Mapping[str, object],
    place_date: str = "",
    signatories: Iterable[Mapping[str, str]] = (),
    enclosures: Iterable[Mapping[str, str]] = (),
) -> Letter:
    """Merge ``values`` into the source and dress the words in the typography of ``language``.

    ``source`` is the author's text, or its blocks already made by `prepare` (once for many letters).

    Raises:
        KeyError: a merge field without a value; its name is the argument.
    """
    blocks = prepare(source, language) if isinstance(source, str) else source
    polished = {name: polish(str(value), language) for name, value in values.items()}

    def words(text: str) -> str:
        filled = content.FIELD.sub(lambda found: str(values[found.group(1).lower()]), text)
        return flat_ordinals(polish(filled, language))

    return Letter(
        language=language,
        subject=words(subject),
        body=content.merge(blocks, polished, language),
        place_date=words(place_date),
        signatories=tuple(Signatory(words(s["name"]), words(s.get("title", ""))) for s in signatories),
        enclosures=tuple(Enclosure(words(e["label"]), _fill(e.get("href", ""), values)) for e in enclosures),
    )


def prepare(source: str, language: str) -> Blocks:
    """Read the author's text and dress it, merge fields still in it: what many letters share."""
    return level_headings(content.dress(content.parse(source), language))


def _fill(href: str, values: Mapping[str, object]) -> str:
    return content.FIELD.sub(lambda found: str(values[found.group(1).lower()]), href)


def level_headings(blocks: Sequence[Block]) -> Blocks:
    """Skip no level of heading: an ``h3`` that follows no ``h2`` becomes one (PDF/UA, WCAG)."""
    levelled: list[Block] = []
    for block in blocks:
        if block.kind == "h2":
            levelled.append(block)
        elif block.kind == "h3" and not any(b.kind == "h2" for b in levelled):
            levelled.append(replace(block, kind="h2"))
        else:
            levelled.append(block)
    return tuple(levelled)


def object_line(letter: Letter) -> str:
    """``Objet : …`` in the letter's language."""
    return polish(_labels(letter.language)[0] % {"subject": letter.subject}, letter.language)


def headline(letter: Letter) -> str:
    """The first line of an e-mail: the object of a letter, the bare subject of a message that nobody signs or dates."""
    if letter.place_date or letter.signatories:
        return object_line(letter)
    return polish(letter.subject, letter.language)


def enclosures_label(letter: Letter) -> str:
    """``P. j.`` in the letter's language."""
    return _labels(letter.language)[1]


def html(letter: Letter) -> str:
    """The letter as HTML, with our classes and no style of its own."""
    parts = [f"<h1>{escape(headline(letter), quote=False)}</h1>", content.to_html(letter.body)]
    if letter.place_date:
        parts.insert(0, f'<p class="place-date">{escape(letter.place_date, quote=False)}</p>')
    if letter.signatories:
        cells = "".join(
            f'<p class="signatory"><strong>{escape(s.name, quote=False)}</strong>'
            + (f"<br>{escape(s.title, quote=False)}" if s.title else "")
            + "</p>"
            for s in letter.signatories
        )
        parts.append(f'<div class="signatures">{cells}</div>')
    if letter.enclosures:
        label = escape(enclosures_label(letter), quote=False)
        parts.append(f'<p class="enclosures">{label}</p>' + content.to_html(_enclosure_blocks(letter)))
    return "\n".join(part for part in parts if part)


def text(letter: Letter) -> str:
    """The letter as plain text."""
    heading = headline(letter)
    parts = [letter.place_date, f"{heading}\n{'=' * min(len(heading), 70)}", content.to_text(letter.body)]
    parts.extend("\n".join(filter(None, (s.name, s.title))) for s in letter.signatories)
    if letter.enclosures:
        parts.append(f"{enclosures_label(letter)}\n{content.to_text(_enclosure_blocks(letter))}")
    return "\n\n".join(part for part in parts if part)


def data(letter: Letter, *, recipient: Sequence[str], print_links: bool = False) -> dict[str, Any]:
    """The letter as data of the typst templates ``letter`` and ``print_run``, without the brand.

    ``recipient`` are the lines of the address window, five at most are seen. ``print_links`` adds
    the addresses of the links as footnotes, for a reader of paper.
    """
    language, _, region = REGIONS.get(letter.language, letter.language).partition("-")
    return {
        "title": letter.subject,
        "lang": language,
        "region": region or None,
        "recipient": list(recipient),
        "place_date": letter.place_date,
        "object_line": object_line(letter),
        "body": content.to_data(letter.body),
        "signatories": [{"name": s.name, "title": s.title} for s in letter.signatories],
        "enclosures": [{"label": e.label, "href": e.href} for e in letter.enclosures],
        "labels": {"page": _labels(letter.language)[2], "enclosures": enclosures_label(letter)},
        "print_links": print_links,
    }


@lru_cache(maxsize=16)
def _labels(language: str) -> tuple[str, str, str]:
    """Object line, enclosures and page number in a language: the same for many letters."""
    with override(language):
        return _("Re: %(subject)s"), polish(_("Encl."), language), _("Page {page} of {pages}")


def _enclosure_blocks(letter: Letter) -> Blocks:
    lines = tuple((Span(e.label, href=e.href),) for e in letter.enclosures)
    return (Block("ul", lines),)
