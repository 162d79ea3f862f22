"""Canadian and foreign postal addresses."""

import pytest

from convergence.contacts.rules.addresses import (
    PostalAddress,
    UnreadablePostalCodeError,
    country_name,
    format_address,
    normalise_postal_code,
)


@pytest.mark.parametrize("typed", ["h2n8v2", "H2N 8V2", "h2n-8v2", " H2N  8V2 "])
def test_postal_code_is_tidied(typed: str) -> None:
    assert normalise_postal_code(typed) == "H2N 8V2"


@pytest.mark.parametrize("typed", ["H2N", "D2N 8V2", "W2N 8V2", "H2O 8V2", "12345", "H2N 8V22"])
def test_impossible_postal_code_is_refused(typed: str) -> None:
    with pytest.raises(UnreadablePostalCodeError):
        normalise_postal_code(typed)


def test_foreign_postal_code_is_left_alone() -> None:
    assert normalise_postal_code(" 20000 ", "MX") == "20000"
    assert normalise_postal_code("") == ""


def test_canadian_address_in_french_and_english() -> None:
    address = PostalAddress("9433, rue du Moulin\nbureau 6", "Montréal", "QC", "H2N 8V2")
    assert format_address(address, "fr") == (
        "9433, rue du Moulin",
        "bureau 6",
        "Montréal (Québec)  H2N 8V2",
    )
    assert format_address(address, "en")[-1] == "Montréal, Quebec  H2N 8V2"


def test_mexican_address_names_the_country_in_the_sender_s_language() -> None:
    address = PostalAddress("Calle 5 de Mayo 12", "Aguascalientes", "AGS", "20000", "MX")
    assert format_address(address, "fr") == (
        "Calle 5 de Mayo 12",
        "20000 Aguascalientes, AGS",
        "MEXIQUE",
    )


def test_american_address_keeps_its_code_last() -> None:
    address = PostalAddress("1 Main St", "Pittsburgh", "PA", "15222", "US")
    assert format_address(address, "en")[1:] == ("Pittsburgh, PA 15222", "UNITED STATES")


def test_empty_address_has_no_line() -> None:
    assert format_address(PostalAddress("")) == ()


def test_country_names_and_unknown_codes() -> None:
    assert country_name("HT", "fr") == "Haïti"
    assert country_name("HT", "es") == "Haití"
    assert country_name("??", "fr") == "??"
