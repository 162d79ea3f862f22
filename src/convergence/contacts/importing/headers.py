"""Which line of a sheet holds the headers, and the layout that follows from it.

Pure functions, without Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .cells import as_text
from .columns import KINDS, YEAR, Column, ColumnKind, Layout
from .folding import tidy
from .meanings import assign_meanings, guess_from_content, guess_subject, match_header, names_alone, settle_names
from .readers import Cell, Line

HEADER_SEARCH = 40


def guess_layout(sample: Sequence[Line], extra: Iterable[ColumnKind] = ()) -> Layout:
    """The layout of a sheet from its first lines (some hundreds are enough)."""
    kinds = (*tuple(extra), *KINDS)
    header_line, cells, confidence = _guess_header(sample, kinds)
    body = [row for line, row in sample if line > header_line]
    layout = lay_out(header_line, cells, body, kinds, confidence, line_above(sample, header_line))
    if _has_name(layout):
        return layout
    alone = lay_out(header_line, cells, body, kinds, confidence)  # what stands above may be about something else
    return alone if _has_name(alone) else layout


def _has_name(layout: Layout) -> bool:
    return any(column.code in {"name", "last_name", "full_name"} for column in layout.columns)


def line_above(sample: Sequence[Line], header_line: int) -> Sequence[Cell]:
    """The line just above the headers when it names groups of columns; a title is none."""
    row = next((row for line, row in sample if line == header_line - 1), [])
    return row if _filled(row) >= 2 and all(isinstance(c, str) and "@" not in c for c in row if c) else []


def lay_out(
    header_line: int,
    header_cells: Sequence[Cell],
    body: Sequence[Sequence[Cell]],
    kinds: Sequence[ColumnKind],
    confidence: float = 1.0,
    above: Sequence[Cell] = (),
) -> Layout:
    """Give a meaning to every column once the header line is known.

    Args:
        header_line: line of the headers, 0 when there are none.
        header_cells: its cells.
        body: lines below it.
        kinds: the meanings that a column can have.
        confidence: of the header line.
        above: cells of a line that names groups of columns (`Cotisation 2022-2023` over `Montant` and `Date`).
    """
    width = max([len(header_cells), *(len(row) for row in body[:300])], default=0)
    width = _used_width(width, header_cells, body)
    typed = [tidy(as_text(header_cells[i])) if i < len(header_cells) else "" for i in range(width)]
    texts = [text.rstrip(" :") for text in typed]
    groups = _spread(above, width)
    columns = [Column(i, name) for i, name in enumerate(_unique([t or g for t, g in zip(typed, groups, strict=True)]))]
    samples = [[row[i] for row in body if i < len(row) and row[i] != typed[i]] for i in range(width)]
    subject = guess_subject(texts, samples, kinds, groups)
    layout = Layout(header_line, subject, columns, confidence)
    assign_meanings(layout, texts, samples, kinds, groups)
    settle_names(layout, texts)
    guess_from_content(layout, samples)
    return layout


def _spread(above: Sequence[Cell], width: int) -> list[str]:
    """The group of each column: a text stands for the blank cells on its right."""
    out, current = [], ""
    for index in range(width):
        current = (tidy(as_text(above[index])) if index < len(above) else "") or current
        out.append(current)
    return out


def _used_width(width: int, header: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> int:
    while width:
        cells = [row[width - 1] for row in (header, *body) if len(row) >= width]
        if any(tidy(as_text(cell)) for cell in cells):
            return width
        width -= 1
    return 0


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unique(texts: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    out = []
    for index, text in enumerate(texts):
        name = text or column_letter(index)
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


# --- The header line ------------------------------------------------------------------------


def _guess_header(sample: Sequence[Line], kinds: Sequence[ColumnKind]) -> tuple[int, Sequence[Cell], float]:
    """The line whose texts are most like headers; line 0 when none is."""
    widths = sorted(_filled(row) for _line, row in sample if _filled(row))
    typical = max(widths[len(widths) * 3 // 4], min(widths[-1], 3)) if widths else 0
    best: tuple[float, int, Sequence[Cell]] = (0.0, 0, [])
    looked = 0
    for line, row in sample:
        if not _filled(row):
            continue
        looked += 1
        if looked > HEADER_SEARCH:
            break
        score = _header_score(row, typical, kinds)
        if score > best[0] + 0.001:
            best = (score, line, row)
    score, line, row = best
    if score < 0.34:
        return _first_wide_line(sample, typical)
    below = next((cells for number, cells in sample if number == line + 1), [])
    if _continues(below, row, typical, kinds):
        return line + 1, below, min(1.0, score)
    return line, row, min(1.0, score)


def _continues(below: Sequence[Cell], row: Sequence[Cell], typical: int, kinds: Sequence[ColumnKind]) -> bool:
    """Whether the headers go on in the line below: words that name columns, no figures, not the same words again."""
    texts = [tidy(as_text(cell)) for cell in below]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(re.search(r"\d", YEAR.sub("", text)) or len(text) > 40 for text in filled):
        return False
    above = [tidy(as_text(cell)) for cell in row] + [""] * len(texts)
    if any(text == other for text, other in zip(texts, above, strict=False) if text):
        return False
    alone = [_names_column(text, kinds) for text in texts if text]
    whole = [_names_column(f"{group} {text}", kinds) for text, group in zip(texts, above, strict=False) if text]
    return sum(alone) * 2 >= len(filled) and all(map(max, alone, whole))


def _names_column(text: str, kinds: Sequence[ColumnKind]) -> bool:
    return any(match_header(text, kind, None) >= 0.9 for kind in kinds)


def _filled(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if tidy(as_text(cell)))


def _header_score(row: Sequence[Cell], typical: int, kinds: Sequence[ColumnKind]) -> float:
    texts = [tidy(as_text(cell)) for cell in row]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(not isinstance(cell, str) for cell in row if cell not in ("", None)):
        if len(filled) < 2 and typical > 1:
            return 0.0
        if not all(isinstance(cell, str) or _is_year(cell) for cell in row if cell not in ("", None)):
            return 0.0
    if any("@" in text or len(text) > 60 for text in filled):
        return 0.0
    known = sum(1 for text in filled if names_alone(text) or any(match_header(text, kind, None) for kind in kinds))
    distinct = len(set(filled)) / len(filled)
    return (known / len(filled)) * 0.8 * distinct + min(len(filled) / max(typical, 1), 1.0) * 0.2 * bool(known)


def _is_year(cell: Cell) -> bool:
    return isinstance(cell, float | int) and 1900 <= float(cell) <= 2100


def _first_wide_line(sample: Sequence[Line], typical: int) -> tuple[int, Sequence[Cell], float]:
    """No known header: a line of distinct words above lines of figures, or none at all."""
    for line, row in sample:
        texts = [tidy(as_text(cell)) for cell in row if tidy(as_text(cell))]
        if len(texts) < max(2, typical * 0.6):
            continue
        wordy = all(isinstance(cell, str) and not re.search(r"\d|@", cell) for cell in row if tidy(as_text(cell)))
        if wordy and len(set(texts)) == len(texts) and max(map(len, texts)) <= 40:
            return line, row, 0.2
        break
    return 0, [], 0.0
