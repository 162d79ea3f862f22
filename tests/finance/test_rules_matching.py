"""Who paid this line? Right when the line tells, several when it does not, nobody when nothing fits."""

from dataclasses import replace
from datetime import date

import pytest

from convergence.finance.rules.matching import (
    Index,
    Owed,
    Proposal,
    Recorded,
    before_and_after,
    named_part,
    read_line,
)

LIBRARY = "Syndicat des travailleuses et travailleurs de la bibliothèque de Sainte-Œuvre–CSN"
SHELTER = "Syndicat des travailleuses et travailleurs de le centre d'hébergement de Belle-Fontaine"


def owed(number: int, cents: int, name: str = "", acronym: str = "") -> Owed:
    return Owed(number, number, str(number), "2324", cents, (name,) if name else (), (acronym,) if acronym else ())


INDEX = Index(
    [
        owed(1000, 5_000, LIBRARY, "STTBSA"),
        owed(1001, 227_016, SHELTER, "STTCHBE"),
        owed(1002, 5_000, SHELTER + "–CSQ", "STTCHBE"),
        owed(1003, 7_000, "Syndicat de l'épicerie coopérative de Val-Joli", "SÉCVJ"),
    ]
)


def found(label: str, cents: int, index: Index = INDEX) -> tuple[str, list[tuple[str, int, int | None]]]:
    reading = read_line(label, cents, index)
    return reading.kind, [(item.reason, item.confidence, item.invoice_id) for item in reading.proposals]


@pytest.mark.rule("P1", "P3")
def test_a_code_settles_the_line() -> None:
    assert found("VIREMENT INTERAC DE STTBSA REF COT-2324-1000", 5_000) == ("REFERENCE", [("REFERENCE", 99, 1000)])


def test_an_instalment_is_a_part() -> None:
    reading = read_line("VIR INTERAC COT-2324-1001 1/2", 113_508, INDEX)
    assert reading.proposals == (Proposal("REFERENCE", 95, 1001, fit="PART", detail="1/2"),)


def test_more_than_owed_is_said() -> None:
    assert read_line("cot 2324 1003", 8_000, INDEX).proposals[0].fit == "OVER"


@pytest.mark.rule("S59")
def test_a_code_of_another_period_names_no_invoice_of_this_one() -> None:
    assert found("VIR INTERAC COT-2425-1000", 5_000) == ("UNKNOWN", [])
    assert read_line("VIR INTERAC COT-2425-1000", 5_000, INDEX).detail == "CODE_UNKNOWN"


def test_a_wrong_check_letter_lowers_the_confidence() -> None:
    kind, proposals = found("COT-2324-1000-A", 5_000)
    assert (kind, proposals[0][0], proposals[0][1]) == ("REFERENCE", "CODE_CHECK", 70)


@pytest.mark.parametrize("spaced", ["COT 2324 10 00", "C O T 2324 1000", "COT-23 24-1000"])
def test_a_code_cut_by_spaces_is_still_read_from_the_reference_of_the_invoice(spaced: str) -> None:
    index = Index([Owed(1, 1, "1000", "2324", 5_000, reference="COT-2324-1000"), owed(100, 5_000)])
    assert found(spaced, 5_000, index) == ("REFERENCE", [("REFERENCE", 99, 1)])


def test_a_longer_number_is_not_taken_for_a_shorter_one() -> None:
    index = Index([Owed(1, 1, "100", "2324", 5_000, reference="COT-2324-100")])
    assert found("COT-2324-1009", 5_000, index) == ("UNKNOWN", [])


def test_the_tail_of_a_name_is_enough() -> None:
    assert found("DEPOT RE D'HEBERGEMENT DE BELLE-FONTAINE", 227_016) == ("NAME", [("NAME_END", 95, 1001)])
    assert found("DEPOT  LA BIBLIOTHEQUE DE SAINTE-OEUVRE–CSN", 5_000) == ("NAME", [("NAME_END", 95, 1000)])


def test_the_head_of_a_name_that_several_share_shows_them_all() -> None:
    kind, proposals = found("DEPOT SYNDICAT DES TRAVAILLEUSES ET TRAVAIL", 9_999)
    assert kind == "NAME"
    assert {invoice for _, _, invoice in proposals} == {1000, 1001, 1002}
    assert all(sure <= 30 for _, sure, _ in proposals)


def test_a_name_that_fits_but_for_the_amount_also_shows_who_owes_that_amount() -> None:
    kind, proposals = found("DEPOT RE D'HEBERGEMENT DE BELLE-FONTAINE", 5_000)
    assert (kind, proposals) == ("NAME", [("NAME_PART", 80, 1002), ("NAME_END", 30, 1001)])


def test_an_acronym_alone_and_two_who_share_one() -> None:
    assert found("VIREMENT INTERAC DE SECVJ", 7_000) == ("NAME", [("ACRONYM", 75, 1003)])
    kind, proposals = found("VIREMENT INTERAC DE STTCHBE", 1_000)
    assert (kind, [invoice for _, _, invoice in proposals]) == ("NAME", [1001, 1002])


def test_a_slip_of_typing_in_a_name() -> None:
    assert found("DEPOT EPICERIE COPERATIVE DE VAL-JOLI", 7_000) == ("NAME", [("NAME_CLOSE", 65, 1003)])


def test_the_amount_alone_when_only_one_owes_it() -> None:
    assert found("DEPOT CHEQUE", 7_000) == ("AMOUNT", [("AMOUNT", 60, 1003)])


def test_the_amount_alone_when_several_owe_it_shows_them_all() -> None:
    assert found("DEPOT CHEQUE", 5_000) == ("AMOUNT", [("AMOUNT", 30, 1000), ("AMOUNT", 30, 1002)])


@pytest.mark.parametrize("label", ["VIREMENT INTERAC DE INCONNU", "VIREMENT INTERAC DE M. X YZ"])
def test_a_stranger_is_nobody_even_when_the_amount_fits(label: str) -> None:
    assert found(label, 5_000) == ("UNKNOWN", [])


def test_no_amount_fits() -> None:
    assert found("DEPOT CHEQUE", 123) == ("UNKNOWN", [])


@pytest.mark.parametrize("label", ["SALAIRES", "LOYER", "FRAIS DE SERVICE", "VIR INTERAC COT-2324-1000"])
def test_money_out_pays_no_dues(label: str) -> None:
    assert found(label, -5_000) == ("OUTGOING", [])


def test_a_returned_cheque_is_recognised_by_its_amount() -> None:
    index = Index([], [Recorded(7, 1000, "CHEQUE", 5_000), Recorded(8, 1000, "CASH", 5_000)])
    reading = read_line("CHEQUE RETOURNE SANS PROVISION", -5_000, index)
    assert (reading.kind, reading.proposals) == ("RETURNED", (Proposal("RETURNED", 80, payment_ids=(7,)),))


def test_a_payout_gathers_the_card_payments_that_wait() -> None:
    index = Index([], [Recorded(7, 1, "CARD", 5_000), Recorded(8, 2, "CARD", 2_600), Recorded(9, 2, "CASH", 10)])
    assert read_line("DEPOT STRIPE", 7_350, index).proposals == (Proposal("PAYOUT", 90, payment_ids=(7, 8)),)
    assert read_line("DEPOT STRIPE", 7_601, index).proposals == ()


def test_a_payout_leaves_the_card_payments_of_the_next_one_alone() -> None:
    days = (date(2024, 4, 1), date(2024, 4, 2), date(2024, 4, 3), date(2024, 4, 9))
    index = Index([], [Recorded(pk, 1, "CARD", 10_000, received=day) for pk, day in enumerate(days, start=1)])
    paid = date(2024, 4, 5)
    assert read_line("DEPOT STRIPE", 9_680, index, on=paid).proposals == (Proposal("PAYOUT", 90, payment_ids=(1,)),)
    assert read_line("DEPOT STRIPE", 19_360, index, on=paid).proposals == (Proposal("PAYOUT", 90, payment_ids=(1, 2)),)
    assert read_line("DEPOT STRIPE", 38_720, index, on=paid).proposals == ()
    assert read_line("DEPOT STRIPE", 4_000, index, on=paid).proposals == ()
    later = Index([], [Recorded(1, 1, "CARD", 90_000), *index.recorded[1:]])
    assert read_line("DEPOT STRIPE", 9_680, later, on=paid).proposals == (Proposal("PAYOUT", 60, payment_ids=(2,)),)


def test_a_batch_already_written_is_recognised_by_its_total() -> None:
    index = Index(
        INDEX.owed, [Recorded(1, 1, "CHEQUE", 3_000, batch_id=4), Recorded(2, 2, "CHEQUE", 2_000, batch_id=4)]
    )
    assert read_line("DEPOT CHEQUE", 5_000, index).proposals == (Proposal("BATCH", 92, payment_ids=(1, 2), batch_id=4),)


def test_a_payment_written_by_hand_comes_before_writing_it_again() -> None:
    index = Index(INDEX.owed, [Recorded(5, 1003, "INTERAC", 7_000)])
    reading = read_line("INTERAC COT-2324-1003", 7_000, index)
    assert [item.reason for item in reading.proposals] == ["RECORDED", "REFERENCE"]


@pytest.mark.parametrize(
    ("label", "on", "found"),
    [
        ("INTERAC COT-2324-1003", date(2024, 3, 9), [("RECORDED", 96), ("REFERENCE", 90)]),
        ("INTERAC COT-2324-1003", date(2024, 3, 1), [("RECORDED", 96), ("REFERENCE", 90)]),
        ("INTERAC COT-2324-1003", date(2024, 2, 29), [("REFERENCE", 99), ("RECORDED", 30)]),
        ("INTERAC COT-2324-1003", date(2024, 5, 7), [("RECORDED", 96), ("REFERENCE", 90)]),
        ("INTERAC COT-2324-1003", date(2024, 5, 8), [("REFERENCE", 99), ("RECORDED", 30)]),
        ("CHEQUE COT-2324-1003", date(2024, 3, 9), [("REFERENCE", 99)]),
    ],
)
def test_a_payment_written_by_hand_is_the_same_only_by_means_and_day(
    label: str, on: date, found: list[tuple[str, int]]
) -> None:
    index = Index(INDEX.owed, [Recorded(5, 1003, "INTERAC", 7_000, received=date(2024, 3, 8))])
    reading = read_line(label, 7_000, index, on=on)
    assert [(item.reason, item.confidence) for item in reading.proposals] == found


def test_a_transfer_is_not_a_cheque_written_before() -> None:
    index = Index(INDEX.owed, [Recorded(5, 1003, "CHEQUE", 7_000, received=date(2024, 3, 8))])
    assert [item.reason for item in read_line("VIREMENT COT-2324-1003", 7_000, index).proposals] == ["REFERENCE"]
    assert [item.reason for item in read_line("DEPOT COT-2324-1003", 7_000, index).proposals] == [
        "RECORDED",
        "REFERENCE",
    ]


def test_an_invoice_written_after_the_money_comes_after_those_that_were_there() -> None:
    first, second = (
        Owed(number, 1003, "1003", years, 7_000, ("Épicerie de Val-Joli",), issued=day)
        for number, years, day in ((1, "2324", date(2023, 12, 1)), (2, "2526", date(2025, 12, 1)))
    )
    label, on = "DEPOT EPICERIE DE VAL-JOLI", date(2024, 3, 9)
    assert [
        (item.invoice_id, item.confidence, item.detail)
        for item in read_line(label, 7_000, Index([first, second]), on=on).proposals
    ] == [(1, 97, ""), (2, 40, "LATER")]
    assert [item.confidence for item in read_line(label, 7_000, Index([second]), on=on).proposals] == [97]
    assert [item.invoice_id for item in read_line("DEPOT", 7_000, Index([first, second]), on=on).proposals] == [1]
    assert [item.invoice_id for item in read_line("DEPOT", 7_000, Index([second]), on=on).proposals] == [2]


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("DEPOT CHEQUE", ""),
        ("VIREMENT INTERAC DE INCONNU", "INCONNU"),
        ("DEPOT  LA BIBLIOTHEQUE DE X", "LA BIBLIOTHEQUE DE X"),
        ("VIR INTERAC COT-2324-1131 1/2", ""),
        ("Dépôt mobile 12345", ""),
        ("DEPOT DE L'HOPITAL DE RIVIERE-CLAIRE–CSQ", "L'HOPITAL DE RIVIERE-CLAIRE-CSQ"),
    ],
)
def test_what_a_label_says_of_its_payer(label: str, named: str) -> None:
    assert named_part(label) == named


def test_near_and_far_are_told_by_their_flag_not_by_their_confidence() -> None:
    near = Proposal("RECORDED", 30, payment_ids=(1,))
    far = Proposal("RECORDED", 99, payment_ids=(2,), is_far=True)
    other = Proposal("NAME", 97, 3)
    ordered = before_and_after((far, near), (other,))
    assert ordered == (near, replace(other, confidence=90), far)


def test_a_payout_less_what_was_sent_back_is_recognised() -> None:
    index = Index([], [Recorded(1, 1, "CARD", 20_000)], withheld_cents=4_000)
    assert read_line("DEPOT STRIPE", 15_450, index).proposals == (Proposal("PAYOUT", 90, payment_ids=(1,)),)
    assert read_line("DEPOT STRIPE", 19_450, index).proposals == (Proposal("PAYOUT", 90, payment_ids=(1,)),)
