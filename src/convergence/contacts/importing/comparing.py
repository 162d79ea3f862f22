"""The lines of a list against the register, and how they are staged with their verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from convergence.contacts.import_models import ImportRow, ImportRun, Verdict
from convergence.core.inserting import insert

from .cells import Reason, reason
from .changes import changes_for
from .check import CHUNK, CheckedLine
from .entries import Entry
from .existing import Finder, Found, Wanted, describe
from .matching import SURE, THRESHOLD, entry_profile


def stage(run: ImportRun, lines: Iterable[CheckedLine], counts: Counter[str]) -> None:
    """Stage every line, chunk by chunk, each its own transaction; count the verdicts."""
    finder = Finder()
    numbers: dict[str, tuple[str, str | None, int]] = {}
    chunk: list[CheckedLine] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) >= CHUNK:
            _stage_chunk(run, chunk, finder, numbers, counts)
            chunk = []
    _stage_chunk(run, chunk, finder, numbers, counts)


def _stage_chunk(
    run: ImportRun,
    chunk: Sequence[CheckedLine],
    finder: Finder,
    numbers: dict[str, tuple[str, str | None, int]],
    counts: Counter[str],
) -> None:
    wanted = [] if finder.is_empty else [_wanted(line) for line in chunk if line.verdict == Verdict.NEW]
    entries = {one.place: one.entry for one in wanted}
    found = finder.find(wanted)
    rows = []
    for line in chunk:
        row = ImportRow(
            place=line.place,
            sheet=line.sheet,
            line=line.line,
            verdict=line.verdict,
            score=line.score,
            match_place=line.match,
            entry=line.entry,
        )
        reasons = list(line.reasons)
        if line.verdict == Verdict.NEW:
            if line.place in entries:
                reasons = _compare_with_register(row, entries[line.place], found.get(line.place, []), finder) + reasons
            reasons = _one_number_each(row, line, numbers) + reasons
        counts[row.verdict] += 1
        rows.append(_values(run.pk, row, line, reasons))
    with transaction.atomic():
        insert(ImportRow, rows)


def _wanted(line: CheckedLine) -> Wanted:
    entry = Entry.from_json(line.entry or {})
    return Wanted(line.place, entry, entry_profile(line.place, entry), line.fingerprint)


def _values(run_id: int, row: ImportRow, line: CheckedLine, reasons: Sequence[Reason]) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "place": row.place,
        "sheet": row.sheet,
        "line": row.line,
        "verdict": str(row.verdict),
        "score": row.score,
        "match_place": row.match_place,
        "match_contact_id": row.match_contact_id,
        "reasons": [list(why) for why in reasons],
        "cells": list(line.raw.values()),
        "entry": row.entry,
        "fingerprint": line.fingerprint,
    }


def _compare_with_register(row: ImportRow, entry: Entry, found: Sequence[Found], finder: Finder) -> list[Reason]:
    """Turn a line that is new in its file into an update or a duplicate of a recorded contact."""
    reasons: list[Reason] = []
    for item in found:
        contact = item.contact.contact
        if contact.kind != entry.subject:
            if item.how == "number":
                reasons.append(reason("number_taken", number=entry.number, name=contact.name))
                entry.number = ""
                row.entry = entry.to_json()
            continue
        sure = item.how in {"number", "import"} or item.match.score >= SURE
        if sure and finder.claim(contact.pk):
            return [*_as_update(row, entry, item), *reasons]
        if sure and item.how == "import":
            continue
        if item.match.score >= THRESHOLD:
            row.verdict, row.score, row.match_contact_id = Verdict.DUPLICATE, item.match.score, contact.pk
            code = "second_line_for_contact" if sure else "duplicate_contact"
            return [reason(code, **describe(item)), *reasons]
        if len(reasons) < 3 and {"same_name", "same_email"} & set(item.match.reasons):
            reasons.append(reason("resembles_contact", **describe(item)))
    return reasons


def _as_update(row: ImportRow, entry: Entry, item: Found) -> list[Reason]:
    row.verdict, row.score, row.match_contact_id = Verdict.UPDATE, item.match.score, item.contact.contact.pk
    how = {
        "number": reason("known_by_number"),
        "import": reason("known_by_import"),
        "likeness": reason("known_contact", **describe(item)),
    }[item.how]
    changed = changes_for(entry, item.contact).named()
    return [how, reason("changes", fields=changed) if changed else reason("nothing_new")]


def _one_number_each(
    row: ImportRow, line: CheckedLine, numbers: dict[str, tuple[str, str | None, int]]
) -> list[Reason]:
    """An organisation and a person of one list may not both take one member number."""
    entry = row.entry or {}
    number = entry.get("number")
    if not number:
        return []
    kind, sheet, first = numbers.setdefault(number, (entry["subject"], line.sheet, line.line))
    if kind == entry["subject"]:
        return []
    row.entry = {key: value for key, value in entry.items() if key != "number"}
    return [reason("number_twice", number=number, sheet=sheet, line=first)]
