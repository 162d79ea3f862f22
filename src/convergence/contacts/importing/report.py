"""What an import says of each line: as JSON for machines, as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _t

from convergence.contacts.import_models import ImportRow, ImportRun
from convergence.core.spreadsheets import harmless

from .sentences import sentences_of, where


def headers_by_sheet(run: ImportRun) -> dict[str | None, list[str]]:
    """Return the headers of each sheet, by the sheet's name (None for CSV)."""
    return {sheet["name"]: sheet["headers"] for sheet in run.plan.get("sheets", [])}


def values_of(row: ImportRow, headers: list[str]) -> dict[str, str]:
    """Return the raw cells by header text; cells beyond the last header are numbered."""
    return {
        headers[place] if place < len(headers) else f"+{place + 1}": cell
        for place, cell in enumerate(row.cells)
        if place < len(headers) or cell
    }


def rows_for_machines(run: ImportRun) -> Iterator[dict[str, Any]]:
    """Yield `{"sheet", "line", "verdict", "match", "reasons", "values"}` for every line, in file order."""
    headers = headers_by_sheet(run)
    labels = {place: (sheet, line) for place, sheet, line in run.rows.values_list("place", "sheet", "line")}
    for row in run.rows.order_by("place").iterator(chunk_size=2_000):
        yield {
            "sheet": row.sheet,
            "line": row.line,
            "verdict": row.verdict,
            "match": _match(row, labels),
            "reasons": sentences_of(row.reasons),
            "values": values_of(row, headers.get(row.sheet, [])),
        }


def _match(row: ImportRow, labels: dict[int, tuple[str | None, int]]) -> dict[str, Any] | None:
    if row.match_place is not None:
        sheet, line = labels[row.match_place]
        return {"sheet": sheet, "line": line}
    if row.match_contact_id:
        return {"contact": row.match_contact_id}
    return None


def rows_for_spreadsheet(run: ImportRun) -> Iterator[list[str]]:
    """Yield the report's header and lines, every cell safe to open in a spreadsheet."""
    yield [
        _t("Sheet"), _t("Line"), _t("Verdict"), _t("Decision"), _t("Match"), _t("Reasons"), _t("Name"), _t("Result")
    ]  # fmt: skip
    labels = {place: (sheet, line) for place, sheet, line in run.rows.values_list("place", "sheet", "line")}
    rows = run.rows.select_related("match_contact", "contact").order_by("place")
    for row in rows.iterator(chunk_size=2_000):
        match = ""
        if row.match_place is not None:
            match = where(*labels[row.match_place])
        elif row.match_contact:
            match = row.match_contact.name
        yield [
            str(harmless(cell))
            for cell in (
                row.sheet or "",
                str(row.line),
                str(row.get_verdict_display()),
                str(row.get_decision_display()) if row.decision else "",
                match,
                " ".join(sentences_of(row.reasons)),
                name_of(row),
                row.contact.name if row.contact else "",
            )
        ]


def name_of(row: ImportRow) -> str:
    """Return the name that a line bears, as read, or the first text of the line."""
    entry = row.entry or {}
    if entry.get("subject") == "PERSON" and entry.get("person"):
        return f"{entry['person'][0]} {entry['person'][1]}".strip()
    if entry.get("name"):
        return str(entry["name"])
    return next((str(cell) for cell in row.cells if cell), "")
