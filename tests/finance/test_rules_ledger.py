"""The arithmetic of the ledger: no cent is ever lost (K8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.finance.rules import ledger
from convergence.finance.rules.ledger import LedgerError, Move

AMOUNTS = st.integers(1, 500_000)


def test_each_kind_of_entry_has_its_effect() -> None:
    moves = [
        Move(1, "DUE", 5000, invoice_id=1),
        Move(2, "PAID", 6000, payment_id=1),
        Move(3, "ALLOCATED", 5000, invoice_id=1, payment_id=1),
        Move(4, "REFUNDED", 400, payment_id=1),
    ]
    found = ledger.balances(moves)
    assert (found.owed, found.unused, found.till) == ({1: 0}, {1: 600}, 5600)


@pytest.mark.rule("K8")
def test_a_returned_cheque_is_answered_entry_by_entry_and_the_invoice_owes_again() -> None:
    moves = [
        Move(1, "DUE", 5000, invoice_id=1),
        Move(2, "PAID", 5000, payment_id=1),
        Move(3, "ALLOCATED", 5000, invoice_id=1, payment_id=1),
    ]
    answered = ledger.reversal_of_payment(moves, 1)
    assert [move.id for move in answered] == [3, 2]
    moves += [
        Move(10 + n, "REVERSED", move.amount_cents, move.invoice_id, move.payment_id, reverses=move.id)
        for n, move in enumerate(answered)
    ]
    assert ledger.balances(moves) == ledger.Balances({1: 5000}, {1: 0}, 0)
    with pytest.raises(LedgerError) as refused:
        ledger.reversal_of_payment(moves, 1)
    assert refused.value.code == "ALREADY_REVERSED"


def test_a_payment_already_refunded_is_not_undone() -> None:
    moves = [Move(1, "PAID", 5000, payment_id=1), Move(2, "REFUNDED", 100, payment_id=1)]
    with pytest.raises(LedgerError) as refused:
        ledger.reversal_of_payment(moves, 1)
    assert refused.value.code == "REFUNDED"


@pytest.mark.parametrize(
    ("cents", "code"), [(0, "AMOUNT_NOT_POSITIVE"), (-1, "AMOUNT_NOT_POSITIVE"), (10**9 + 1, "AMOUNT_ABSURD")]
)
def test_negative_and_absurd_amounts_are_refused(cents: int, code: str) -> None:
    with pytest.raises(LedgerError) as refused:
        ledger.checked_amount(cents)
    assert refused.value.code == code


@pytest.mark.rule("P2")
def test_one_payment_pays_several_invoices_in_the_parts_named() -> None:
    assert ledger.checked_split(10_000, [(1, 2_500), (2, 7_000)]) == 500
    with pytest.raises(LedgerError) as refused:
        ledger.checked_split(10_000, [(1, 2_500), (2, 7_501)])
    assert (refused.value.code, refused.value.values) == ("SPLIT_TOO_LARGE", {"excess": 1})
    with pytest.raises(LedgerError) as twice:
        ledger.checked_split(10_000, [(1, 100), (1, 100)])
    assert twice.value.code == "SPLIT_TWICE"


def test_a_refund_never_exceeds_what_is_unused() -> None:
    assert ledger.checked_refund(500, 500) == 500
    with pytest.raises(LedgerError) as refused:
        ledger.checked_refund(501, 500)
    assert refused.value.code == "REFUND_TOO_LARGE"


@given(AMOUNTS, st.lists(st.integers(-500, 50_000), max_size=8))
def test_allocation_loses_no_cent_and_pays_in_order(amount: int, dues: list[int]) -> None:
    owed = list(enumerate(dues))
    parts, left = ledger.allocate(amount, owed)
    assert sum(cents for _, cents in parts) + left == amount
    assert left == 0 or all(dict(parts).get(invoice, 0) == max(due, 0) for invoice, due in owed)
    assert all(0 < cents <= dues[invoice] for invoice, cents in parts)


@given(st.data())
def test_whatever_is_done_the_till_equals_what_is_unused_and_what_was_allocated(data: st.DataObject) -> None:
    """A random life of three invoices and four payments, entry after entry, keeps the books straight."""
    moves: list[Move] = [Move(n, "DUE", data.draw(AMOUNTS), invoice_id=n) for n in (1, 2, 3)]
    for payment in range(1, data.draw(st.integers(1, 4)) + 1):
        amount = data.draw(AMOUNTS)
        moves.append(Move(len(moves) + 1, "PAID", amount, payment_id=payment))
        owed = ledger.balances(moves).owed
        for invoice, cents in ledger.allocate(amount, sorted(owed.items()))[0]:
            moves.append(Move(len(moves) + 1, "ALLOCATED", cents, invoice, payment))
        unused = ledger.balances(moves).unused[payment]
        if unused and data.draw(st.booleans()):
            moves.append(Move(len(moves) + 1, "REFUNDED", data.draw(st.integers(1, unused)), payment_id=payment))
        elif data.draw(st.booleans()):
            for move in ledger.reversal_of_payment(moves, payment):
                moves.append(
                    Move(len(moves) + 1, "REVERSED", move.amount_cents, move.invoice_id, payment, reverses=move.id)
                )
    found = ledger.balances(moves)
    allocated = sum(move.amount_cents for move in ledger.live(moves) if move.kind == "ALLOCATED")
    assert found.till == sum(found.unused.values()) + allocated
    assert all(cents >= 0 for cents in found.unused.values())
    assert sum(found.owed.values()) == sum(m.amount_cents for m in moves if m.kind == "DUE") - allocated


@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.integers(1, 500_000))
def test_an_amount_given_back_by_allocations_is_exact(amounts: list[int], cents: int) -> None:
    moves = [Move(n, "ALLOCATED", amount, 1, n) for n, amount in enumerate(amounts, start=1)]
    chosen = ledger.released(cents, moves)
    back = sum(move.amount_cents - kept for move, kept in chosen)
    assert back == min(cents, sum(amounts))
    assert all(0 <= kept < move.amount_cents for move, kept in chosen)
