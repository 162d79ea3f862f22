"""Reference codes: tolerant to the hand that copies them, strict on the check letter (P3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.finance.rules import references

pytestmark = pytest.mark.rule("P3")

NUMBERS = st.integers(1, 99_999).map(str)


@pytest.mark.parametrize(
    "text",
    [
        "COT-2324-1081",
        "cot-2324-1081",
        "VIREMENT INTERAC DE STTABE REF COT-2324-1081",
        "COT 2324 1081",
        "COT23241081",
        "C0T-2324-1O81",
        "cot–2324–lo8i".replace("lo8i", "lO81"),
        "COT.2324.1081 1/2",
        "COT - 2324 - 1081, merci",
    ],
)
def test_the_code_is_found_however_it_is_typed(text: str) -> None:
    found = references.find_codes(text)
    assert [(code.years, code.number) for code in found] == [("2324", "1081")]


@pytest.mark.parametrize(
    "text", ["", "DEPOT CHEQUE", "COTISATION 2023", "APRICOT-2324-1081", "COT-23", "TRICOT 2324 10"]
)
def test_no_code_is_invented(text: str) -> None:
    assert references.find_codes(text) == []


def test_a_code_reads_its_own_period() -> None:
    assert references.period_code("2023-2024") == "2324"
    assert references.period_code("2024") == "2425"
    assert references.format_code("2023-2024", "1081") == "COT-2324-1081"


def test_the_share_beside_the_code_is_read_and_never_taken_for_the_number() -> None:
    assert references.find_share("VIR INTERAC COT-2324-1131 1/2") == (1, 2)
    assert references.find_share("VIR 3/2") is None
    assert references.find_share("2024/02/26") is None
    assert references.find_codes("COT-2324-1131 1/2")[0].number == "1131"


def test_an_individual_number_begins_with_a_letter() -> None:
    [code] = references.find_codes("Interac cot-2324-I2000")
    assert code.number == references.folded("I2000")


def test_a_right_check_letter_is_told_from_a_wrong_one() -> None:
    right = references.format_code("2023-2024", "1081", with_check=True)
    assert references.find_codes(right)[0].check_fits is True
    letter = right[-1]
    wrong = right[:-1] + next(sign for sign in references.CHECK_LETTERS if sign != letter)
    assert references.find_codes(wrong)[0].check_fits is False
    assert references.find_codes("COT-2324-1081")[0].check_fits is None


def test_check_letters_are_nineteen_without_look_alikes() -> None:
    assert len(set(references.CHECK_LETTERS)) == 19
    assert not set(references.CHECK_LETTERS) & set("IOQSUVZ")


@given(NUMBERS, st.data())
def test_one_wrong_digit_always_changes_the_check_letter(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    slip = number[:place] + other + number[place + 1 :]
    assert references.check_letter("2324", slip) != references.check_letter("2324", number)


@given(st.integers(10, 99_999).map(str), st.data())
def test_two_neighbours_exchanged_always_change_the_check_letter(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 2))
    slip = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    same = slip == number
    assert (references.check_letter("2324", slip) == references.check_letter("2324", number)) is same


def test_a_number_one_slip_away_is_close_only_when_its_letter_fits() -> None:
    typed = "COT-2324-1018-" + references.check_letter("2324", "1081")
    [code] = references.find_codes(typed)
    assert references.close_numbers(code, {"1081", "1019", "2018"}) == ["1081"]
    assert references.close_numbers(references.find_codes("COT-2324-1018")[0], {"1081"}) == []
