"""Opens a CSV or XLSX file and yields its lines, without ever evaluating what is in it.

Pure functions, without Django. A line is `(number, cells)`: the number as a spreadsheet counts
(1 for the first line, blank lines and titles included), the cells as text, `float`, `bool`,
`date` or `datetime`. Files are judged before they are opened: size, kind, compression, shape.
"""

from .opening import open_table
from .tables import MAX_CELL_CHARS, Cell, Line, Sheet, Table, UnreadableFile
from .texts import DELIMITERS, guess_delimiter, guess_encoding

__all__ = [
    "DELIMITERS",
    "MAX_CELL_CHARS",
    "Cell",
    "Line",
    "Sheet",
    "Table",
    "UnreadableFile",
    "guess_delimiter",
    "guess_encoding",
    "open_table",
]
