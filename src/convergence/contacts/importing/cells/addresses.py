"""E-mail addresses and postal codes.

Pure functions, without Django.
"""

from __future__ import annotations

import re

from convergence.contacts.importing.folding import fold, tidy
from convergence.contacts.importing.readers import Cell

from .basics import NOT_AVAILABLE, Reason, as_text, is_empty, reason

_EMAIL_SPLIT = re.compile(r"[\s,;|<>()\[\]\"]+|(?<=[a-z])/(?=[^\s@/]+@)")


_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_{|}~-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


def read_emails(cell: Cell | None) -> tuple[list[str], list[Reason]]:
    """The addresses of a cell, lower case, in order; what looks like one and is not gets a reason.

    An address hidden from robots, `jean (at) syndicat.example`, is read and said to have been mended.
    """
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return [], []
    if fold(text) in NOT_AVAILABLE:
        return [], [reason("not_available", typed=text)]
    lowered = text.translate(_EMAIL_QUOTES).lower().replace("mailto:", " ")
    lowered = re.sub(r"(@[\w.-]+)\?[^\s,;|<>]*", r"\1", lowered)
    if "@" in lowered:
        found, reasons = _addresses(lowered)
        return found, reasons if found or reasons else [reason("bad_email", typed=text)]
    found, _reasons = _addresses(_unhide(lowered))
    if found:
        return found, [reason("mended_email", typed=text, read=", ".join(found))]
    return [], [reason("bad_email", typed=text)]


def _addresses(lowered: str) -> tuple[list[str], list[Reason]]:
    found: list[str] = []
    reasons: list[Reason] = []
    for piece in _EMAIL_SPLIT.split(lowered):
        address = piece.strip(".:'/\\")
        if _is_address(address):
            if address not in found:
                found.append(address)
        elif "@" in piece:
            reasons.append(reason("bad_email", typed=piece))
    return found, reasons


def _is_address(address: str) -> bool:
    if not _EMAIL.fullmatch(address) or ".." in address or len(address) > 254:
        return False
    local = address.split("@")[0]
    return len(local) <= 64 and not local.startswith(".")


def _unhide(text: str) -> str:
    """`jean (at) syndicat [dot] qc.ca` → `jean@syndicat.qc.ca`."""
    text = re.sub(r"\s*[(\[{<]\s*(?:at|a|à|arobase|arroba|chez)\s*[)\]}>]\s*|\s+(?:at|arobase|arroba)\s+", "@", text)
    return re.sub(r"\s*[(\[{<]\s*(?:dot|point|punto|pt)\s*[)\]}>]\s*|\s+(?:dot|point|punto)\s+", ".", text)


_EMAIL_QUOTES = str.maketrans({"’": "'", "\u00a0": " ", "，": ",", "；": ";"})


def canonical_email(address: str) -> str:
    """The address without a `+tag`: two tags of one box are one person."""
    local, _, domain = address.lower().partition("@")
    return f"{local.split('+')[0] or local}@{domain}"


_CANADIAN = re.compile(r"([abceghjklmnprstvxy]\d[abceghjklmnprstvwxyz])(\d[abceghjklmnprstvwxyz]\d)")


_CANADIAN_INSIDE = re.compile(r"\b([abceghjklmnprstvxy]\d[abceghjklmnprstvwxyz])[\s-]?(\d[abceghjklmnprstvwxyz]\d)\b")


_CANADIAN_LIKE = re.compile(r"[a-z]\d[a-z]\d[a-z]\d")


_FOREIGN = re.compile(
    r"\d{4,6}|\d{5}-\d{3,4}|\d{3}-\d{4}|\d{4}-\d{3}|[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}|\d{4}[a-z]{2}|[a-z]{1,3}-?\d{3,6}"
)


def read_postal(cell: Cell | None) -> tuple[str | None, Reason | None]:
    """A Canadian code as `H2N 8V2`; a foreign one as typed; otherwise empty with a reason."""
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return None, None
    if fold(text) in NOT_AVAILABLE:
        return None, reason("not_available", typed=text)
    folded = re.sub(r"^(?:c\.?\s?p\.?|code postal|zip)\s*:?\s*", "", fold(text))
    squeezed = re.sub(r"[\s.\-_]", "", folded)
    if match := _CANADIAN.fullmatch(squeezed):
        return f"{match[1]} {match[2]}".upper(), None
    mended = _mend_letters(squeezed)
    if mended and (match := _CANADIAN.fullmatch(mended)):
        code = f"{match[1]} {match[2]}".upper()
        return code, reason("mended_postal", typed=text, read=code)
    if (inside := _CANADIAN_INSIDE.findall(folded)) and len(inside) == 1 and len(squeezed) > 6:
        code = f"{inside[0][0]} {inside[0][1]}".upper()
        return code, reason("mended_postal", typed=text, read=code)
    if _CANADIAN_LIKE.fullmatch(squeezed) or not _FOREIGN.fullmatch(folded.replace(" ", "")):
        return None, reason("bad_postal", typed=text)
    return folded.upper(), None


_PROVINCE = re.compile(
    r"(?P<city>.*?[^\s,(])(?:\s*\((?P<inside>[^()]*)\)|\s*,\s*(?P<after>[^,()]+))$",
)
_PROVINCES = frozenset(
    [
        "qc",
        "que",
        "quebec",
        "pq",
        "p.q",
        "on",
        "ont",
        "ontario",
        "nb",
        "n.-b",
        "nouveau-brunswick",
        "ns",
        "n.-e",
        "ab",
        "alta",
        "alberta",
        "bc",
        "b.c",
        "c.-b",
        "mb",
        "man",
        "manitoba",
        "sk",
        "sask",
        "saskatchewan",
        "nl",
        "t.-n.-l",
        "pe",
        "pei",
        "i.-p.-e",
        "nt",
        "nu",
        "yt",
        "yukon",
        "ny",
        "vt",
        "me",
        "nh",
    ]
)


def split_city(text: str) -> tuple[str, str, str]:
    """`Montréal (Québec) H2X 1Y4` → `("Montréal", "Québec", "H2X 1Y4")`; a city alone stays as typed."""
    postal = ""
    found = list(_CANADIAN_INSIDE.finditer(fold(text)))
    if len(found) == 1 and len(fold(text)) == len(text):
        postal = f"{found[0][1]} {found[0][2]}".upper()
        text = (text[: found[0].start()] + text[found[0].end() :]).strip(" ,")
    match = _PROVINCE.fullmatch(text)
    said = (match["inside"] or match["after"] or "").strip() if match else ""
    if match and fold(said).strip(".") in _PROVINCES:
        return match["city"], said, postal
    return text, "", postal


def split_street(text: str) -> tuple[str, str]:
    """`1, rue du Fer, Sept-Îles (Québec) G4R 1A1` → its street and the rest, for `split_city`; else as typed and nothing."""
    folded = re.sub(r"\W*canada\W*$", "", fold(text)) if len(fold(text)) == len(text) else ""
    found = list(_CANADIAN_INSIDE.finditer(folded))
    if len(found) != 1 or folded[found[0].end() :].strip(" .,"):
        return text, ""
    place, province = text[: found[0].start()].rstrip(" ,"), ""
    before, _space, last = place.replace(",", ", ").rpartition(" ")
    if (match := _PROVINCE.fullmatch(place)) and fold(match["inside"] or match["after"] or "").strip(
        " ."
    ) in _PROVINCES:
        place, province = match["city"], (match["inside"] or match["after"]).strip()
    elif fold(last).strip(".") in _PROVINCES:
        place, province = before.rstrip(" ,"), last
    street, _comma, city = (part.strip() for part in place.rpartition(","))
    if not re.search(r"\d", street) or not city or re.search(r"\d", city):
        return text, ""
    code = f"{found[0][1]} {found[0][2]}".upper()
    return street, f"{city} ({province}) {code}" if province else f"{city} {code}"


def _mend_letters(code: str) -> str | None:
    """`h2o 1a2` and `hlz 1a2`: a letter typed where the pattern wants a digit, or the reverse."""
    if len(code) != 6:
        return None
    to_digit, to_letter = {"o": "0", "i": "1", "l": "1"}, {"0": "o"}
    return "".join(
        to_digit.get(char, char) if place % 2 else to_letter.get(char, char) for place, char in enumerate(code)
    )
