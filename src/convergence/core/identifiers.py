"""Numbers of records as they come from an address or a form: read, or nothing."""

LONGEST = 18
"""Digits that a 64-bit column holds for sure."""


def id_from(text: object) -> int | None:
    """Return the number that a text writes in decimal digits, None when it is no number of a record.

    `²` is a digit to Unicode and no number; a row of five thousand digits is one, and no record bears it.
    """
    written = str(text or "")
    return int(written) if written.isdecimal() and len(written) <= LONGEST else None
