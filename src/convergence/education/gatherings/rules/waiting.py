"""Places and the waiting list. See docs/reference/rules/registrations.md, “Places” and “The waiting list”."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LAST_OFFER = timedelta(hours=1)
"""How long before the beginning the last offer ends, and the shortest time to answer one."""


@dataclass(frozen=True)
class Room:
    """The places of one way of coming: how many, how many are taken, how many people wait."""

    capacity: int
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """Return the places left to others than those who wait."""
        return max(0, self.capacity - self.taken - self.waiting)


def is_confirmed_at_once(room: Room) -> bool:
    """Tell whether who registers now gets a place: one is free and nobody waits."""
    return room.waiting == 0 and room.taken < room.capacity


def offers_due(room: Room) -> int:
    """Return how many of those who wait are to be offered a place now."""
    return max(0, min(room.capacity - room.taken, room.waiting))


def deadline(at: datetime, hours: int, starts_at: datetime | None) -> datetime | None:
    """Return until when an offer made now holds; None when it is too late to offer anything."""
    until = at + timedelta(hours=hours)
    if starts_at is None:
        return until
    limit = starts_at - LAST_OFFER
    if limit - at < LAST_OFFER:
        return None
    return min(until, limit)
