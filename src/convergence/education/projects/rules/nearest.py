"""Which project comes next for what a closed one cannot take any more (S93)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Candidate:
    """A running project: its days, and the keys of its funders and themes."""

    pk: int
    first_day: date
    last_day: date
    funders: frozenset[int]
    themes: frozenset[int]


def nearest(
    candidates: Iterable[Candidate],
    *,
    funders: frozenset[int],
    themes: frozenset[int],
    begins: tuple[date, date] | None,
    after: date,
) -> int | None:
    """Return the key of the next project, None when there is none.

    Args:
        candidates: running projects, others than the closed one.
        funders: those of the closed project.
        themes: likewise.
        begins: the first and last day that the beginning of the session may mean; None when no session is in question.
        after: the last day of the closed project; without a session the next one ends after it.
    """

    def fits(one: Candidate) -> bool:
        if begins is None:
            return one.last_day > after
        return one.first_day <= begins[1] and one.last_day >= begins[0]

    near = [one for one in candidates if fits(one) and (one.funders & funders or one.themes & themes)]
    near.sort(key=lambda one: (-len(one.funders & funders), -len(one.themes & themes), one.first_day, one.pk))
    return near[0].pk if near else None
