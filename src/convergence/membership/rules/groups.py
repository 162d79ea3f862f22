"""The four groups of members as dated data (by-laws art. 4).

The threshold is an argument: an organisation with other by-laws sets another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: By-laws art. 4: a member of group A declares at least this many members.
GROUP_A_THRESHOLD = 30_000


class Group(StrEnum):
    """A: large union bodies; B: other unions; C: groups that are not unions; D: individuals."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Refusal(StrEnum):
    """Why a group is refused."""

    INDIVIDUAL_ONLY_D = "INDIVIDUAL_ONLY_D"
    ORGANISATION_NOT_D = "ORGANISATION_NOT_D"
    NOT_A_UNION = "NOT_A_UNION"
    UNION_NOT_C = "UNION_NOT_C"
    TOO_FEW_MEMBERS = "TOO_FEW_MEMBERS"
    COUNT_MISSING = "COUNT_MISSING"


@dataclass(frozen=True, slots=True)
class Declaration:
    """So many members as of a day, said by a source."""

    value: int
    as_of: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What decides the group: person or organisation, union or not, and what was declared."""

    is_person: bool
    is_union: bool = False
    declarations: tuple[Declaration, ...] = ()


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in a group; `end` is the last day, None while it lasts."""

    group: Group
    start: date
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether the stay covers a day, both ends included."""
        return self.start <= day and (self.end is None or day <= self.end)


class OverlapError(ValueError):
    """A member would be in two groups on one day."""


def latest_declaration(declarations: Iterable[Declaration], *, on: date) -> Declaration | None:
    """Return the latest declaration not later than a day, or None."""
    known = [declaration for declaration in declarations if declaration.as_of <= on]
    return max(known, key=lambda declaration: declaration.as_of, default=None)


def refusal(group: Group, applicant: Applicant, *, on: date, threshold: int = GROUP_A_THRESHOLD) -> Refusal | None:
    """Say why an applicant may not be put in a group on a decision date, or None if it may."""
    if applicant.is_person:
        return None if group is Group.D else Refusal.INDIVIDUAL_ONLY_D
    if group is Group.D:
        return Refusal.ORGANISATION_NOT_D
    if group is Group.C:
        return Refusal.UNION_NOT_C if applicant.is_union else None
    if not applicant.is_union:
        return Refusal.NOT_A_UNION
    if group is Group.B:
        return None
    declaration = latest_declaration(applicant.declarations, on=on)
    if declaration is None:
        return Refusal.COUNT_MISSING
    return None if declaration.value >= threshold else Refusal.TOO_FEW_MEMBERS


def suggest(applicant: Applicant, *, on: date, threshold: int = GROUP_A_THRESHOLD) -> Group:
    """Return the group that the facts point to; the board decides."""
    if applicant.is_person:
        return Group.D
    if not applicant.is_union:
        return Group.C
    allowed = refusal(Group.A, applicant, on=on, threshold=threshold) is None
    return Group.A if allowed else Group.B


def stay_on(stays: Iterable[Stay], day: date) -> Stay | None:
    """Return the stay that covers a day, or None."""
    return next((stay for stay in stays if stay.holds_on(day)), None)


def change(stays: Sequence[Stay], *, group: Group, on: date) -> tuple[Stay, ...]:
    """Move a member to another group from a day on; the former stay ends the day before (R-U5).

    Raises:
        OverlapError: the day is not after the start of the current stay, or a later stay exists.
    """
    if any(stay.start >= on for stay in stays):
        raise OverlapError(on)
    closed = [Stay(s.group, s.start, on - timedelta(days=1)) if s.holds_on(on) else s for s in stays]
    return (*closed, Stay(group, on))


def leave(stays: Sequence[Stay], *, on: date) -> tuple[Stay, ...]:
    """End the membership; `on` is its last day.

    Raises:
        OverlapError: nobody is a member on that day, or a later stay exists.
    """
    if stay_on(stays, on) is None or any(stay.start > on for stay in stays):
        raise OverlapError(on)
    return tuple(Stay(s.group, s.start, on) if s.holds_on(on) else s for s in stays)
