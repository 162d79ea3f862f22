"""Reads the visible sheets of an XLSX workbook.

Pure functions, without Django.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from defusedxml import DefusedXmlException, ElementTree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .archives import inspect_archive
from .tables import Cell, Formulas, Line, Sheet, Table, UnreadableFile


def open_workbook(path: Path) -> Table:
    """Open an XLSX workbook that was found harmless."""
    formulas = inspect_archive(path)
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
