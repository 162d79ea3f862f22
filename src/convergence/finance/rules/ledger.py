"""The arithmetic of the ledger: balances, allocation, reversal, refund, sharing.

Pure functions over frozen moves. Tables in docs/reference/rules/ledger.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MAX_CENTS = 1_000_000_000

# kind: (owed on the invoice, unused part of the payment, till)
EFFECTS: dict[str, tuple[int, int, int]] = {
    "DUE": (1, 0, 0),
    "PAID": (0, 1, 1),
    "ALLOCATED": (-1, -1, 0),
    "REFUNDED": (0, -1, -1),
    "OPENING_DUE": (1, 0, 0),
    "OPENING_PAID": (0, 1, 0),
    "PAYOUT": (0, 0, 0),
    "FEE": (0, 0, -1),
}
REVERSED = "REVERSED"


class LedgerError(ValueError):
    """A move the rules refuse; `code` is stable."""

    def __init__(self, code: str, **values: object) -> None:
        """Keep the reason as a code and its values; the sentence is made at the edge."""
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Move:
    """One entry as the rules see it. For REVERSED, `reverses` names the entry answered."""

    id: int
    kind: str
    amount_cents: int
    invoice_id: int | None = None
    payment_id: int | None = None
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class Balances:
    """What a list of moves amounts to, in cents."""

    owed: dict[int, int] = field(default_factory=dict)
    unused: dict[int, int] = field(default_factory=dict)
    till: int = 0


def balances(moves: Iterable[Move]) -> Balances:
    """Add the moves up: owed by invoice, unused by payment, and the till."""
    by_id: dict[int, Move] = {}
    owed: dict[int, int] = defaultdict(int)
    unused: dict[int, int] = defaultdict(int)
    till = 0
    for move in moves:
        by_id[move.id] = move
        source, sign = (move, 1) if move.kind != REVERSED else (by_id[move.reverses or 0], -1)
        on_invoice, on_payment, on_till = EFFECTS[source.kind]
        if source.invoice_id is not None:
            owed[source.invoice_id] += sign * on_invoice * source.amount_cents
        if source.payment_id is not None:
            unused[source.payment_id] += sign * on_payment * source.amount_cents
        till += sign * on_till * source.amount_cents
    return Balances(dict(owed), dict(unused), till)


def effects(kind: str, cents: int, *, reverse: bool = False) -> tuple[int, int, int]:
    """Give what an entry changes: owed on the invoice, unused part of the payment, till; the opposite when reversed."""
    sign = -1 if reverse else 1
    owed, unused, till = EFFECTS[kind]
    return sign * owed * cents, sign * unused * cents, sign * till * cents


def live(moves: Sequence[Move]) -> list[Move]:
    """Give the moves that no reversal answers, reversals themselves left out."""
    answered = {move.reverses for move in moves if move.kind == REVERSED}
    return [move for move in moves if move.kind != REVERSED and move.id not in answered]


def checked_amount(cents: int) -> int:
    """Give the amount back when it is believable.

    Raises:
        LedgerError: AMOUNT_NOT_POSITIVE, AMOUNT_ABSURD (above 10 000 000.00).
    """
    if cents <= 0:
        raise LedgerError("AMOUNT_NOT_POSITIVE", cents=cents)
    if cents > MAX_CENTS:
        raise LedgerError("AMOUNT_ABSURD", cents=cents)
    return cents


def allocate(amount_cents: int, owed: Sequence[tuple[int, int]]) -> tuple[list[tuple[int, int]], int]:
    """Spread an amount over what is owed, in the order given.

    Args:
        amount_cents: what there is to spread.
        owed: `(invoice, owed cents)`, the first to be paid first; what owes nothing is passed over.

    Returns:
        The `(invoice, cents)` parts, none of zero, and what is left as credit.
    """
    left, parts = amount_cents, []
    for invoice, due in owed:
        part = min(left, due)
        if part > 0:
            parts.append((invoice, part))
            left -= part
    return parts, left


def checked_split(amount_cents: int, parts: Sequence[tuple[int, int]]) -> int:
    """Check that parts chosen by a person fit in the amount (P2); give what is left as credit.

    Raises:
        LedgerError: AMOUNT_NOT_POSITIVE, SPLIT_TWICE (an invoice named twice), SPLIT_TOO_LARGE.
    """
    for _, cents in parts:
        checked_amount(cents)
    if len({invoice for invoice, _ in parts}) != len(parts):
        raise LedgerError("SPLIT_TWICE")
    left = amount_cents - sum(cents for _, cents in parts)
    if left < 0:
        raise LedgerError("SPLIT_TOO_LARGE", excess=-left)
    return left


def reversal_of_payment(moves: Sequence[Move], payment_id: int) -> list[Move]:
    """Give the entries to answer when a payment is undone: its allocations first, then the payment itself.

    Raises:
        LedgerError: ALREADY_REVERSED, REFUNDED (money was sent back: undo is no longer possible).
    """
    own = [move for move in live(moves) if move.payment_id == payment_id]
    if any(move.kind == "REFUNDED" for move in own):
        raise LedgerError("REFUNDED")
    paid = [move for move in own if move.kind in {"PAID", "OPENING_PAID"}]
    if not paid:
        raise LedgerError("ALREADY_REVERSED")
    return [move for move in own if move.kind == "ALLOCATED"] + paid


def released(cents: int, allocations: Sequence[Move]) -> list[tuple[Move, int]]:
    """Choose which allocations give back `cents`, the latest first; the second value is what each keeps.

    An allocation given back in part is reversed whole and written again for what it keeps.
    """
    chosen, left = [], cents
    for move in sorted(allocations, key=lambda move: -move.id):
        if left <= 0:
            break
        back = min(left, move.amount_cents)
        chosen.append((move, move.amount_cents - back))
        left -= back
    return chosen


def checked_refund(cents: int, unused: int) -> int:
    """Give the amount back when the unused part of the payment allows it.

    Raises:
        LedgerError: AMOUNT_NOT_POSITIVE, REFUND_TOO_LARGE.
    """
    if checked_amount(cents) > unused:
        raise LedgerError("REFUND_TOO_LARGE", unused=unused)
    return cents
