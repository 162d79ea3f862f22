"""Facts: what has just happened, told upwards.

A lower app publishes a fact (a frozen dataclass of ids, named by a past participle) after its transaction has
committed; higher apps hear it in their `handlers.py`. A handler that fails is logged and does not undo the act:
whatever must not be missed is also found by a periodic sweep.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

logger = logging.getLogger(__name__)
Fact = TypeVar("Fact")
_handlers: defaultdict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def on(fact_type: type[Fact]) -> Callable[[Callable[[Fact], None]], Callable[[Fact], None]]:
    """Register the decorated function for facts of this type."""

    def register(handler: Callable[[Fact], None]) -> Callable[[Fact], None]:
        if handler not in _handlers[fact_type]:
            _handlers[fact_type].append(handler)
        return handler

    return register


def publish(fact: object) -> None:
    """Tell a fact once the current transaction has committed (at once outside a transaction)."""
    transaction.on_commit(lambda: _tell(fact))


def _tell(fact: object) -> None:
    for handler in _handlers[type(fact)]:
        try:
            handler(fact)
        except Exception:
            logger.exception("handler %s failed on %r", handler.__qualname__, fact)
