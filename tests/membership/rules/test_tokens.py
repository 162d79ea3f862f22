"""Tokens of personal links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.membership.rules import tokens


@pytest.mark.rule("S61")
@given(
    st.text(min_size=1, max_size=40), st.lists(st.from_regex(r"[0-9a-f]{32}", fullmatch=True), unique=True, max_size=5)
)
def test_tokens_are_well_formed_stable_and_different(secret: str, nonces: list[str]) -> None:
    made = [tokens.token_of(secret, nonce) for nonce in nonces]
    assert made == [tokens.token_of(secret, nonce) for nonce in nonces]
    assert all(tokens.is_well_formed(token) for token in made)
    assert len({tokens.digest_of(token) for token in made}) == len(nonces)


@pytest.mark.parametrize("guess", ["", "a", "../../etc", "x" * 31, "x" * 33, "é" * 32, "x" * 31 + "\n"])
def test_guesses_are_refused_before_any_question_is_asked(guess: str) -> None:
    assert tokens.is_well_formed(guess) is False


def test_nonces_do_not_repeat() -> None:
    assert len({tokens.new_nonce() for _turn in range(100)}) == 100
