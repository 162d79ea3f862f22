"""A line that names a payer who owes nothing for it: money on account, said with its reason.

Pure. A code of an invoice already paid, or of a member without invoice for that period, still tells who paid. Such a
line is proposed as credit of that payer, before any weaker guess (docs/reference/rules/ledger.md, "Money on account").
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from convergence.finance.rules import references
from convergence.finance.rules.matching import (
    Index,
    Proposal,
    Reading,
    before_and_after,
    compact,
    name_score,
    named_part,
    recorded_for,
)

SETTLED, NO_INVOICE, CHECK_WRONG = 88, 75, 55
_WEAK = 30
_LESS_THAN_OPEN = 15
_SURE_NAME = 75


@dataclass(frozen=True, slots=True)
class Known:
    """A payer whom a line may name though nothing that it names is owed.

    `settled` holds the years ("2324") of the periods for which the payer has an invoice.
    """

    payer_id: int
    number: str
    names: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    settled: frozenset[str] = field(default_factory=frozenset)


def asks_for_known(reading: Reading) -> bool:
    """Tell whether a line names somebody whom the open invoices do not explain."""
    if reading.kind == "UNKNOWN" or reading.detail == "CODE_UNKNOWN":
        return True
    return reading.kind == "NAME" and not any(item.fit == "EXACT" for item in reading.proposals)


def with_known(
    reading: Reading,
    label: str,
    amount_cents: int,
    known: Sequence[Known],
    index: Index,
    *,
    reference: str = "",
    on: date | None = None,
) -> Reading:
    """Add to a reading the payers that the line names and who owe nothing for it, as money on account."""
    if not asks_for_known(reading) or not known:
        return reading
    text = f"{label} {reference}" if reference else label
    coded = _by_code(text, known)
    if coded:
        payers = {item.payer_id for item in coded}
        written = recorded_for(payers, label, amount_cents, index, on)
        proposals = before_and_after(written, (*coded, *_also_owed(payers, amount_cents, index)))
        return Reading("ON_ACCOUNT", _weaker_after(proposals, reading.proposals), "CODE")
    named = _by_name(label, [payer for payer in known if payer.payer_id not in index.of_payer])
    if not named:
        return reading
    written = recorded_for({item.payer_id for item in named}, label, amount_cents, index, on)
    proposals = before_and_after(written, named)
    best = max((item.confidence for item in reading.proposals), default=0)
    if best >= named[0].confidence:
        return replace(reading, proposals=(*reading.proposals, *named))
    return Reading("ON_ACCOUNT", _weaker_after(proposals, reading.proposals), "NAME")


def _by_code(text: str, known: Sequence[Known]) -> tuple[Proposal, ...]:
    found: dict[int, Proposal] = {}
    for code in references.find_codes(text):
        for payer in known:
            if payer.number and references.folded(payer.number) == code.number:
                is_settled = code.years in payer.settled
                sure = SETTLED if is_settled else NO_INVOICE
                sure = CHECK_WRONG if code.check_fits is False else sure
                reason = "SETTLED" if is_settled else "NO_INVOICE"
                found[payer.payer_id] = Proposal(reason, sure, payer_id=payer.payer_id, detail=code.years)
    return tuple(sorted(found.values(), key=lambda item: (-item.confidence, item.payer_id or 0)))


def _by_name(label: str, known: Sequence[Known]) -> tuple[Proposal, ...]:
    fragment = named_part(label)
    part, words = compact(fragment), frozenset(re.findall(r"[A-Z0-9]+", fragment))
    scored = []
    for payer in known:
        names = tuple(filter(None, (compact(name) for name in payer.names)))
        acronyms = frozenset(filter(None, (compact(name) for name in payer.acronyms)))
        score, _ = name_score(part, words, names, acronyms) if part else (0, "")
        if score >= _SURE_NAME:
            scored.append((score, payer))
    best = max((score for score, _ in scored), default=0)
    kept = sorted((payer for score, payer in scored if score == best), key=lambda payer: payer.payer_id)
    sure = max(1, (best - _LESS_THAN_OPEN) // max(1, len(kept)))
    return tuple(Proposal("NOTHING_OWED", sure, payer_id=payer.payer_id) for payer in kept[:5])


def _also_owed(payers: Iterable[int | None], amount_cents: int, index: Index) -> tuple[Proposal, ...]:
    """Show what the same payers owe for other periods: never chosen for them (S59)."""
    wanted = set(payers)
    found = [
        Proposal("OTHER_PERIOD", 50 if owed.owed_cents == amount_cents else _WEAK, owed.invoice_id)
        for owed in index.owed
        if owed.payer_id in wanted
    ]
    return tuple(sorted(found, key=lambda item: (-item.confidence, item.invoice_id or 0)))


def _weaker_after(first: tuple[Proposal, ...], others: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Put the guesses by name after, none as sure as what the line itself says."""
    shown = {(item.invoice_id, item.payment_ids) for item in first}
    rest = [item for item in others if (item.invoice_id, item.payment_ids) not in shown]
    return (*first, *(replace(item, confidence=min(item.confidence, _WEAK)) for item in rest))
