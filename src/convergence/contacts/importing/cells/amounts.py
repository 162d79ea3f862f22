"""Amounts of money and numbers of people, as people type them.

Pure functions, without Django.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from convergence.contacts.importing.folding import fold, tidy
from convergence.contacts.importing.readers import Cell

from .basics import NOT_AVAILABLE, Reason, as_text, is_empty, reason, without_note

MAX_CENTS = 100_000_000


MAX_COUNT = 20_000_000


_CURRENCY = re.compile(r"(?i)(?:\b(?:cad|can|cdn|dollars?|dolares)\b\.?|c\$|ca\$|\$\s?ca(?:n|d)?|[$¢])")


_FOREIGN = re.compile(r"\b(?:us|usd|eur|euros?|gbp|mxn|pesos?|chf|frs?|francs?|fcfa)\b|[€£]")


_SPACES = re.compile(r"[\s'’\u00a0\u202f\u2009\u2007]+")


_GROUPED = re.compile(r"[+-]?\s*\d{1,3}(?:[\s'’]\d{3})*(?:\s?[.,]\s?\d*)?")


_NUMBER = re.compile(r"[+-]?\d[\d.,]*|[+-]?[.,]\d+")


def parse_number(text: str) -> float | None:
    """A number typed the French, English or Spanish way; None when it is not one.

    `1 250,00`, `1,250.00`, `1.250,00`, `1'250.5`, `.5`. A single separator followed by exactly
    three digits is a thousands separator only when the digits before it are one to three and
    do not begin with zero.
    """
    if " " in text and not _GROUPED.fullmatch(text):
        return None
    squeezed = _SPACES.sub("", text)
    if not _NUMBER.fullmatch(squeezed):
        return None
    sign = -1 if squeezed.startswith("-") else 1
    digits = squeezed.lstrip("+-")
    commas, dots = digits.count(","), digits.count(".")
    if commas and dots:
        decimal = "," if digits.rfind(",") > digits.rfind(".") else "."
        other = "." if decimal == "," else ","
        whole, _, part = digits.rpartition(decimal)
        if decimal in whole or not re.fullmatch(r"\d{1,3}(?:\D\d{3})*", whole) or other in part:
            return None
        digits = whole.replace(other, "") + "." + part
    elif commas + dots > 1:
        mark = "," if commas else "."
        if not re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{3}})+", digits):
            return None
        digits = digits.replace(mark, "")
    elif commas + dots == 1:
        mark = "," if commas else "."
        whole, _, part = digits.partition(mark)
        if len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
            digits = whole + part
        else:
            digits = f"{whole or '0'}.{part or '0'}"
    try:
        return sign * float(digits)
    except ValueError:
        return None


def read_money(cell: Cell | None) -> tuple[int | None, Reason | None]:
    """An amount in whole cents, `1 250,00 $` for instance; negative, absurd and foreign ones are left out."""
    if isinstance(cell, bool):
        return None, reason("bad_amount", typed=as_text(cell))
    if isinstance(cell, int | float):
        return _cents(float(cell), as_text(cell))
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return None, None
    folded = fold(text)
    if folded in NOT_AVAILABLE:
        return None, reason("not_available", typed=text)
    if re.search(r"\d", folded) and _FOREIGN.search(without_note(folded) or folded):
        return None, reason("foreign_currency", typed=text)
    bare = _CURRENCY.sub(" ", folded).strip()
    if re.fullmatch(r"\(.*\)", bare):
        bare = "-" + bare[1:-1].strip()
    if bare.endswith("-") and bare[:-1].strip()[-1:].isdigit():
        bare = "-" + bare[:-1].strip()
    bare = re.sub(r"(?<=\d)[.,]-+$", "", bare)
    bare = re.sub(r"^-\s+", "-", bare)
    if bare in {"", "-"} or is_empty(bare):
        return None, None
    number = parse_number(bare)
    if number is None:
        said = without_note(text)
        return read_money(said) if said else (None, reason("bad_amount", typed=text))
    return _cents(number, text)


def _cents(number: float, typed: str) -> tuple[int | None, Reason | None]:
    if number != number or abs(number) > 1e12:
        return None, reason("absurd_amount", typed=typed)
    cents = round(number * 100)
    if cents < 0:
        return None, reason("negative_amount", typed=typed)
    if cents > MAX_CENTS:
        return None, reason("absurd_amount", typed=typed)
    return cents, None


class Count(NamedTuple):
    """A declared number and how sure it is: `exact`, `about`, `at_least`, `at_most`."""

    value: int
    qualifier: str


_ABOUT = r"(?:env(?:iron)?\.?|approx\.?|approximativement|about|around|circa|ca\.|c\.|aprox\.?|cerca de|alrededor de|unos|unas|quelque|pres de|autour de|\+/-|\+-|±|~|≈|est\.?|estime|estimated)"


_LEAST = r"(?:plus de|au moins|min\.?|minimum|more than|over|at least|mas de|al menos|>=?|≥)"


_MOST = r"(?:moins de|au plus|max\.?|maximum|less than|under|at most|menos de|<=?|≤)"


_UNIT = r"(?:membres?|members?|miembros?|afiliad[oa]s?|cotisant(?:e|es|s)?|pers\.?|personnes?|people|personas?|travailleu\w*|salarie\w*|syndique\w*)"


_COUNT = re.compile(
    rf"(?P<before>{_ABOUT}|{_LEAST}|{_MOST})?\s*:?\s*(?P<number>[+-]?[\d][\d\s.,']*)\s*(?P<kilo>k)?\s*"
    rf"(?P<plus>\+)?\s*(?P<after>\(?{_ABOUT}\)?)?\s*(?:{_UNIT})?\s*(?P<after2>\(?{_ABOUT}\)?)?"
)


def read_count(cell: Cell | None) -> tuple[Count | None, Reason | None]:
    """A number of people with its qualifier: `env. 240`, `1 419`, `200+`, `~50 membres`, `240 (2022)`."""
    if isinstance(cell, bool):
        return None, reason("bad_count", typed=as_text(cell))
    if isinstance(cell, int | float):
        return _whole(float(cell), "exact", as_text(cell))
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return None, None
    if fold(text) in NOT_AVAILABLE:
        return None, reason("not_available", typed=text)
    match = _COUNT.fullmatch(fold(text))
    number = parse_number(match["number"].strip(" .,")) if match else None
    if number is None and (said := without_note(text)):
        return read_count(said)
    if match is None or number is None:
        return None, reason("bad_count", typed=text)
    if match["kilo"]:
        number *= 1000
    return _whole(number, _qualifier(match), text)


def _qualifier(match: re.Match[str]) -> str:
    before = match["before"]
    if before and re.fullmatch(_LEAST, before):
        return "at_least"
    if before and re.fullmatch(_MOST, before):
        return "at_most"
    if before or match["after"] or match["after2"] or match["kilo"]:
        return "about"
    return "at_least" if match["plus"] else "exact"


def _whole(number: float, qualifier: str, typed: str) -> tuple[Count | None, Reason | None]:
    if number != number or not float(number).is_integer():
        return None, reason("bad_count", typed=typed)
    if number < 0:
        return None, reason("negative_count", typed=typed)
    if number > MAX_COUNT:
        return None, reason("absurd_count", typed=typed)
    return Count(int(number), qualifier), None
