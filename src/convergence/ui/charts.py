"""Bar charts as plain numbers for a template: no script, no style, the page's own font and colours. Pure: no Django.

Put the same numbers in a table beside each chart: the picture is for the eye, the table is the statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One line to draw: a label, one value per series (same unit throughout), and the words written after each bar."""

    label: str
    values: Sequence[float]
    words: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `series` is the index of its colour (0 to 3), `percent` its length, 0 to 100."""

    series: int
    percent: float
    words: str


@dataclass(frozen=True, slots=True)
class BarLine:
    """One label and its bars, one under the other."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """What `{% bar_chart %}` draws."""

    title: str
    description: str
    series: tuple[str, ...]
    lines: tuple[BarLine, ...]


def bars(*, title: str, description: str, series: Sequence[str], rows: Sequence[Row]) -> BarChart:
    """Lay out horizontal bars grouped by row, the greatest value as the longest; negative values draw nothing."""
    greatest = max((value for row in rows for value in row.values), default=0) or 1
    return BarChart(title, description, tuple(series), tuple(_line(row, greatest) for row in rows))


def _line(row: Row, greatest: float) -> BarLine:
    words = [*row.words, *[""] * (len(row.values) - len(row.words))]
    pairs = enumerate(zip(row.values, words, strict=False))
    return BarLine(row.label, tuple(Bar(index, _percent(value, greatest), said) for index, (value, said) in pairs))


def _percent(value: float, greatest: float) -> float:
    return round(100 * max(value, 0) / greatest, 1)
