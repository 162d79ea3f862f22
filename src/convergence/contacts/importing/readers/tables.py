"""What every reader of files shares: cells, lines, sheets, limits, the refusal of a file.

Pure functions, without Django.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta


Line = tuple[int, list[Cell]]


Formulas = dict[int, list[tuple[int, str]]]


MAX_BYTES = 60 * 1024 * 1024


MAX_INFLATED = 600 * 1024 * 1024


MAX_RATIO = 150


MAX_ENTRIES = 2_000


MAX_LINES = 250_000


MAX_COLUMNS = 300


MAX_CELLS = 12_000_000


MAX_CELL_CHARS = 20_000


STEP = 1 << 20


class UnreadableFile(Exception):
    """The file as a whole cannot be read.

    Attributes:
        code: a stable English word saying why.
        params: what the sentence shown to a person needs.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(slots=True)
class Sheet:
    """One sheet of a file; a CSV file has one, without a name."""

    name: str | None
    _open: Any = field(repr=False)

    def lines(self) -> Iterator[Line]:
        """Every line from 1 on, blank ones included.

        Raises:
            UnreadableFile: the content breaks off or passes a limit.
        """
        yield from self._open()


@dataclass(slots=True)
class Table:
    """A file that can be read: its kind, how its text was decoded, and its sheets."""

    kind: str
    encoding: str | None
    delimiter: str | None
    sheets: list[Sheet]
    damaged: bool = False
    """Some bytes could not be decoded and were replaced."""
