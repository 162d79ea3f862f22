"""The graph of unions: dated links, cycles refused, members counted once (R-U1, R-U5, S56).

A union is not in a tree: a CSN local belongs at once to its federation, its central council
and the confederation. Links carry dates, and every question is asked for one day.
Identifiers are any integers; direction is always from the affiliated (child) to the parent.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Link:
    """`child` belongs to `parent` from `start` to `end`, both days included; None is open."""

    child: int
    parent: int
    start: date | None = None
    end: date | None = None

    def holds_on(self, on: date) -> bool:
        """Whether the link is in force on that day."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Headcount:
    """Members under one organisation, each counted once.

    Attributes:
        total: sum of the declarations in `counted`.
        counted: organisations whose declaration was taken, in order.
        missing: organisations at the bottom of the graph that no declaration covers.
    """

    total: int
    counted: tuple[int, ...]
    missing: tuple[int, ...]


def links_on(links: Iterable[Link], on: date) -> tuple[Link, ...]:
    """The links in force on a day (R-U5: who left on a date is out the day after)."""
    return tuple(link for link in links if link.holds_on(on))


def find_cycle(links: Iterable[Link], new: Link) -> tuple[int, ...]:
    """The circle that a new link would close on some day, from child to child; empty if none.

    Links of periods that never meet close no circle: B may come under A after A left B.
    """
    if new.child == new.parent:
        return (new.child, new.child)
    upward: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        upward[link.child].append(link)
    start = (new.parent, new.start or date.min, new.end or date.max)
    stack: list[tuple[int, date, date, tuple[int, ...]]] = [(*start, (new.child, new.parent))]
    seen: set[tuple[int, date, date]] = set()
    while stack:
        node, first, last, path = stack.pop()
        if (node, first, last) in seen:
            continue
        seen.add((node, first, last))
        for link in upward[node]:
            begin = max(first, link.start or date.min)
            finish = min(last, link.end or date.max)
            if begin > finish:
                continue
            if link.parent == new.child:
                return (*path, new.child)
            stack.append((link.parent, begin, finish, (*path, link.parent)))
    return ()


def children_map(links: Iterable[Link]) -> dict[int, tuple[int, ...]]:
    """Parent → its direct affiliates, each once, in order of identifier."""
    found: dict[int, set[int]] = defaultdict(set)
    for link in links:
        found[link.parent].add(link.child)
    return {parent: tuple(sorted(children)) for parent, children in found.items()}


def descendants(root: int, children: Mapping[int, Iterable[int]]) -> frozenset[int]:
    """Every organisation under `root`, at any depth, without `root` itself."""
    found: set[int] = set()
    stack = list(children.get(root, ()))
    while stack:
        node = stack.pop()
        if node not in found and node != root:
            found.add(node)
            stack.extend(children.get(node, ()))
    return frozenset(found)


def ancestors(node: int, links: Iterable[Link]) -> frozenset[int]:
    """Every organisation above `node`, at any height."""
    upward: dict[int, set[int]] = defaultdict(set)
    for link in links:
        upward[link.child].add(link.parent)
    return descendants(node, upward)


def count_members_once(root: int, links: Iterable[Link], declared: Mapping[int, int]) -> Headcount:
    """Members of all that is under `root`, a member never counted twice (R-U1, S56).

    Declarations at the bottom of the graph are added, each organisation once however many
    ways lead to it. An organisation in the middle stands for all below it only where some of
    those below declared nothing, and where its own figure is not smaller than theirs.
    Of two that overlap, the wider is taken, then the larger, then the lower identifier.
    The declaration of `root` itself is not used: it is what one compares the total with.
    """
    children = children_map(links)
    below = {node: descendants(node, children) for node in descendants(root, children)}
    bottom = {node for node, under in below.items() if not under}

    def stands_alone(node: int) -> bool:
        leaves = below[node] & bottom
        if not leaves:
            return True
        known = [declared[leaf] for leaf in leaves if leaf in declared]
        return len(known) < len(leaves) and declared[node] >= sum(known)

    usable = [node for node in below if node in declared and stands_alone(node)]
    usable.sort(key=lambda node: (-len(below[node]), -declared[node], node))
    covered: set[int] = set()
    counted: list[int] = []
    for node in usable:
        reach = below[node] | {node}
        if covered.isdisjoint(reach):
            counted.append(node)
            covered |= reach
    total = sum(declared[node] for node in counted)
    return Headcount(total, tuple(sorted(counted)), tuple(sorted(bottom - covered)))
