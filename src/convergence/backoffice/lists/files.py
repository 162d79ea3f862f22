"""A list as a file: what the list shows, nothing more; formulas stay text."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from convergence.core.spreadsheets import harmless, storable

BLOCK = 32_768


class _Echo:
    def write(self, value: str) -> str:
        return value


def csv_download(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Stream a CSV that opens well in a French spreadsheet: UTF-8 with mark, semicolons, no formula."""
    writer = csv.writer(_Echo(), delimiter=";")

    def lines() -> Iterable[str]:
        yield "\ufeff" + str(writer.writerow(head))
        for row in rows:
            yield str(writer.writerow([harmless(_on_the_wall(cell)) for cell in row]))

    return streamed(lines(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_download(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Give a spreadsheet; texts stay texts, whatever sign they begin with."""
    from openpyxl import Workbook  # noqa: PLC0415 (slow to load)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.append(list(head))
    for row in rows:
        cells = []
        for value in map(_on_the_wall, row):
            cell = WriteOnlyCell(sheet, value=storable(value)[:32_767] if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    buffer = BytesIO()
    book.save(buffer)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(buffer.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _on_the_wall(value: Any) -> Any:
    """Say a moment as the clock here does: a spreadsheet knows no time zones."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value).replace(microsecond=0)
    return value


def download(kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase | None:
    """Give a list as a file when `kind` is csv or xlsx; None otherwise."""
    if kind == "csv":
        return csv_download(name, head, rows)
    if kind == "xlsx":
        return xlsx_download(name, head, rows)
    return None


def in_blocks(lines: Iterable[str], size: int = BLOCK) -> Iterator[str]:
    """Join pieces of text into blocks of about `size` characters."""
    held: list[str] = []
    length = 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= size:
            yield "".join(held)
            held, length = [], 0
    if held:
        yield "".join(held)


def streamed(lines: Iterable[str], name: str, kind: str) -> StreamingHttpResponse:
    """Stream text as a file, in blocks: a line at a time costs more to send than to write."""
    response = StreamingHttpResponse(in_blocks(lines), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
