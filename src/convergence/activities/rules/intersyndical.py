"""What makes an activity intersyndical (S17)."""

from collections.abc import Iterable, Mapping
from itertools import combinations


def is_intersyndical(unions: Iterable[int], above: Mapping[int, frozenset[int]]) -> bool:
    """Tell whether two of the unions are there of which neither belongs to the other.

    Args:
        unions: ids of the unions that take part, bodies and merges resolved.
        above: {union: every organisation it belongs to, at any height}.
    """
    pairs = combinations(sorted(set(unions)), 2)
    return any(
        one not in above.get(other, frozenset()) and other not in above.get(one, frozenset()) for one, other in pairs
    )
