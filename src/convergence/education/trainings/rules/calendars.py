"""One session as a file for calendars (RFC 5545); moments are written in universal time, so no clock is guessed."""

from dataclasses import dataclass
from datetime import UTC, datetime

WIDTH = 75


@dataclass(frozen=True)
class Session:
    """What a calendar shows of a session. `sequence` grows when the same `uid` is sent again."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    stamped_at: datetime
    place: str = ""
    words: str = ""
    url: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar_file(session: Session, *, publisher: str) -> bytes:
    """Return the file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Convergence//trainings//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(publisher)}",
        "BEGIN:VEVENT",
        f"UID:{session.uid}",
        f"SEQUENCE:{session.sequence}",
        f"DTSTAMP:{_instant(session.stamped_at)}",
        f"DTSTART:{_instant(session.starts_at)}",
        f"DTEND:{_instant(session.ends_at)}",
        f"SUMMARY:{_escaped(session.title)}",
        f"STATUS:{'CANCELLED' if session.is_cancelled else 'CONFIRMED'}",
        *([f"LOCATION:{_escaped(session.place)}"] if session.place else []),
        *([f"DESCRIPTION:{_escaped(session.words)}"] if session.words else []),
        *([f"URL:{session.url}"] if session.url else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    safe = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(safe.splitlines())


def _folded(line: str) -> str:
    pieces: list[bytes] = [b""]
    for sign in line:
        octets = sign.encode()
        if len(pieces[-1]) + len(octets) > (WIDTH if len(pieces) == 1 else WIDTH - 1):
            pieces.append(b"")
        pieces[-1] += octets
    return "\r\n ".join(piece.decode() for piece in pieces)
