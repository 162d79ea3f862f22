"""Judges a workbook before it is opened: a trap, a protected file, another kind, its formulas.

Pure functions, without Django.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from .tables import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ENTRIES,
    MAX_INFLATED,
    MAX_LINES,
    MAX_RATIO,
    STEP,
    Formulas,
    UnreadableFile,
)

_CELL_REF = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})([0-9]{1,9})"[^>/]*>')


_FORMULA = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f\b[^>]*>([^<]+)</f>\s*'
    rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)


_SUSPICIOUS_XML = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def inspect_archive(path: Path) -> dict[str, Formulas]:
    """Refuse archives that are no workbook or that unpack into more than a list can hold.

    Declared sizes are not believed: every part is unpacked once and counted. Returns, by part,
    the formulas whose result is not in the file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if "EncryptedPackage" in names or any(entry.flag_bits & 1 for entry in entries):
                raise UnreadableFile("password_protected")
            if not any(name.lower() == "xl/workbook.xml" for name in names):
                raise UnreadableFile("not_a_table", kind=_kind_of_archive(names))
            if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_INFLATED:
                raise UnreadableFile("zip_bomb")
            return _count_inflated(path, entries)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise UnreadableFile("broken_workbook") from error


def _kind_of_archive(names: set[str]) -> str:
    marks = {
        "content.xml": "ODS",
        "xl/workbook.bin": "XLSB",
        "word/document.xml": "DOCX",
        "ppt/presentation.xml": "PPTX",
        "Index/Document.iwa": "Numbers",
    }
    return next((kind for mark, kind in marks.items() if mark in names), "ZIP")


class _SheetScan:
    """Watches the raw XML of one sheet pass by: its true extent and its formulas."""

    def __init__(self) -> None:
        self.cells = self.far_row = self.far_column = 0
        self.formulas: Formulas = {}
        self._tail = b""

    def feed(self, block: bytes, *, last: bool = False) -> None:
        window = self._tail + block
        cut = len(window) if last else max(window.rfind(b"<c "), window.rfind(b"<row"), 0)
        if not last and len(window) - cut > 256 * 1024:
            cut = len(window)
        for column, row in _CELL_REF.findall(window, 0, cut):
            self.cells += 1
            self.far_row = max(self.far_row, int(row))
            self.far_column = max(self.far_column, _column_number(column))
        if b"<f" in window:
            for match in _FORMULA.finditer(window, 0, cut):
                self._keep(match)
        self._tail = window[cut:]
        if self.far_row > MAX_LINES or self.cells > MAX_CELLS:
            raise UnreadableFile("too_many_lines", limit=MAX_LINES)
        if self.far_column > MAX_COLUMNS:
            raise UnreadableFile("too_many_columns", limit=MAX_COLUMNS)

    def _keep(self, match: re.Match[bytes]) -> None:
        if len(self.formulas) < 10_000:
            text = "=" + html.unescape(match.group(3).decode("utf-8", "replace"))
            row = self.formulas.setdefault(int(match.group(2)), [])
            row.append((_column_number(match.group(1)), text))


def _count_inflated(path: Path, entries: list[zipfile.ZipInfo]) -> dict[str, Formulas]:
    total = 0
    formulas: dict[str, Formulas] = {}
    with path.open("rb") as stream:
        for entry in entries:
            scan = _SheetScan() if "worksheets/" in entry.filename else None
            is_xml = entry.filename.endswith((".xml", ".rels"))
            tail = b""
            size = 0
            for block in _inflate(stream, entry):
                size += len(block)
                total += len(block)
                packed = max(entry.compress_size, 1)
                if total > MAX_INFLATED or (size > 8 * STEP and size > MAX_RATIO * packed):
                    raise UnreadableFile("zip_bomb")
                if is_xml and _SUSPICIOUS_XML.search(tail + block):
                    raise UnreadableFile("zip_bomb")
                tail = block[-16:]
                if scan:
                    scan.feed(block)
            if scan:
                scan.feed(b"", last=True)
                if scan.formulas:
                    formulas[entry.filename.removeprefix("xl/")] = scan.formulas
    return formulas


def _inflate(stream: io.BufferedReader, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of one part, in blocks, whatever size the archive declares."""
    stream.seek(entry.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile(entry.filename)
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), io.SEEK_CUR)
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (block := stream.read(min(left, STEP))):
            left -= len(block)
            yield block
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(entry.filename)
    inflater = zlib.decompressobj(-15)
    while left > 0 and (block := stream.read(min(left, STEP // 16))):
        left -= len(block)
        pending = block
        while pending:
            out = inflater.decompress(pending, STEP)
            pending = inflater.unconsumed_tail
            if out:
                yield out
            elif inflater.eof:
                break
    if rest := inflater.flush(STEP):
        yield rest


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
