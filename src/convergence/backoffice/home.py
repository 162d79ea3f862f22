"""The home page of the back office: what waits today, and how the year stands.

Each area adds its lines from its own `home.py`:

    @home.waiting("finance.match_bankline")
    def unmatched_lines(user, at):
        [count] = yield home.Counted(visible(user, "finance.match_bankline", BankLine.objects.unmatched()))
        if count:
            yield home.Waiting(count, _("lines of the bank statement to match"), _("Why it matters…"), url)

A source is asked only when the person may do its action, and must itself go through `visible()`. What it wants counted
it yields first, as `Counted`: the numbers of all the sources are read in one statement, and come back to each.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from convergence.accounts.policies import may
from convergence.core.reading import counts_of


class Counted:
    """Rows to be counted; the source gets their numbers, in this order."""

    def __init__(self, *querysets: QuerySet[Any]) -> None:
        self.querysets = querysets


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: how many, what, why it matters, where to settle it."""

    count: int
    title: str | Promise
    why: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure of the year, with its qualifier and source, and optionally how much of a whole it is."""

    value: str
    label: str | Promise
    source: str | Promise = ""
    qualifier: str = ""
    done: int = 0
    total: int = 0


WaitingSource = Generator[Waiting | Counted, list[int], None]
StandingSource = Generator[Standing | Counted, list[int], None]
_waiting: list[tuple[int, str, Callable[[Any, datetime], WaitingSource]]] = []
_standing: list[tuple[int, str, Callable[[Any, datetime], StandingSource]]] = []


def waiting(action: str, order: int = 100) -> Callable[..., Any]:
    """Register a source of waiting things, asked of those who may do `action`."""
    return _register(_waiting, action, order)


def standing(action: str, order: int = 100) -> Callable[..., Any]:
    """Register a source of figures of the year, asked of those who may do `action`."""
    return _register(_standing, action, order)


def today(user: Any, at: datetime) -> tuple[list[Waiting], list[Standing]]:
    """Return what waits for this person and the figures of the year that they may see, each in order."""
    asked = [_allowed(sources, user, at) for sources in (_waiting, _standing)]
    numbers = iter(_numbers([one for part in asked for one in part]))
    waiting, standing = ([said for one in part for said in _said(*one, numbers)] for part in asked)
    return waiting, standing


def _register(sources: list[Any], action: str, order: int) -> Callable[..., Any]:
    def keep(function: Callable[..., Any]) -> Callable[..., Any]:
        sources.append((order, action, function))
        sources.sort(key=lambda source: (source[0], source[2].__module__, source[2].__name__))
        return function

    return keep


def _allowed(sources: list[Any], user: Any, at: datetime) -> list[tuple[Any, Any]]:
    """Return the sources that the person may ask, each with the first thing that it says."""
    running = [source(user, at) for _order, action, source in sources if may(user, action)]
    return [(one, next(one, None)) for one in running]


def _numbers(asked: list[tuple[Any, Any]]) -> list[int]:
    return counts_of(*(rows for _one, first in asked if isinstance(first, Counted) for rows in first.querysets))


def _said(source: Any, first: Any, numbers: Any) -> list[Any]:
    """Return all that a source says, its numbers given to it."""
    if isinstance(first, Counted):
        try:
            first = source.send([next(numbers) for _rows in first.querysets])
        except StopIteration:
            return []
    return [] if first is None else [first, *source]
