"""Merge fields and the language of a letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.membership.rules import letters


@pytest.mark.parametrize("typed", ["{montant}", "{amount}", "{importe}", "{ MONTANT }"])
def test_fields_are_known_in_three_languages(typed: str) -> None:
    assert letters.fill(f"Total : {typed}.", {"amount": "12,00 $"}) == "Total : 12,00 $."


def test_unknown_field_is_named_with_the_nearest_one() -> None:
    assert letters.unknown_fields("{montan} et {xyz} et {montan} et {nom}") == (
        letters.UnknownField("montan", "montant"),
        letters.UnknownField("xyz"),
    )
    with pytest.raises(letters.UnknownFieldError):
        letters.fill("{xyz}", {})


def test_letter_becomes_what_the_renderer_reads() -> None:
    source = letters.to_source("Voici **{montant}** : {lien}", "Ouvrir le formulaire")
    assert source == "Voici **{{ amount }}** : [Ouvrir le formulaire]({{ link }})"
    with pytest.raises(letters.UnknownFieldError):
        letters.to_source("{xyz}", "x")


@given(st.text(max_size=60))
def test_value_with_braces_is_not_read_again(value: str) -> None:
    assert letters.fill("<{nom}>", {"name": value}) == f"<{value}>"


@pytest.mark.rule("S65")
def test_spanish_reader_without_spanish_letter_gets_french_and_it_is_recorded() -> None:
    available = frozenset({"fr", "en"})
    assert letters.pick_language("es", available) == ("fr", True)
    assert letters.pick_language("en", available) == ("en", False)
    assert letters.pick_language("", available) == ("fr", False)


@pytest.mark.rule("S62")
@pytest.mark.parametrize(
    ("words", "vague"),
    [
        ("ici", True), ("Cliquez ici", True), ("en cliquant ici", True), ("cliquer sur ce lien", True), ("click here", True),
        ("Here.", True), ("haga clic aquí", True), ("este enlace", True), ("Le rapport annuel 2022-2023", False),
        ("Ouvrir votre formulaire", False), ("Ici Radio-Solidarité", False), ("Links and campaigns", False),
    ],
)  # fmt: skip
def test_words_that_say_nothing_of_what_a_link_opens(words: str, vague: bool) -> None:
    assert letters.is_vague(words) is vague
