"""What the lines of a sheet teach before any is read, and their raw cells.

Pure functions, without Django.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .cells import (
    as_text,
)
from .columns import Layout
from .folding import plain, tidy
from .names import Lexicon, PersonName, learn_from, soften
from .readers import Cell


def teach(lexicon: Lexicon, layout: Layout, row: Sequence[Cell]) -> None:
    """Let the lexicon learn names from one line before any line is read."""
    for column in layout.columns:
        cell = row[column.index] if column.index < len(row) else ""
        if not isinstance(cell, str) or not cell:
            continue
        if column.code in {"contact", "full_name"}:
            learn_from(cell, lexicon)
        elif column.code in {"last_name", "contact_last"}:
            lexicon.learn(PersonName("", soften(tidy(cell))))
        elif column.code in {"first_name", "contact_first"}:
            lexicon.learn(PersonName(soften(tidy(cell)), ""))


def unique_raw(layout: Layout, row: Sequence[Cell]) -> dict[str, str]:
    """The raw cells by header text, as a person reads them in the sheet."""
    out = {column.header: as_text(row[column.index]) if column.index < len(row) else "" for column in layout.columns}
    for index in range(len(layout.columns), len(row)):
        if text := as_text(row[index]):
            out[f"+{index + 1}"] = text
    return out


def known_values(layout: Layout, rows: Iterable[Sequence[Cell]]) -> frozenset[str]:
    """Centrals and regions named in the sheet: alone on a line, they are titles."""
    out: set[str] = set()
    columns = [c.index for c in layout.columns if c.code in {"central", "region"}]
    for row in rows:
        for index in columns:
            if index < len(row) and (text := plain(as_text(row[index]))):
                out.add(text)
                out.add(f"region {text}")
    return frozenset(out)
