"""What was planned, spent, promised and received: whole cents, each counted once (S93)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """A real cost or support: its line of the budget, its payer, whether it was taken back by its opposite, or is one."""

    kind: str
    cents: int
    line: int | None = None
    payer: int | None = None
    is_undone: bool = False


@dataclass(frozen=True)
class Sums:
    """Sums in whole cents; `by_line` and `by_funder` have every line and funder, with nothing where there is nothing."""

    spent: int
    received: int
    by_line: dict[int, int]
    by_funder: dict[int, int]

    @property
    def elsewhere(self) -> int:
        """Return what was received from nobody of the funders."""
        return self.received - sum(self.by_funder.values())

    @property
    def unplaced(self) -> int:
        """Return what was spent under no line."""
        return self.spent - sum(self.by_line.values())


def add_up(costs: Iterable[Cost], *, lines: Iterable[int], funders: Iterable[int]) -> Sums:
    """Add up real costs and support.

    An entry that was taken back and the one that takes it back cancel out: they stand in the totals and under no line.
    """
    by_line, by_funder = dict.fromkeys(lines, 0), dict.fromkeys(funders, 0)
    spent = received = 0
    for one in costs:
        if one.kind == "COST":
            spent += one.cents
            if one.line in by_line and not one.is_undone:
                by_line[one.line] += one.cents
        else:
            received += one.cents
            if one.payer in by_funder:
                by_funder[one.payer] += one.cents
    return Sums(spent, received, by_line, by_funder)


def remaining(promised: Mapping[int, int], received: Mapping[int, int]) -> dict[int, int]:
    """Return what each funder still owes, never below nothing."""
    return {funder: max(cents - received.get(funder, 0), 0) for funder, cents in promised.items()}
