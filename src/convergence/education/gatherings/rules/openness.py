"""Whether registrations are taken. See docs/reference/rules/registrations.md, “When registrations are taken”."""

from datetime import datetime
from enum import StrEnum


class Openness(StrEnum):
    """What a public page says of registrations."""

    HIDDEN = "HIDDEN"
    CANCELLED = "CANCELLED"
    NOT_YET = "NOT_YET"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


def openness(*, state: str, is_shown: bool, opens_at: datetime, closes_at: datetime, at: datetime) -> Openness:
    """Return whether registrations are taken at a moment; both ends of the opening count, the closing does not."""
    if not is_shown or state == "PLANNED":
        return Openness.HIDDEN
    if state == "CANCELLED":
        return Openness.CANCELLED
    if state != "CONFIRMED" or at >= closes_at:
        return Openness.CLOSED
    return Openness.NOT_YET if at < opens_at else Openness.OPEN
