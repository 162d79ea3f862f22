"""When a sheet takes lines, how many, and which lines wait for the team (rules page, “Sign-in”)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=60)
MORE_AT_LEAST, MORE_IN_FIVE = 5, 5
BURST = 15
SHORTEST, LONGEST_WORD = 3, 40


def window(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Return from when until when a sheet takes lines: half an hour before the session, an hour after."""
    return start - BEFORE, end + AFTER


def capacity(people: int) -> int:
    """Return how many lines a sheet takes: the people announced and a fifth more, five at least."""
    return people + max(MORE_AT_LEAST, -(-people // MORE_IN_FIVE))


def doubts(name: str, *, names: Iterable[str], lines: int, announced: int, last_minute: int) -> tuple[str, ...]:
    """Return why a line waits for the team; empty when nothing speaks against it.

    Args:
        name: the name, folded for comparison.
        names: names that signed in before, folded.
        lines: how many lines there are, those struck out left aside.
        announced: how many people the union announced.
        last_minute: how many lines came within the last minute.
    """
    found = []
    if name and name in set(names):
        found.append("SAME_NAME")
    if lines >= announced:
        found.append("TOO_MANY")
    if last_minute >= BURST:
        found.append("BURST")
    if not _is_a_name(name):
        found.append("NO_NAME")
    return tuple(found)


def _is_a_name(folded: str) -> bool:
    words = folded.split()
    letters = sum(sign.isalpha() for sign in folded)
    whole = letters >= SHORTEST and letters >= len(folded.replace(" ", "")) * 0.8
    return whole and all(len(word) <= LONGEST_WORD for word in words) and "http" not in folded
