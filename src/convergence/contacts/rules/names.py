"""Folding of names for search and comparison.

Two functions do the work. `fold_for_search` makes the text that is stored beside a
record; `search_words` turns what a person types into words that are looked for inside
that text, one `LIKE '%word%'` each. A word of the query finds a longer word of the text.

Note on inclusive forms (S138): « invité-e-s », « certain.e.s », « travailleurs/euses »
and « délégué(e)s » are stored as the four words they stand for (masculine and feminine,
singular and plural), and looked for by the letters that those four have in common.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import takewhile

_LETTERS = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}
_APOSTROPHES = "\u2019\u2018\u02bc\u00b4`"
_DASHES = "\u2010\u2011\u2013\u2014\u2212"
_MIDDLE_DOTS = "\u2022\u22c5\u2027\u2219\u30fb"
_PLAIN = str.maketrans(
    _LETTERS
    | {"\u0131": "i"}
    | dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_MIDDLE_DOTS, "·")
)
_QUERY_LENGTH = 200

_ENDING = (
    "eresse|esse|sse|ienne|enne|onne|anne|iere|ere|trice|rice|euse|elle|lle|ive|ale|aise|oise"
    "|que|che|he|ve|se|te|le|ne|e"
)
_SEPARATED = re.compile(rf"\b(?P<stem>[a-z]{{2,}})[-·./](?P<end>{_ENDING})(?:[-·./]?s)?(?![a-z0-9@])")
_BRACKETED = re.compile(rf"\b(?P<stem>[a-z]{{2,}})\((?P<end>{_ENDING})s?\)(?:\(s\)|s)?(?![a-z0-9@])")
_MAYBE_INCLUSIVE = re.compile(rf"[-·./](?:{_ENDING})s?\b|\((?:{_ENDING})s?\)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")
_MARK = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
_DOTTED_ACRONYM = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_WORD = re.compile(r"[\w.+%-]*[^\W_]@[^\W_][\w.-]*[^\W_]|[^\W_]+")


def strip_accents(text: str) -> str:
    """Lower-case without accents or ligatures; punctuation is kept, control characters are not."""
    lower = _CONTROL.sub(" ", text.casefold())
    if lower.isascii():
        return lower.replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", lower.translate(_PLAIN)).casefold()
    return _CONTROL.sub(" ", _MARK.sub("", unicodedata.normalize("NFKD", decomposed)).translate(_PLAIN))


def _singular(masculine: str) -> str:
    if masculine.endswith("aux"):
        return masculine[:-3] + "al"
    return masculine[:-1] if masculine.endswith("s") and len(masculine) > 3 else masculine


def _feminine(masculine: str, ending: str) -> str:
    """Join a masculine singular and the ending written after it: `travailleur` + `euse`."""
    if ending == "rice" and masculine.endswith("teur"):
        return masculine[:-3] + "rice"
    if ending == "se" and masculine.endswith(("eur", "eux", "oux")):
        return masculine[:-1] + "se"
    if ending in {"ve", "ive"} and masculine.endswith("f"):
        return masculine[:-1] + "ve"
    if ending == "que" and masculine.endswith("c"):
        return masculine[:-1] + "que"
    if len(ending) >= 3:
        cut = masculine.rfind(ending[0], max(2, len(masculine) - 4))
        if cut > 0:
            return masculine[:cut] + ending
    return masculine + ending


def _forms(match: re.Match[str]) -> tuple[str, str, str, str]:
    written = match["stem"]
    masculine = _singular(written)
    feminine = _feminine(masculine, match["end"])
    plural = written if written.endswith(("s", "x")) else masculine + "s"
    return masculine, plural, feminine, feminine + "s"


def _joined(match: re.Match[str]) -> str:
    return " " + " ".join(dict.fromkeys(_forms(match))) + " "


def _common(match: re.Match[str]) -> str:
    """The letters that all four forms begin with."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*_forms(match), strict=False))
    return " " + "".join(letters[0] for letters in alike) + " "


def _prepared(text: str, inclusive: Callable[[re.Match[str]], str]) -> str:
    plain = strip_accents(text)
    if "." in plain:
        plain = _DOTTED_ACRONYM.sub(lambda m: m[0].replace(".", ""), plain)
    if _MAYBE_INCLUSIVE.search(plain):
        plain = _SEPARATED.sub(inclusive, _BRACKETED.sub(inclusive, plain))
    return plain


@lru_cache(maxsize=8_192)  # a name is folded to be found, then to be put in order
def fold_for_search(text: str) -> str:
    """The text to store and to compare: words of plain letters and digits, one space between.

    Accents, case, ligatures, apostrophes, dashes and the dots of acronyms disappear;
    inclusive forms become the words they stand for; e-mail addresses stay whole.

    >>> fold_for_search("L'Œuvre des délégué·e·s")
    'loeuvre des delegue delegues deleguee deleguees'
    """
    return " ".join(_WORD.findall(_prepared(text, _joined).replace("'", "")))


def search_words(query: str, *, limit: int = 8) -> tuple[str, ...]:
    """The words to look for inside stored text, longest first, at most `limit` of them.

    An apostrophe separates here (it vanishes in stored text), so `d'amours`, `d amours`
    and `amours` find « D'Amours ». One-letter words count only when there is no other.
    Any input is harmless: quotes, NUL, `%` and `_` are not letters.
    """
    plain = _prepared(query[:_QUERY_LENGTH], _common).replace("'", " ")
    words = dict.fromkeys(_WORD.findall(plain))
    useful = [word for word in words if len(word) > 1] or list(words)
    return tuple(sorted(useful, key=len, reverse=True)[:limit])
