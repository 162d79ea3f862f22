"""One session as a file for calendars (RFC 5545); moments are written in universal time, so no clock is guessed."""

from dataclasses import dataclass
from datetime import datetime

from convergence.core import icalendar


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
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{session.uid}",
        f"SEQUENCE:{session.sequence}",
        f"DTSTAMP:{icalendar.instant(session.stamped_at)}",
        f"DTSTART:{icalendar.instant(session.starts_at)}",
        f"DTEND:{icalendar.instant(session.ends_at)}",
        f"SUMMARY:{icalendar.escaped(session.title)}",
        f"STATUS:{'CANCELLED' if session.is_cancelled else 'CONFIRMED'}",
        *([f"LOCATION:{icalendar.escaped(session.place)}"] if session.place else []),
        *([f"DESCRIPTION:{icalendar.escaped(session.words)}"] if session.words else []),
        *([f"URL:{session.url}"] if session.url else []),
        "END:VEVENT",
    ]
    return icalendar.calendar_file(lines, product="trainings", name=publisher)
