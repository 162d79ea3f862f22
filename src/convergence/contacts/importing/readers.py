"""Opens a CSV or XLSX file and yields its lines, without ever evaluating what is in it.

Pure functions, without Django. A line is `(number, cells)`: the number as a spreadsheet counts
(1 for the first line, blank lines and titles included), the cells as text, `float`, `bool`,
`date` or `datetime`. Files are judged before they are opened: size, kind, compression, shape.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException, ElementTree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

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
_STEP = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL_REF = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})([0-9]{1,9})"[^>/]*>')
_FORMULA = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f\b[^>]*>([^<]+)</f>\s*'
    rb"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_SUSPICIOUS_XML = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DELIMITERS = (";", ",", "\t", "|")


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
        return _open_xlsx(path)
    _refuse_other_kinds(head)
    return _open_csv(path, encoding, delimiter)


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


# --- XLSX -----------------------------------------------------------------------------------


def _open_xlsx(path: Path) -> Table:
    formulas = _inspect_archive(path)
    try:
        book = CalamineWorkbook.from_path(path)
        metadata = list(book.sheets_metadata)
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile("broken_workbook") from error
    shown = [
        sheet.name
        for sheet in metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not shown:
        raise UnreadableFile("no_sheet")
    parts = _sheet_parts(path) if formulas else {}
    sheets = [_xlsx_sheet(book, name, formulas.get(parts.get(name, ""), {})) for name in shown]
    return Table("xlsx", None, None, sheets)


def _xlsx_sheet(book: CalamineWorkbook, name: str, formulas: Formulas) -> Sheet:
    def lines() -> Iterator[Line]:
        try:
            sheet: CalamineSheet = book.get_sheet_by_name(name)
            left = sheet.start[1] if sheet.start else 0
            pad: list[Cell] = [""] * left
            number = 0
            for number, row in enumerate(sheet.iter_rows(), start=1):
                yield number, _with_formulas(formulas.get(number), pad + row if left else row)
            for late in sorted(row for row in formulas if row > number):
                yield late, _with_formulas(formulas[late], [])
        except (CalamineError, ValueError) as error:
            raise UnreadableFile("broken_sheet", sheet=name) from error

    return Sheet(name, lines)


def _with_formulas(found: list[tuple[int, str]] | None, row: list[Cell]) -> list[Cell]:
    """A formula whose result the file does not hold is shown as its text, never worked out."""
    for column, text in found or ():
        row += [""] * (column - len(row))
        if row[column - 1] == "":
            row[column - 1] = text
    return row


def _sheet_parts(path: Path) -> dict[str, str]:
    """Which part of the archive holds each sheet, by sheet name."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            rels = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError, DefusedXmlException):
        return {}
    targets = {rel.get("Id"): str(rel.get("Target", "")) for rel in rels}
    parts = {}
    for node in book.iter():
        if node.tag.endswith("}sheet"):
            target = next((targets.get(v, "") for k, v in node.items() if k.endswith("}id")), "")
            parts[str(node.get("name"))] = target.lstrip("/").removeprefix("xl/")
    return parts


def _inspect_archive(path: Path) -> dict[str, Formulas]:
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
                if total > MAX_INFLATED or (size > 8 * _STEP and size > MAX_RATIO * packed):
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
        while left > 0 and (block := stream.read(min(left, _STEP))):
            left -= len(block)
            yield block
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(entry.filename)
    inflater = zlib.decompressobj(-15)
    while left > 0 and (block := stream.read(min(left, _STEP // 16))):
        left -= len(block)
        pending = block
        while pending:
            out = inflater.decompress(pending, _STEP)
            pending = inflater.unconsumed_tail
            if out:
                yield out
            elif inflater.eof:
                break
    if rest := inflater.flush(_STEP):
        yield rest


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


# --- CSV ------------------------------------------------------------------------------------


def _open_csv(path: Path, encoding: str | None, delimiter: str | None) -> Table:
    damaged = False
    if encoding is None:
        encoding, damaged = guess_encoding(path)
    else:
        _check_encoding(encoding)
    sample = _decoded_sample(path, encoding)
    if not sample.strip("\x00\ufeff \t\r\n"):
        raise UnreadableFile("empty_file")
    _refuse_binary(sample)
    found = delimiter or guess_delimiter(sample)

    def lines() -> Iterator[Line]:
        with path.open("r", encoding=encoding, errors="replace", newline="") as stream:
            yield from _csv_lines(stream, found)

    return Table("csv", encoding, found, [Sheet(None, lines)], damaged)


def _check_encoding(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise UnreadableFile("unknown_encoding", encoding=encoding) from error


def _decoded_sample(path: Path, encoding: str) -> str:
    with path.open("r", encoding=encoding, errors="replace", newline="") as stream:
        try:
            return stream.read(65_536)
        except UnicodeError as error:
            raise UnreadableFile("wrong_encoding", encoding=encoding) from error


def _refuse_binary(sample: str) -> None:
    strange = sum(1 for char in sample if ord(char) < 32 and char not in "\t\r\n\x0b\x0c\x00")
    nulls = sample.count("\x00")
    if strange > len(sample) * 0.01 or nulls > len(sample) * 0.2:
        raise UnreadableFile("not_a_table", kind="?")


def _csv_lines(stream: io.TextIOBase, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(MAX_BYTES)
    clean = (text.replace("\x00", "").replace("\ufeff", "") for text in stream)
    reader = csv.reader(clean, delimiter=delimiter)
    number = 0
    physical = 0
    try:
        for row in reader:
            number += 1
            if reader.line_num - physical > 200:
                raise UnreadableFile("open_quote", line=number)
            physical = reader.line_num
            if number > MAX_LINES:
                raise UnreadableFile("too_many_lines", limit=MAX_LINES)
            if len(row) > MAX_COLUMNS:
                if any(cell.strip() for cell in row[MAX_COLUMNS:]):
                    raise UnreadableFile("too_many_columns", limit=MAX_COLUMNS)
                row = row[:MAX_COLUMNS]
            yield number, list(row)
    except csv.Error as error:
        raise UnreadableFile("open_quote", line=number + 1) from error


def guess_encoding(path: Path) -> tuple[str, bool]:
    """The encoding of a text file and whether some bytes are damaged.

    A byte-order mark decides; then the share of NUL bytes (UTF-16); then whether the whole file
    is valid UTF-8; then which single-byte table gives the most plausible letters.
    """
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", not _decodes(path, "utf-8-sig")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", not _decodes(path, "utf-16")
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) * 0.2:
        wide = "utf-16-le" if odd > even else "utf-16-be"
        return wide, not _decodes(path, wide)
    if _decodes(path, "utf-8"):
        return "utf-8", False
    return _guess_single_byte(path)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_STEP):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


_LIKELY = set("éèêëàâäçîïôöùûüÿñáíóúãõøåæœÉÈÊËÀÂÇÎÏÔÙÛÜÑÁÍÓÚÆŒÖÄŸ«»’‘“”–—°º€…·¿¡\u00a0")
_TABLES = ("cp1252", "mac_roman", "cp850")


def _guess_single_byte(path: Path) -> tuple[str, bool]:
    high = bytearray()
    words: list[bytes] = []
    with path.open("rb") as stream:
        while block := stream.read(_STEP):
            for match in re.finditer(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*", block):
                words.append(match.group())
                high += bytes(byte for byte in match.group() if byte > 127)
            if len(high) > 20_000:
                break
    mostly = bytes(high).decode("utf-8", "ignore")
    valid = sum(len(char.encode()) for char in mostly)
    if high and valid > 0.9 * len(high):
        return "utf-8", True
    best = max(_TABLES, key=lambda table: (_plausibility(words, table), -_TABLES.index(table)))
    return best, _plausibility(words, best) < 0.5


def _plausibility(words: list[bytes], table: str) -> float:
    """Share of the non-ASCII characters that a French or Spanish text would hold."""
    likely = total = 0
    for word in words[:5000]:
        text = word.decode(table, "replace")
        for place, char in enumerate(text):
            if ord(char) < 128:
                continue
            total += 1
            if char in _LIKELY and not (char.isupper() and place and text[place - 1].islower()):
                likely += 1
    return likely / total if total else 0.0


def guess_delimiter(sample: str) -> str:
    """The delimiter that cuts the sample into the most regular, widest lines."""
    first = sample.lstrip("\ufeff").split("\n", 1)[0].strip()
    if re.fullmatch(r"sep=.", first):
        return first[-1]
    return max(DELIMITERS, key=lambda mark: _regularity(sample, mark))


def _regularity(sample: str, delimiter: str) -> float:
    cut = sample[: sample.rfind("\n")] if len(sample) >= 65_536 else sample
    widths: dict[int, int] = {}
    try:
        for row in csv.reader(io.StringIO(cut.replace("\x00", ""), newline=""), delimiter=delimiter):
            if len(row) > 1:
                widths[len(row)] = widths.get(len(row), 0) + 1
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count * (1 + min(width, 40) / 10) + count / sum(widths.values())
