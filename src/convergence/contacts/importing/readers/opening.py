"""Judges what a file is, whatever its name says, and opens it.

Pure functions, without Django.
"""

from __future__ import annotations

from pathlib import Path

from .tables import MAX_BYTES, Table, UnreadableFile
from .texts import open_text
from .workbooks import open_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_table(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Judge a file and open it.

    Args:
        path: the file, whatever its name says.
        encoding: set by a person; guessed when absent (CSV only).
        delimiter: set by a person; guessed when absent (CSV only).

    Raises:
        UnreadableFile: empty, too big, protected, not a table, or a trap.
    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("empty_file")
    if size > MAX_BYTES:
        raise UnreadableFile("file_too_big", size_mb=size // 1_048_576, limit_mb=MAX_BYTES // 1_048_576)
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(_OLE):
        raise _ole_error(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return open_workbook(path)
    _refuse_other_kinds(head)
    return open_text(path, encoding, delimiter)


def _ole_error(path: Path) -> UnreadableFile:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableFile("password_protected")
    return UnreadableFile("old_excel")


def _refuse_other_kinds(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    kinds = {
        b"%pdf": "PDF",
        b"\x89png": "PNG",
        b"\xff\xd8\xff": "JPEG",
        b"gif8": "GIF",
        b"{\\rtf": "RTF",
        b"<!doctype html": "HTML",
        b"<html": "HTML",
        b"<?xml": "XML",
        b"\x1f\x8b": "GZIP",
        b"7z\xbc\xaf": "7Z",
        b"rar!": "RAR",
        b"bzh": "BZIP2",
        b"sqlite format 3": "SQLite",
    }
    for mark, kind in kinds.items():
        if start.startswith(mark) and not (mark == b"bzh" and start[3:4] not in b"123456789"):
            raise UnreadableFile("not_a_table", kind=kind)
