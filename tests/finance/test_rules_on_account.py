"""A line that names a payer who owes nothing for it is money on account, and says why."""

import pytest

from convergence.finance.rules.matching import Index, Owed, Proposal, Reading, Recorded, read_line
from convergence.finance.rules.on_account import Known, with_known

MARKET = "Syndicat du marché de Val-Joli"
OPEN = (
    Owed(1, 10, "1001", "2324", 5_000, ("Syndicat de la boulangerie",), ("SDM",)),
    Owed(2, 11, "1002", "2324", 5_000, ("Syndicat de la quincaillerie",), ("SDM",)),
)
PAID = Known(20, "1081", (MARKET,), ("SDM",), frozenset({"2324"}))


def read(label: str, cents: int = 5_000, *, known: tuple[Known, ...] = (PAID,), index: Index | None = None) -> Reading:
    index = index or Index(OPEN)
    return with_known(read_line(label, cents, index), label, cents, known, index)


@pytest.mark.rule("P3")
def test_the_code_of_a_paid_invoice_comes_before_weak_guesses_by_name() -> None:
    reading = read("VIREMENT INTERAC DE SDM REF COT-2324-1081")
    assert (reading.kind, reading.detail) == ("ON_ACCOUNT", "CODE")
    assert [(item.reason, item.confidence, item.payer_id, item.invoice_id) for item in reading.proposals] == [
        ("SETTLED", 88, 20, None),
        ("ACRONYM", 30, None, 1),
        ("ACRONYM", 30, None, 2),
    ]


@pytest.mark.rule("S59")
def test_a_member_without_invoice_of_that_period_is_shown_with_what_it_owes_for_another() -> None:
    index = Index((*OPEN, Owed(3, 20, "1081", "2223", 5_000, (MARKET,))))
    reading = read("VIR INTERAC COT-2425-1081", index=index)
    assert [(item.reason, item.confidence, item.payer_id, item.invoice_id) for item in reading.proposals] == [
        ("NO_INVOICE", 75, 20, None),
        ("OTHER_PERIOD", 50, None, 3),
    ]


def test_a_wrong_check_letter_lowers_the_confidence() -> None:
    assert read("COT-2324-1081-A").proposals == (Proposal("SETTLED", 55, payer_id=20, detail="2324"),)


def test_a_name_with_nothing_owed_is_money_on_account() -> None:
    reading = read("DEPOT SYNDICAT DU MARCHE DE VAL-JOLI")
    assert (reading.kind, reading.detail) == ("ON_ACCOUNT", "NAME")
    assert reading.proposals == (Proposal("NOTHING_OWED", 82, payer_id=20),)


def test_of_a_payer_who_owes_it_is_not_said_that_nothing_is_owed() -> None:
    twin = Owed(3, 21, "1082", "2324", 4_000, (MARKET,))
    index = Index((*OPEN, twin, Owed(4, 20, "1081", "2223", 4_000, (MARKET,))))
    label = "DEPOT SYNDICAT DU MARCHE DE VAL-JOLI"
    assert "NOTHING_OWED" in {item.reason for item in read(label, index=Index((*OPEN, twin))).proposals}
    reading = read(label, index=index)
    assert {item.invoice_id for item in reading.proposals} == {3, 4}
    assert "NOTHING_OWED" not in {item.reason for item in reading.proposals}


def test_a_payment_written_by_hand_for_that_payer_comes_first() -> None:
    index = Index(OPEN, [Recorded(7, 20, "INTERAC", 5_000), Recorded(8, 20, "INTERAC", 4_000)])
    assert [item.reason for item in read("COT-2324-1081", index=index).proposals] == ["RECORDED", "SETTLED"]


def test_an_open_invoice_that_fits_to_the_cent_stays_as_it_was() -> None:
    index = Index((*OPEN, Owed(3, 21, "1082", "2324", 5_000, (MARKET,))))
    label = "DEPOT SYNDICAT DU MARCHE DE VAL-JOLI"
    assert read(label, index=index) == read_line(label, 5_000, index)


@pytest.mark.parametrize("label", ["VIREMENT INTERAC DE INCONNU", "DEPOT CHEQUE", "SALAIRES COT-2324-1081"])
def test_a_stranger_a_bare_deposit_and_money_out_stay_as_they_were(label: str) -> None:
    cents = -5_000 if label.startswith("SALAIRES") else 4_321
    assert read(label, cents) == read_line(label, cents, Index(OPEN))


def test_several_of_one_name_share_the_confidence() -> None:
    other = Known(21, "1082", (MARKET,), (), frozenset({"2324"}))
    proposals = read("DEPOT SYNDICAT DU MARCHE DE VAL-JOLI", known=(PAID, other)).proposals
    assert [(item.payer_id, item.confidence) for item in proposals] == [(20, 41), (21, 41)]
