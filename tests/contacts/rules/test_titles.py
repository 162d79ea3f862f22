"""Titles in the gender that the person chose; offices by their neutral name in lists (S48)."""

import pytest

from convergence.contacts.rules.titles import (
    OFFICES,
    address_prefix,
    office_label,
    office_title,
    salutation,
)


@pytest.mark.rule("S48")
def test_chosen_feminine_title_and_neutral_list_label() -> None:
    assert office_title("COORDINATION", "F", "fr") == "coordonnatrice"
    assert office_label("COORDINATION", "fr") == "Coordination"


@pytest.mark.rule("S48")
@pytest.mark.parametrize(
    ("office", "gender", "language", "title"),
    [
        ("PRESIDENCY", "M", "fr", "président"),
        ("PRESIDENCY", "F", "fr", "présidente"),
        ("PRESIDENCY", "F", "es", "presidenta"),
        ("PRESIDENCY", "F", "en", "president"),
        ("TREASURER", "F", "fr", "trésorière"),
        ("DELEGATE", "N", "fr", "délégué·e"),
        ("COORDINATION", "", "fr", "coordination"),
        ("COORDINATION", "F", "de", "coordonnatrice"),
        ("Gardienne des archives", "M", "fr", "Gardienne des archives"),
    ],
)
def test_titles(office: str, gender: str, language: str, title: str) -> None:
    assert office_title(office, gender, language) == title


@pytest.mark.rule("S48")
@pytest.mark.parametrize("language", ["fr", "en", "es"])
@pytest.mark.parametrize("office", OFFICES)
def test_every_office_has_its_words_in_every_language(office: str, language: str) -> None:
    words = [office_label(office, language)]
    words += [office_title(office, gender, language) for gender in ("F", "M", "N")]
    assert all(word and word != office for word in words)


@pytest.mark.parametrize(
    ("form", "language", "opening"),
    [
        ("MADAM", "fr", "Madame"),
        ("SIR", "fr", "Monsieur"),
        ("COMRADE", "fr", "Camarade Ada Roy"),
        ("NAME", "fr", "Bonjour Ada Roy"),
        ("", "fr", "Bonjour Ada Roy"),
        ("Mme", "fr", "Madame"),
        ("M.", "fr", "Monsieur"),
        ("Dre", "fr", "Bonjour Ada Roy"),
        ("MADAM", "en", "Dear Ms. Roy"),
        ("NAME", "es", "Saludos, Ada Roy"),
    ],
)
def test_salutations(form: str, language: str, opening: str) -> None:
    assert salutation(form, given="Ada", family="Roy", language=language) == opening


def test_spanish_comrade_follows_the_chosen_gender() -> None:
    assert salutation("COMRADE", given="Ada", language="es", gender="F") == "Compañera Ada"


def test_nothing_is_guessed_for_the_envelope() -> None:
    assert address_prefix("MADAM") == "Mme"
    assert address_prefix("") == ""
