"""Typography of the three languages: spaces, quotation marks, apostrophes, ordinals.

It only dresses what the author wrote. It never adds or removes a word, never rewrites an
inclusive form (``certain.e.s``, ``invité-e-s``), and never touches an address or a URL (S138, S139).
"""

import re
from functools import lru_cache

NBSP = "\u00a0"
"""No-break space: before a colon, inside guillemets, between a number and its unit."""

NNBSP = "\u202f"
"""Narrow no-break space: before ``;``, ``!`` and ``?`` when the author left a space there."""

_PROTECTED = re.compile(r"(https?://\S+|mailto:\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\{\{.*?\}\})")
_ORDINAL = re.compile(r"(?<=[0-9IVXLCM])\^\{?([a-zè]{1,4})\}?|\b([nNdM])\^\{?(o|os|me|mes|lle)\}?")
_FRENCH_ORDINAL = re.compile(r"(?<![\w/.,@^-])(?:\d{1,3}|[IVX]{2,}|I(?=er))(ers?|res?|es?)(?![\w@/^-])")
"""What a French author writes without a sign: ``1er``, ``50e``, ``XXe``; never ``Le`` nor a postal code."""

_OPEN_BEFORE = frozenset(" \t\n([{«“—–-" + NBSP + NNBSP)

_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)


@lru_cache(maxsize=4096)
def polish(text: str, language: str, *, before: str = "") -> str:
    """Return ``text`` with the typographic signs of ``language`` (a code such as ``fr``, ``fr-CA``).

    ``before`` is the character that stands before the text, if it is the middle of a line: it
    decides which way a straight quotation mark opens. Idempotent. Addresses, URLs and merge fields
    are left exactly as they are.
    """
    parts = _PROTECTED.split(text)
    for index, part in enumerate(parts):
        if index % 2 == 0:
            parts[index] = _polish_words(part, language[:2].lower(), before)
        before = parts[index][-1:] or before
    return "".join(parts)


def split_ordinals(text: str, language: str = "") -> list[tuple[str, bool]]:
    """Split ``50^e`` into ``[("50", False), ("e", True)]``: pieces with their superscript flag (S139).

    In French ``50e`` and ``1er`` are split too.
    """
    if language[:2].lower() == "fr":
        text = _FRENCH_ORDINAL.sub(lambda found: f"{found[0][: -len(found[1])]}^{found[1]}", text)
    pieces: list[tuple[str, bool]] = []
    position = 0
    for found in _ORDINAL.finditer(text):
        letter = found.group(2) or ""
        plain = text[position : found.start()] + letter
        if plain:
            pieces.append((plain, False))
        pieces.append((found.group(1) or found.group(3), True))
        position = found.end()
    if position < len(text):
        pieces.append((text[position:], False))
    return pieces


def flat_ordinals(text: str) -> str:
    """Write ``50^e`` as ``50e``, where nothing can be raised: an object line, a plain text."""
    return "".join(piece for piece, _raised in split_ordinals(text))


def _polish_words(text: str, language: str, before: str) -> str:
    if not text:
        return text
    text = text.replace("...", "…")
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    if language == "fr":
        text = re.sub(r"(?<=\w)'(?=[ \"]|$)", "’", text)
        text = _quotes(text, f"«{NBSP}", f"{NBSP}»", before, after_elision=True)
        text = re.sub(r"«[ \u00a0\u202f]*", f"«{NBSP}", text)
        text = re.sub(r"[ \u00a0\u202f]*»", f"{NBSP}»", text)
        text = re.sub(r"[ \u00a0]:(?!//)", f"{NBSP}:", text)
        text = re.sub(r"[ \u00a0]([;!?])", rf"{NNBSP}\1", text)
        text = re.sub(r"\bP\. ?j\.", f"P.{NBSP}j.", text)
        text = re.sub(r"(?<=\d) (?=[$%])", NBSP, text)
        text = re.sub(r"(?<=\d) (?=h\b)", NBSP, text)
        text = re.sub(rf"(?<=\d{NBSP}h) (?=\d\d\b)", NBSP, text)
        text = re.sub(r"\b(\d{1,3}) (?=\d{3}(?:\D|$))", rf"\1{NBSP}", text)
    elif language == "es":
        text = _quotes(text, "«", "»", before)
    else:
        text = _quotes(text, "“", "”", before)
    text = re.sub(rf"\b(\d{{1,2}}(?:er)?) (?=(?:de )?(?:{_MONTHS})\b)", rf"\1{NBSP}", text)
    return re.sub(r"\b(poste|no|nº|art\.|ext\.) (?=\d)", rf"\1{NBSP}", text)


def _quotes(text: str, opening: str, closing: str, before: str, *, after_elision: bool = False) -> str:
    if '"' not in text:
        return text
    out: list[str] = []
    for index, char in enumerate(text):
        if char != '"':
            out.append(char)
            continue
        previous = text[index - 1] if index else before
        opens = not previous or previous in _OPEN_BEFORE or (after_elision and previous in "'’")
        out.append(opening if opens else closing)
    return "".join(out)
