"""Codes that people read aloud and type: references of requests, codes of attestations."""

import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, O, 1, I or L: nobody mistakes one for another."""
REQUEST_SIGNS, ATTESTATION_SIGNS, GROUP = 6, 12, 4


def new_reference() -> str:
    """Return the reference of a request: `F-` and six signs."""
    return "F-" + _drawn(REQUEST_SIGNS)


def new_code() -> str:
    """Return the code of an attestation: twelve signs, 59 bits, never guessed by trying."""
    return _drawn(ATTESTATION_SIGNS)


def _drawn(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(length))


def shown(code: str) -> str:
    """Return a code as it is printed: in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(typed: str) -> str:
    """Return the code that somebody typed: small letters, spaces and dashes are welcome; empty when it is none."""
    plain = "".join(sign for sign in typed.upper()[:60] if sign.isalnum() and sign.isascii())
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    kept = "".join(sign for sign in plain if sign in SIGNS)
    return kept if len(kept) == len(plain) == ATTESTATION_SIGNS else ""


def attestation_number(year: int, number: int) -> str:
    """Return the number of an attestation: `AP-2026-0042`."""
    return f"AP-{year}-{number:04d}"
