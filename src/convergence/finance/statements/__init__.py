"""Bank statements read from CSV, OFX and camt.053 into one kind of line.

Pure: bytes in, frozen dataclasses out. Knows nothing of members, invoices or the database.
"""

from convergence.finance.statements.lines import Statement, StatementError, StatementLine
from convergence.finance.statements.reading import read_statement

__all__ = ["Statement", "StatementError", "StatementLine", "read_statement"]
