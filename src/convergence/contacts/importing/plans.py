"""The plan of an import: how each sheet is read, as plain values that a person can correct.

Pure functions, without Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .check import SheetPlan, plan_sheet, sample_of
from .columns import KINDS, ORGANISATION, PERSON, Column, ColumnKind, Layout, header_key
from .headers import guess_layout, lay_out, line_above
from .names import Lexicon
from .readers import Cell, Line, Sheet, Table, UnreadableFile

Plan = dict[str, Any]
_PERSON_NAMES = frozenset({"last_name", "first_name", "full_name"})


def guess_plan(table: Table, extra: Sequence[ColumnKind], *, profile: Mapping[str, Any] | None = None) -> Plan:
    """Guess how a file is read; a profile's decisions win over the guess."""
    sheets = [_guess_sheet(sheet, extra, profile, alone=len(table.sheets) == 1) for sheet in table.sheets]
    order = (profile or {}).get("date_order", "")
    return {"encoding": table.encoding, "delimiter": table.delimiter, "date_order": order, "sheets": sheets}


def _guess_sheet(
    sheet: Sheet, extra: Sequence[ColumnKind], profile: Mapping[str, Any] | None, *, alone: bool
) -> dict[str, Any]:
    sample = sample_of(sheet)
    layout = guess_layout(sample, extra)
    if profile:
        apply_profile(layout, profile, {kind.code for kind in (*extra, *KINDS)})
    return sheet_plan(sheet.name, layout, used=_is_list(layout, sample, alone=alone))


def _is_list(layout: Layout, sample: Sequence[Line], *, alone: bool) -> bool:
    """Whether a sheet holds a list with names; a cover sheet or a legend does not, unless there is nothing else."""
    codes = {column.code for column in layout.columns}
    named = "name" in codes if layout.subject == ORGANISATION else bool(codes & _PERSON_NAMES)
    meant = [column for column in layout.columns if column.code]
    told = alone or len(meant) > 1 or max((column.confidence for column in meant), default=0.0) >= 0.8
    return named and told and any(line > layout.header_line for line, _row in sample)


def sheet_plan(name: str | None, layout: Layout, *, used: bool) -> dict[str, Any]:
    """A sheet's layout as plain values."""
    return {
        "name": name,
        "use": used,
        "header_line": layout.header_line,
        "subject": layout.subject,
        "headers": [column.header for column in layout.columns],
        "columns": [
            {"code": column.code, "period": column.period, "confidence": column.confidence} for column in layout.columns
        ],
        "asks": [],
    }


def apply_profile(layout: Layout, profile: Mapping[str, Any], known: set[str]) -> None:
    """Give the columns the meanings that a person gave before."""
    remembered = profile.get("columns", {})
    for column in layout.columns:
        kept = remembered.get(header_key(column.header))
        if kept is not None and (not kept["code"] or kept["code"] in known):
            column.code, column.period, column.confidence = kept["code"], kept.get("period", ""), 1.0
    layout.subject = subject_of((c.code for c in layout.columns), layout.subject)


def subject_of(codes: Iterable[str], fallback: str) -> str:
    """What a sheet is about, from the meanings of its columns."""
    held = set(codes)
    if held & _PERSON_NAMES:
        return PERSON
    if "name" in held:
        return ORGANISATION
    return fallback


def profile_of(plan: Plan) -> dict[str, Any]:
    """What a profile keeps of a plan: each header's meaning and the day and month order."""
    columns: dict[str, Any] = {}
    for sheet in plan["sheets"]:
        for header, column in zip(sheet["headers"], sheet["columns"], strict=True):
            columns[header_key(header)] = {"code": column["code"], "period": column["period"]}
    return {"columns": columns, "date_order": plan.get("date_order", "")}


def fits(profile: Mapping[str, Any], plan: Plan) -> bool:
    """Whether a profile knows every header of the sheets in use."""
    remembered = profile.get("columns", {})
    headers = [header_key(h) for sheet in plan["sheets"] if sheet["use"] for h in sheet["headers"]]
    return bool(headers) and all(header in remembered for header in headers)


def layout_of(sheet: Sheet, planned: Mapping[str, Any], extra: Sequence[ColumnKind]) -> Layout:
    """The layout that a plan describes."""
    columns = [
        Column(index, header, column["code"], 1.0, column["period"])
        for index, (header, column) in enumerate(zip(planned["headers"], planned["columns"], strict=True))
    ]
    return Layout(planned["header_line"], planned["subject"], columns, 1.0)


def replan_sheet(sheet: Sheet, header_line: int, extra: Sequence[ColumnKind]) -> dict[str, Any]:
    """Guess the columns again after a person chose another header line (0: none)."""
    sample = sample_of(sheet)
    header: Sequence[Cell] = next((row for line, row in sample if line == header_line), [])
    body = [row for line, row in sample if line > header_line]
    layout = lay_out(header_line, header, body, (*extra, *KINDS), above=line_above(sample, header_line))
    return sheet_plan(sheet.name, layout, used=True)


def open_plans(
    table: Table,
    plan: Plan,
    extra: Sequence[ColumnKind],
    *,
    tick: Callable[[int], None] | None = None,
) -> list[SheetPlan]:
    """First pass over the sheets in use: learn what the lines teach.

    Raises:
        UnreadableFile: a sheet of the plan is missing, or has no column of names.
    """
    found = []
    by_name = {sheet.name: sheet for sheet in table.sheets}
    for planned in plan["sheets"]:
        sheet = by_name.get(planned["name"])
        if sheet is None:
            raise UnreadableFile("no_such_sheet", sheet=planned["name"], sheets=sheet_names(table))
        if not planned["use"]:
            if not planned.get("unseen"):
                found.append(_left_out(sheet, layout_of(sheet, planned, extra)))
            continue
        codes = {column["code"] for column in planned["columns"]}
        if not codes & ({"name"} if planned["subject"] == ORGANISATION else _PERSON_NAMES):
            raise UnreadableFile("no_name_column", sheet=planned["name"] or "CSV")
        layout = layout_of(sheet, planned, extra)
        order = plan.get("date_order") or None
        found.append(plan_sheet(sheet, layout, extra, date_order=order, tick=tick))
    if all(plan.left_out for plan in found):
        raise UnreadableFile("nothing_to_read")
    return found


def _left_out(sheet: Sheet, layout: Layout) -> SheetPlan:
    return SheetPlan(sheet, layout, Lexicon(), lines=sum(1 for _line in sheet.lines()), left_out=True)


def fill_periods(plan: Plan, period: str, kinds: Mapping[str, ColumnKind]) -> None:
    """Give a period to the columns by period whose header names none."""
    for column in (column for sheet in plan["sheets"] for column in sheet["columns"]):
        kind = kinds.get(column["code"])
        if kind and kind.by_period and not column["period"]:
            column["period"] = period


def sheet_names(table: Table) -> str:
    """The names of a file's sheets, for a sentence."""
    return ", ".join(sheet.name or "—" for sheet in table.sheets)
