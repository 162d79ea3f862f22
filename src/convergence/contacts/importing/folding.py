"""Folded text: what remains of a name when case, accents, dashes and spaces do not count.

Pure functions, without Django. Names are compared folded and stored as they were typed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from sys import intern

_SPECIAL = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ł": "l",
        "ı": "i",
        "þ": "th",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u200b": "",
        "\u200c": "",
        "\u200d": "",
        "\ufeff": "",
        "\u00ad": "",
    }
)
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Lower case without accents or ligatures, plain dashes and quotes, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    kept = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold().replace("´", "'")))
    if not kept.isascii():
        kept = _MARKS.sub("", unicodedata.normalize("NFKD", kept.translate(_SPECIAL)))
    return " ".join(kept.split())


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order, without any punctuation."""
    return tuple(map(intern, _NOT_WORD.sub(" ", fold(text)).split()))


def plain(text: str) -> str:
    """The folded words joined by single spaces: the form in which headers are compared."""
    return intern(" ".join(words(text)))


def tidy(text: str) -> str:
    """A cell's text without control characters, odd spaces or surrounding blanks."""
    if text.isprintable():
        return text if "  " not in text and text[:1] != " " != text[-1:] else " ".join(text.split())
    return " ".join(_UNSEEN.sub("", text).split())
