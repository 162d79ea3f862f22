"""Terms of office one after another, and the gaps between them (S46).

A gap is a time that no source covers; it is shown, never filled. Dates are texts as precise as their source
(`1997`, `1997-06`, `1997-06-12`). A term that ends in a year and another that begins in it leave no gap.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from convergence.core.dates import UncertainDate

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A stay in office: from `start` (empty: unknown) to `end` (empty: open), held for sure on `attested`."""

    start: str = ""
    end: str = ""
    attested: str = ""

    @property
    def begins(self) -> UncertainDate | None:
        """The first date at which a source has the person in office."""
        text = self.start or self.attested
        return UncertainDate(text) if text else None

    @property
    def covers_until(self) -> UncertainDate | None:
        """The last date that its source covers; None for a term that is stated open.

        A term known by the day it was attested only covers that day.
        """
        if self.end:
            return UncertainDate(self.end)
        return UncertainDate(self.attested) if not self.start and self.attested else None


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without anybody known: from the end of one term to the beginning of the next."""

    start: str
    end: str


def gaps(terms: Iterable[Term], *, since: str = "") -> tuple[Gap, ...]:
    """Return the gaps between the terms of one office, the oldest first.

    Args:
        terms: the terms of office; one without any date covers nothing.
        since: when the office began to exist, or the list begins; empty: with its first term.
    """
    found: list[Gap] = []
    reached = UncertainDate(since) if since else None
    for begins, term in _dated(terms):
        if reached is not None and begins.earliest > reached.latest + _DAY:
            found.append(Gap(str(reached), str(begins)))
        until = term.covers_until
        if until is None:
            break
        if reached is None or until.latest > reached.latest:
            reached = until
    return tuple(found)


def _dated(terms: Iterable[Term]) -> list[tuple[UncertainDate, Term]]:
    pairs = [(term.begins, term) for term in terms]
    return sorted(((begins, term) for begins, term in pairs if begins), key=lambda pair: pair[0])
