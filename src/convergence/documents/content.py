"""One structured source for everything a letter becomes: HTML, plain text and typst (S137).

Authors write either the HTML of the back office's editor (``p``, ``h2``–``h4``, ``ul``, ``ol``,
``blockquote``, ``b``/``strong``, ``i``/``em``, ``sup``, ``a``) or a light Markdown with the same
means. Both become the same tree of blocks and spans; anything else is dropped, its words are kept.
Merge fields are written ``{{ name }}``; a field that holds an address is made a readable link with
``[the words to read]({{ field }})``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from convergence.documents.typography import polish, split_ordinals

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}", re.IGNORECASE)
_FIELD_LINK = re.compile(r"\[([^\]\[]+)\]\((\{\{\s*[a-z][a-z0-9_.]*\s*\}\}|https?://[^\s)]+|#)\)", re.IGNORECASE)
_BARE_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)»]")
_SAFE_HREF = re.compile(r"https?:|mailto:|tel:|#|\{\{", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(r"<(p|h[1-6]|ul|ol|blockquote|div|br|b|i|a|em|strong)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A run of words with one look. ``href`` is empty for words that are no link."""

    text: str
    bold: bool = False
    italic: bool = False
    sup: bool = False
    href: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph (``p``), heading (``h2``, ``h3``), quotation (``quote``) or list (``ul``, ``ol``).

    ``lines`` holds one line, or one per item of a list.
    """

    kind: str
    lines: tuple[Line, ...]


Blocks = tuple[Block, ...]


@dataclass(frozen=True)
class Link:
    """A link of a letter: the words that are read, and where they lead."""

    text: str
    href: str


def parse(source: str) -> Blocks:
    """Read the author's text, HTML of the editor or light Markdown, into blocks."""
    blocks = _from_html(source) if _LOOKS_LIKE_HTML.match(source.lstrip()) else _from_markdown(source)
    return tuple(block for block in map(_tidy, blocks) if block.lines)


def fields(blocks: Sequence[Block]) -> list[str]:
    """Names of the merge fields used, in order of appearance, each once."""
    names: dict[str, None] = {}
    for span in spans(blocks):
        for found in FIELD.finditer(span.text + " " + span.href):
            names[found.group(1).lower()] = None
    return list(names)


def merge(blocks: Sequence[Block], values: Mapping[str, object], language: str = "") -> Blocks:
    """Fill the merge fields. Values are words: markup in a value stays literal, only its ordinals are raised.

    Raises:
        KeyError: a field has no value in ``values``; its name is the argument.
    """

    def fill(text: str) -> str:
        return FIELD.sub(lambda found: str(values[found.group(1).lower()]), text)

    def fill_span(span: Span) -> Iterable[Span]:
        text = fill(span.text)
        filled = replace(span, text=text, href=fill(span.href))
        return (filled,) if text == span.text else raise_ordinals(filled, language)

    filled = (
        Block(block.kind, tuple(tuple(piece for span in line for piece in fill_span(span)) for line in block.lines))
        for block in blocks
    )
    return tuple(block for block in map(_drop_empty, filled) if block.lines)


def raise_ordinals(span: Span, language: str) -> list[Span]:
    """Return a span as the pieces in which its ordinals are raised; addresses and URLs are left alone."""
    if span.sup or "://" in span.text or "@" in span.text:
        return [span]
    return [replace(span, text=piece, sup=raised) for piece, raised in split_ordinals(span.text, language)]


def dress(blocks: Sequence[Block], language: str) -> Blocks:
    """Give the blocks the typography of their language and raise ordinals (``50^e``)."""

    def dress_line(line: Line) -> Line:
        dressed: list[Span] = []
        before = ""
        for span in line:
            text = polish(span.text, language, before=before)
            before = text[-1:] or before
            if span.sup:
                dressed.append(replace(span, text=text))
            else:
                dressed.extend(raise_ordinals(replace(span, text=text), language))
        return tuple(dressed)

    return tuple(Block(block.kind, tuple(map(dress_line, block.lines))) for block in blocks)


def spans(blocks: Sequence[Block]) -> Iterator[Span]:
    """Every span in reading order."""
    for block in blocks:
        for line in block.lines:
            yield from line


def links(blocks: Sequence[Block]) -> list[Link]:
    """Every link in reading order, neighbouring spans of one link joined."""
    found: list[Link] = []
    for block in blocks:
        for line in block.lines:
            previous = ""
            for span in line:
                if span.href and span.href == previous:
                    found[-1] = Link(found[-1].text + span.text, span.href)
                elif span.href:
                    found.append(Link(span.text, span.href))
                previous = span.href
    return found


def to_html(blocks: Sequence[Block]) -> str:
    """HTML of the blocks: our own tags only, every word escaped."""
    return "\n".join(map(_block_html, blocks))


def to_text(blocks: Sequence[Block]) -> str:
    """Plain text: a link is its words followed by its address between angle brackets."""
    return "\n\n".join(map(_block_text, blocks))


def to_data(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """JSON-ready form that the typst templates read (``documents/typst/blocks.typ``)."""
    return [
        {"kind": block.kind, "lines": [[_span_data(span) for span in line] for line in block.lines]} for block in blocks
    ]


def words(text: str) -> list[str]:
    """The words of a text, without punctuation: what S137 compares between HTML, text and PDF."""
    return re.findall(r"[^\W_]+", text.replace("\u00ad", ""))


# Output


def _span_data(span: Span) -> dict[str, Any]:
    data: dict[str, Any] = {"text": span.text}
    for name in ("bold", "italic", "sup", "href"):
        if getattr(span, name):
            data[name] = getattr(span, name)
    return data


def _line_html(line: Line) -> str:
    out: list[str] = []
    opened = ""
    for span in line:
        if opened and span.href != opened:
            out.append("</a>")
        if span.href and span.href != opened:
            out.append(f'<a href="{escape(span.href)}">')
        opened = span.href
        html = escape(span.text, quote=False).replace("\n", "<br>")
        for flag, tag in ((span.sup, "sup"), (span.italic, "em"), (span.bold, "strong")):
            html = f"<{tag}>{html}</{tag}>" if flag else html
        out.append(html)
    return "".join(out) + ("</a>" if opened else "")


def _block_html(block: Block) -> str:
    lines = list(map(_line_html, block.lines))
    if block.kind in {"ul", "ol"}:
        return f"<{block.kind}>" + "".join(f"<li>{line}</li>" for line in lines) + f"</{block.kind}>"
    tag = {"quote": "blockquote"}.get(block.kind, block.kind)
    if block.kind == "p" and _is_one_link(block.lines[0]):
        return "<p>" + lines[0].replace("<a ", '<a class="action" ', 1) + "</p>"
    return f"<{tag}>{lines[0]}</{tag}>"


def _is_one_link(line: Line) -> bool:
    """Tell whether a line is a link and nothing else: it is what the reader is asked to do."""
    targets = {span.href for span in line if span.text.strip()}
    return len(targets) == 1 and "" not in targets and not targets & {"#"} and not _is_bare(line)


def _is_bare(line: Line) -> bool:
    return _same_address("".join(span.text for span in line), next(span.href for span in line if span.text.strip()))


def _line_text(line: Line) -> str:
    out: list[str] = []
    for index, span in enumerate(line):
        out.append(span.text)
        following = line[index + 1].href if index + 1 < len(line) else ""
        if span.href and span.href != following and not _same_address(span.text, span.href):
            out.append(f" <{span.href}>")
    return "".join(out)


def _same_address(text: str, href: str) -> bool:
    return href.removeprefix("mailto:").removeprefix("tel:").rstrip("/") == text.strip().rstrip("/")


def _block_text(block: Block) -> str:
    lines = list(map(_line_text, block.lines))
    if block.kind == "ul":
        return "\n".join(f"- {line}" for line in lines)
    if block.kind == "ol":
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    if block.kind == "h2":
        return f"{lines[0]}\n{'=' * min(len(lines[0]), 60)}"
    if block.kind == "quote":
        return "\n".join(f"> {line}" for line in lines[0].split("\n"))
    return lines[0]


# Cleaning


def _drop_empty(block: Block) -> Block:
    kept = tuple(line for line in block.lines if any(span.text.strip() for span in line))
    return block if len(kept) == len(block.lines) else Block(block.kind, kept)


def _tidy(block: Block) -> Block:
    lines = (_trim(tuple(_safe(piece) for span in line for piece in _find_links(span))) for line in block.lines)
    return _drop_empty(Block(block.kind, tuple(lines)))


def _safe(span: Span) -> Span:
    """A link that leads elsewhere than the web, a mailbox or a telephone leads nowhere: ``#``."""
    if not span.href or _SAFE_HREF.match(span.href):
        return span
    return replace(span, href="#")


def _trim(line: Line) -> Line:
    """Join alike neighbours, fold spaces, and cut spaces at both ends."""
    joined: list[Span] = []
    for span in line:
        text = re.sub(r"[ \t\r\f\v]+", " ", span.text)
        if joined and replace(joined[-1], text="") == replace(span, text=""):
            joined[-1] = replace(span, text=joined[-1].text + text)
        elif text:
            joined.append(replace(span, text=text))
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(" \n"))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" \n"))
    return tuple(span for span in joined if span.text)


def _find_links(span: Span) -> Iterator[Span]:
    """Make links of ``[words](address)`` and of bare addresses in a run of words."""
    if span.href:
        yield span
        return
    position = 0
    for found in _FIELD_LINK.finditer(span.text):
        yield from _find_bare(replace(span, text=span.text[position : found.start()]))
        yield replace(span, text=found.group(1), href=found.group(2))
        position = found.end()
    yield from _find_bare(replace(span, text=span.text[position:]))


def _find_bare(span: Span) -> Iterator[Span]:
    position = 0
    for found in _BARE_URL.finditer(span.text):
        yield replace(span, text=span.text[position : found.start()])
        yield replace(span, text=found.group(), href=found.group())
        position = found.end()
    yield replace(span, text=span.text[position:])


# Markdown


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 (slow to load)

    reader = MarkdownIt("zero").enable(
        ["emphasis", "link", "list", "heading", "newline", "blockquote", "escape", "entity", "autolink"]
    )
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader


def _from_markdown(source: str) -> list[Block]:
    # A merge field in a link's address may not hold spaces for Markdown.
    source = FIELD.sub(lambda found: "{{" + found.group(1).lower() + "}}", source)
    # In a plain text of the 1990s a list may follow its sentence without a blank line.
    source = re.sub(r"(?m)^(?![-*\d]|\s*$)(.+)\n(?=[-*] )", r"\1\n\n", source)
    blocks: list[Block] = []
    kinds: list[str] = []
    for token in _reader().parse(source):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            kinds.append("ul" if token.type.startswith("bullet") else "ol")
            blocks.append(Block(kinds[-1], ()))
        elif token.type == "blockquote_open":
            kinds.append("quote")
        elif token.type == "heading_open":
            kinds.append("h2" if token.tag in {"h1", "h2"} else "h3")
        elif token.type in {"bullet_list_close", "ordered_list_close", "blockquote_close", "heading_close"}:
            kinds.pop()
        elif token.type == "inline":
            _add_line(blocks, kinds[-1] if kinds else "p", tuple(_markdown_spans(token.children or [])))
    return blocks


def _add_line(blocks: list[Block], kind: str, line: Line) -> None:
    if kind in {"ul", "ol"}:
        blocks[-1] = Block(kind, (*blocks[-1].lines, line))
    else:
        blocks.append(Block(kind, (line,)))


def _markdown_spans(tokens: Sequence["Token"]) -> Iterator[Span]:
    bold = italic = 0
    href = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                href = str(token.attrGet("href") or "#")
            case "link_close":
                href = ""
            case "softbreak":
                yield Span(" ", bool(bold), bool(italic), href=href)
            case "hardbreak":
                yield Span("\n", bool(bold), bool(italic), href=href)
            case _:
                yield Span(token.content, bool(bold), bool(italic), href=href)


# HTML


class _Reader(HTMLParser):
    """Reads the editor's HTML; unknown tags lose their tag and keep their words."""

    _BLOCKS = {"p": "p", "div": "p", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "blockquote": "quote"}
    _SILENT = frozenset({"script", "style", "template", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._line: list[Span] = []
        self._kind = "p"
        self._lists: list[str] = []
        self._hrefs: list[str] = []
        self._silent = 0
        self._count = {"b": 0, "i": 0, "sup": 0}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent += 1
        elif tag in {"ul", "ol"}:
            self.flush()
            self._lists.append(tag)
            self.blocks.append(Block(tag, ()))
        elif tag == "li":
            self.flush()
        elif tag in self._BLOCKS and not self._lists:
            self.flush()
            self._kind = self._BLOCKS[tag]
        elif tag == "br":
            self.handle_data("\n", keep=True)
        elif tag == "a":
            self._hrefs.append((dict(attrs).get("href") or "#").strip())
        else:
            self._mark(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in {"ul", "ol"}:
            self.flush()
            if self._lists:
                self._lists.pop()
        elif tag == "li" or (tag in self._BLOCKS and not self._lists):
            self.flush()
            self._kind = "p"
        elif tag == "a":
            if self._hrefs:
                self._hrefs.pop()
        else:
            self._mark(tag, -1)

    def handle_data(self, data: str, *, keep: bool = False) -> None:
        if self._silent:
            return
        text = data if keep else re.sub(r"[ \t\r\n\f\v]+", " ", data)
        look = self._count
        href = self._hrefs[-1] if self._hrefs else ""
        self._line.append(Span(text, look["b"] > 0, look["i"] > 0, look["sup"] > 0, href))

    def flush(self) -> None:
        line, self._line = tuple(self._line), []
        if not any(span.text.strip() for span in line):
            return
        _add_line(self.blocks, self._lists[-1] if self._lists else self._kind, line)

    def _mark(self, tag: str, step: int) -> None:
        name = {"strong": "b", "b": "b", "em": "i", "i": "i", "sup": "sup"}.get(tag)
        if name:
            self._count[name] = max(0, self._count[name] + step)


def _from_html(source: str) -> list[Block]:
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader.flush()
    return reader.blocks
