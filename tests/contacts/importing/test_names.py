"""Names of people as lists write them."""

import pytest

from convergence.contacts.importing.names import Lexicon, PersonName, learn_from, read_person, split_office

CLEAR = ("LE BŒUF Étienne", "Ouellet, Ngọc Anh", "HERNÁNDEZ RUIZ Josée", "Jean-Baptiste, Widline")


@pytest.mark.parametrize(
    ("typed", "first", "last", "honorific"),
    [
        ("LE BŒUF Étienne", "Étienne", "Le Bœuf", ""),
        ("Ouellet, Ngọc Anh", "Ngọc Anh", "Ouellet", ""),
        ("Mme Luc Gagnon", "Luc", "Gagnon", "F"),
        ("M. Luc Roy", "Luc", "Roy", "M"),
        ("D'AMOURS Mamadou", "Mamadou", "D'Amours", ""),
        ("QUÉVILLON-ROY Guillaume", "Guillaume", "Quévillon-Roy", ""),
        ("Mme Thérèse D'Amours", "Thérèse", "D'Amours", "F"),
        ("Ngọc Anh Côté", "Ngọc Anh", "Côté", ""),
        ("Ana María Hernández Ruiz", "Ana María", "Hernández Ruiz", ""),
        ("Ngoc Anh Le Bœuf", "Ngoc Anh", "Le Bœuf", ""),
        ("St-Pierre", "", "St-Pierre", ""),
    ],
)
def test_names_are_cut_where_the_list_says(typed: str, first: str, last: str, honorific: str) -> None:
    lexicon = Lexicon()
    for cell in CLEAR:
        learn_from(cell, lexicon)
    assert read_person(typed, lexicon) == (PersonName(first, last, honorific), None)


def test_a_clear_cell_teaches_the_unclear_one() -> None:
    lexicon = Lexicon()
    learn_from("VALDÉS RÍOS Inés", lexicon)
    assert read_person("Inés Valdés Ríos", lexicon)[0] == PersonName("Inés", "Valdés Ríos")


@pytest.mark.parametrize("typed", ["Luc Gagnon et Marie Roy", "Luc Gagnon y Luz Paz"])
def test_of_two_people_in_a_cell_the_first_is_kept_and_it_is_said(typed: str) -> None:
    name, why = read_person(typed)
    assert (name, why and why.code) == (PersonName("Luc", "Gagnon"), "several_people")


def test_a_spanish_family_name_of_two_is_one_person() -> None:
    assert read_person("José Ortega y Gasset")[1] is None


@pytest.mark.parametrize(
    ("typed", "full"),
    [("M. et Mme Roy", "Roy"), ("M. et Mme Jean Roy", "Jean Roy"), ("Luc et Marie Tremblay", "Luc Tremblay")],
)
def test_a_couple_shares_its_family_name(typed: str, full: str) -> None:
    person, why = read_person(typed)
    assert person is not None
    assert why is not None
    assert (person.full, why.code) == (full, "several_people")


@pytest.mark.parametrize(
    ("typed", "name", "office"),
    [
        ("Luc Gagnon, président", "Luc Gagnon", "président"),
        ("Marie Roy (vice-présidente)", "Marie Roy", "vice-présidente"),
        ("Ana Ruiz - tesorera", "Ana Ruiz", "tesorera"),
        ("Gagnon, Luc", "Gagnon, Luc", ""),
        ("Tremblay-Roy, Zoé", "Tremblay-Roy, Zoé", ""),
    ],
)
def test_an_office_after_a_name_is_no_first_name(typed: str, name: str, office: str) -> None:
    assert split_office(typed) == (name, office)
    person, why = read_person(typed)
    assert (person and person.last.split(" ")[-1], why) == (name.split(",")[0].split(" ")[-1], None)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("LUC GAGNON", "Luc", "Gagnon"),
        ("GAGNON LUC", "Luc", "Gagnon"),
        ("MARIE-ÈVE CÔTÉ", "Marie-Ève", "Côté"),
        ("TRAORÉ FATOUMATA", "Fatoumata", "Traoré"),
    ],
)
def test_capitals_alone_are_settled_by_common_first_names(typed: str, first: str, last: str) -> None:
    assert read_person(typed)[0] == PersonName(first, last)
