"""Checks a whole file: reads every line once, compares them, gives each its verdict.

Pure functions, without Django. Works in two passes over the lines: the first learns (names, day
and month order, typical width), the second reads. What was read waits in a spool file, so that
memory does not grow with the cells of a file but only with what has to be compared.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .cells import DateOrder, Reason, reason
from .columns import KINDS, Column, ColumnKind, Layout
from .entries import DUPLICATE, IGNORED, NEW, Entry, ReadLine
from .learning import known_values, teach, unique_raw
from .lines import LineReader
from .matching import entry_profile
from .names import Lexicon
from .readers import Cell, Line, Sheet
from .verdicts import Candidate, Judged, judge_lines

SAMPLE = 400
CHUNK = 2_000


@dataclass(slots=True)
class SheetPlan:
    """How one sheet will be read, as guessed and corrected.

    Attributes:
        orders: day and month order by column index, None where no cell decides.
        open_orders: columns whose order has to be asked.
        lines: number of lines seen.
        left_out: a sheet that is no list, or that a person set aside: its lines are all IGNORED.
    """

    sheet: Sheet
    layout: Layout
    lexicon: Lexicon
    orders: dict[int, str | None] = field(default_factory=dict)
    open_orders: list[Column] = field(default_factory=list)
    lines: int = 0
    typical: int = 1
    known: frozenset[str] = frozenset()
    left_out: bool = False


class CheckedLine(NamedTuple):
    """One line with its verdict.

    Attributes:
        place: position among all lines of all sheets.
        match: place of the line it duplicates.
        entry: what the line says, as plain values (`Entry.to_json`).
        fingerprint: what recognises the same line in the same file imported again.
    """

    place: int
    sheet: str | None
    line: int
    verdict: str
    match: int | None
    score: int
    reasons: list[Reason]
    raw: dict[str, str]
    entry: dict[str, Any] | None
    fingerprint: str


def sample_of(sheet: Sheet) -> list[Line]:
    """The first lines of a sheet, enough to guess its layout."""
    lines = []
    for line in sheet.lines():
        lines.append(line)
        if len(lines) >= SAMPLE:
            break
    return lines


def plan_sheet(
    sheet: Sheet,
    layout: Layout,
    extra: Iterable[ColumnKind] = (),
    *,
    date_order: str | None = None,
    tick: Callable[[int], None] | None = None,
) -> SheetPlan:
    """First pass: learn names and orders from every line.

    Args:
        sheet: the sheet to read.
        layout: its settled layout.
        extra: the registered column kinds.
        date_order: `dmy` or `mdy` when a person said so; used where no cell decides.
        tick: called with the number of lines seen, now and then.
    """
    kinds = {kind.code: kind for kind in (*extra, *KINDS)}
    dated = [c for c in layout.columns if c.code in kinds and kinds[c.code].reader == "date"]
    seen = {column.index: DateOrder() for column in dated}
    plan = SheetPlan(sheet, layout, Lexicon())
    widths: list[int] = []
    sample: list[list[Cell]] = []
    for line, row in sheet.lines():
        plan.lines += 1
        if line <= layout.header_line:
            continue
        teach(plan.lexicon, layout, row)
        for column in dated:
            if column.index < len(row):
                seen[column.index].see(row[column.index])
        if len(widths) < 5_000:
            widths.append(sum(1 for cell in row if cell not in ("", None)))
            sample.append(row)
        if tick and plan.lines % CHUNK == 0:
            tick(plan.lines)
    filled = sorted(width for width in widths if width)
    meant = sum(1 for column in layout.columns if column.code)
    plan.typical = max(filled[len(filled) * 3 // 4], meant // 2) if filled else 1
    plan.known = known_values(layout, sample)
    for column in dated:
        order = seen[column.index]
        plan.orders[column.index] = order.decided or (date_order if order.open else None)
        if order.must_ask and date_order is None:
            plan.open_orders.append(column)
    return plan


def read_lines(
    plans: Sequence[SheetPlan],
    extra: Sequence[ColumnKind] = (),
    row_rules: Sequence[Callable[[Entry], list[Reason]]] = (),
) -> Iterator[tuple[str | None, int, Any, dict[str, str]]]:
    """Second pass: every line of every sheet, read: `(sheet, line, ReadLine, raw)`."""
    for plan in plans:
        if plan.left_out:
            why = reason("sheet_left_out")
            for line, row in plan.sheet.lines():
                yield plan.sheet.name, line, ReadLine(None, IGNORED, [why]), unique_raw(plan.layout, row)
            continue
        reader = LineReader(
            plan.layout,
            (*extra, *KINDS),
            lexicon=plan.lexicon,
            orders=plan.orders,
            row_rules=row_rules,
            known_values=plan.known,
            typical=plan.typical,
        )
        for line, row in plan.sheet.lines():
            yield plan.sheet.name, line, reader.read(line, row), unique_raw(plan.layout, row)


def check(
    plans: Sequence[SheetPlan],
    extra: Sequence[ColumnKind] = (),
    row_rules: Sequence[Callable[[Entry], list[Reason]]] = (),
    *,
    tick: Callable[[str, int], None] | None = None,
) -> Iterator[CheckedLine]:
    """Read all lines, compare them, and yield each with its verdict, in the order of the file.

    Args:
        plans: the sheets to read, in order.
        extra: registered column kinds.
        row_rules: checks of other apps, each giving reasons.
        tick: called with a stage (`read`, `compare`, `write`) and how many lines are done.
    """
    with tempfile.TemporaryFile() as spool:
        candidates: list[Candidate] = []
        places: list[int] = []
        labels: list[tuple[str | None, int]] = []
        chunk: list[tuple[Any, ...]] = []
        count = 0
        for sheet, line, read, raw in read_lines(plans, extra, row_rules):
            if read.verdict == NEW:
                candidates.append(Candidate(entry_profile(count, read.entry), read.entry.fullness()))
                places.append(count)
            labels.append((sheet, line))
            data = read.entry.to_json() if read.entry else None
            chunk.append((read.verdict, read.reasons, raw, data))
            count += 1
            if len(chunk) >= CHUNK:
                pickle.dump(chunk, spool, pickle.HIGHEST_PROTOCOL)
                chunk = []
                if tick:
                    tick("read", count)
        pickle.dump(chunk, spool, pickle.HIGHEST_PROTOCOL)
        if tick:
            tick("compare", count)
        judged = judge_lines(candidates)
        del candidates
        spool.seek(0)
        yield from _with_verdicts(_unspool(spool, count), labels, places, judged, tick)


def _unspool(spool: Any, count: int) -> Iterator[tuple[Any, ...]]:
    left = count
    while left > 0:
        chunk = pickle.load(spool)  # noqa: S301 (our own temporary file)
        left -= len(chunk)
        yield from chunk
        if not chunk:
            return


def _with_verdicts(
    read: Iterable[tuple[Any, ...]],
    labels: Sequence[tuple[str | None, int]],
    places: Sequence[int],
    judged: Mapping[int, Judged],
    tick: Callable[[str, int], None] | None,
) -> Iterator[CheckedLine]:
    position = 0
    for place, (verdict, reasons, raw, data) in enumerate(read):
        sheet, line = labels[place]
        match, score = None, 0
        if verdict == NEW:
            opinion = judged.get(position)
            if opinion is not None:
                if opinion.primary != position:
                    verdict, match, score = DUPLICATE, places[opinion.primary], opinion.score
                reasons = [*(_located(why, places, labels) for why in opinion.reasons), *reasons]
            position += 1
        yield CheckedLine(place, sheet, line, verdict, match, score, reasons, raw, data, fingerprint(raw))
        if tick and place % CHUNK == CHUNK - 1:
            tick("write", place + 1)


def _located(why: Reason, places: Sequence[int], labels: Sequence[tuple[str | None, int]]) -> Reason:
    """Replace a candidate's position by the sheet and line a person can find."""
    if "place" not in why.params:
        return why
    sheet, line = labels[places[why.params["place"]]]
    kept = {key: value for key, value in why.params.items() if key != "place"}
    return reason(why.code, sheet=sheet, line=line, **kept)


def fingerprint(raw: dict[str, str]) -> str:
    """What recognises a line imported before: its headers and cells; empty for a blank line."""
    parts = [f"{header}={' '.join(text.split()).lower()}" for header, text in raw.items() if text]
    if not parts:
        return ""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()
