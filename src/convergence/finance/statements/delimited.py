"""CSV statements: encoding, separator, header and columns are guessed, never assumed."""

import csv
import io
import unicodedata
from dataclasses import dataclass, replace

from convergence.finance.statements import cells
from convergence.finance.statements.lines import (
    BOOK_CURRENCY,
    Statement,
    StatementError,
    StatementLine,
    keyed,
    squeezed,
)

HEADERS = {
    "date": ("date", "date de transaction", "transaction date", "date operation", "date comptable", "posted date",
             "date de l operation", "booking date", "fecha"),
    "label": ("description", "libelle", "details", "detail", "transaction", "description 1", "operation", "memo",
              "nom", "name", "concepto", "payee", "beneficiaire"),
    "more": ("description 2", "memo", "note", "reference client", "message"),
    "out": ("retrait", "retraits", "debit", "debits", "withdrawal", "withdrawals", "sortie", "cargo", "paiement"),
    "in": ("depot", "depots", "credit", "credits", "deposit", "deposits", "entree", "abono"),
    "amount": ("montant", "amount", "somme", "importe", "valeur", "cad", "cad$", "cad $", "montant cad"),
    "balance": ("solde", "balance", "running balance", "saldo", "solde courant"),
    "bank_id": ("id", "fitid", "identifiant", "transaction id", "no transaction", "numero de transaction",
                "numero de sequence", "id de transaction"),
    "reference": ("reference", "no reference", "numero de reference", "ref", "cheque number", "no cheque",
                  "numero du cheque"),
    "currency": ("devise", "currency", "monnaie", "moneda"),
    "direction": ("type of transaction", "transaction type", "type de transaction", "type", "sens", "dr cr", "cr dr",
                  "debit credit", "credit debit"),
}  # fmt: skip
# Banks say more than one word: "Date Posted", "Montant au débit". Looked for when no header is exact.
HOLDING = (
    ("date", ("date",)),
    ("out", ("debit", "retrait", "withdrawal")),
    ("in", ("credit", "depot", "deposit")),
    ("balance", ("solde", "balance")),
    ("reference", ("reference",)),
    ("amount", ("montant", "amount")),
    ("label", ("description", "libelle", "details")),
)
SPENT = {"DEBIT", "DR", "DT", "D", "RETRAIT", "WITHDRAWAL", "CARGO", "SORTIE"}
GOT = {"CREDIT", "CR", "C", "DEPOT", "DEPOSIT", "ABONO", "ENTREE"}
SEPARATORS = ";\t,|"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (from 0) holds what; None where the file has no such column."""

    date: int
    label: int
    amount: int | None = None
    money_in: int | None = None
    money_out: int | None = None
    balance: int | None = None
    bank_id: int | None = None
    reference: int | None = None
    more: int | None = None
    currency: int | None = None
    direction: int | None = None


def read(content: bytes, *, date_order: str | None = None) -> Statement:
    """Read a delimited file; see `read_statement` for what it raises."""
    rows = _rows(decoded(content))
    first, columns = _columns(rows)
    body = [(number, row) for number, row in rows[first:] if any(cell.strip() for cell in row)]
    columns = _with_direction(columns, [row for _, row in body])
    order = date_order or _date_order([row[columns.date] for _, row in body if len(row) > columns.date])
    lines, warnings = [], []
    for number, row in body:
        line = _line(number, row, columns, order)
        if _cell(row, columns.currency).upper() not in {BOOK_CURRENCY, ""}:
            warnings.append(("FOREIGN", number))
        elif line is None:
            warnings.append(("BAD_LINE", number))
        else:
            lines.append(line)
    found = keyed(_oldest_first(lines))
    warnings += _balance_breaks(found)
    if found and columns.balance is None and columns.bank_id is None:
        warnings.append(("NO_BALANCE", 0))
    return Statement("CSV", "", "CAD", found, tuple(warnings))


def decoded(content: bytes) -> str:
    """Decode as UTF-8, UTF-16 or, failing both, Windows-1252 (what Québec banks write)."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _rows(text: str) -> list[tuple[int, list[str]]]:
    if "\x00" in text:
        raise StatementError("NOT_A_STATEMENT")
    sample = [line for line in text.splitlines()[:60] if line.strip()]
    separator = max(SEPARATORS, key=lambda mark: sum(min(line.count(mark), 12) for line in sample))
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise StatementError("NOT_A_STATEMENT") from error


def plain(text: str) -> str:
    """Give the text in lower case without accents nor punctuation, for comparing headers."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join("".join(sign if sign.isalnum() or sign == "$" else " " for sign in folded).split())


def _columns(rows: list[tuple[int, list[str]]]) -> tuple[int, Columns]:
    for index, (_, row) in enumerate(rows[:40]):
        found = _named(row)
        if found is not None:
            return index + 1, found
    found = _by_content([row for _, row in rows])
    if found is None:
        raise StatementError("NO_COLUMNS")
    return 0, found


def _named(row: list[str]) -> Columns | None:
    places: dict[str, int] = {}
    for index, cell in enumerate(row):
        name = plain(cell)
        for meaning, words in HEADERS.items():
            if name in words and meaning not in places and index not in places.values():
                places[meaning] = index
    if "date" not in places or "label" not in places or not places.keys() & {"amount", "in", "out"}:
        _holding(row, places)
    money = places.keys() & {"amount", "in", "out"}
    if "date" not in places or "label" not in places or not money:
        return None
    return Columns(
        date=places["date"],
        label=places["label"],
        amount=places.get("amount"),
        money_in=places.get("in"),
        money_out=places.get("out"),
        balance=places.get("balance"),
        bank_id=places.get("bank_id"),
        reference=places.get("reference"),
        more=places.get("more"),
        currency=places.get("currency"),
        direction=places.get("direction"),
    )


def _holding(row: list[str], places: dict[str, int]) -> None:
    """Add the columns whose header only holds the word, those that nothing else claimed."""
    for index, cell in enumerate(row):
        words = plain(cell).split()
        if index in places.values():
            continue
        meaning = next((name for name, signs in HOLDING if name not in places and set(signs) & set(words)), None)
        if meaning is not None:
            places[meaning] = index


def _with_direction(columns: Columns, rows: list[list[str]]) -> Columns:
    """Keep the column that says debit or credit only when it does so everywhere and the amounts bear no sign."""
    if columns.direction is None or columns.amount is None:
        return replace(columns, direction=None)
    said = {_cell(row, columns.direction).upper() for row in rows} - {""}
    signed = any((cells.cents(_cell(row, columns.amount)) or 0) < 0 for row in rows)
    told = {plain(word).upper() for word in said}
    return columns if told and told <= SPENT | GOT and not signed else replace(columns, direction=None)


def _by_content(rows: list[list[str]]) -> Columns | None:
    """Guess the columns of a file without header: one date, the longest text, then one, two or three amounts."""
    full = [row for row in rows if len(row) > 2][:200]
    if not full:
        return None
    width = max(len(row) for row in full)
    dates, money, texts = [], [], []
    for index in range(width):
        values = [row[index].strip() for row in full if index < len(row) and row[index].strip()]
        if not values:
            continue
        if all(cells.orders(value) for value in values):
            dates.append(index)
        elif all(cells.cents(value) is not None and ("." in value or "," in value) for value in values):
            money.append((index, len(values) / len(full)))
        else:
            texts.append((sum(map(len, values)) / len(values), index))
    if not dates or not money or not texts:
        return None
    return _from_content(dates[0], max(texts)[1], money)


def _from_content(date_at: int, label_at: int, money: list[tuple[int, float]]) -> Columns:
    full = [index for index, share in money if share > 0.99]
    partial = [index for index, share in money if share <= 0.99]
    if len(partial) >= 2:
        balance = next((index for index in full if index > partial[1]), None)
        return Columns(date_at, label_at, money_out=partial[0], money_in=partial[1], balance=balance)
    if partial and full:
        return Columns(date_at, label_at, money_in=partial[0], balance=full[-1])
    return Columns(
        date_at, label_at, amount=full[0] if full else partial[0], balance=full[1] if len(full) > 1 else None
    )


def _date_order(values: list[str]) -> str:
    possible = {"dmy", "mdy", "ymd"}
    for value in values:
        if found := cells.orders(value):
            possible &= found
    if possible == {"dmy", "mdy", "ymd"} and all(cells.day(v, "dmy") == cells.day(v, "mdy") for v in values):
        return "ymd"
    if "ymd" in possible and all(len(value.strip()) == 8 and not value.strip()[2].isalnum() for value in values):
        possible -= {"ymd"} if possible & {"dmy", "mdy"} else set()
    else:
        possible -= {"ymd"} if len(possible) > 1 else set()
    if len(possible) == 1:
        return possible.pop()
    if not possible:
        raise StatementError("NOT_A_STATEMENT")
    raise StatementError("DATE_ORDER", example=next(iter(values), ""))


def _cell(row: list[str], index: int | None) -> str:
    return row[index].strip() if index is not None and index < len(row) else ""


def _line(number: int, row: list[str], columns: Columns, order: str) -> StatementLine | None:
    when = cells.day(_cell(row, columns.date), order)
    amount = _amount(row, columns)
    if when is None or amount is None:
        return None
    label = " ".join(part for part in (_cell(row, columns.label), _cell(row, columns.more)) if part)
    return StatementLine(
        number=number,
        bank_id=_cell(row, columns.bank_id),
        date=when,
        label=label,
        amount_cents=amount,
        balance_cents=cells.cents(_cell(row, columns.balance)),
        reference=squeezed(_cell(row, columns.reference)),
    )


def _amount(row: list[str], columns: Columns) -> int | None:
    if columns.amount is not None:
        amount = cells.cents(_cell(row, columns.amount))
        is_spent = plain(_cell(row, columns.direction)).upper() in SPENT
        return -amount if amount is not None and is_spent else amount
    got, spent = (cells.cents(_cell(row, index)) for index in (columns.money_in, columns.money_out))
    if got is None and spent is None:
        return None
    return abs(got or 0) - abs(spent or 0)


def _oldest_first(lines: list[StatementLine]) -> list[StatementLine]:
    """Give the lines oldest first, as running balances are read forwards; a file written backwards is turned round.

    Within one day the balances tell the direction.
    """
    if len(lines) < 2 or lines[0].date < lines[-1].date:
        return lines
    turned = lines[::-1]
    if lines[0].date > lines[-1].date:
        return turned
    return turned if len(_balance_breaks(tuple(turned))) < len(_balance_breaks(tuple(lines))) else lines


def _balance_breaks(lines: tuple[StatementLine, ...]) -> list[tuple[str, int]]:
    breaks: list[tuple[str, int]] = []
    previous: int | None = None
    for line in lines:
        if line.repeated or line.balance_cents is None:
            continue
        if previous is not None and previous + line.amount_cents != line.balance_cents:
            breaks.append(("BALANCE_BREAK", line.number))
        previous = line.balance_cents
    return breaks
