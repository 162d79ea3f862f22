"""What every bank file becomes, and how a line is recognised when it comes again."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date


class StatementError(ValueError):
    """A bank file cannot be read; `code` is stable, `values` fill its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        """Keep the reason as a code and its values; the sentence is made at the edge."""
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of an account.

    `amount_cents` is positive for money in, negative for money out. `balance_cents` is the running
    balance after the movement when the bank gives it. `number` is the line of the file (CSV) or the
    rank of the movement (OFX, camt), starting at 1. `account` is set when a file holds several accounts.
    `key` is set by `keyed`.
    """

    number: int
    bank_id: str
    date: date
    label: str
    amount_cents: int
    balance_cents: int | None = None
    reference: str = ""
    account: str = ""
    key: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A bank file once read: its format, account, lines in the order of the file, and warnings.

    `warnings` are `(code, line number or 0)`: BALANCE_BREAK, BAD_LINE, PENDING, FOREIGN, NO_BALANCE.
    """

    format: str
    account: str
    currency: str
    lines: tuple[StatementLine, ...]
    warnings: tuple[tuple[str, int], ...] = field(default=())


MAX_CENTS = 10**13
BOOK_CURRENCY = "CAD"


def is_plausible(cents: int) -> bool:
    """Tell whether an amount can be one: more than a hundred thousand million dollars is a damaged file."""
    return abs(cents) < MAX_CENTS


def squeezed(text: str) -> str:
    """Give the text with runs of white space made one, as banks pad differently by format."""
    return " ".join(text.split())


def digest(*parts: object) -> str:
    """Give a short stable fingerprint of the parts."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:32]


def keyed(lines: Iterable[StatementLine]) -> tuple[StatementLine, ...]:
    """Give each line its key, and mark those that repeat an earlier line of the same file.

    With a bank id, the id and the amount decide; an id of zeros alone, or that stands on three movements, is none. Without one,
    the running balance decides: a line that repeats date, label, amount and balance is a repetition unless the balance
    really moved by its amount again. Without balance, equal lines cannot be told apart, so all are kept and numbered.
    """
    given = list(lines)
    false = _false_ids(given)
    keys: Counter[tuple[str, str]] = Counter()
    result: list[StatementLine] = []
    previous: int | None = None
    for line in given:
        has_id = bool(line.bank_id) and (line.account, line.bank_id) not in false
        base = _base_key(line, has_id=has_id)
        place = (line.account, base)
        again = keys[place] > 0 and (has_id or _repeats(line, previous))
        if again:
            result.append(replace(line, key=_numbered(base, keys[place]), repeated=True))
            continue
        keys[place] += 1
        result.append(replace(line, key=_numbered(base, keys[place])))
        previous = line.balance_cents
    return tuple(result)


def _false_ids(lines: Iterable[StatementLine]) -> set[tuple[str, str]]:
    """Give the ids that name nothing: zeros alone, or the same one on three different movements."""
    seen: dict[tuple[str, str], set[tuple[date, int]]] = {}
    for line in lines:
        seen.setdefault((line.account, line.bank_id), set()).add((line.date, line.amount_cents))
    return {name for name, moves in seen.items() if not name[1].strip("0") or len(moves) > 2}


def _base_key(line: StatementLine, *, has_id: bool) -> str:
    if has_id:
        return digest("id", line.bank_id, line.amount_cents)
    return digest("row", line.date, squeezed(line.label).upper(), line.amount_cents, line.balance_cents)


def _numbered(base: str, rank: int) -> str:
    return base if rank == 1 else f"{base}-{rank}"


def _repeats(line: StatementLine, previous: int | None) -> bool:
    if line.balance_cents is None:
        return False
    return previous is None or previous + line.amount_cents != line.balance_cents


def twin_key(line: StatementLine) -> tuple[date, str, int]:
    """Give what a movement keeps from one file format to another: date, label, amount."""
    return (line.date, squeezed(line.label).upper(), line.amount_cents)
