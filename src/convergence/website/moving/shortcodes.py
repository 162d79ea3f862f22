"""What WordPress and its plugins write between square brackets: unfolded, or dropped and named."""

import re
from collections.abc import Callable
from html import escape

from convergence.website.moving.noise import Findings

FIRST_MARK = 0xE000
MARKS = re.compile("[\ue000-\uf8ff]")
"""Signs of the private area of Unicode: they hold the place of a note until the notes are numbered."""

NOTES = ("ref", "efn_note", "footnote", "fn", "mfn")
_KNOWN = frozenset(
    [
        "audio",
        "video",
        "playlist",
        "gallery",
        "embed",
        "caption",
        "wp_caption",
        "contact-form",
        "contact-form-7",
        "button",
        "googlemaps",
        "youtube",
        "vimeo",
        "iframe",
        "slideshow",
        "sitemap",
        "tabs",
        "tab",
        "toggle",
        "column",
        "columns",
        "one_half",
        "one_third",
        "one_fourth",
        "two_third",
        "three_fourth",
        "columns_last",
        "clear",
        "divider",
        "spacer",
    ]
)
_CODE = re.compile(r"(\[?)\[(/?)([A-Za-z][\w-]{0,60})(\s[^\[\]]{0,4000})?\](\]?)")
_CLOSING = re.compile(r"\[/([A-Za-z][\w-]{0,60})\]")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_IMAGE_END = re.compile(r"<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)


class Marks:
    """The notes of one page by key, and the sign that holds the place of each in the words."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def sign(self, key: str) -> str:
        """Return the sign of a note; nothing beyond the 6 400th."""
        if key not in self.keys:
            self.keys.append(key)
        place = self.keys.index(key)
        return chr(FIRST_MARK + place) if FIRST_MARK + place <= 0xF8FF else ""

    def key(self, sign: str) -> str:
        """Return the key of a sign."""
        return self.keys[ord(sign) - FIRST_MARK]


def attributes(words: str) -> dict[str, str]:
    """Return the attributes of a shortcode, names in lower case."""
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(words or "")}


def unfold(content: str, findings: Findings, notes: dict[str, str], marks: Marks) -> str:
    """Return the content without shortcodes.

    Captions and galleries become figures, embedded addresses become links, notes are put in `notes` under a key that
    holds their place in the words. The others are dropped and reported; what stood between two of them is kept. Words
    in brackets that are no shortcode (`[sic]`, `[…]`, `[1]`) stay.
    """
    content = _pairs(content, "caption", _figure)
    content = _pairs(content, "wp_caption", _figure)
    content = _pairs(content, "embed", lambda _attributes, inner: _link(inner))

    def note(_attributes: dict[str, str], inner: str) -> str:
        key = f"s{len(notes) + 1}"
        notes[key] = inner
        return marks.sign(key)

    for name in NOTES:
        content = _pairs(content, name, note)
    closed = {name.lower() for name in _CLOSING.findall(content)}
    return _CODE.sub(lambda found: _drop(found, closed, findings), content)


def _pairs(content: str, name: str, replace: Callable[[dict[str, str], str], str]) -> str:
    opening, closing = f"[{name}", f"[/{name}]"
    pieces, position = [], 0
    while True:
        start = content.find(opening, position)
        if start < 0:
            break
        after = start + len(opening)
        if content[after : after + 1] not in {"]", " ", "\t", "\n"}:
            pieces.append(content[position:after])
            position = after
            continue
        head = content.find("]", start)
        end = content.find(closing, head)
        if head < 0 or end < 0:
            break
        pieces += [content[position:start], replace(attributes(content[after:head]), content[head + 1 : end])]
        position = end + len(closing)
    return "".join([*pieces, content[position:]])


def _figure(given: dict[str, str], inner: str) -> str:
    found = _IMAGE_END.search(inner)
    if not found:
        return inner
    words = given.get("caption") or inner[found.end() :].strip()
    return f"<figure>{inner[: found.end()]}<figcaption>{words}</figcaption></figure>"


def _link(address: str) -> str:
    address = escape(address.strip())
    return f'<p><a href="{address}">{address}</a></p>'


def _drop(found: re.Match[str], closed: set[str], findings: Findings) -> str:
    before, slash, name, words, after = found.groups()
    name = name.lower()
    if before and after:
        return found[0][1:-1]
    given = attributes(words or "")
    is_code = bool(slash or given or name in _KNOWN or "_" in name or name in closed)
    if not is_code:
        return found[0]
    if not slash:
        findings.add("shortcode", f"[{name}]")
    if name == "gallery":
        numbers = [number for number in re.split(r"[,\s]+", given.get("ids", "")) if number.isdecimal()]
        return before + "".join(f'<img class="wp-image-{number}">' for number in numbers) + after
    if name in {"video", "audio", "youtube", "vimeo", "iframe"} and not slash:
        address = given.get("src") or given.get("mp4") or given.get("mp3") or given.get("url") or ""
        return before + (_link(address) if address else "") + after
    return before + after
