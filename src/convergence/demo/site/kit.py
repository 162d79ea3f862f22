"""What the words of the example site are made of: texts in three languages, pages and the blocks of their bodies."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from convergence.documents.typography import polish

LANGUAGES = ("fr", "en", "es")
Link = Callable[[str], str]
"""Gives the opening tag of a link from what stands between the brackets: a web address, `mailto:` or `page:<key>`."""

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"\*(.+?)\*")
_ACRONYM = re.compile(r"~([^~]+)~")


class T(NamedTuple):
    """The same words in French, English and Spanish."""

    fr: str
    en: str
    es: str

    def to(self, language: str) -> str:
        """Return the words in a language, with its typography."""
        return polish(getattr(self, language), language)


NOTHING = T("", "", "")


@dataclass(frozen=True)
class Block:
    """A block of a body; `make` gives its stored value in a language."""

    kind: str
    make: Callable[[str, "Finder"], Any]


@dataclass(frozen=True)
class Finder:
    """What blocks ask of the loading: ids of French pages, sources, pictures, claims; words of sources."""

    page_ids: Mapping[str, int]
    source_ids: Mapping[str, int]
    picture_ids: Mapping[str, int]
    claim_ids: Mapping[str, int]
    source_words: Callable[[str, str], str]
    source_url: Callable[[str], str]

    def link(self, target: str) -> str:
        """Return the opening tag of a link."""
        if target.startswith("page:"):
            return f'<a linktype="page" id="{self.page_ids[target.removeprefix("page:")]}">'
        return f'<a href="{escape(target)}">'


def words(fr: str, en: str, es: str) -> Block:
    """Return running text: paragraphs apart by a blank line, `- ` for lists, `~` around acronyms."""
    said = T(fr, en, es)
    return Block("text", lambda language, find: html(said.to(language), find.link))


def parts(fr: str, en: str, es: str) -> tuple[Block, ...]:
    """Return the headings (lines that begin with `### `) and the running texts of a longer one."""
    found = []
    for told in zip(*(re.split(r"(?:^|\n\n)### (.+)\n\n", text) for text in (fr, en, es)), strict=True):
        make = heading if len(found) % 2 else words
        found.append(make(*told))
    return tuple(found if fr[:4] != "### " else found[1:])


def heading(fr: str, en: str, es: str) -> Block:
    """Return the heading of a part of the page."""
    said = T(fr, en, es)
    return Block("heading", lambda language, _find: said.to(language))


def figure(value: int, qualifier: str, unit: T, source: str) -> Block:
    """Return a number with its qualifier and its source (by short name)."""
    return Block(
        "figure",
        lambda language, find: {
            "value": value,
            "qualifier": qualifier,
            "unit": unit.to(language),
            "source": find.source_words(source, language),
            "source_url": find.source_url(source),
        },
    )


def counters(*keys: str) -> Block:
    """Return counters, by the short names of the totals."""
    return Block("counters", lambda _language, _find: [{"key": key} for key in keys])


def quote(said: T, by: T) -> Block:
    """Return somebody's words and who said them."""
    return Block(
        "quote",
        lambda language, _find: {"quote": said.to(language), "said_by": by.to(language), "source_url": ""},
    )


def claim(slug: str) -> Block:
    """Return a claim of the register, by its short name; who made it comes with it."""
    return Block("claim", lambda _language, find: find.claim_ids[slug])


def picture(key: str, caption: T) -> Block:
    """Return a picture, by its short name, and what is said under it; its credit and its words come with it."""
    return Block("picture", lambda language, find: {"picture": find.picture_ids[key], "caption": caption.to(language)})


def doors(*ways: tuple[str, T, T]) -> Block:
    """Return ways to act: the key of a page or `place:` and what a register shows, two or three words, a sentence."""
    return Block(
        "doors",
        lambda language, find: [
            {"title": title.to(language), "words": said.to(language), **_behind(key, find), "url": ""}
            for key, title, said in ways
        ],
    )


def _behind(key: str, find: Finder) -> dict[str, Any]:
    kind, _colon, place = key.partition(":")
    return {"page": None, "place": place} if kind == "place" else {"page": find.page_ids[key], "place": ""}


def registers() -> Block:
    """Return the doors to what can be asked for, borrowed and ordered: pages that the registers make."""
    return doors(
        (
            "place:trainings",
            T("Demander une formation", "Ask for training", "Pedir una formación"),
            T("Les formations que nous offrons", "The training that we offer", "Las formaciones que ofrecemos"),
        ),
        (
            "place:exhibitions",
            T("Emprunter une exposition", "Borrow an exhibition", "Pedir prestada una exposición"),
            T("Ses panneaux, ses dates libres", "Its panels, its free dates", "Sus paneles, sus fechas libres"),
        ),
        (
            "place:tools",
            T("Commander un outil", "Order a tool", "Encargar una herramienta"),
            T("Le catalogue des outils", "The catalogue of tools", "El catálogo de herramientas"),
        ),
    )


def posters(*keys: str) -> Block:
    """Return small posters of pages, by their keys."""
    return Block("posters", lambda _language, find: [find.page_ids[key] for key in keys])


def call(page: str, title: T, said: T, button: T, kicker: T | None = None) -> Block:
    """Return the one red block of a page."""
    return Block(
        "call",
        lambda language, find: {
            "kicker": kicker.to(language) if kicker else "",
            "title": title.to(language),
            "words": said.to(language),
            "link_words": button.to(language),
            "page": find.page_ids[page],
        },
    )


@dataclass(frozen=True)
class Leaf:
    """A page in three languages: `key` is its path of short names, `rows` the facts it holds, `sources` where from."""

    key: str
    title: T
    slug: T
    lede: T
    body: tuple[Block, ...] = ()
    kicker: T = NOTHING
    model: str = "TextPage"
    parent: str = ""
    in_menu: bool = False
    axis: str = ""
    drawing: str = ""
    picture: str = ""
    rows: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def body_of(leaf: Leaf, language: str, find: Finder) -> list[dict[str, Any]]:
    """Return the stored body of a page; its blocks bear the same ids in every language, so that they can be compared."""
    blocks = [*leaf.body, *([_sources(leaf.sources)] if leaf.sources else ())]
    stored = []
    for index, block in enumerate(blocks):
        value = block.make(language, find)
        if isinstance(value, list):
            value = [
                {"type": "item", "value": item, "id": _id(leaf.key, index, place)} for place, item in enumerate(value)
            ]
        stored.append({"type": block.kind, "value": value, "id": _id(leaf.key, index)})
    return stored


def html(text: str, link: Link) -> str:
    """Return light Markdown as the HTML that the editor stores."""
    parts = []
    for part in text.strip().split("\n\n"):
        lines = [line.strip() for line in part.strip().split("\n")]
        if lines[0].startswith("- "):
            parts.append("<ul>" + "".join(f"<li>{_inline(line[2:], link)}</li>" for line in lines) + "</ul>")
        else:
            parts.append(f"<p>{_inline(' '.join(lines), link)}</p>")
    return "".join(parts)


def _inline(text: str, link: Link) -> str:
    text = _ACRONYM.sub(r"<abbr>\1</abbr>", escape(text, quote=False))
    text = _LINK.sub(lambda found: f"{link(found[2])}{found[1]}</a>", text)
    return _EMPHASIS.sub(r"<i>\1</i>", _STRONG.sub(r"<b>\1</b>", text))


def _sources(keys: tuple[str, ...]) -> Block:
    return Block("sources", lambda _language, find: [{"source": find.source_ids[key], "detail": ""} for key in keys])


def _id(*parts: object) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, ("demo", *parts)))))
