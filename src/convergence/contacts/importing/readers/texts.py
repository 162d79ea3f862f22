"""Reads a CSV file, its encoding and delimiter guessed when nobody says them.

Pure functions, without Django.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from .tables import MAX_BYTES, MAX_COLUMNS, MAX_LINES, STEP, Line, Sheet, Table, UnreadableFile

DELIMITERS = (";", ",", "\t", "|")


def open_text(path: Path, encoding: str | None, delimiter: str | None) -> Table:
    """Open a CSV file; what nobody said of its encoding and delimiter is guessed."""
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
    clean = _without_lone_quotes((text.replace("\x00", "").replace("\ufeff", "") for text in stream), delimiter)
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


def _without_lone_quotes(lines: Iterable[str], delimiter: str) -> Iterator[str]:
    """Escape the `"` that stands alone in its cell and means `as above`: it would swallow the lines that follow.

    Not in the last cell of a line, where it may begin a text of several lines.
    """
    is_open = False
    for text in lines:
        if '"' not in text:
            yield text
            continue
        if not is_open:
            cells = text.split(delimiter)
            alone = [place for place, cell in enumerate(cells[:-1]) if cell.strip() == '"']
            if alone and all(cell.count('"') % 2 == 0 for place, cell in enumerate(cells) if place not in alone):
                for place in alone:
                    cells[place] = '""""'
                text = delimiter.join(cells)
        is_open ^= bool(text.count('"') % 2)
        yield text


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
            while block := stream.read(STEP):
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
        while block := stream.read(STEP):
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
