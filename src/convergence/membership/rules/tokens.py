"""Tokens of the forms behind a dues call (see `core.links`)."""

from __future__ import annotations

from convergence.core import links
from convergence.core.links import digest_of, is_well_formed, new_nonce

__all__ = ["digest_of", "is_well_formed", "new_nonce", "token_of"]
PURPOSE = "dues-link"


def token_of(secret: str, nonce: str) -> str:
    """Return the token of a nonce: 32 letters of an address, 192 bits."""
    return links.token_of(secret, PURPOSE, nonce)
