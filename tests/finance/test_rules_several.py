"""One line, several invoices: the whole set is proposed when the line pays it to the cent, and only then (P2)."""

from datetime import date

import pytest

from convergence.finance.rules.matching import Index, Owed, Recorded, read_line
from convergence.finance.rules.several import with_several

pytestmark = pytest.mark.rule("P2")
PORT, TOWN = "Conseil central du port de Sainte-Œuvre", "Syndicat de la ville de Val-Joli"
DAY = date(2024, 4, 30)


def owed(pk: int, payer: int, cents: int, *names: str, acronym: str = "", issued: date | None = None) -> Owed:
    acronyms = (acronym,) if acronym else ()
    return Owed(pk, payer, str(pk), "2324", cents, names, acronyms, f"COT-2324-{pk}", issued)


def found(
    label: str, cents: int, rows: list[Owed], *recorded: Recorded
) -> tuple[str, list[tuple[str, int, tuple[int, ...]]]]:
    index = Index(rows, recorded)
    reading = with_several(read_line(label, cents, index, on=DAY), label, cents, index, on=DAY)
    sets = [
        (item.reason, item.confidence, item.invoice_ids or (item.invoice_id or 0, *item.payment_ids))
        for item in reading.proposals
    ]
    return reading.kind, sets


LOCALS = [owed(1001, 7, 5_000, PORT), owed(1002, 7, 7_000, PORT), owed(1003, 8, 9_000, TOWN)]


def test_a_name_and_all_that_it_owes() -> None:
    kind, sets = found("DEPOT CONSEIL CENTRAL DU PORT DE SAINTE-OEUVRE", 12_000, LOCALS)
    assert (kind, sets[0]) == ("NAME", ("WHOLE", 95, (1001, 1002)))
    assert [(reason, sure) for reason, sure, _ids in sets[1:]] == [("NAME", 30), ("NAME", 30)]


def test_a_cent_more_or_less_is_no_whole_set() -> None:
    for cents in (11_999, 12_001):
        assert {reason for reason, _sure, _ids in found("DEPOT CONSEIL CENTRAL DU PORT", cents, LOCALS)[1]} == {
            "NAME_START"
        }


def test_one_code_and_all_that_its_payer_owes() -> None:
    kind, sets = found("VIR INTERAC COT-2324-1001", 12_000, LOCALS)
    assert (kind, sets) == ("REFERENCE", [("WHOLE", 93, (1001, 1002)), ("REFERENCE", 90, (1001,))])


def test_several_codes_and_their_sum_even_of_different_payers() -> None:
    kind, sets = found("VIR COT-2324-1001 COT-2324-1003", 14_000, LOCALS)
    assert (kind, sets[0]) == ("REFERENCE", ("CODES", 97, (1001, 1003)))


def test_a_line_that_names_nobody_and_who_owes_that_sum() -> None:
    assert found("DEPOT CHEQUE", 12_000, LOCALS) == ("TOTAL", [("WHOLE", 50, (1001, 1002))])
    twice = [*LOCALS, owed(1004, 9, 6_000, "Autre"), owed(1005, 9, 6_000, "Autre")]
    assert found("DEPOT CHEQUE", 12_000, twice) == ("TOTAL", [("WHOLE", 25, (1001, 1002)), ("WHOLE", 25, (1004, 1005))])
    alone = [*LOCALS, owed(1004, 9, 12_000, "Autre")]
    assert found("DEPOT CHEQUE", 12_000, alone) == ("AMOUNT", [("AMOUNT", 60, (1004,)), ("WHOLE", 20, (1001, 1002))])


@pytest.mark.parametrize(("label", "cents"), [("SALAIRES", -12_000), ("VIREMENT DE INCONNU TOTAL", 12_000)])
def test_money_out_and_strangers_pay_nothing(label: str, cents: int) -> None:
    assert found(label, cents, LOCALS)[1] == []


def test_two_payers_of_one_acronym_share_the_doubt() -> None:
    rows = [
        owed(1, 7, 5_000, PORT, acronym="CCP"),
        owed(2, 7, 7_000, PORT, acronym="CCP"),
        owed(3, 8, 12_000, TOWN, acronym="CCP"),
    ]
    _kind, sets = found("VIREMENT INTERAC DE CCP", 12_000, rows)
    assert sets[:2] == [("WHOLE", 36, (1, 2)), ("ACRONYM", 36, (3,))]


def test_what_was_invoiced_after_the_money_came_is_weak_and_last() -> None:
    rows = [owed(1, 7, 5_000, PORT, issued=date(2024, 4, 1)), owed(2, 7, 7_000, PORT, issued=date(2024, 5, 3))]
    _kind, sets = found("DEPOT CONSEIL CENTRAL DU PORT DE SAINTE-OEUVRE", 12_000, rows)
    assert sets[-1] == ("WHOLE", 40, (1, 2))


def test_a_payment_written_by_hand_still_comes_first() -> None:
    paid = Recorded(44, 7, "TRANSFER", 12_000, received=DAY)
    _kind, sets = found("VIR CONSEIL CENTRAL DU PORT DE SAINTE-OEUVRE", 12_000, LOCALS, paid)
    assert sets[:2] == [("RECORDED", 96, (0, 44)), ("WHOLE", 90, (1001, 1002))]
