"""What sort of line a sheet holds at a place: a contact, or a blank, a title, a subtotal, the headers again.

Pure functions, without Django.
"""

from __future__ import annotations

import re

from .cells import Reason, is_empty, reason
from .columns import ORGANISATION, Layout
from .folding import fold
from .meanings import looks_like_organisation
from .names import Lexicon, split_honorific

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


class LineSorter:
    """Tells the lines of one sheet that are no contact."""

    def __init__(self, layout: Layout, lexicon: Lexicon, known_values: frozenset[str], typical: int) -> None:
        self.layout = layout
        self.lexicon = lexicon
        self.known_values = known_values
        self.typical = typical or max(1, len([column for column in layout.columns if column.code]))
        self._header = [fold(column.header) for column in layout.columns]
        self._numbers = layout.with_code("number")
        self._name_columns = [
            column.index
            for code in ("name", "last_name", "first_name", "full_name")
            for column in layout.with_code(code)
        ]

    def not_a_contact(self, line: int, texts: list[str]) -> Reason | None:
        """Say why a line is no contact; None when it is one. `texts` are its cells, as text."""
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
        return any(c.index < len(texts) and re.search(r"\d", texts[c.index]) for c in self._numbers)

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
