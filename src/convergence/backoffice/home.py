"""The home page of the back office: what waits today, and how the year stands.

Each area adds its lines from its own `home.py`:

    @home.waiting("finance.match_bankline")
    def unmatched_lines(user, at):
        count = visible(user, "finance.match_bankline", BankLine.objects.unmatched()).count()
        if count:
            yield home.Waiting(count, _("lines of the bank statement to match"), _("Why it matters…"), url)

A source is asked only when the person may do its action, and must itself go through `visible()`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from convergence.accounts.policies import may


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


_waiting: list[tuple[int, str, Callable[[Any, datetime], Iterable[Waiting]]]] = []
_standing: list[tuple[int, str, Callable[[Any, datetime], Iterable[Standing]]]] = []


def waiting(action: str, order: int = 100) -> Callable[..., Any]:
    """Register a source of waiting things, asked of those who may do `action`."""
    return _register(_waiting, action, order)


def standing(action: str, order: int = 100) -> Callable[..., Any]:
    """Register a source of figures of the year, asked of those who may do `action`."""
    return _register(_standing, action, order)


def all_waiting(user: Any, at: datetime) -> list[Waiting]:
    """Return what waits for this person, in order."""
    return list(_asked(_waiting, user, at))


def all_standing(user: Any, at: datetime) -> list[Standing]:
    """Return the figures of the year that this person may see, in order."""
    return list(_asked(_standing, user, at))


def _register(sources: list[Any], action: str, order: int) -> Callable[..., Any]:
    def keep(function: Callable[..., Any]) -> Callable[..., Any]:
        sources.append((order, action, function))
        sources.sort(key=lambda source: (source[0], source[2].__module__, source[2].__name__))
        return function

    return keep


def _asked(sources: list[Any], user: Any, at: datetime) -> Iterator[Any]:
    for _order, action, source in sources:
        if may(user, action):
            yield from source(user, at)
