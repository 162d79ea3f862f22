"""What is noise in old pages, and how it is told: stray letters, errors of wikis, pixels that follow readers."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Finding:
    """Something dropped, repaired or doubtful. `code` has its sentence in `reporting`; `text` quotes the place."""

    code: str
    text: str = ""
    count: int = 1


class Findings:
    """Findings of one item, alike ones counted."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, str]] = Counter()

    def add(self, code: str, text: str = "", count: int = 1) -> None:
        """Count one more."""
        self._counted[code, " ".join(text.split())[:200]] += count

    def all(self) -> list[Finding]:
        """Return them in the order in which they were met."""
        return [Finding(code, text, count) for (code, text), count in self._counted.items() if count]


INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_NBSP_RUN = re.compile("[ \u00a0]*\u00a0[ \u00a0]+|[ \u00a0]+\u00a0[ \u00a0]*")
_WIKI_ERROR = re.compile(
    r"(?:Erreur Lua dans|Lua error in|Error de Lua en|Erreur de référence|Cite error:|Erreur de script|Script error)\b.*",
    re.IGNORECASE,
)
_WIKI_FURNITURE = re.compile(
    r"(?:Aller à ?: ?navigation, ?rechercher|Jump to ?: ?navigation, ?search|Ir a la navegación.*)", re.IGNORECASE
)
WIKI_BUTTONS = re.compile(
    r"\s?\[ ?(?:modifier|edit|editar)(?: ?\| ?(?:modifier le code|edit source|editar código))? ?\]", re.IGNORECASE
)
_LONE_SIGN = re.compile(r"[^\W\d_]|(?!.*…)[\W_]{1,3}")
_TRACKERS = re.compile(
    r"(?:^|\.)(?:google-analytics\.com|googletagmanager\.com|doubleclick\.net|pixel\.wp\.com|stats\.wp\.com"
    r"|scorecardresearch\.com|quantserve\.com|statcounter\.com|hotjar\.com|addthis\.com|sharethis\.com)$"
)


def settled_spaces(text: str) -> tuple[str, int, int]:
    """Return the text without runs of no-break spaces nor invisible signs, with how many of each there were."""
    text, invisible = INVISIBLE.subn("", text)
    text, runs = _NBSP_RUN.subn(" ", text)
    return text, runs, invisible


def line_noise(line: str) -> str:
    """Return the code of the noise that a whole line is, or nothing.

    `k` alone on its line says nothing to anybody (S33); an error of a wiki's machine was never written by a person (S140).
    """
    words = line.strip(" \t\r\n\u00a0")
    if not words:
        return ""
    if _WIKI_ERROR.fullmatch(words):
        return "wiki_error"
    if _WIKI_FURNITURE.fullmatch(words):
        return "wiki_furniture"
    return "stray" if _LONE_SIGN.fullmatch(words) else ""


def is_tracker(address: str, width: str, height: str) -> bool:
    """Tell whether a picture is only there to follow readers: a dot, or served by a counter of visits."""
    sides = [int(side) for side in (width.removesuffix("px"), height.removesuffix("px")) if side.isdecimal()]
    if sides and max(sides) <= 2:
        return True
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    return bool(_TRACKERS.search(host)) or (host.endswith("facebook.com") and parts.path.startswith("/tr"))


def safe_address(address: str) -> str:
    """Return an address that a page may carry, or nothing: web, mail and telephone only, however it is disguised."""
    plain = re.sub(r"[\x00-\x20\u00a0\u200b-\u200f\ufeff]", "", address)
    scheme, colon, _rest = plain.partition(":")
    if colon and "/" not in scheme and "?" not in scheme and "#" not in scheme:
        if scheme.lower() not in {"http", "https", "mailto", "tel"}:
            return ""
    elif plain.startswith("//"):
        plain = f"https:{plain}"
    try:
        parts = urlsplit(plain)
        parts.port  # noqa: B018  (a port that is no number raises here)
    except ValueError:
        return ""
    if parts.scheme in {"http", "https"} and not parts.hostname:
        return ""
    return plain[:2000]
