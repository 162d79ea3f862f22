"""What a cell says: amounts, counts, dates, phones, e-mails, postal codes, yes and no.

Pure functions, without Django. Each `read_*` takes a cell and returns `(value, reason)`: the
value is None when the cell is empty or not understood; a reason says why it was not, or what
was set aside. A bad cell never refuses its line.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import phonenumbers

from .folding import fold, plain, tidy
from .readers import MAX_CELL_CHARS, Cell


class Reason(NamedTuple):
    """Why a cell or a line was read as it was: a stable code and what the sentence needs."""

    code: str
    params: dict[str, Any]


def reason(code: str, **params: Any) -> Reason:
    """A reason, with long cell texts shortened."""
    for key, value in params.items():
        if isinstance(value, str) and len(value) > 80:
            params[key] = value[:79] + "…"
    return Reason(code, params)


EMPTY_MARKS = frozenset({"", "-", "--", "---", "?", "??", "???", ".", "x.", "/", "*", "0000-00-00"})
NOT_AVAILABLE = frozenset(
    {
        "n/d", "nd", "n.d.", "n.d", "n/a", "na", "n.a.", "s/o", "so", "s.o.", "n/s", "sans objet",
        "non disponible", "not available", "inconnu", "inconnue", "unknown", "desconocido",
        "desconocida", "#n/a", "#ref!", "#valeur!", "#value!", "#div/0!", "#nom?", "#name?",
        "#null!", "#num!", "aucun", "aucune", "none", "null", "nil", "ninguno", "ninguna",
        "a venir", "tbd", "a completer", "sin datos", "s/d", "neant",
    }
)  # fmt: skip
ERROR_MARKS = frozenset(mark for mark in NOT_AVAILABLE if mark.startswith("#"))


def as_text(cell: Cell | None) -> str:
    """The cell as a person reads it in the sheet: whole numbers without decimals, ISO dates."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return repr(round(cell, 10))
    if isinstance(cell, dt.datetime):
        plain_day = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if plain_day else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def is_empty(text: str) -> bool:
    """Whether a tidy text means "nothing" by convention (blank, dash)."""
    return text in EMPTY_MARKS or fold(text) in EMPTY_MARKS


def read_text(cell: Cell | None) -> tuple[str | None, Reason | None]:
    """A text as typed, with control characters removed; a formula stays its own text."""
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return None, None
    if fold(text) in NOT_AVAILABLE:
        return None, reason("not_available", typed=text)
    if len(text) > MAX_CELL_CHARS:
        return text[:MAX_CELL_CHARS], reason("too_long", limit=MAX_CELL_CHARS)
    if "\ufffd" in text:
        return text, reason("damaged_letters", typed=text)
    return text, None


# --- Amounts and counts ---------------------------------------------------------------------

MAX_CENTS = 100_000_000
MAX_COUNT = 20_000_000
_CURRENCY = re.compile(
    r"(?i)(?:\b(?:cad|can|cdn|usd|eur|fr|dollars?|dolares|euros?)\b\.?|c\$|ca\$|\$\s?ca(?:n|d)?|[$€£¢])"
)
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
    """An amount in whole cents, `1 250,00 $` for instance; negative and absurd ones are left out."""
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
        return None, reason("bad_amount", typed=text)
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
    """A number of people with its qualifier: `env. 240`, `1 419`, `200+`, `~50 membres`."""
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
    if not match:
        return None, reason("bad_count", typed=text)
    number = parse_number(match["number"].strip(" .,"))
    if number is None:
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


# --- Dates ----------------------------------------------------------------------------------

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "january": 1, "enero": 1, "ene": 1,
    "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2, "febrero": 2,
    "mars": 3, "mar": 3, "march": 3, "marzo": 3,
    "avril": 4, "avr": 4, "april": 4, "apr": 4, "abril": 4, "abr": 4,
    "mai": 5, "may": 5, "mayo": 5,
    "juin": 6, "june": 6, "jun": 6, "junio": 6,
    "juillet": 7, "juil": 7, "jul": 7, "july": 7, "julio": 7, "jui": 7,
    "aout": 8, "aou": 8, "august": 8, "aug": 8, "agosto": 8, "ago": 8,
    "septembre": 9, "sept": 9, "sep": 9, "september": 9, "septiembre": 9, "setiembre": 9, "set": 9,
    "octobre": 10, "oct": 10, "october": 10, "octubre": 10,
    "novembre": 11, "nov": 11, "november": 11, "noviembre": 11,
    "decembre": 12, "dec": 12, "december": 12, "diciembre": 12, "dic": 12,
}  # fmt: skip
_WEEKDAY = re.compile(
    r"^(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|lunes|martes|miercoles|jueves|"
    r"viernes|sabado|domingo)[a-z]*\.?,?\s+(?=\d|[a-z])"
)
_TIME = re.compile(r"[t\s,]+\d{1,2}\s*[h:]\s*\d{2}(?::\d{2})?(?:[.,]\d+)?\s*(?:am|pm|z)?$")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(
    r"(?:le\s+)?(\d{1,2})(?:er|re|e|st|nd|rd|th|o)?[\s\-/.]*(?:de\s+)?([a-z]{3,10})\.?,?[\s\-/.]*(?:de[l]?\s+)?(\d{4}|\d{2})"
)
_MONTH_FIRST = re.compile(r"([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})")
FIRST_YEAR, LAST_YEAR = 1920, 2100


@dataclass(slots=True)
class DateOrder:
    """What the cells of one column say about the order of day and month.

    Attributes:
        dmy: cells that can only be day first.
        mdy: cells that can only be month first.
        open: cells that could be either.
    """

    dmy: int = 0
    mdy: int = 0
    open: int = 0

    def see(self, cell: Cell | None) -> None:
        """Count one cell of the column."""
        if not isinstance(cell, str) or not cell:
            return
        match = _NUMERIC.fullmatch(_bare_date(cell))
        if not match:
            return
        first, second = int(match[1]), int(match[2])
        if 12 < first <= 31 and 1 <= second <= 12:
            self.dmy += 1
        elif 12 < second <= 31 and 1 <= first <= 12:
            self.mdy += 1
        elif 1 <= first <= 12 and 1 <= second <= 12 and first != second:
            self.open += 1

    @property
    def decided(self) -> str | None:
        """`dmy`, `mdy`, or None when no cell decides or the cells contradict one another."""
        if self.dmy and not self.mdy:
            return "dmy"
        if self.mdy and not self.dmy:
            return "mdy"
        return None

    @property
    def must_ask(self) -> bool:
        """Whether a person has to say which comes first."""
        return bool(self.open) and self.decided is None


def _bare_date(text: str) -> str:
    folded = fold(text).strip(" .,;")
    folded = _WEEKDAY.sub("", folded)
    return _TIME.sub("", folded)


def read_date(cell: Cell | None, order: str | None = None) -> tuple[dt.date | None, Reason | None]:
    """A date; `order` (`dmy` or `mdy`) settles `05/12/2023`, otherwise such a cell stays empty."""
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return _in_range(cell, as_text(cell))
    if isinstance(cell, bool):
        return None, reason("bad_date", typed=as_text(cell))
    if isinstance(cell, int | float):
        return _from_serial(float(cell), as_text(cell))
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return None, None
    if fold(text) in NOT_AVAILABLE:
        return None, reason("not_available", typed=text)
    return _date_from_text(_bare_date(text), text, order)


def _date_from_text(bare: str, typed: str, order: str | None) -> tuple[dt.date | None, Reason | None]:
    if match := _ISO.fullmatch(bare) or _COMPACT.fullmatch(bare):
        return _day(int(match[1]), int(match[2]), int(match[3]), typed)
    if match := _NUMERIC.fullmatch(bare):
        return _numeric_day(int(match[1]), int(match[2]), _year(match[3]), typed, order)
    if (match := _DAY_FIRST.fullmatch(bare)) and (month := _MONTHS.get(match[2])):
        return _day(_year(match[3]), month, int(match[1]), typed)
    if (match := _MONTH_FIRST.fullmatch(bare)) and (month := _MONTHS.get(match[1])):
        return _day(_year(match[3]), month, int(match[2]), typed)
    if re.fullmatch(r"(?:[a-z]+\.?\s+)?\d{4}|\d{1,2}[/-]\d{4}|\d{4}[/-]\d{1,2}", bare):
        return None, reason("date_without_day", typed=typed)
    if re.fullmatch(r"\d{5}", bare):
        return _from_serial(float(bare), typed)
    return None, reason("bad_date", typed=typed)


def _numeric_day(
    first: int, second: int, year: int, typed: str, order: str | None
) -> tuple[dt.date | None, Reason | None]:
    if first > 12 or second > 12:
        day, month = (first, second) if first > 12 else (second, first)
        return _day(year, month, day, typed)
    if first == second:
        return _day(year, first, second, typed)
    if order == "dmy":
        return _day(year, second, first, typed)
    if order == "mdy":
        return _day(year, first, second, typed)
    return None, reason("undecided_date", typed=typed)


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _day(year: int, month: int, day: int, typed: str) -> tuple[dt.date | None, Reason | None]:
    try:
        return _in_range(dt.date(year, month, day), typed)
    except ValueError:
        return None, reason("no_such_date", typed=typed)


def _in_range(day: dt.date, typed: str) -> tuple[dt.date | None, Reason | None]:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day, None
    return None, reason("absurd_date", typed=typed)


def _from_serial(number: float, typed: str) -> tuple[dt.date | None, Reason | None]:
    """A spreadsheet's day number (1899-12-30 = 0), when it falls in a plausible year."""
    if 20_000 <= number <= 60_000:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(number)), None
    if float(number).is_integer() and (match := _COMPACT.fullmatch(str(int(number)))):
        return _day(int(match[1]), int(match[2]), int(match[3]), typed)
    return None, reason("bad_date", typed=typed)


# --- Phones ---------------------------------------------------------------------------------

_EXTENSION = re.compile(
    r"(?:[\s,;(]*(?:#|\b(?:postes?|pte|p|extensions?|extn?|ext|x|int|interno|anexo)(?![a-z])\.?)\s*:?\s*\.?\s*#?\s*|(?<=\d)(?:p|x|ext)\.?\s*)"
    r"(\d{1,7})\)?\s*$"
)
_NANP = re.compile(r"\+?1?([2-9]\d{2})([2-9]\d{2})(\d{4})")
_PHONE_SPLIT = re.compile(r"\s*(?:/|;|\||\bou\b|\bor\b|\bet\b|\band\b|\by\b|,(?=\s*[(+\d]))\s*")
_PHONE_GLUED = re.compile(r"(?<=\d)[\s,]+(?=(?:\+?1[\s.-]*)?\(?[2-9]\d{2}\)?[\s.-]*\d{3}[\s.-]*\d{4}(?!\d))")
_PHONE_LABEL = re.compile(
    r"^(?:(?:tel|telephone|phone|telefono|bur|bureau|office|res|residence|dom|domicile|maison|home|"
    r"cell|cel|cellulaire|mobile|celular|portable|trav|travail|work|b|r|c|t|m)\b\.?\s*:?\s*)+"
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
        elif why:
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
    mobile = bool(_MOBILE.match(piece) or re.search(r"\((?:cell?|mobile|cel)\.?\)", piece))
    bare = _PHONE_LABEL.sub("", piece)
    bare = re.sub(r"\([a-z. ]+\)\s*$", "", bare).strip()
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


# --- E-mails --------------------------------------------------------------------------------

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


# --- Postal codes, yes and no, languages ----------------------------------------------------

_CANADIAN = re.compile(r"([abceghjklmnprstvxy]\d[abceghjklmnprstvwxyz])(\d[abceghjklmnprstvwxyz]\d)")
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
    if _CANADIAN_LIKE.fullmatch(squeezed) or not _FOREIGN.fullmatch(folded.replace(" ", "")):
        return None, reason("bad_postal", typed=text)
    return folded.upper(), None


def _mend_letters(code: str) -> str | None:
    """`h2o 1a2` and `hlz 1a2`: a letter typed where the pattern wants a digit, or the reverse."""
    if len(code) != 6:
        return None
    to_digit, to_letter = {"o": "0", "i": "1", "l": "1"}, {"0": "o"}
    return "".join(
        to_digit.get(char, char) if place % 2 else to_letter.get(char, char) for place, char in enumerate(code)
    )


_YES = frozenset({"oui", "o", "x", "yes", "y", "si", "s", "vrai", "true", "1", "ok", "✓", "✔", "v", "abonne", "abonnee", "inscrit", "inscrite", "subscribed", "suscrito"})  # fmt: skip
_NO = frozenset({"non", "n", "no", "faux", "false", "0", "refus", "refuse", "desabonne", "desabonnee", "desinscrit", "desinscrite", "unsubscribed", "retire", "ne pas envoyer", "jamais", "✗", "✘"})  # fmt: skip


def read_yes_no(cell: Cell | None) -> tuple[bool | None, Reason | None]:
    """Yes (`oui`, `X`), no (`non`), or nothing."""
    text = tidy(as_text(cell))
    if not text or text in EMPTY_MARKS:
        return None, None
    folded = fold(text).strip(" .")
    if folded in _YES or text in {"✓", "✔", "☑"}:
        return True, None
    if folded in _NO or text in {"✗", "✘", "☐"}:
        return False, None
    if folded in NOT_AVAILABLE:
        return None, None
    said = re.match(r"(oui|yes|si|non|no|refus)\b(?!\s*\?)", folded)
    if said and "?" not in folded:
        return said[1] in _YES, None
    return None, reason("bad_yes_no", typed=text)


_LANGUAGES = {
    "fr": "fr", "fra": "fr", "fre": "fr", "f": "fr", "francais": "fr", "french": "fr", "frances": "fr", "francophone": "fr",
    "en": "en", "eng": "en", "e": "en", "a": "en", "an": "en", "anglais": "en", "english": "en", "ingles": "en", "anglophone": "en",
    "es": "es", "esp": "es", "spa": "es", "espagnol": "es", "spanish": "es", "espanol": "es", "castellano": "es", "hispanophone": "es",
}  # fmt: skip


def read_language(cell: Cell | None) -> tuple[str | None, Reason | None]:
    """`fr`, `en` or `es`."""
    text = tidy(as_text(cell))
    if not text or is_empty(text):
        return None, None
    folded = plain(text)
    code = _LANGUAGES.get(folded) or _LANGUAGES.get(folded.split(" ")[0] if folded else "")
    if code:
        return code, None
    if fold(text) in NOT_AVAILABLE:
        return None, None
    return None, reason("bad_language", typed=text)


_NO_CALL = re.compile(
    r"\bne (?:plus|pas|jamais) (?:l[ea']?\s?|les |lui |leur )?(?:r?appeler|telephoner|contacter|solliciter|ecrire|joindre|deranger|envoyer)"
    r"|\bplus (?:d'appels?|de contacts?|de sollicitations?)\b|\bpas d'appels?\b"
    r"|\bdo not (?:call|contact|phone|email|e-mail|write|solicit|disturb)|\bdon't (?:call|contact)|\bno calls?\b|\bdnc\b"
    r"|\bno (?:llamar|contactar|escribir)\b|\bdesabonne|\bdesinscri|\bunsubscribe|\bretirer de la liste|\bdecede"
)


def says_do_not_contact(text: str) -> bool:
    """Whether a note asks not to be called or written to any more."""
    return bool(_NO_CALL.search(fold(text)))
