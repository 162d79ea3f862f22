"""Telephone numbers: E.164 with extension, shown as typed in French (S63)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.contacts.rules.phones import (
    UnreadablePhoneError,
    format_phone,
    normalise_phone,
    phone_uri,
)


@pytest.mark.rule("S63")
def test_number_with_extension_is_stored_and_shown_back_as_typed() -> None:
    stored = normalise_phone("514-383-2266 poste 225")
    assert stored == "+15143832266;ext=225"
    assert format_phone(stored, "fr") == "514-383-2266 poste 225"


@pytest.mark.rule("S63")
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("581.555.0145 #20", "+15815550145;ext=20"),
        ("4185550154 p.62", "+14185550154;ext=62"),
        ("(581) 555-0178 poste 2", "+15815550178;ext=2"),
        ("514 555-0158 p. 81", "+15145550158;ext=81"),
        ("5145550100x12", "+15145550100;ext=12"),
        ("1-800-555-0199 ext. 4", "+18005550199;ext=4"),
        ("1 514 555-0101", "+15145550101"),
        ("+1 (514) 555-0101", "+15145550101"),
        ("+52 449 910 7400", "+524499107400"),
        ("+33 1 42 34 56 78", "+33142345678"),
        ("+15145550101;ext=9", "+15145550101;ext=9"),
    ],
)
def test_ways_of_typing_a_number(typed: str, stored: str) -> None:
    assert normalise_phone(typed) == stored


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", "514-555-0100 poste 7"), ("en", "514-555-0100 ext. 7"), ("es", "514-555-0100 ext. 7")],
)
def test_extension_is_worded_in_the_reader_s_language(language: str, shown: str) -> None:
    assert format_phone("+15145550100;ext=7", language) == shown


def test_foreign_number_keeps_its_country() -> None:
    assert format_phone("+524499107400") == "+52 449 910 7400"
    assert phone_uri("+524499107400") == "tel:+524499107400"


@pytest.mark.parametrize("typed", ["", "abc", "12", "555", "\x00", "poste 225", "0" * 40])
def test_what_is_not_a_number_is_refused(typed: str) -> None:
    with pytest.raises(UnreadablePhoneError):
        normalise_phone(typed)


def test_value_that_is_not_in_stored_form_is_shown_as_it_is() -> None:
    assert format_phone("demander Line") == "demander Line"


@given(
    st.integers(2_000_000_000, 9_999_999_999).filter(lambda n: str(n)[3] not in "01"),
    st.one_of(st.none(), st.integers(1, 99_999)),
)
def test_shown_number_reads_back_the_same(number: int, extension: int | None) -> None:
    stored = f"+1{number}" + (f";ext={extension}" if extension else "")
    assert normalise_phone(format_phone(stored)) == stored
    assert normalise_phone(stored) == stored


@given(st.text(max_size=60))
def test_any_text_gives_a_number_or_one_error(text: str) -> None:
    try:
        stored = normalise_phone(text)
    except UnreadablePhoneError:
        return
    assert stored.startswith("+")
