"""One line of a sheet: what its cells say.

Pure functions, without Django. A line that is no contact (see `sorting`) is IGNORED; one
without a name, or wholly unreadable, is REFUSED; every other line becomes an `Entry` whose bad
cells are empty, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .cells import (
    ERROR_MARKS,
    Reason,
    as_text,
    read_count,
    read_date,
    read_emails,
    read_language,
    read_money,
    read_phones,
    read_postal,
    read_text,
    read_yes_no,
    reason,
    says_do_not_contact,
    split_city,
    split_street,
)
from .columns import ORGANISATION, PERSON, Column, ColumnKind, Layout
from .entries import IGNORED, NEW, REFUSED, Entry, ReadLine
from .folding import fold, tidy
from .names import Lexicon, PersonName, read_person, soften, split_honorific, split_name, split_office
from .readers import Cell
from .sorting import LineSorter

_SAME_SIGNS = re.compile(r"""[-\s]*(?:["″”“„〃]|'')[-\s"″”“„〃']*""")
_SAME_WORDS = frozenset({"idem", "ídem", "ditto", "lo mismo", "igual", "same", "as above"})
_NUMBER_LABEL = re.compile(r"^(?:n(?:[o°º]|um(?:[ée]ro)?|umber)?\.?\s+|n[°º]\s*|#\s*)(?=\d)", re.IGNORECASE)


class LineReader:
    """Reads the lines of one sheet, its layout and the column's date orders being settled."""

    def __init__(
        self,
        layout: Layout,
        kinds: Iterable[ColumnKind],
        *,
        lexicon: Lexicon | None = None,
        orders: dict[int, str | None] | None = None,
        row_rules: Iterable[Callable[[Entry], list[Reason]]] = (),
        known_values: frozenset[str] = frozenset(),
        typical: int = 0,
    ) -> None:
        self.layout = layout
        self.lexicon = lexicon or Lexicon()
        self.orders = orders or {}
        self.row_rules = tuple(row_rules)
        self.sorter = LineSorter(layout, self.lexicon, known_values, typical)
        self._kinds = {kind.code: kind for kind in kinds}
        self._above: Sequence[Cell] = ()
        self._by_code: dict[str, list[Column]] = {}
        for column in layout.columns:
            if column.code:
                self._by_code.setdefault(column.code, []).append(column)
        self._extra = [c for c in layout.columns if "." in c.code]

    def read(self, line: int, row: Sequence[Cell]) -> ReadLine:
        """The verdict a line has by itself (NEW stands for "a contact, not yet compared")."""
        texts = [tidy(cell) if isinstance(cell, str) else as_text(cell) for cell in row]
        why = self.sorter.not_a_contact(line, texts)
        if why:
            return ReadLine(None, IGNORED, [why])
        row, same = self._as_above(row, texts)
        entry, reasons = self._entry(row)
        reasons[:0] = same
        has_name = bool(entry.name if entry.subject == ORGANISATION else entry.person)
        if not has_name:
            said = entry.fullness() > 0
            refusal = reason("no_name") if said else reason("unreadable_line")
            return ReadLine(entry, REFUSED, [refusal, *reasons])
        for rule in self.row_rules:
            reasons.extend(rule(entry))
        return ReadLine(entry, NEW, reasons)

    def _as_above(self, row: Sequence[Cell], texts: Sequence[str]) -> tuple[Sequence[Cell], list[Reason]]:
        """Read the marks that say `as above` (`idem`, `ditto`, `"`) from the line above; a number belongs to one line."""
        filled, reasons = row, []
        for place, text in enumerate(texts):
            if not text or len(text) > 12:
                continue
            if text.rstrip(".").lower() not in _SAME_WORDS and (text[0].isalnum() or not _SAME_SIGNS.fullmatch(text)):
                continue
            column = self.layout.columns[place] if place < len(self.layout.columns) else None
            if column is None or not column.code or column.code in {"number", "notes"}:
                continue
            value = self._above[place] if place < len(self._above) else ""
            filled = [*filled[:place], value, *filled[place + 1 :]]
            known = tidy(as_text(value))
            reasons.append(
                Reason(
                    "as_above" if known else "nothing_above", {"column": column.header, "typed": text, "read": known}
                )
            )
        self._above = filled
        return filled, reasons

    # The cells --------------------------------------------------------------------------

    def _cell(self, row: Sequence[Cell], code: str) -> Cell:
        for column in self._by_code.get(code, ()):
            if column.index < len(row) and row[column.index] not in ("", None):
                return row[column.index]
        return ""

    def _text(self, row: Sequence[Cell], code: str, reasons: list[Reason]) -> str:
        cell = self._cell(row, code)
        if code == "street" and isinstance(cell, str):  # the lines of an address
            cell = ", ".join(part for part in map(str.strip, cell.splitlines()) if part).replace(",,", ",")
        value, why = read_text("" if isinstance(cell, bool) else cell)
        if why and not (why.code == "not_available" and code in {"notes", "office"}):
            reasons.append(self._at(code, why))
        return value or ""

    def _at(self, code: str, why: Reason) -> Reason:
        columns = self._by_code.get(code)
        return Reason(why.code, {"column": columns[0].header if columns else code, **why.params})

    def _entry(self, row: Sequence[Cell]) -> tuple[Entry, list[Reason]]:
        reasons: list[Reason] = []
        entry = Entry(self.layout.subject)
        number = self._text(row, "number", reasons)
        entry.number = _NUMBER_LABEL.sub("", number)[:40]
        entry.name = self._name(row, reasons)
        self._person(row, entry, reasons)
        for code in ("acronym", "kind", "central", "region", "office", "city", "province", "country", "website"):
            if code in self._by_code:
                setattr(entry, code, self._text(row, code, reasons)[:200] or getattr(entry, code))
        self._address(row, entry, reasons)
        self._points(row, entry, reasons)
        self._wishes(row, entry, reasons)
        if "count" in self._by_code:
            count, why = read_count(self._cell(row, "count"))
            entry.count = tuple(count) if count else None
            if why:
                reasons.append(self._at("count", why))
        self._read_extra(row, entry, reasons)
        return entry, reasons

    def _name(self, row: Sequence[Cell], reasons: list[Reason]) -> str:
        if "name" not in self._by_code:
            return ""
        name = self._text(row, "name", reasons)
        if fold(name) in ERROR_MARKS or (name and not any(map(str.isalnum, name))):
            return ""
        if name.startswith(("=", "+", "@")) and len(name) > 1:
            reasons.append(self._at("name", reason("formula_text", typed=name)))
        if name.count("\ufffd") > len(name) / 2:
            return ""
        return name[:300]

    def _person(self, row: Sequence[Cell], entry: Entry, reasons: list[Reason]) -> None:
        first_code, last_code = ("contact_first", "contact_last")
        if entry.subject == PERSON:
            first_code, last_code = "first_name", "last_name"
        if first_code in self._by_code or last_code in self._by_code:
            first = self._text(row, first_code, reasons)
            last = self._text(row, last_code, reasons)
            honorific, first, last = self._two_cells(first, last, is_split=first_code in self._by_code)
            if any(map(str.isalpha, first + last)):
                entry.person = PersonName(
                    soften(first, self.lexicon)[:150], soften(last, self.lexicon)[:150], honorific
                )
        for code in ("full_name", "contact"):
            if entry.person is None and code in self._by_code:
                cell = self._text(row, code, reasons)
                entry.person, why = read_person(cell, self.lexicon)
                if why:
                    reasons.append(self._at(code, why))
                entry.office = entry.office or split_office(cell)[1][:200]
        self._honorific(row, entry)
        if entry.person and entry.person.last.startswith(("=", "+", "@")):
            reasons.append(reason("formula_text", column=last_code, typed=entry.person.last))

    def _two_cells(self, first: str, last: str, *, is_split: bool) -> tuple[str, str, str]:
        """Form of address, first and last name of two cells; `Roe, Jane` may stand whole in that of the last name."""
        honorific = ""
        if last and not first and is_split:
            honorific, last = split_honorific(last)
            if "," in last:
                first, last, _sure = split_name(last, self.lexicon)
        if first:
            said, first = split_honorific(first)
            honorific = honorific or said
        return honorific, first, last

    def _honorific(self, row: Sequence[Cell], entry: Entry) -> None:
        if entry.person and not entry.person.honorific and "honorific" in self._by_code:
            said = tidy(as_text(self._cell(row, "honorific")))
            found, _rest = split_honorific(f"{said} X")
            entry.person = entry.person._replace(honorific=found)

    def _address(self, row: Sequence[Cell], entry: Entry, reasons: list[Reason]) -> None:
        parts = (self._text(row, one, reasons) for one in ("street", "street_2"))
        entry.street = ", ".join(filter(None, parts))[:300]
        if "postal" in self._by_code:
            postal, why = read_postal(self._cell(row, "postal"))
            entry.postal = postal or ""
            if why:
                reasons.append(self._at("postal", why))
        if not (entry.city or entry.postal):
            entry.street, entry.city = split_street(entry.street)
        city, province, code = split_city(entry.city)
        if (province and not entry.province) or (code and not entry.postal):
            entry.city, entry.province, entry.postal = city, entry.province or province, entry.postal or code

    def _points(self, row: Sequence[Cell], entry: Entry, reasons: list[Reason]) -> None:
        extension = self._cell(row, "extension")
        for code in ("phone", "mobile"):
            for column in self._by_code.get(code, ()):
                cell = row[column.index] if column.index < len(row) else ""
                if cell in ("", None):
                    continue
                phones, whys = read_phones(cell, extension if code == "phone" else None)
                extension = "" if code == "phone" else extension
                for phone in phones:
                    kept = phone._replace(mobile=phone.mobile or code == "mobile")
                    if all(kept.stored != other.stored for other in entry.phones):
                        entry.phones.append(kept)
                reasons.extend(Reason(w.code, {"column": column.header, **w.params}) for w in whys)
        for column in self._by_code.get("email", ()):
            cell = row[column.index] if column.index < len(row) else ""
            if cell in ("", None):
                continue
            emails, whys = read_emails(cell)
            entry.emails.extend(address for address in emails if address not in entry.emails)
            reasons.extend(Reason(w.code, {"column": column.header, **w.params}) for w in whys)

    def _wishes(self, row: Sequence[Cell], entry: Entry, reasons: list[Reason]) -> None:
        if "language" in self._by_code:
            language, why = read_language(self._cell(row, "language"))
            entry.language = language or ""
            if why:
                reasons.append(self._at("language", why))
        if "newsletter" in self._by_code:
            entry.newsletter, why = read_yes_no(self._cell(row, "newsletter"))
            if why:
                reasons.append(self._at("newsletter", why))
        notes = []
        for column in self._by_code.get("notes", ()):
            text, _why = read_text(row[column.index] if column.index < len(row) else "")
            if text:
                notes.append(text)
        entry.notes = " · ".join(notes)[:2000]
        flagged = "do_not_contact" in self._by_code and read_yes_no(self._cell(row, "do_not_contact"))[0]
        entry.do_not_contact = bool(flagged) or says_do_not_contact(entry.notes)

    def _read_extra(self, row: Sequence[Cell], entry: Entry, reasons: list[Reason]) -> None:
        """Registered columns: one value, or a list of amounts by period (empty: none said) with what follows them."""
        amounts: dict[int, dict[str, Any]] = {}
        companions: list[tuple[ColumnKind, Column, Any]] = []
        for column in self._extra:
            kind = self._kinds.get(column.code)
            if kind is None:
                continue
            cell = row[column.index] if column.index < len(row) else ""
            value, why = self._read_by(kind, column, cell)
            if why:
                reasons.append(Reason(why.code, {"column": column.header, **why.params}))
            if value is None:
                continue
            if kind.follows:
                companions.append((kind, column, value))
                continue
            if not kind.by_period:
                entry.extra[kind.code] = value
                continue
            period = column.period if is_period(column.period) else ""
            amounts[column.index] = {"period": period, "value": value, "column": column.header}
            entry.extra.setdefault(kind.code, []).append(amounts[column.index])
            if not period:
                reasons.append(Reason("no_period", {"column": column.header, "typed": as_text(cell)}))
        for kind, column, value in companions:
            if (completed := self._completed_by(kind, column)) in amounts:
                amounts[completed][kind.code] = value

    def _completed_by(self, kind: ColumnKind, column: Column) -> int:
        """Index of the column that another completes: of the same period, else the nearest on its left, else right."""
        offered = self._by_code.get(kind.follows, ())
        if column.period and (same := [c for c in offered if c.period == column.period]):
            offered = same
        left = [c.index for c in offered if c.index < column.index]
        return max(left) if left else min((c.index for c in offered), default=-1)

    def _read_by(self, kind: ColumnKind, column: Column, cell: Cell) -> tuple[Any, Reason | None]:
        if kind.reader == "money":
            return read_money(cell)
        if kind.reader == "date":
            day, why = read_date(cell, self.orders.get(column.index))
            return (day.isoformat() if day else None), why
        if kind.reader == "count":
            count, why = read_count(cell)
            return (list(count) if count else None), why
        if kind.reader == "yes_no":
            return read_yes_no(cell)
        text, why = read_text(cell)
        return text, why


def is_period(text: str) -> bool:
    """Whether a text is one year, or two years that follow each other."""
    match = re.fullmatch(r"((?:19|20)\d{2})(?:-((?:19|20)\d{2}))?", text)
    return bool(match) and (not match[2] or int(match[2]) == int(match[1]) + 1)
