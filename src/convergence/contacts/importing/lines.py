"""One line of a sheet: what kind of line it is and what its cells say.

Pure functions, without Django. A line that is no contact (blank, title, subtotal, repeated
header) is IGNORED; one without a name, or wholly unreadable, is REFUSED; every other line
becomes an `Entry` whose bad cells are empty, each with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .cells import (
    ERROR_MARKS,
    Reason,
    as_text,
    is_empty,
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
from .meanings import looks_like_organisation
from .names import Lexicon, PersonName, read_person, soften, split_honorific, split_name, split_office
from .readers import Cell

_TOTAL = re.compile(
    r"^(?:\*+\s*)?(?:sous[\s-]?tot(?:al)?|s[\s./-]{0,2}tot(?:al|\.)?|total|totaux|(?:nombre|nb|nbre|number|count|numero) (?:de |d'|of )|grand[\s-]?total|sub[\s-]?total|somme|sum|suma|"
    r"cumul(?:atif)?|report|a reporter|moyenne|average|promedio|gran total|total general)\b[^@]*$"
)


_TITLE = re.compile(
    r"^(?:\*|-{2,}|={2,}|_{2,}|#)|:$|^(?:region|centrale|groupe|groupes|categorie|section|secteur|membres?|"
    r"liste|page|mise a jour|note|n\.?b\.?|p\.?-?s\.?|source|suite|annexe|legende|fin|imprime|date|"
    r"produit par|prepare par|confidentiel|members|list|updated|printed|group|lista|actualizad[oa]|grupo|"
    r"miembros|pagina|nota|fuente|ne pas diffuser|voir|attention|remarque|\(?suite\)?|\d{4}-\d{4}|"
    r"derniere? (?:mise|modif)|as of|en date du|au \d|total|individus|personnes|organisations|organizations|"
    r"organizaciones|(?:syndicats|sindicatos|unions|associations|organismes|federations|sections) \w+(?: \w+)?$|retraite\w*|ancien\w*|nouveau\w*|nouvelle\w*|inactif\w*|actif\w*|archive\w*)\b"
    r"|^(?:csn|ftq|csq|csd|ctc|clc|independant\w*|autres?|non affilie\w*|others?|otr[oa]s)$"
)


_JUNK = re.compile(
    r"^[\W\d_]*$|^=\s*(?:sum|somme|suma|subtotal|sous\.total|count\w*|nb\w*|average|moyenne)\s*\(", re.IGNORECASE
)


_UNIT = re.compile(
    r"^(?:\(.*\)|\[.*\]|\$|%|nb|nbre|nombre|texte?|obligatoire|facultatif|optional|required|(?:[jdm]{1,2}|a{2,4}|y{2,4})(?:[/.-](?:[jdm]{1,2}|a{2,4}|y{2,4})){2})$"
)


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
        self.known_values = known_values
        self.typical = typical or max(1, len([c for c in layout.columns if c.code]))
        self._kinds = {kind.code: kind for kind in kinds}
        self._header = [fold(column.header) for column in layout.columns]
        self._by_code: dict[str, list[Column]] = {}
        for column in layout.columns:
            if column.code:
                self._by_code.setdefault(column.code, []).append(column)
        self._extra = [c for c in layout.columns if "." in c.code]
        self._name_columns = [
            c.index for code in ("name", "last_name", "first_name", "full_name") for c in self._by_code.get(code, ())
        ]

    # What sort of line -----------------------------------------------------------------

    def read(self, line: int, row: Sequence[Cell]) -> ReadLine:
        """The verdict a line has by itself (NEW stands for "a contact, not yet compared")."""
        texts = [tidy(cell) if isinstance(cell, str) else as_text(cell) for cell in row]
        why = self._not_a_contact(line, texts)
        if why:
            return ReadLine(None, IGNORED, [why])
        entry, reasons = self._entry(row)
        has_name = bool(entry.name if entry.subject == ORGANISATION else entry.person)
        if not has_name:
            said = entry.fullness() > 0
            refusal = reason("no_name") if said else reason("unreadable_line")
            return ReadLine(entry, REFUSED, [refusal, *reasons])
        for rule in self.row_rules:
            reasons.extend(rule(entry))
        return ReadLine(entry, NEW, reasons)

    def _not_a_contact(self, line: int, texts: list[str]) -> Reason | None:
        if line == self.layout.header_line:
            return reason("header_line")
        filled = [(place, text) for place, text in enumerate(texts) if text]
        if not filled or all(_JUNK.match(t) and is_empty(t) for _p, t in filled):
            return reason("blank_line")
        if line < self.layout.header_line:
            return reason("title_line")
        if self._repeats_header(texts, len(filled)):
            return reason("repeated_header")
        if line <= self.layout.header_line + 2 and all(_UNIT.match(fold(text)) for _place, text in filled):
            return reason("title_line")
        if self._is_total(texts, filled):
            return reason("subtotal_line")
        if self._is_title(filled):
            return reason("title_line")
        return None

    def _repeats_header(self, texts: list[str], filled: int) -> bool:
        if filled < 2:
            return False
        others = 0.4 * filled
        same = 0
        for text, head in zip(texts, self._header, strict=False):
            if text and fold(text) == head:
                same += 1
            elif text:
                others -= 1
                if others < 0:  # nearly every line: it is not asked of its other cells
                    return False
        return same >= 2 and same >= 0.6 * filled

    def _is_total(self, texts: list[str], filled: list[tuple[int, str]]) -> bool:
        if any("@" in text for _place, text in filled):
            return False
        if all(_JUNK.match(text) for _place, text in filled) and any(text.startswith("=") for _place, text in filled):
            return True
        first = fold(filled[0][1])
        words = [fold(text) for _place, text in filled if not _JUNK.match(text.replace("$", ""))]
        named = [word for word in words if _TOTAL.match(word)]
        if named:
            others = [w for w in words if not _TOTAL.match(w)]
            figures = len(filled) - len(words)
            return not self._numbered(texts) and len(others) <= 1 and (figures > 0 or len(filled) <= 2)
        if len(words) == 1 < len(filled) and words[0] in self.known_values and not self._numbered(texts):
            return True
        return bool(_TOTAL.match(first)) and len(filled) <= 3

    def _numbered(self, texts: list[str]) -> bool:
        columns = self._by_code.get("number", ())
        return any(c.index < len(texts) and re.search(r"\d", texts[c.index]) for c in columns)

    def _is_title(self, filled: list[tuple[int, str]]) -> bool:
        """A single text in a sheet of several columns, which cannot be a contact's name."""
        if len(filled) > 1 or self.typical < 3:
            return False
        place, text = filled[0]
        if place not in self._name_columns:
            column = self.layout.columns[place] if place < len(self.layout.columns) else None
            if column and column.code in {"email", "phone", "mobile", "count", "postal", "membership.dues"}:
                is_sentence = "@" not in text and len(re.findall(r"[^\W\d_]{2,}", text)) >= 3
                return is_sentence or not re.search(r"\d|@", text) or len(text) > 80
            return True
        folded = fold(text)
        if folded in self.known_values or len(text) > 160:
            return True
        if _TITLE.search(folded) and not (
            self.layout.subject == ORGANISATION and re.match(r"(?:section|groupe|group|grupo)\s+\w\w", folded)
        ):
            return True
        if self.layout.subject == ORGANISATION:
            return not looks_like_organisation(text) and len(folded.split()) > 6 and text.endswith(".")
        return not self._names_somebody(text)

    def _names_somebody(self, text: str) -> bool:
        """Whether a text alone on its line is a person: both names, one of them known in this list."""
        honorific, name = split_honorific(text)
        parts = [fold(part) for part in re.split(r"[\s,]+", name) if part]
        if not 2 <= len(parts) <= 5 or re.search(r"[\d:!?*()]", name):
            return False
        known = (self.lexicon.first, self.lexicon.last)
        return bool(honorific) or any(part in names for part in parts for names in known)

    # The cells --------------------------------------------------------------------------

    def _cell(self, row: Sequence[Cell], code: str) -> Cell:
        for column in self._by_code.get(code, ()):
            if column.index < len(row) and row[column.index] not in ("", None):
                return row[column.index]
        return ""

    def _text(self, row: Sequence[Cell], code: str, reasons: list[Reason]) -> str:
        cell = self._cell(row, code)
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
        entry.street = ", ".join(filter(None, (self._text(row, one, reasons) for one in ("street", "street_2"))))[:300]
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
        """Registered columns: one value, or a list of amounts by period with what follows them."""
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
            elif not kind.by_period:
                entry.extra[kind.code] = value
            elif is_period(column.period):
                amounts[column.index] = {"period": column.period, "value": value, "column": column.header}
                entry.extra.setdefault(kind.code, []).append(amounts[column.index])
            else:
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
