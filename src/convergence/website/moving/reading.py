"""Reading of a WordPress export (WXR 1.0 to 1.2), item after item, without entities and without the web.

Pure: it knows neither Django nor the site. What cannot be read is refused with a code; `errors` has the sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

MAX_BYTES = 200 * 1024 * 1024
MAX_ITEMS = 50_000
MAX_WORDS = 1_000_000
"""Characters of the longest content that is read; a longer one is left out and reported."""

KEPT_META = frozenset({"_wp_attachment_image_alt", "_wp_attached_file", "_thumbnail_id", "footnotes"})
VERSIONS = frozenset({"1.0", "1.1", "1.2"})

_WORDPRESS = re.compile(r"\{http://wordpress\.org/export/(\d+\.\d+)/(excerpt/)?\}(.+)")
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ILLEGAL = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
"""Control characters, which XML forbids and old editors left in the words."""


class Unreadable(Exception):
    """The file is no export that can be read. `code` says why, `values` where."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Label:
    """A category, a tag or a language of an item. `domain` is WordPress's taxonomy."""

    domain: str
    slug: str
    name: str


@dataclass(frozen=True)
class Item:
    """A page, a post, an attachment or anything else of the export, as it was written.

    Attributes:
        kind: WordPress's type: `page`, `post`, `attachment`, …
        date: `YYYY-MM-DD HH:MM:SS` in the site's own time, empty when there is none.
        meta: the fields of `KEPT_META`.
        comments: how many comments it carried.
    """

    wp_id: int
    kind: str
    status: str
    title: str = ""
    link: str = ""
    slug: str = ""
    parent: int = 0
    order: int = 0
    date: str = ""
    author: str = ""
    content: str = ""
    excerpt: str = ""
    file_url: str = ""
    has_password: bool = False
    labels: tuple[Label, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0
    is_too_long: bool = False


@dataclass
class Export:
    """The whole export. `repaired` counts the characters that XML forbids and that were left out."""

    title: str = ""
    address: str = ""
    language: str = ""
    version: str = ""
    items: list[Item] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)
    repaired: int = 0

    @property
    def host(self) -> str:
        """Return the host of the old site, without `www.`."""
        return bare_host(self.address)


def bare_host(address: str) -> str:
    """Return the host of an address, lower-cased, without `www.`; empty when there is none."""
    try:
        host = (urlsplit(address.strip()).hostname or "").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.")


class _Legible:
    """The file without forbidden control characters, never longer than allowed."""

    def __init__(self, stream: IO[bytes], max_bytes: int) -> None:
        self._stream = stream
        self._left = max_bytes
        self.dropped = 0

    def read(self, size: int = -1) -> bytes:
        while True:
            block = self._stream.read(size if size > 0 else 65_536)
            self._left -= len(block)
            if self._left < 0:
                raise Unreadable("too_big")
            legible = block.translate(None, _ILLEGAL)
            self.dropped += len(block) - len(legible)
            if legible or not block:
                return legible


def read(stream: IO[bytes], *, max_bytes: int = MAX_BYTES) -> Export:
    """Read an export.

    Raises:
        Unreadable: it is empty, too big, broken, hostile, or no WordPress export.
    """
    _refuse_other_files(stream)
    legible = _Legible(stream, max_bytes)
    export = Export()
    try:
        _read_items(legible, export)
    except DefusedXmlException as error:
        raise Unreadable("hostile") from error
    except ParseError as error:
        line, column = error.position
        raise Unreadable("broken", line=line, column=column) from error
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        raise Unreadable("broken", line=0, column=0) from error
    if not export.version:
        raise Unreadable("not_wordpress")
    if export.version not in VERSIONS:
        raise Unreadable("unknown_version", version=export.version[:20])
    export.repaired = legible.dropped
    return export


def _refuse_other_files(stream: IO[bytes]) -> None:
    start = stream.read(512)
    stream.seek(0)
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        raise Unreadable("empty")
    if head.startswith((b"pk\x03\x04", b"\x1f\x8b")):
        raise Unreadable("compressed")
    if head.startswith((b"<!doctype html", b"<html")):
        raise Unreadable("web_page")
    if not head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("not_xml")


def _read_items(stream: _Legible, export: Export) -> None:
    channel: Element | None = None
    depth = 0
    for event, element in ElementTree.iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            depth += 1
            if depth == 1 and element.tag != "rss":
                raise Unreadable("not_wordpress")
            if depth == 2 and element.tag == "channel":
                channel = element
            continue
        depth -= 1
        if depth != 2 or channel is None:
            continue
        if element.tag == "item":
            if len(export.items) >= MAX_ITEMS:
                raise Unreadable("too_many")
            item = _item(element)
            if item is not None:
                export.items.append(item)
        else:
            _read_header(element, export)
        channel.remove(element)


def _name(element: Any) -> str:
    found = _WORDPRESS.fullmatch(element.tag)
    if found:
        return f"excerpt:{found[3]}" if found[2] else f"wp:{found[3]}"
    return {_CONTENT: "content", _CREATOR: "creator"}.get(element.tag, str(element.tag))


def _words(element: Any) -> str:
    return (element.text or "").strip()


def _read_header(element: Any, export: Export) -> None:
    name, words = _name(element), _words(element)
    if name == "wp:wxr_version":
        export.version = words
    elif name == "title":
        export.title = words[:200]
    elif name == "language":
        export.language = words[:10]
    elif name == "link" or (name in {"wp:base_site_url", "wp:base_blog_url"} and not export.address):
        export.address = words[:300] or export.address
    elif name == "wp:author":
        parts = {_name(part): _words(part) for part in element}
        login = parts.get("wp:author_login", "")
        export.authors[login] = parts.get("wp:author_display_name") or login


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 16 else 0


def _item(element: Any) -> Item | None:
    parts: dict[str, str] = {}
    labels, meta, comments = [], {}, 0
    for part in element:
        name = _name(part)
        if name == "category":
            labels.append(Label(part.get("domain", ""), part.get("nicename", "")[:200], _words(part)[:200]))
        elif name == "wp:postmeta":
            meta.update(_meta(part))
        elif name == "wp:comment":
            comments += 1
        else:
            parts[name] = part.text or ""
    kind = parts.get("wp:post_type", "").strip()
    number = _number(parts.get("wp:post_id", "").strip())
    if not kind or not number:
        return None
    content = parts.get("content", "")
    return Item(
        wp_id=number,
        kind=kind,
        status=parts.get("wp:status", "").strip(),
        title=parts.get("title", "").strip(),
        link=parts.get("link", "").strip()[:2000],
        slug=parts.get("wp:post_name", "").strip()[:400],
        parent=_number(parts.get("wp:post_parent", "").strip()),
        order=_number(parts.get("wp:menu_order", "").strip()),
        date=_date(parts.get("wp:post_date", "")),
        author=parts.get("creator", "").strip()[:200],
        content=content if len(content) <= MAX_WORDS else "",
        excerpt=parts.get("excerpt:encoded", "").strip()[:MAX_WORDS],
        file_url=parts.get("wp:attachment_url", "").strip()[:2000],
        has_password=bool(parts.get("wp:post_password", "").strip()),
        labels=tuple(labels),
        meta=meta,
        comments=comments,
        is_too_long=len(content) > MAX_WORDS,
    )


def _meta(element: Any) -> Iterator[tuple[str, str]]:
    parts = {_name(part): part.text or "" for part in element}
    key = parts.get("wp:meta_key", "").strip()
    if key in KEPT_META:
        yield key, parts.get("wp:meta_value", "").strip()[:MAX_WORDS]


def _date(words: str) -> str:
    words = words.strip()
    return words if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", words) and not words.startswith("0000") else ""
