"""What every reader of cells shares: reasons, the marks that mean nothing, plain texts.

Pure functions, without Django.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from convergence.contacts.importing.folding import fold, tidy
from convergence.contacts.importing.readers import MAX_CELL_CHARS, Cell


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


_BESIDE = re.compile(r"(?P<said>[^(]*\d[^(]*?)\s*\([^()]*\)")


def without_note(text: str) -> str | None:
    """`240 (2022)` → `240`: the figure of a cell that ends with a note between parentheses; None without a note."""
    match = _BESIDE.fullmatch(text)
    return match["said"] if match else None


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
