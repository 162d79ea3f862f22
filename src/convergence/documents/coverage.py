"""Signs that the typefaces of the papers can show.

PDF/UA and PDF/A refuse a page with a sign that no typeface shows: one emoji in one name would leave a whole print run
or a receipt without paper. So a sign that cannot be shown is replaced before the page is made: by its plain letters
when it has some (`ạ̄`), by a mark otherwise. The register keeps what was written.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("font_source_sans_pro", "font_source_serif_pro")
FACE = "-Regular.ttf"
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u2060")
MARK = "?"
_ESCAPED_CONTROL = re.compile(r"(?<!\\)((?:\\\\)*)\\u00(?:0[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF])")


@cache
def shown() -> frozenset[str]:
    """Return the signs that one of the families can show, for each stands in for the other, and those that take no place."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (slow to load)

    found: set[int] = set()
    for name in PACKAGES:
        spec = find_spec(name)
        folder = Path(spec.origin).parent if spec and spec.origin else Path()
        for path in folder.rglob(f"*{FACE}"):
            with TTFont(path, lazy=True) as face:
                found |= set(face.getBestCmap())
    plain = {chr(code) for code in range(32, 127)} | set("\n\t")
    return frozenset({chr(code) for code in found} | plain | INVISIBLE) - {"\ufeff"}


@lru_cache(maxsize=4096)
def instead_of(sign: str) -> str:
    """Return what stands for a sign that cannot be shown; nothing for what has no form of its own."""
    if unicodedata.category(sign)[0] in "CZM":
        return " " if unicodedata.category(sign)[0] == "Z" else ""
    letters = "".join(one for one in unicodedata.normalize("NFKD", sign) if one in shown())
    return letters or MARK


def showable(json_text: str) -> str:
    """Return a JSON text whose signs can all be shown; the same text when they can, which is nearly always."""
    if "\\u00" in json_text:
        json_text = _ESCAPED_CONTROL.sub(r"\1", json_text)
    hidden = set(json_text) - shown()
    return json_text.translate({ord(sign): instead_of(sign) for sign in hidden}) if hidden else json_text
