"""Forms of the import."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from convergence.contacts.importing.registry import all_columns
from convergence.contacts.importing.sentences import column_label

ENCODINGS = (
    ("utf-8", _("UTF-8 (most recent programs)")),
    ("utf-8-sig", _("UTF-8 with mark")),
    ("utf-16", _("UTF-16 (Excel, “Unicode text”)")),
    ("cp1252", _("Windows-1252 (Excel on Windows)")),
    ("mac_roman", _("Mac Roman (old Mac)")),
    ("cp850", _("DOS 850")),
)
DELIMITERS = ((";", _("semicolon ;")), (",", _("comma ,")), ("\t", _("tab")), ("|", _("bar |")))
ORDERS = (("", _("as the cells say")), ("dmy", _("day, then month")), ("mdy", _("month, then day")))


class UploadForm(forms.Form):
    """The list itself."""

    file = forms.FileField(
        label=_("Your list"),
        help_text=_("An Excel workbook (.xlsx) or a CSV file. Nothing enters the register before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={"required": _("Choose the file of your list."), "empty": _("The file is empty.")},
    )


class ReadingForm(forms.Form):
    """How the text of a CSV file is read."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Columns are separated by"), choices=DELIMITERS, required=False)


def meanings(subject: str) -> list[tuple[str, str]]:
    """Return the meanings that a column may be given, the empty one first."""
    kinds = [kind for kind in all_columns().values() if kind.reader != "ignored"]
    del subject  # a person may give any meaning: the subject follows from the names
    return [("", _t("(left aside)")), *((kind.code, column_label(kind.code)) for kind in kinds)]


def posted_sheets(data: Mapping[str, Any], plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read the corrections of every sheet from the posted fields."""
    return [_posted_sheet(data, place, sheet) for place, sheet in enumerate(plan["sheets"])]


def _posted_sheet(data: Mapping[str, Any], place: int, sheet: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"use": bool(data.get(f"use-{place}")) or len(sheet["headers"]) == 0}
    line = str(data.get(f"header-{place}", ""))
    found["header_line"] = int(line) if line.isdecimal() and len(line) < 7 else sheet["header_line"]
    if f"column-{place}-0" in data:
        found["columns"] = [
            {
                "code": str(data.get(f"column-{place}-{index}", "")),
                "period": str(data.get(f"period-{place}-{index}", ""))[:9].strip(),
            }
            for index in range(len(sheet["headers"]))
        ]
    return found


def by_period() -> frozenset[str]:
    """Return the meanings that carry a period."""
    return frozenset(code for code, kind in all_columns().items() if kind.by_period and not kind.follows)


def chosen_rows(values: Sequence[str]) -> list[int]:
    """Return the ids of the lines that were ticked."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 18]
