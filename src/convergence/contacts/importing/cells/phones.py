"""Telephone numbers with their extensions (S63).

Pure functions, without Django.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from convergence.contacts.importing.folding import fold, tidy
from convergence.contacts.importing.readers import Cell

from .basics import NOT_AVAILABLE, Reason, as_text, is_empty, reason

_EXTENSION = re.compile(
    r"(?:[\s,;(/]*(?:#|\b(?:postes?|pte|p|extensions?|extn?|ext|x|int|interno|anexo|local)(?![a-z])\.?)\s*:?\s*\.?\s*#?\s*|(?<=\d)(?:p|x|ext)\.?\s*)"
    r"(\d{1,7})\)?\s*$"
)


_NANP = re.compile(r"\+?1?([2-9]\d{2})([2-9]\d{2})(\d{4})")


_PHONE_SPLIT = re.compile(
    r"\s*(?:/(?!\s*(?:p|postes?|pte|ext|x|#)\b[\s.:]*\d|\s*#)|;|\||\bou\b|\bor\b|\bet\b|\band\b|\by\b|,(?=\s*[(+\d]))\s*"
)


_PHONE_GLUED = re.compile(r"(?<=\d)[\s,]+(?=(?:\+?1[\s.-]*)?\(?[2-9]\d{2}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?!\d))")


_PHONE_LABEL = re.compile(
    r"^(?:(?:tel|telephone|phone|telefono|bur|bureau|office|res|residence|dom|domicile|maison|home|"
    r"cell|cel|cellulaire|mobile|celular|portable|trav|travail|work|b|r|c|t|m)\b\.?\s*:?\s*)+"
)


_LABEL_AFTER = re.compile(
    r"(?<=\d)\s+(?:bur|bureau|office|res|residence|dom|domicile|maison|home|cell|cel|cellulaire|mobile|trav|travail|work)"
    r"\b\.?\s*$"
)


_MOBILE = re.compile(r"\b(?:cell?|cellulaire|mobile|celular|portable|c|m)\b\.?")


class Phone(NamedTuple):
    """A number in E.164, its extension, and whether the cell called it a mobile."""

    e164: str
    extension: str
    mobile: bool

    @property
    def stored(self) -> str:
        """`+15143832266;ext=225`, the form of RFC 3966 without its scheme (S63)."""
        return f"{self.e164};ext={self.extension}" if self.extension else self.e164


def read_phones(
    cell: Cell | None, extension_cell: Cell | None = None, *, region: str = "CA"
) -> tuple[list[Phone], list[Reason]]:
    """The phones of a cell, extensions understood (`#20`, `p.62`, `poste 417`)."""
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return [], []
    if fold(text) in NOT_AVAILABLE:
        return [], [reason("not_available", typed=text)]
    found: list[Phone] = []
    reasons: list[Reason] = []
    for piece in _phone_pieces(cell):
        phone, why = _read_phone(piece, text, region)
        if phone and phone not in found:
            found.append(phone)
        elif why and why not in reasons:
            reasons.append(why)
    if not found and not reasons:
        reasons.append(reason("bad_phone", typed=text))
    extra = re.sub(r"\D", "", as_text(extension_cell)) if extension_cell not in (None, "") else ""
    if extra and found and not found[0].extension:
        found[0] = found[0]._replace(extension=extra[:7])
    return found, reasons


def _phone_pieces(cell: Cell | None) -> list[str]:
    """The numbers of a cell, one by one: separated by a mark, a word, a line break, or by nothing but a space."""
    lines = [fold(tidy(line)) for line in as_text(cell).splitlines()]
    pieces = [piece for line in lines for piece in _PHONE_SPLIT.split(line)]
    return [part for piece in pieces for part in _unglued(piece) if re.search(r"\d", part)]


def _unglued(piece: str) -> list[str]:
    """Cut where a second whole number begins after a first one."""
    for match in _PHONE_GLUED.finditer(piece):
        if sum(map(str.isdigit, piece[: match.start()])) >= 10:
            return [piece[: match.start()], *_unglued(piece[match.end() :])]
    return [piece]


def _read_phone(piece: str, typed: str, region: str) -> tuple[Phone | None, Reason | None]:
    mobile = bool(_MOBILE.match(piece) or re.search(r"(?:\(|\d\s+)(?:cell?|cellulaire|mobile)\.?\)?\s*$", piece))
    bare = _PHONE_LABEL.sub("", piece)
    bare = re.sub(r"\([a-z. ]+\)\s*$", "", bare).strip()
    bare = _LABEL_AFTER.sub("", bare)
    extension = ""
    if (match := _EXTENSION.search(bare)) and len(re.sub(r"\D", "", bare[: match.start()])) >= 7:
        extension, bare = match[1], bare[: match.start()]
    if re.search(r"[a-z]", bare):
        return None, reason("bad_phone", typed=typed)
    digits = re.sub(r"[^\d+]", "", bare)
    if region == "CA" or digits.startswith("+1"):
        if plain_number := _NANP.fullmatch(digits):
            return Phone("+1" + "".join(plain_number.groups()), extension, mobile), None
        if re.fullmatch(r"[2-9]\d{6}", digits):
            return None, reason("phone_without_area", typed=typed)
    return _foreign_phone(bare, extension, mobile, typed, region)


def _foreign_phone(
    bare: str, extension: str, mobile: bool, typed: str, region: str
) -> tuple[Phone | None, Reason | None]:
    import phonenumbers  # noqa: PLC0415 (slow to load)

    if re.match(r"\s*(?:011|00)\s*[1-9]", bare):
        bare = "+" + re.sub(r"^\s*(?:011|00)", "", bare)
    try:
        number = phonenumbers.parse(bare, region)
    except phonenumbers.NumberParseException:
        return None, reason("bad_phone", typed=typed)
    if not phonenumbers.is_possible_number(number) or number.country_code == 1:
        return None, reason("bad_phone", typed=typed)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, extension, mobile), None
