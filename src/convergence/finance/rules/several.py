"""A line that pays several invoices at once: all whose codes it bears, or all that its payer owes (P2).

Pure. One payment for several members is usual of a central: the whole set is proposed, and a person confirms it
(docs/reference/rules/ledger.md, "Several invoices at once").
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from convergence.finance.rules.matching import Index, Owed, Proposal, Reading, compact, name_score, named_part

CODES, WHOLE, UNNAMED, BESIDE = 97, 93, 50, 20
_NAME_CLOSE = 65
_LATE, _OTHERS, _RECORDED = 40, 30, 90


def with_several(reading: Reading, label: str, amount_cents: int, index: Index, *, on: date | None = None) -> Reading:
    """Add to a reading the sets of invoices that the line pays to the cent."""
    if reading.kind == "REFERENCE":
        found = _by_codes(reading, amount_cents, index) or _of_coded(reading, amount_cents, index)
        return _added(reading, _judged(found, index, on), index)
    if reading.kind == "NAME":
        return _added(reading, _judged(_of_named(reading, label, amount_cents, index), index, on), index)
    if reading.kind in {"AMOUNT", "UNKNOWN"} and not reading.detail and amount_cents > 0 and not named_part(label):
        return _unnamed(reading, amount_cents, index, on)
    return reading


def _set(rows: Iterable[Owed], reason: str, confidence: int) -> Proposal:
    ids = tuple(sorted(row.invoice_id for row in rows))
    return Proposal(reason, confidence, fit="EXACT", invoice_ids=ids)


def _by_codes(reading: Reading, amount_cents: int, index: Index) -> list[Proposal]:
    """Find the set of all invoices whose right codes the line bears, if it pays exactly their sum."""
    ids = [item.invoice_id for item in reading.proposals if item.reason == "REFERENCE" and item.invoice_id]
    rows = [index.by_id[pk] for pk in ids]
    if len(rows) < 2 or sum(row.owed_cents for row in rows) != amount_cents:
        return []
    return [_set(rows, "CODES", CODES)]


def _owing(payer_id: int, amount_cents: int, index: Index) -> list[Owed]:
    """Return all the open invoices of a payer, when they are several and make the amount; nothing otherwise."""
    rows = index.of_payer.get(payer_id, [])
    return rows if len(rows) > 1 and sum(row.owed_cents for row in rows) == amount_cents else []


def _payers(reading: Reading, index: Index) -> list[int]:
    ids = [item.invoice_id for item in reading.proposals if item.invoice_id is not None]
    return list(dict.fromkeys(index.payers[pk] for pk in ids))


def _of_coded(reading: Reading, amount_cents: int, index: Index) -> list[Proposal]:
    found = []
    for payer_id in _payers(reading, index):
        if rows := _owing(payer_id, amount_cents, index):
            ids = {row.invoice_id for row in rows}
            best = max(item.confidence for item in reading.proposals if item.invoice_id in ids)
            found.append(_set(rows, "WHOLE", min(WHOLE, best + 3)))
    return found


def _of_named(reading: Reading, label: str, amount_cents: int, index: Index) -> list[Proposal]:
    owing = [_owing(payer_id, amount_cents, index) for payer_id in _payers(reading, index)]
    return [_set(rows, "WHOLE", _score(label, rows, index) - 2) for rows in owing if rows]


def _score(label: str, rows: Sequence[Owed], index: Index) -> int:
    """Say how well the label names the payer of some invoices."""
    part = named_part(label)
    signs, words = compact(part), frozenset(re.findall(r"[A-Z0-9]+", part))
    wanted = {row.invoice_id for row in rows}
    mine = [named for named in index.named if named.owed.invoice_id in wanted]
    return max(name_score(signs, words, one.compact, one.acronyms)[0] for one in mine) or _NAME_CLOSE


def _judged(found: Sequence[Proposal], index: Index, on: date | None) -> list[Proposal]:
    """Lower the sets that hold an invoice written after the money came."""
    return [
        replace(item, confidence=min(item.confidence, _LATE), detail="LATER") if _is_late(item, index, on) else item
        for item in found
    ]


def _is_late(item: Proposal, index: Index, on: date | None) -> bool:
    days = [index.issued.get(pk) for pk in item.invoice_ids]
    return on is not None and any(day is not None and day > on for day in days)


def _added(reading: Reading, found: Sequence[Proposal], index: Index) -> Reading:
    """Put the sets after payments already written and before the other proposals; rivals share the confidence."""
    if not found:
        return reading
    written = tuple(takewhile(lambda item: item.reason == "RECORDED" and not item.is_far, reading.proposals))
    others = reading.proposals[len(written) :]
    late = [item for item in found if item.detail == "LATER"]
    sets = [item for item in found if item.detail != "LATER"]
    if not sets:
        return replace(reading, proposals=(*written, *others, *late))
    if written:
        sets = [replace(item, confidence=min(item.confidence, _RECORDED)) for item in sets]
    if reading.kind == "REFERENCE":
        return replace(reading, proposals=(*written, *sets, *others, *late))
    rivals = [*sets, *(item for item in others if item.fit == "EXACT")]
    rest = [replace(item, confidence=min(item.confidence, _OTHERS)) for item in others if item.fit != "EXACT"]
    if len(rivals) > 1:
        shared = max(1, min(item.confidence for item in rivals) // len(rivals))
        rivals = [replace(item, confidence=shared) for item in rivals]
    return replace(reading, proposals=(*written, *rivals, *rest, *late))


def _unnamed(reading: Reading, amount_cents: int, index: Index, on: date | None) -> Reading:
    """Find who owes this sum on several invoices, for a line that names nobody: the last guess."""
    found = [_set(index.of_payer[payer_id], "WHOLE", UNNAMED) for payer_id in index.by_total.get(amount_cents, ())]
    found = [item for item in found if not _is_late(item, index, on)]
    if not found:
        return reading
    if reading.proposals:
        beside = tuple(replace(item, confidence=BESIDE) for item in found)
        return replace(reading, proposals=(*reading.proposals, *beside))
    each = max(1, UNNAMED // len(found))
    return Reading("TOTAL", tuple(replace(item, confidence=each) for item in found))
