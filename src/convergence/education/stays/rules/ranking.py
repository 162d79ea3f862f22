"""Marks and ranking, in exact fractions (docs/reference/rules/stays.md, “Points and marks”, “Deciding”)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Weighed:
    """A criterion: its key, its weight, the most points that it gives."""

    key: int
    weight: int
    most: int


@dataclass(frozen=True)
class Candidate:
    """An application to be ranked: what each member that counts gave, points by key of criterion.

    `arrival` orders those who are equal in everything else: the moment of arrival, then the key.
    """

    key: int
    marks: tuple[Mapping[int, int], ...]
    arrival: tuple[object, int] = (0, 0)


@dataclass(frozen=True)
class Placed:
    """What a ranking says of an application. `rank` is 1 for the best, 0 under the pass mark; `outcome` as decided."""

    key: int
    mark: Fraction
    rank: int
    outcome: str


OFFERED, WAITING, REFUSED = "OFFERED", "WAITING", "REFUSED"


def mark_of_member(criteria: Sequence[Weighed], points: Mapping[int, int]) -> Fraction:
    """Return the mark of one member, from 0 to 100; a criterion without points gives none."""
    total = sum(one.weight for one in criteria)
    got = sum((Fraction(one.weight * points.get(one.key, 0), one.most) for one in criteria), Fraction(0))
    return 100 * got / total if total else Fraction(0)


def mark_of(criteria: Sequence[Weighed], marks: Sequence[Mapping[int, int]]) -> Fraction | None:
    """Return the mean of the marks of the members that count; None before anybody gave points."""
    if not marks:
        return None
    return sum((mark_of_member(criteria, points) for points in marks), Fraction(0)) / len(marks)


def ranked(
    criteria: Sequence[Weighed], candidates: Sequence[Candidate], *, places: int, pass_mark: int
) -> list[Placed]:
    """Rank complete applications: places to the first, the rest wait in order, those under the pass mark are not kept."""
    heaviest = sorted(criteria, key=lambda one: -one.weight)  # stable: criteria of one weight keep their order
    found = [(one, mark_of(criteria, one.marks) or Fraction(0)) for one in candidates]
    kept = sorted(
        (pair for pair in found if pair[1] >= pass_mark),
        key=lambda pair: (-pair[1], [-_share(one, pair[0]) for one in heaviest], pair[0].arrival),
    )
    placed = [
        Placed(one.key, mark, rank, OFFERED if rank <= places else WAITING)
        for rank, (one, mark) in enumerate(kept, start=1)
    ]
    low = sorted((pair for pair in found if pair[1] < pass_mark), key=lambda pair: (-pair[1], pair[0].arrival))
    return placed + [Placed(one.key, mark, 0, REFUSED) for one, mark in low]


def _share(criterion: Weighed, candidate: Candidate) -> Fraction:
    given = [Fraction(points.get(criterion.key, 0), criterion.most) for points in candidate.marks]
    return sum(given, Fraction(0)) / len(given) if given else Fraction(0)


def needed(asked: int, without_link: int) -> int:
    """Return how many members must have given points: as many as asked, or all who may when they are fewer."""
    return min(asked, without_link)


def in_hundredths(mark: Fraction) -> int:
    """Return a mark in whole hundredths, half up, as it is kept to be shown."""
    return int(mark * 100 + Fraction(1, 2))
