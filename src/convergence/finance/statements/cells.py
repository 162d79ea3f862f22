"""Amounts and dates as banks type them."""

import re
from datetime import date

from convergence.finance.statements.lines import is_plausible

MONTHS = {
    "jan": 1, "janv": 1, "feb": 2, "fev": 2, "fevr": 2, "mar": 3, "mars": 3, "apr": 4, "avr": 4, "may": 5, "mai": 5,
    "jun": 6, "juin": 6, "jul": 7, "juil": 7, "aug": 8, "aou": 8, "aout": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip

_AMOUNT = re.compile(r"^\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})*(?:[.,]\d{1,2})?$|^\d+(?:[.,]\d{1,2})?$")
_YMD = re.compile(r"^(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})(?:[T ].*)?$")
_THREE = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")
_NAMED = re.compile(r"^(\d{1,2})[-/. ]+([a-zéû]{3,9})\.?[-/. ,]+(\d{4}|\d{2})$")
_NAMED_FIRST = re.compile(r"^([a-zéû]{3,9})\.?[-/. ]+(\d{1,2})[-/. ,]+(\d{4}|\d{2})$")
_PLAIN = str.maketrans("éèêëûüôîïàâç", "eeeeuuoiiaac")


def cents(text: str) -> int | None:
    """Read an amount of money as whole cents; None when the text is not one.

    Understands `1 250,00 $`, `1,250.00`, `(980,00)`, `-980.00`, `980,00-`, `50,00 CR`, `50.00 DT`, `50,00 DB`.
    """
    value = text.strip().upper().replace("\u2212", "-").replace("$", "").replace("CAD", "").strip()
    sign = 1
    if value.startswith("(") and value.endswith(")"):
        sign, value = -1, value[1:-1].strip()
    for mark, factor in (("DT", -1), ("DR", -1), ("DB", -1), ("CR", 1), ("-", -1), ("+", 1)):
        if value.endswith(mark):
            sign, value = sign * factor, value[: -len(mark)].strip()
            break
    if value[:1] in {"-", "+"}:
        sign, value = (-sign if value[0] == "-" else sign), value[1:].strip()
    if not _AMOUNT.match(value):
        return None
    found = sign * _unsigned(value)
    return found if is_plausible(found) else None


def _unsigned(value: str) -> int:
    match = re.search(r"[.,](\d{1,2})$", value)
    if not match:
        return int(re.sub(r"\D", "", value)) * 100
    whole = re.sub(r"\D", "", value[: match.start()]) or "0"
    return int(whole) * 100 + int(match.group(1).ljust(2, "0"))


def day(text: str, order: str) -> date | None:
    """Read a date; `order` ("dmy", "mdy", "ymd") settles three bare numbers. None when it is no date."""
    value = text.strip().lower()
    if found := _YMD.match(value):
        return _date(*found.groups())
    if found := _NAMED.match(value):
        return _date(found[3], _month(found[2]), found[1])
    if found := _NAMED_FIRST.match(value):
        return _date(found[3], _month(found[1]), found[2])
    if found := _THREE.match(value):
        one, two, year = found.groups()
        if order == "ymd":
            return _date(one, two, year)
        return _date(year, two, one) if order == "dmy" else _date(year, one, two)
    return None


def orders(text: str) -> set[str]:
    """Give the orders under which the text is a date; all of them when it tells its own order."""
    return {order for order in ("dmy", "mdy", "ymd") if day(text, order)}


def _month(name: str) -> int:
    return MONTHS.get(name.translate(_PLAIN)[:4], MONTHS.get(name.translate(_PLAIN)[:3], 0))


def _date(year: str | int, month: str | int, day_: str | int) -> date | None:
    full = int(year) + (2000 if len(str(year)) < 3 else 0)
    try:
        return date(full, int(month), int(day_))
    except ValueError:
        return None
