"""What the registers count, by a short name; who counts it is nobody's business here (S71–S76).

A register says `@counts("tours")` on a query that returns a whole number; a page asks `recorded("tours")` and gets that
number, or None while no register counts it.
"""

from collections.abc import Callable

Count = Callable[[], int]
_counts: dict[str, Count] = {}


def counts(key: str) -> Callable[[Count], Count]:
    """Register the query that counts `key`. The last one registered holds."""

    def register(query: Count) -> Count:
        _counts[key] = query
        return query

    return register


def recorded(key: str) -> int | None:
    """Return how many of `key` are recorded; None when no register counts them."""
    query = _counts.get(key)
    return query() if query else None


def forget(key: str) -> None:
    """Take a query out; for tests."""
    _counts.pop(key, None)
