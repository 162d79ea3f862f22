"""Who paid this bank line? Proposals with a reason and a confidence; a person decides.

Pure. The order of the rules and the confidences are in docs/reference/rules/ledger.md, "Matching a bank line".
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from convergence.finance.rules import references

_GENERIC = re.compile(
    r"\b(VIREMENT|VIR|INTERAC|E-?TRANSFER|E-?TFR|TELEVIREMENT|DEPOT|DEPOSIT|DEP|CHEQUES?|CHQ|CHEQ|PAIEMENTS?|PAYMENT|PMT|"
    r"RECU|RECEIVED|FROM|TRANSFERT|TRANSFER|WIRE|DIRECT|GUICHET|ATM|MOBILE|AU COMPTOIR|COMPTOIR|REMISE|EFFETS?|"
    r"AUTODEPOT|ACCESD|ENTRANT|SENT|MONEY|SEND|CREDIT|EFT|TEF|FACTURES?|COTISATIONS?|DUES)\b"
)
_LEADING = re.compile(r"^(?:DE|DU|DES|D'|PAR|BY|OF|A|NO|#)\s+(?=\S)")
_NUMBERS = re.compile(r"\b[#0-9]+\b")
_PROVIDER = re.compile(r"\b(STRIPE|PAYPAL|SQUARE|MONERIS|HELCIM)\b")
_RETURNED = re.compile(r"\b(RETOUR(?:NE)?E?S?|SANS PROVISION|NSF|RETURNED|IMPAYE|EFFET REFUSE|CHQ RET)\b")
_TRANSFER = re.compile(r"\b(VIREMENT|VIR|INTERAC|E-?TRANSFER|E-?TFR|TELEVIREMENT|WIRE|EFT|TEF|AUTODEPOT)\b")
_CHEQUE = re.compile(r"\b(CHEQUES?|CHQ|CHEQ)\b")
_BEFORE, _AFTER = 7, 60
_FAR, _LATE = 30, 40
_FUZZY = 92
_MIN_FRAGMENT = 6
_MIN_FUZZY = 12


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice that still owes something, and the names its payer goes by."""

    invoice_id: int
    payer_id: int
    number: str
    period_code: str
    owed_cents: int
    names: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    reference: str = ""
    issued: date | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A payment written by hand before the statement came, and not yet tied to a bank line."""

    payment_id: int
    payer_id: int
    method: str
    amount_cents: int
    label: str = ""
    batch_id: int | None = None
    received: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One candidate: `reason` is a stable code, `confidence` 0–100, `fit` how the amount compares.

    It names an invoice, several that are paid at once (see `several`), payments already written, or a payer alone (money
    on account, see `on_account`). `is_far` says that a payment already written was received long before or after the
    line: other proposals come before it.
    """

    reason: str
    confidence: int
    invoice_id: int | None = None
    payment_ids: tuple[int, ...] = ()
    batch_id: int | None = None
    fit: str = ""
    detail: str = ""
    payer_id: int | None = None
    is_far: bool = False
    invoice_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line was understood to be: `kind` and its proposals, best first."""

    kind: str
    proposals: tuple[Proposal, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    owed: Owed
    compact: tuple[str, ...]
    acronyms: frozenset[str]


@dataclass(slots=True)
class Index:
    """Open invoices and unmatched payments, prepared once for a whole statement.

    `withheld_cents` is what the card provider sent back of payments that it had paid out, and still has to withhold.
    """

    owed: Sequence[Owed]
    recorded: Sequence[Recorded] = ()
    withheld_cents: int = 0
    by_code: dict[tuple[str, str], list[Owed]] = field(default_factory=lambda: defaultdict(list))
    by_reference: dict[str, list[Owed]] = field(default_factory=lambda: defaultdict(list))
    by_amount: dict[int, list[Owed]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    payers: dict[int, int] = field(default_factory=dict)
    by_id: dict[int, Owed] = field(default_factory=dict)
    of_payer: dict[int, list[Owed]] = field(default_factory=lambda: defaultdict(list))
    by_total: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    issued: dict[int, date | None] = field(default_factory=dict)
    named: list[_Named] = field(default_factory=list)
    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_acronym: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    lengths: list[int] = field(default_factory=list)
    each_name: list[str] = field(default_factory=list)
    all_names: str = ""
    reference_lengths: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    whose: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Fill the tables."""
        for owed in self.owed:
            self.payers[owed.invoice_id] = owed.payer_id
            self.by_id[owed.invoice_id] = owed
            self.of_payer[owed.payer_id].append(owed)
            self.issued[owed.invoice_id] = owed.issued
            if owed.number:
                self.by_code[owed.period_code, references.folded(owed.number)].append(owed)
                self.numbers[owed.period_code].add(owed.number)
            if owed.reference:
                self.by_reference[references.folded(owed.reference)].append(owed)
            self.by_amount[owed.owed_cents].append(owed)
            names = tuple(filter(None, (compact(name) for name in owed.names)))
            acronyms = frozenset(filter(None, (compact(name) for name in owed.acronyms)))
            place = len(self.named)
            for name in names:
                self.by_name[name].add(place)
            for acronym in acronyms:
                self.by_acronym[acronym].add(place)
            self.named.append(_Named(owed, names, acronyms))
        for payer_id, rows in self.of_payer.items():
            if len(rows) > 1:
                self.by_total[sum(row.owed_cents for row in rows)].append(payer_id)
        position = 0
        for place, named in enumerate(self.named):
            for name in named.compact:
                self.starts.append(position)
                self.whose.append(place)
                position += len(name) + 1
        self.lengths = sorted({len(name) for name in self.by_name if len(name) >= _MIN_FRAGMENT})
        self.each_name = [name for named in self.named for name in named.compact]
        self.all_names = "\n".join(self.each_name)
        self.reference_lengths = sorted({len(text) for text in self.by_reference if len(text) >= _MIN_FRAGMENT})

    def references_in(self, signs: str) -> list[str]:
        """Return the references that stand somewhere in a text, folded as they are, each once.

        Pieces of the text are looked up, not references in the text: a statement has many lines, the books many invoices.
        """
        pieces = (
            signs[start : start + length]
            for length in self.reference_lengths
            for start in range(len(signs) - length + 1)
        )
        return list(dict.fromkeys(piece for piece in pieces if piece in self.by_reference))

    def may_be_named(self, part: str, words: Iterable[str]) -> list[_Named]:
        """Return, in order, those whom `name_score` may find in a piece of a label: all others score nothing.

        Names that hold the piece are found by one search of all names, names that it holds by its own pieces.
        """
        places: set[int] = set()
        for sign in {part, *words}:
            places |= self.by_acronym.get(sign, set())
        if len(part) >= _MIN_FRAGMENT:
            at = self.all_names.find(part)
            while at >= 0:
                places.add(self.whose[bisect_right(self.starts, at) - 1])
                at = self.all_names.find(part, at + 1)
            for length in self.lengths:
                for start in range(len(part) - length + 1):
                    places |= self.by_name.get(part[start : start + length], set())
        return [self.named[place] for place in sorted(places)]


@lru_cache(maxsize=65_536)
def compact(text: str) -> str:
    """Give letters and digits only, in capitals without accents: what every bank keeps of a name."""
    return re.sub(r"[^A-Z0-9]", "", references.plain(text))


def named_part(label: str) -> str:
    """Give what the label says of the payer once the bank's own words, codes and numbers are taken away."""
    text = references.without_codes(label)
    text = _GENERIC.sub(" ", text)
    text = _NUMBERS.sub(" ", text) if not re.search(r"[A-Z]{4}", text) else text
    text = re.sub(r"^[\s\-:./#]+|[\s\-:./#]+$", "", " ".join(text.split()))
    while (shorter := _LEADING.sub("", text)) != text:
        text = shorter
    return text if len(compact(text)) > 1 and re.search(r"[A-Z]{2}", text) else ""


def read_line(label: str, amount_cents: int, index: Index, *, reference: str = "", on: date | None = None) -> Reading:
    """Say what a bank line of the day `on` is and who may have paid it.

    `kind` is OUTGOING, RETURNED, PAYOUT, REFERENCE, NAME, AMOUNT, RECORDED or UNKNOWN (`several` adds TOTAL). Proposals come best first;
    several of equal worth mean that only a person can tell.
    """
    if amount_cents <= 0:
        return _outgoing(label, amount_cents, index)
    if provider := _PROVIDER.search(references.plain(label)):
        return _payout(amount_cents, index, provider[1], on)
    text = f"{label} {reference}" if reference else label
    coded = _by_reference(text, amount_cents, index)
    if coded:
        return Reading("REFERENCE", _with_recorded(coded, label, amount_cents, index, on))
    named = named_part(label)
    detail = "CODE_UNKNOWN" if references.find_codes(text) else ""
    if named:
        found = _by_name(named, amount_cents, index, on)
        proposals = _with_recorded(found, label, amount_cents, index, on)
        return Reading("NAME" if found else "UNKNOWN", proposals, detail)
    recorded = _by_recorded(label, amount_cents, index, on)
    if recorded:
        return Reading("RECORDED", recorded, detail)
    if detail:
        return Reading("UNKNOWN", (), detail)
    equal = index.by_amount.get(amount_cents, [])
    equal = [owed for owed in equal if not _is_late(owed.issued, on)] or equal
    sure = max(1, 60 // len(equal)) if equal else 0
    amounts = tuple(Proposal("AMOUNT", sure, owed.invoice_id, fit="EXACT") for owed in _ordered(equal))
    return Reading("AMOUNT" if amounts else "UNKNOWN", amounts)


def _fit(amount_cents: int, owed_cents: int) -> str:
    if amount_cents == owed_cents:
        return "EXACT"
    return "PART" if amount_cents < owed_cents else "OVER"


def _ordered(owed: Iterable[Owed]) -> list[Owed]:
    return sorted(owed, key=lambda item: (item.number, item.invoice_id))


def _outgoing(label: str, amount_cents: int, index: Index) -> Reading:
    if not _RETURNED.search(references.plain(label)):
        return Reading("OUTGOING")
    found = [paid for paid in index.recorded if paid.amount_cents == -amount_cents and paid.method == "CHEQUE"]
    sure = 80 // max(1, len(found))
    return Reading("RETURNED", tuple(Proposal("RETURNED", sure, payment_ids=(paid.payment_id,)) for paid in found))


def _payout(amount_cents: int, index: Index, provider: str, on: date | None) -> Reading:
    """Find the card payments that a payout pays: some in a row, the fee on them believable.

    What came in after the day of the payout, or would make most of it a fee, waits for the next one.
    """
    cards = [
        paid
        for paid in index.recorded
        if paid.method == "CARD" and (on is None or paid.received is None or paid.received <= on)
    ]
    cards.sort(key=lambda paid: (paid.received or date.min, paid.payment_id))
    for first in range(len(cards)):
        ids = _run(cards[first:], amount_cents, index.withheld_cents)
        if ids:
            return Reading("PAYOUT", (Proposal("PAYOUT", 60 if first else 90, payment_ids=ids),), provider)
    return Reading("PAYOUT", (), provider)


def _run(cards: Sequence[Recorded], amount_cents: int, withheld_cents: int) -> tuple[int, ...]:
    """Return the ids of the first cards, one after another, that make a payout with a believable fee; none otherwise."""
    gross = 0
    for count, paid in enumerate(cards, start=1):
        gross += paid.amount_cents
        most = amount_cents + most_fee(gross, count)
        if any(amount_cents <= gross - held <= most for held in (withheld_cents, 0)):
            return tuple(one.payment_id for one in cards[:count])
        if gross - withheld_cents > most:
            break
    return ()


def most_fee(gross_cents: int, count: int) -> int:
    """Return the most that a card provider keeps of some payments, in cents: 5 % and 50 cents on each (D)."""
    return gross_cents // 20 + 50 * count


def _by_reference(text: str, amount_cents: int, index: Index) -> tuple[Proposal, ...]:
    found: dict[int, Proposal] = {}
    share = references.find_share(text)
    for code in references.find_codes(text):
        exact = index.by_code.get((code.years, code.number), [])
        for owed in exact:
            found[owed.invoice_id] = _coded(owed, amount_cents, share, code)
        if not exact:
            for number in references.close_numbers(code, index.numbers.get(code.years, ())):
                for owed in index.by_code[code.years, references.folded(number)]:
                    found[owed.invoice_id] = Proposal(
                        "CODE_CLOSE", 70, owed.invoice_id, fit=_fit(amount_cents, owed.owed_cents)
                    )
    if not found:
        signs = references.folded(text)
        for code_text in index.references_in(signs):
            if _stands_alone(code_text, text):
                for owed in index.by_reference[code_text]:
                    found[owed.invoice_id] = _coded(owed, amount_cents, share, None)
    return tuple(sorted(found.values(), key=lambda item: (-item.confidence, item.invoice_id or 0)))


def _stands_alone(code_text: str, text: str) -> bool:
    """Tell whether a reference stands in a text by itself, not as the beginning of a longer one."""
    same = {"0": "[0O]", "1": "[1IL]"}
    pattern = r"[\s\-_./:#]*".join(same.get(sign, sign) for sign in code_text)
    return re.search(rf"(?<![A-Z0-9]){pattern}(?![0-9])", references.plain(text)) is not None


def _coded(owed: Owed, amount_cents: int, share: tuple[int, int] | None, code: references.Reference | None) -> Proposal:
    fit = _fit(amount_cents, owed.owed_cents)
    sure = {"EXACT": 99, "PART": 95, "OVER": 90}[fit]
    if code is not None and code.check_fits is False:
        return Proposal("CODE_CHECK", 70 if fit == "EXACT" else 60, owed.invoice_id, fit=fit)
    detail = f"{share[0]}/{share[1]}" if share else ""
    return Proposal("REFERENCE", sure, owed.invoice_id, fit=fit, detail=detail)


def _is_late(issued: date | None, on: date | None) -> bool:
    """Tell whether an invoice was written after the money came."""
    return issued is not None and on is not None and issued > on


def _by_name(fragment: str, amount_cents: int, index: Index, on: date | None) -> tuple[Proposal, ...]:
    tiers: dict[int, list[Proposal]] = defaultdict(list)
    part = compact(fragment)
    words = frozenset(re.findall(r"[A-Z0-9]+", fragment))
    for named in index.may_be_named(part, words):
        score, reason = name_score(part, words, named.compact, named.acronyms)
        if score:
            tiers[score].append(_named_proposal(named, score, reason, amount_cents))
    if not tiers and len(part) >= _MIN_FUZZY:
        tiers[65] = [_named_proposal(named, 65, "NAME_CLOSE", amount_cents) for named in _close_names(part, index)]
    tiers = {score: items for score, items in tiers.items() if items}
    if not tiers:
        return ()
    best = max(tiers)
    kept = list(tiers[best])
    if not any(item.fit == "EXACT" for item in kept):
        kept += [item for score, items in tiers.items() if score != best for item in items if item.fit == "EXACT"]
    return _later_last(kept, index, on)


def _later_last(kept: list[Proposal], index: Index, on: date | None) -> tuple[Proposal, ...]:
    """Share the confidence among invoices that were there when the money came; those written later come after them."""
    late = {item.invoice_id for item in kept if _is_late(index.issued.get(item.invoice_id or 0), on)}
    there = [item for item in kept if item.invoice_id not in late]
    if not there:
        return _shared(kept)
    after = _shared([item for item in kept if item.invoice_id in late])
    return (*_shared(there), *(replace(item, confidence=min(item.confidence, _LATE), detail="LATER") for item in after))


def _named_proposal(named: _Named, score: int, reason: str, amount_cents: int) -> Proposal:
    fit = _fit(amount_cents, named.owed.owed_cents)
    return Proposal(reason, score if fit == "EXACT" else score - 10, named.owed.invoice_id, fit=fit)


def _close_names(part: str, index: Index) -> list[_Named]:
    """Give those whose name nearly holds the piece (a slip of typing), only the nearest."""
    found = process.extract(
        part, index.each_name, scorer=fuzz.partial_ratio, processor=None, score_cutoff=_FUZZY, limit=None
    )
    best = max((score for _name, score, _at in found), default=0)
    nearest = {index.whose[at] for _name, score, at in found if score == best}
    return [index.named[place] for place in sorted(nearest)]


def _shared(kept: list[Proposal]) -> tuple[Proposal, ...]:
    """Order the candidates; several of equal worth share the confidence, for none of them is sure."""
    if not kept:
        return ()
    kept.sort(key=lambda item: (item.fit != "EXACT", -item.confidence, item.invoice_id or 0))
    exact = [item for item in kept if item.fit == "EXACT"]
    rivals = len(exact) if exact else len(kept)
    if rivals == 1:
        return (kept[0], *(replace(item, confidence=min(item.confidence, 30)) for item in kept[1:]))
    return tuple(replace(item, confidence=max(1, item.confidence // rivals)) for item in kept)


def name_score(part: str, words: Collection[str], names: Iterable[str], acronyms: frozenset[str]) -> tuple[int, str]:
    """Say how well a piece of a label names somebody: a score (0: not at all) and its reason.

    `part` is the piece in compact form, as are `names` and `acronyms`; `words` are its words.
    """
    if part in acronyms:
        return 75, "ACRONYM"
    if len(part) < _MIN_FRAGMENT:
        return 0, ""
    for name in names:
        if name == part:
            return 97, "NAME"
        if name.endswith(part):
            return 95, "NAME_END"
        if name.startswith(part):
            return 90, "NAME_START"
        if part in name:
            return 80, "NAME_PART"
    if any(len(name) >= _MIN_FRAGMENT and name in part for name in names):
        return 78, "NAME"
    if any(len(acronym) >= 3 and acronym in words for acronym in acronyms):
        return 72, "ACRONYM"
    return 0, ""


def _by_recorded(label: str, amount_cents: int, index: Index, on: date | None) -> tuple[Proposal, ...]:
    """Find a deposit already written: a batch of cheques by its total, or one payment of this amount."""
    batches: dict[int, list[Recorded]] = defaultdict(list)
    for paid in index.recorded:
        if paid.batch_id is not None:
            batches[paid.batch_id].append(paid)
    found = [
        Proposal("BATCH", 92, payment_ids=tuple(paid.payment_id for paid in group), batch_id=batch)
        for batch, group in sorted(batches.items())
        if sum(paid.amount_cents for paid in group) == amount_cents
    ]
    found += [
        Proposal("RECORDED", 70, payment_ids=(paid.payment_id,))
        for paid in index.recorded
        if paid.batch_id is None and _may_be(paid, label, amount_cents) and _is_near(paid, on)
    ]
    if len(found) > 1:
        found = [replace(item, confidence=item.confidence // len(found)) for item in found]
    return tuple(found)


def _may_be(paid: Recorded, label: str, amount_cents: int) -> bool:
    """Tell whether a payment written by hand may be this line: same amount, and the bank names no other means."""
    if paid.amount_cents != amount_cents or paid.method == "CARD":
        return False
    plain = references.plain(label)
    if paid.method == "CHEQUE":
        return _TRANSFER.search(plain) is None
    return _CHEQUE.search(plain) is None


def _is_near(paid: Recorded, on: date | None) -> bool:
    """Tell whether a payment was received about when the bank wrote the line: 7 days after it to 60 before it."""
    if paid.received is None or on is None:
        return True
    return -_BEFORE <= (on - paid.received).days <= _AFTER


def recorded_for(
    payers: Collection[int | None], label: str, amount_cents: int, index: Index, on: date | None
) -> tuple[Proposal, ...]:
    """Return the payments already written by hand for some payers that this line may be: none is written twice."""
    found = [paid for paid in index.recorded if paid.payer_id in payers and _may_be(paid, label, amount_cents)]
    return tuple(_written(paid, is_far=not _is_near(paid, on)) for paid in found)


def _written(paid: Recorded, *, is_far: bool) -> Proposal:
    return Proposal("RECORDED", _FAR if is_far else 96, payment_ids=(paid.payment_id,), is_far=is_far)


def before_and_after(known: Iterable[Proposal], others: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Put payments already written before the other proposals, which are then less sure; far ones after them."""
    known = tuple(known)
    near = tuple(item for item in known if not item.is_far)
    far = tuple(item for item in known if item.is_far)
    if near:
        others = tuple(replace(item, confidence=min(item.confidence, 90)) for item in others)
    return (*near, *others, *far)


def _with_recorded(
    proposals: tuple[Proposal, ...], label: str, amount_cents: int, index: Index, on: date | None
) -> tuple[Proposal, ...]:
    payers = {index.payers[item.invoice_id] for item in proposals if item.invoice_id is not None}
    return before_and_after(recorded_for(payers, label, amount_cents, index, on), proposals)
