"""Where to draw the organisations of the graph: one column per level, one row per leaf.

Every organisation hangs on one nearest parent, which makes a tree without overlaps; the
links to its other parents are drawn over it as threads of another colour.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """One organisation: `column` from 0 on the left, `row` in halves or finer from 0 on top."""

    node: int
    column: int
    row: float


@dataclass(frozen=True, slots=True)
class Thread:
    """One link to draw; `main` when the child hangs on that parent."""

    child: int
    parent: int
    main: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places in the order in which a reader meets them, links, and the size in columns and rows."""

    places: tuple[Placed, ...]
    threads: tuple[Thread, ...]
    columns: int
    rows: int


def levels(parents: Mapping[int, Iterable[int]], nodes: Iterable[int]) -> dict[int, int]:
    """Column of each organisation: one more than its farthest parent's. The graph has no cycle."""
    found: dict[int, int] = {}

    def level(node: int) -> int:
        if node not in found:
            found[node] = 1 + max((level(parent) for parent in parents.get(node, ())), default=-1)
        return found[node]

    for node in nodes:
        level(node)
    return found


def draw(nodes: Mapping[int, str], links: Iterable[tuple[int, int]]) -> Drawing:
    """Place organisations and their links.

    Args:
        nodes: identifier → the text by which brothers and sisters are ordered.
        links: (child, parent) pairs without cycle; those that leave `nodes` are left out.
    """
    parents: dict[int, list[int]] = defaultdict(list)
    for child, parent in sorted(set(links)):
        if child in nodes and parent in nodes:
            parents[child].append(parent)
    column = levels(parents, nodes)

    def nearest_first(node: int) -> tuple[int, str, int]:
        return -column[node], nodes[node], node

    hung_on = {child: min(found, key=nearest_first) for child, found in parents.items()}
    children: dict[int, list[int]] = defaultdict(list)
    for node in sorted(nodes, key=lambda one: (nodes[one], one)):
        if node in hung_on:
            children[hung_on[node]].append(node)
    places: list[Placed] = []
    roots = sorted((node for node in nodes if node not in hung_on), key=lambda one: (nodes[one], one))
    rows = 0
    for root in roots:
        rows = _place(root, rows, children, column, places)
    threads = tuple(
        Thread(child, parent, hung_on[child] == parent) for child, found in sorted(parents.items()) for parent in found
    )
    return Drawing(tuple(places), threads, max(column.values(), default=-1) + 1, rows)


def _place(
    node: int,
    first_row: int,
    children: Mapping[int, list[int]],
    column: Mapping[int, int],
    places: list[Placed],
) -> int:
    """Place a node and all that hangs on it from `first_row`; the next free row comes back."""
    index = len(places)
    below = children.get(node, [])
    next_row = first_row
    middles: list[float] = []
    for child in below:
        position = len(places)
        next_row = _place(child, next_row, children, column, places)
        middles.append(places[position].row)
    row = (middles[0] + middles[-1]) / 2 if middles else float(first_row)
    places.insert(index, Placed(node, column[node], row))
    return next_row if below else first_row + 1
