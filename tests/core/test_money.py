"""Amounts as people of a language type them."""

import pytest

from convergence.core.money import typed_cents


@pytest.mark.parametrize(
    ("cents", "language", "typed"),
    [(125_000, "fr", "1250,00"), (125_005, "en", "1250.05"), (12, "es", "0.12"), (-1_250, "fr", "-12,50")],
)
def test_an_amount_in_a_form_has_the_mark_of_its_language(cents: int, language: str, typed: str) -> None:
    assert typed_cents(cents, language) == typed
