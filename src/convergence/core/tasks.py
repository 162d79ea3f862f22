"""Work done outside the request: enqueueing after commit, and periodic sweeps.

Tasks carry ids only; the rows of the registers are the truth, so a task that is run twice or lost does no harm:
sweeps finish what was left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

NOBODY_WAITS = -10
"""Priority of what runs when nothing else is due: indices, sizes of pictures. Letters go before."""


@dataclass(frozen=True)
class Periodic:
    """A function called by the worker at least every `seconds`, before or after other jobs as its priority says."""

    name: str
    seconds: int
    run: Callable[[], None]
    priority: int = 0


_periodic: dict[str, Periodic] = {}


def periodic(seconds: int, *, priority: int = 0) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register the decorated function to be called by the worker every `seconds`. It must be safe to call twice."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        name = f"{function.__module__}.{function.__qualname__}"
        _periodic[name] = Periodic(name, seconds, function, priority)
        return function

    return register


def all_periodic() -> list[Periodic]:
    """Return what is registered, in order of name."""
    return [_periodic[name] for name in sorted(_periodic)]


def enqueue_after_commit(task: Any, **ids: object) -> None:
    """Enqueue a task of `django_tasks` once the current transaction has committed."""
    transaction.on_commit(lambda: task.enqueue(**ids))
