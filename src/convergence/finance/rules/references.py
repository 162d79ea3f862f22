"""Reference codes of payments: `COT-<years>-<member number>[-<check letter>]` (P3).

Source: domain.md P3; tables in docs/reference/rules/ledger.md.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

PREFIX = "COT"
CHECK_LETTERS = "ABCDEFGHJKLMNPRTWXY"

_FOLD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_DIGIT = "[0-9OIL]"
_CODE = re.compile(
    rf"(?<![A-Z])C[O0]T[\s\-_./:#]*"
    rf"(?P<years>{_DIGIT}{{4}}|{_DIGIT}{{2}}(?=[\s\-_./:#]))[\s\-_./:#]*"
    rf"(?P<number>[A-Z]{{0,3}}{_DIGIT}{{1,8}}|{_DIGIT}+(?:[\s\-]{_DIGIT}+)+)"
    rf"(?:[\s\-_.]*(?P<check>[A-Z])(?![A-Z0-9]))?"
)
_SHARE = re.compile(r"(?<![\d/])(\d)\s*/\s*(\d)(?![\d/])")


@dataclass(frozen=True, slots=True)
class Reference:
    """A code found in a text.

    `years` and `number` are folded (O, I, L read as digits). `check_fits` is None without check letter.
    """

    years: str
    number: str
    check: str = ""
    check_fits: bool | None = None


def plain(text: str) -> str:
    """Give the text in capitals, without accents, dashes of any width made one."""
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    text = re.sub("[\u2010-\u2015\u2212]", "-", text).replace("\u2019", "'")
    marks = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in marks if not unicodedata.combining(sign)).upper()


def folded(text: str) -> str:
    """Give letters and digits only, with O, I and L read as 0, 1 and 1, for comparing two codes."""
    return re.sub(r"[^A-Z0-9]", "", plain(text)).translate(_FOLD)


def period_code(label: str) -> str:
    """Give the years of a period as codes write them: "2023-2024" → "2324"; a calendar year "2024" → "2425"."""
    years = [int(year) for year in re.findall(r"\d{4}", label)][:2]
    if len(years) == 1:
        years.append(years[0] + 1)
    return "".join(f"{year % 100:02d}" for year in years) or folded(label)


def check_letter(years: str, number: str) -> str:
    """Give the check letter of a code: weighted sum modulo 19, so one slip always changes it."""
    signs = folded(years + number)
    total = sum(weight * int(sign, 36) for weight, sign in enumerate(signs, start=2))
    return CHECK_LETTERS[total % len(CHECK_LETTERS)]


def format_code(period_label: str, member_number: str, *, with_check: bool = False) -> str:
    """Write the code that a payer copies: "COT-2324-1081", or "COT-2324-1081-K"."""
    years = period_code(period_label)
    code = f"{PREFIX}-{years}-{member_number}"
    return f"{code}-{check_letter(years, member_number)}" if with_check else code


def find_codes(text: str) -> list[Reference]:
    """Find the codes in a bank label, tolerant to case, spaces, dashes, O for 0, I or L for 1."""
    found = []
    for match in _CODE.finditer(plain(text)):
        years, number, check = folded(match["years"]), folded(match["number"]), match["check"] or ""
        fits = check_letter(years, number) == check if check else None
        found.append(Reference(years, number, check, fits))
    return found


def without_codes(text: str) -> str:
    """Give the text in plain capitals without its codes and shares ("1/2")."""
    bare = _CODE.sub(" ", plain(text))
    bare = _SHARE.sub(" ", bare)
    return re.sub(r"\b(REF|REFERENCE|RE|NO|COTISATIONS?)\b[\s.:#]*$", " ", " ".join(bare.split())).strip()


def find_share(text: str) -> tuple[int, int] | None:
    """Find "1/2": the first of two instalments; None when there is none or it makes no sense."""
    for match in _SHARE.finditer(plain(text)):
        part, whole = int(match[1]), int(match[2])
        if 1 <= part <= whole and whole > 1:
            return part, whole
    return None


def close_numbers(reference: Reference, known: Collection[str]) -> list[str]:
    """Give the known numbers one slip away from a code whose check letter fits them.

    A slip is one wrong sign or two neighbours exchanged. Without check letter nothing is close.
    """
    if not reference.check:
        return []
    return sorted(
        number
        for number in known
        if _one_slip(folded(number), reference.number) and check_letter(reference.years, number) == reference.check
    )


def _one_slip(one: str, other: str) -> bool:
    if len(one) != len(other) or one == other:
        return False
    apart = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 1:
        return True
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1
    return swapped and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
