"""Which cells of a breakdown are hidden, so that they point at nobody (L19)."""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 5
"""The smallest number of people that a cell may show."""


@dataclass(frozen=True)
class Breakdown:
    """A breakdown as it may be shown: `cells` gives None for a hidden cell and is empty when nothing may be shown."""

    total: int
    cells: Mapping[str, int | None]

    @property
    def hides(self) -> bool:
        """Tell whether something is hidden."""
        return not self.cells or None in self.cells.values()


def shown(cells: Mapping[str, int], smallest: int = SMALLEST) -> Breakdown:
    """Return a breakdown whose hidden cells cannot be found from its total.

    Args:
        cells: people by answer, “not said” included; none is negative.
        smallest: from how many people on a cell is shown.
    """
    total = sum(cells.values())
    hidden = {name for name, number in cells.items() if 0 < number < smallest}
    rest = sorted((number, name) for name, number in cells.items() if number >= smallest)
    while hidden and (len(hidden) < 2 or sum(cells[name] for name in hidden) < smallest):
        if not rest:
            return Breakdown(total, {})
        hidden.add(rest.pop(0)[1])
    return Breakdown(total, {name: None if name in hidden else number for name, number in cells.items()})
