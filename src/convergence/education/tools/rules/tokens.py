"""Tokens of the personal links of orders: made from a secret and a nonce, kept only as a digest."""

import base64
import hashlib
import hmac
import re
import secrets

_FORM = re.compile(r"[A-Za-z0-9_-]{32}")


def new_nonce() -> str:
    """Return 32 hexadecimal digits at random."""
    return secrets.token_hex(16)


def token_of(secret: str, nonce: str) -> str:
    """Return the token of a nonce: 32 letters of an address, 192 bits."""
    raw = hmac.new(secret.encode(), f"tools-order:{nonce}".encode(), hashlib.sha256).digest()[:24]
    return base64.urlsafe_b64encode(raw).decode("ascii")


def digest_of(token: str) -> str:
    """Return the digest under which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_well_formed(token: str) -> bool:
    """Tell whether a text may be a token at all."""
    return _FORM.fullmatch(token) is not None
