"""The front door: which format is this file, and is it safe to read?"""

from convergence.finance.statements import camt, delimited, ofx
from convergence.finance.statements.lines import Statement, StatementError

MAX_BYTES = 20 * 1024 * 1024
MAX_LINES = 50_000


def read_statement(content: bytes, *, date_order: str | None = None) -> Statement:
    """Read a bank file, whatever its format.

    Args:
        content: the bytes of the file, at most 20 MB.
        date_order: "dmy", "mdy" or "ymd" for a CSV whose dates do not tell their own order.

    Raises:
        StatementError: EMPTY, TOO_LARGE, TOO_MANY_LINES, NOT_A_STATEMENT, BAD_XML, NO_LINES, FOREIGN (no line is in dollars), NO_COLUMNS,
            DATE_ORDER (the order must be asked), SPREADSHEET (an XLSX or XLS file), PDF.
    """
    if not content.strip():
        raise StatementError("EMPTY")
    if len(content) > MAX_BYTES:
        raise StatementError("TOO_LARGE", megabytes=MAX_BYTES // 1024 // 1024)
    statement = _reader(content, date_order)
    if not statement.lines and any(code == "FOREIGN" for code, _ in statement.warnings):
        raise StatementError("FOREIGN")
    if not statement.lines:
        raise StatementError("NO_LINES")
    if len(statement.lines) > MAX_LINES:
        raise StatementError("TOO_MANY_LINES", limit=MAX_LINES)
    return statement


def _reader(content: bytes, date_order: str | None) -> Statement:
    if content[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
        raise StatementError("SPREADSHEET")
    if content[:5] == b"%PDF-":
        raise StatementError("PDF")
    head = content[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    upper = head.upper()
    if b"OFXHEADER" in upper or b"<OFX>" in upper:
        return ofx.read(content)
    if head.startswith(b"<"):
        return camt.read(content)
    return delimited.read(content, date_order=date_order)
