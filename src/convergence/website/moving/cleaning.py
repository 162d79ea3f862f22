"""From the content of an old page to the blocks of a new one, with everything that was dropped on the way.

Pure: pictures and inner links are still old addresses; `building` finds them.
"""

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from convergence.website.dressing import dress_line
from convergence.website.moving.flow import HEADINGS, Flow, Piece
from convergence.website.moving.noise import WIKI_BUTTONS, Finding, Findings, safe_address
from convergence.website.moving.shortcodes import MARKS, Marks, unfold

LONGEST_HEADING = 160
LONGEST_NOTE = 600
LONGEST_CAPTION = 300
LONGEST_ADDRESS = 200

_NOTES_TITLES = frozenset(
    [
        "notes",
        "notes et references",
        "references",
        "notes de bas de page",
        "notes et references bibliographiques",
        "footnotes",
        "endnotes",
        "notes and references",
        "references and notes",
        "notas",
        "notas y referencias",
        "referencias",
        "notas al pie",
    ]
)
_NOTE_START = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3})[.)\u00a0]|(?:↑|\^|↩))\s*")
_NUMBERED = re.compile(r"\[(\d{1,3})\]")
_CREDIT = re.compile(
    r"(?:(?:photos?|photographies?|crédits?|fotos?|fotografías?|image|illustration|pictures?)(?:[\s\u00a0]+(?:photos?|credits?|par|by|de))?"
    r"[\s\u00a0]*[:©–-]|©)[\s\u00a0]*(?P<name>\S.{1,190})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Block:
    """A block of the body: `heading` and `text` (a string), `quote`, `picture` (dictionaries), `notes` (a list)."""

    kind: str
    value: Any


@dataclass
class Cleaned:
    """What became of a content."""

    blocks: list[Block] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def clean(content: str, *, language: str, title: str = "", footnotes: str = "") -> Cleaned:
    """Clean a content of either editor of WordPress.

    Args:
        content: HTML with shortcodes, comments of the editor and whatever else was pasted.
        language: of the page (`fr`, `en`, `es`).
        title: of the page; a heading that only repeats it is dropped.
        footnotes: what the newer editor keeps its notes in (JSON), empty when there is none.
    """
    findings, marks = Findings(), Marks()
    content, private = MARKS.subn("", content)
    if private:
        findings.add("invisible", count=private)
    content, buttons = WIKI_BUTTONS.subn("", content)
    if buttons:
        findings.add("wiki_furniture", "[modifier]", buttons)
    notes: dict[str, str] = {}
    breaks_lines = "<!-- wp:" not in content
    flow = Flow(language, findings, marks, breaks_lines=breaks_lines)
    flow.feed(unfold(content, findings, notes, marks))
    pieces = flow.finish()
    found = {key: _note_of_html(words, language) for key, words in {**_kept_notes(footnotes), **notes}.items()}
    pieces = _without_title(pieces, title, findings)
    pieces = _with_credits(pieces)
    pieces, listed = _taken_notes(pieces, language, marks)
    blocks = _blocks(pieces, language, findings)
    return Cleaned(_with_notes(blocks, {**found, **listed}, marks, findings), findings.all())


def credit_of(caption: str) -> tuple[str, str]:
    """Part the credit from a caption: `Au marché. Photo : A. Tremblay` → (`Au marché.`, `A. Tremblay`)."""
    found = _CREDIT.search(caption)
    if not found or (found.start() and caption[found.start() - 1].isalnum()):
        return caption, ""
    return caption[: found.start()].rstrip(" ([–—-,;"), found["name"].strip(" .)]")


def folded(words: str) -> str:
    """Return words without accents, case nor signs, to be compared."""
    import unicodedata  # noqa: PLC0415

    plain = unicodedata.normalize("NFKD", words.casefold().replace("’", "'"))
    return " ".join(re.findall(r"\w+", "".join(char for char in plain if not unicodedata.combining(char))))


# --- pieces ----------------------------------------------------------------------------------------------------------


def _without_title(pieces: list[Piece], title: str, findings: Findings) -> list[Piece]:
    first = next((piece for piece in pieces if piece.kind != "picture"), None)
    if first is not None and first.kind in HEADINGS and title and folded(first.words) == folded(title):
        findings.add("title_repeated", first.words)
        return [piece for piece in pieces if piece is not first]
    return pieces


def _with_credits(pieces: list[Piece]) -> list[Piece]:
    """Give the picture just above it a line that only says who took it (S51)."""
    kept: list[Piece] = []
    for piece in pieces:
        above = kept[-1] if kept else None
        if piece.kind == "p" and above and above.kind == "picture" and len(piece.words) <= 200:
            rest, credit = credit_of(piece.words)
            if credit and not rest:
                above.data["credit"] = credit
                continue
        kept.append(piece)
    return kept


def _taken_notes(pieces: list[Piece], language: str, marks: Marks) -> tuple[list[Piece], dict[str, dict[str, str]]]:
    """Take the notes out of the flow: those that lead back to their place, and those under a title that says so."""
    notes: dict[str, dict[str, str]] = {}
    kept: list[Piece] = []
    inside = False
    for piece in pieces:
        if piece.kind == "note":
            notes[piece.data["key"]] = _note(piece.words, piece.data["url"], language)
            continue
        if _is_notes_title(piece):
            inside = True
            kept.append(piece)
            continue
        if piece.kind in HEADINGS:
            inside = False
        taken = _notes_in(piece, len(notes), language) if inside else {}
        if taken:
            notes |= taken
        else:
            kept.append(piece)
    if any(key in notes for key in (f"n{number}" for number in range(1, 1000))):
        for piece in kept:
            _mark_numbers(piece, notes, marks)
    return kept, notes


def _is_notes_title(piece: Piece) -> bool:
    return piece.kind in {*HEADINGS, "p"} and len(piece.words) < 60 and folded(piece.words) in _NOTES_TITLES


def _notes_in(piece: Piece, known: int, language: str) -> dict[str, dict[str, str]]:
    if piece.kind == "list" and piece.items:
        return {
            key or f"n{place}": _note(words, address, language)
            for place, (words, address, key) in enumerate(piece.items, start=known + 1)
        }
    found = {}
    for html in piece.html.split("<br/>"):
        words = unescape(re.sub(r"<[^>]+>", "", html)).strip()
        start = _NOTE_START.match(words)
        if piece.kind != "p" or not start:
            return {}
        number = int(start[1] or start[2] or known + len(found) + 1)
        address = re.search(r'<a href="(https?://[^"]*)"', html)
        found[f"n{number}"] = _note(words, unescape(address[1]) if address else "", language)
    return found


def _mark_numbers(piece: Piece, notes: dict[str, dict[str, str]], marks: Marks) -> None:
    def sign(found: re.Match[str]) -> str:
        key = f"n{int(found[1])}"
        return marks.sign(key) if key in notes else found[0]

    piece.html = re.sub(r"(?:<sup>)?\[(\d{1,3})\](?:</sup>)?", sign, piece.html)


def _note(words: str, address: str, language: str) -> dict[str, str]:
    words = MARKS.sub("", words)
    if start := _NOTE_START.match(words):
        words = words[start.end() :]
    words = words.strip(" \u00a0↑↩^")
    bare = re.search(r"https?://[^\s<>\"»)]+", words)
    address = address or (bare[0].rstrip(".,;") if bare else "")
    if address and words.rstrip(".").endswith(address):
        words = words.rstrip(".")[: -len(address)].rstrip(" :–—-(\u00a0,") or address
    safe = safe_address(address)
    if len(safe) > LONGEST_ADDRESS:
        words, safe = f"{words} {safe}", ""
    return {"text": dress_line(words, language)[:LONGEST_NOTE], "url": safe}


def _note_of_html(html: str, language: str) -> dict[str, str]:
    words = unescape(re.sub(r"<[^>]*>", "", html))
    address = re.search(r"href=[\"'](https?://[^\"']+)", html)
    return _note(" ".join(words.split()), unescape(address[1]) if address else "", language)


def _kept_notes(footnotes: str) -> dict[str, str]:
    try:
        rows = json.loads(footnotes) if footnotes else []
    except ValueError:
        return {}
    if not isinstance(rows, list):
        return {}
    return {str(row["id"]): str(row.get("content", "")) for row in rows if isinstance(row, dict) and row.get("id")}


# --- blocks ----------------------------------------------------------------------------------------------------------


def _blocks(pieces: list[Piece], language: str, findings: Findings) -> list[Block]:
    levels = sorted({int(piece.kind[1]) for piece in pieces if piece.kind in HEADINGS})
    blocks: list[Block] = []
    texts: list[str] = []

    def end_text() -> None:
        if texts:
            blocks.append(Block("text", "".join(texts)))
            texts.clear()

    for piece in pieces:
        if piece.kind == "p":
            texts.append(f"<p>{piece.html}</p>")
        elif piece.kind == "list":
            texts.append(piece.html)
        elif piece.kind in HEADINGS and levels.index(int(piece.kind[1])):
            texts.append(_small_heading(piece, levels))
        else:
            end_text()
            blocks.append(_large(piece, language, findings))
    end_text()
    return blocks


def _small_heading(piece: Piece, levels: list[int]) -> str:
    tag = "h3" if levels.index(int(piece.kind[1])) == 1 else "h4"
    return f"<{tag}>{re.sub(r'</?(?:b|a)[^>]*>', '', piece.html)}</{tag}>"


def _large(piece: Piece, language: str, findings: Findings) -> Block:
    words = dress_line(MARKS.sub("", piece.words), language)
    if piece.kind in HEADINGS:
        if len(words) > LONGEST_HEADING:
            findings.add("long_heading", words)
            return Block("text", f"<p><b>{re.sub(r'</?b>', '', piece.html)}</b></p>")
        return Block("heading", words)
    if piece.kind == "quote":
        quote = "\n\n".join(dress_line(MARKS.sub("", part), language) for part in piece.words.split("\n\n"))
        return Block("quote", {"quote": quote.strip("«» \u00a0“”\""), "said_by": dress_line(piece.data["said_by"], language), "source_url": ""})  # fmt: skip
    caption, credit = credit_of(piece.data["caption"])
    return Block(
        "picture",
        {
            **piece.data,
            "alt": dress_line(piece.data["alt"], language),
            "caption": dress_line(caption, language)[:LONGEST_CAPTION],
            "credit": piece.data.get("credit", "") or credit,
        },
    )


def _with_notes(blocks: list[Block], notes: dict[str, dict[str, str]], marks: Marks, findings: Findings) -> list[Block]:
    """Number the notes in the order of their marks and write `[n]` where they stand; unmarked ones come last."""
    order: list[str] = []
    for block in blocks:
        if block.kind == "text":
            order += [marks.key(sign) for sign in MARKS.findall(block.value)]
    order = [key for key in dict.fromkeys(order) if notes.get(key, {}).get("text")]
    order += [key for key, note in notes.items() if key not in order and note["text"]]
    numbers = {key: number for number, key in enumerate(order, start=1)}

    def numbered(found: re.Match[str]) -> str:
        key = marks.key(found[0])
        if key not in numbers:
            findings.add("mark_without_note", f"[{key.lstrip('ns')}]")
            return ""
        return f"[{numbers[key]}]"

    done = [Block("text", MARKS.sub(numbered, block.value)) if block.kind == "text" else block for block in blocks]
    for block in done:
        if block.kind == "text" and not numbers:
            for number in _NUMBERED.findall(block.value):
                findings.add("mark_without_note", f"[{number}]")
    if not order:
        return done
    done = _without_notes_title(done)
    return [*done, Block("notes", [notes[key] for key in order])]


def _without_notes_title(blocks: list[Block]) -> list[Block]:
    """Leave out the old title of the notes: the block of notes brings its own."""
    kept = []
    for block in blocks:
        if block.kind == "heading" and folded(block.value) in _NOTES_TITLES:
            continue
        if block.kind == "text":
            value = re.sub(
                r"<(p|h3|h4)>((?:(?!</\1>).){1,80})</\1>",
                lambda found: "" if folded(re.sub(r"<[^>]+>", "", found[2])) in _NOTES_TITLES else found[0],
                block.value,
            )
            if not value:
                continue
            block = Block("text", value)
        kept.append(block)
    return kept
