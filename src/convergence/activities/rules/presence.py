"""How many people were there (S81, S83)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Presence:
    """People present: `number` is None when nobody wrote any; `qualifier` is a code of `Qualifier`."""

    number: int | None
    qualifier: str = "EXACT"


def presence(stated: Presence | None, entries: Iterable[int]) -> Presence:
    """Return the stated figure when there is one, else the sum of the entries, else “not known”.

    Args:
        stated: the latest figure of people present.
        entries: numbers of the entries, corrections included.
    """
    if stated is not None:
        return stated
    numbers = list(entries)
    return Presence(sum(numbers)) if numbers else Presence(None)


@dataclass(frozen=True)
class PeopleTotal:
    """A sum of people: over `known` of `activities` activities; `is_exact` when none of them is “about”."""

    number: int
    known: int
    activities: int
    is_exact: bool


def total_of(each: Iterable[Presence]) -> PeopleTotal:
    """Add up the people of activities, each activity given once."""
    rows = list(each)
    known = [row for row in rows if row.number is not None]
    return PeopleTotal(
        number=sum(row.number or 0 for row in known),
        known=len(known),
        activities=len(rows),
        is_exact=all(row.qualifier == "EXACT" for row in known),
    )
