"""Writing iCalendar (RFC 5545): the envelope, moments, and texts that a calendar reads as they are."""

from collections.abc import Iterable
from datetime import UTC, datetime

WIDTH = 75
"""Octets of a line, at most (RFC 5545, 3.1)."""


def calendar_file(lines: Iterable[str], *, product: str, name: str) -> bytes:
    """Return a calendar.

    Args:
        lines: those of its events, one property each, not folded yet.
        product: which part of Convergence wrote it.
        name: whose calendar it is, as programs show it.
    """
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Convergence//{product}//FR", "CALSCALE:GREGORIAN"]
    whole = [*head, f"X-WR-CALNAME:{escaped(name)}", *lines, "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in whole).encode()


def instant(at: datetime) -> str:
    """Write an aware moment in universal time, so that no calendar guesses a clock."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Write a text without a line break, comma, semicolon or backslash of its own."""
    safe = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(safe.splitlines())


def folded(line: str) -> str:
    """Cut a line into pieces of 75 octets at most, none of which splits a letter."""
    pieces: list[bytes] = [b""]
    for sign in line:
        octets = sign.encode()
        room = WIDTH if len(pieces) == 1 else WIDTH - 1  # the blank that begins the next piece counts
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
        pieces[-1] += octets
    return "\r\n ".join(piece.decode() for piece in pieces)
