"""What the screens of the import show of sheets and lines."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from convergence.backoffice.imports import forms
from convergence.contacts.import_models import ImportRow, ImportRun, RowDecision, Verdict
from convergence.contacts.importing import staging
from convergence.contacts.importing.cells import as_text
from convergence.contacts.importing.check import sample_of
from convergence.contacts.importing.readers import UnreadableFile
from convergence.contacts.importing.report import name_of
from convergence.contacts.importing.sentences import column_label, sentences_of, where
from convergence.contacts.rules.phones import format_phone
from convergence.core.errors import DomainError

SHOWN_LINES = 8
EXAMPLES = 3


def sheet_views(run: ImportRun) -> list[dict[str, Any]]:
    """Return each sheet with its first lines, and its columns with meaning, confidence and examples."""
    try:
        samples = {sheet.name: sample_of(sheet) for sheet in staging.open_run(run).sheets}
    except (DomainError, UnreadableFile):
        samples = {}
    periods = forms.by_period()
    return [
        {
            "place": place,
            "name": sheet["name"] or run.file_name,
            "use": sheet["use"],
            "header_line": sheet["header_line"],
            "subject": sheet["subject"],
            "first_lines": _first_lines(samples.get(sheet["name"], []), sheet["header_line"]),
            "columns": _columns(sheet, samples.get(sheet["name"], []), periods),
            "meanings": forms.meanings(sheet["subject"]),
            "asks": sheet["asks"],
            "is_list": bool(sheet["headers"]),
        }
        for place, sheet in enumerate(run.plan["sheets"])
    ]


def _first_lines(sample: list[Any], header_line: int) -> list[dict[str, Any]]:
    found = []
    last = max(SHOWN_LINES, header_line + 2)
    for line, cells in sample[:last]:
        texts = [as_text(cell) for cell in cells]
        words = " · ".join(text for text in texts if text.strip())
        found.append({"line": line, "words": words[:160], "is_header": line == header_line})
    return found


def _columns(sheet: dict[str, Any], sample: list[Any], periods: frozenset[str]) -> list[dict[str, Any]]:
    body = [cells for line, cells in sample if line > sheet["header_line"]]
    found = []
    for index, (header, column) in enumerate(zip(sheet["headers"], sheet["columns"], strict=True)):
        texts = (as_text(cells[index]).strip() for cells in body if index < len(cells))
        examples = list(dict.fromkeys(text for text in texts if text))[:EXAMPLES]
        lacks_period = column["code"] in periods and not column["period"]
        confidence = round(column.get("confidence", 0) * 100)
        found.append(
            {
                "index": index,
                "header": header,
                "code": column["code"],
                "label": column_label(column["code"]),
                "period": column["period"],
                "has_period": column["code"] in periods,
                "lacks_period": lacks_period,
                "confidence": confidence,
                "is_doubtful": lacks_period or (bool(column["code"]) and confidence < 70),
                "examples": [example[:60] for example in examples],
            }
        )
    return found


def preview_rows(run: ImportRun, rows: Iterable[ImportRow]) -> list[dict[str, Any]]:
    """Return lines with their name, verdict, sentences, and what they are compared with."""
    held = list(rows)
    places = {row.match_place for row in held if row.match_place is not None}
    matches = {row.place: row for row in run.rows.filter(place__in=places)}
    contacts = ImportRow.objects.filter(pk__in=[row.pk for row in held]).select_related("match_contact")
    known = {row.pk: row.match_contact for row in contacts}
    return [_preview_row(row, matches.get(row.match_place), known.get(row.pk)) for row in held]


def _preview_row(row: ImportRow, match: ImportRow | None, contact: Any) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "where": where(row.sheet, row.line),
        "name": name_of(row)[:140],
        "verdict": row.verdict,
        "verdict_label": row.get_verdict_display(),
        "decision": row.decision,
        "decision_label": row.get_decision_display() if row.decision else "",
        "sentences": sentences_of(row.reasons),
        "score": row.score,
        "is_duplicate": row.verdict == Verdict.DUPLICATE,
        "may_leave": row.verdict in {Verdict.NEW, Verdict.UPDATE},
        "is_left": row.decision == RowDecision.LEAVE,
        "facts": "" if row.verdict == Verdict.DUPLICATE else _facts(row.entry or {}),
        "sides": _sides(row, match, contact) if row.verdict == Verdict.DUPLICATE else [],
    }


SIDE_FIELDS = ("number", "name", "acronym", "person", "street", "city", "postal", "phones", "emails", "central")


FACTS = ("number", "acronym", "person", "city", "phones", "emails", "central")


def _facts(entry: dict[str, Any]) -> str:
    """What was understood of a line, in one line."""
    told = _told(entry)
    return " · ".join(told[name] for name in FACTS if told.get(name))


def _sides(row: ImportRow, match: ImportRow | None, contact: Any) -> list[dict[str, Any]]:
    """The line and what it resembles, field by field."""
    mine = _told(row.entry or {})
    theirs = _told(match.entry or {}) if match else _told_of_contact(contact)
    labels = {"person": "contact", "phones": "phone", "emails": "email"}
    return [
        {
            "label": column_label(labels.get(name, name)),
            "mine": mine.get(name, ""),
            "theirs": theirs.get(name, ""),
            "same": bool(mine.get(name)) and mine.get(name, "").casefold() == theirs.get(name, "").casefold(),
        }
        for name in SIDE_FIELDS
        if mine.get(name) or theirs.get(name)
    ]


def _told(entry: dict[str, Any]) -> dict[str, str]:
    told = {name: str(entry.get(name, "")) for name in SIDE_FIELDS if isinstance(entry.get(name, ""), str)}
    if person := entry.get("person"):
        told["person"] = f"{person[0]} {person[1]}".strip()
    told["phones"] = ", ".join(_phone(*phone[:2]) for phone in entry.get("phones", []))
    told["emails"] = ", ".join(entry.get("emails", []))
    return told


def shown(stored: str) -> str:
    """Return a stored telephone number as people write it."""
    return format_phone(stored, get_language() or "fr")


def _phone(number: str, extension: str) -> str:
    return shown(f"{number};ext={extension}" if extension else number)


def _told_of_contact(contact: Any) -> dict[str, str]:
    if contact is None:
        return {}
    told = {"number": contact.number, "name": contact.name, "acronym": contact.acronym}
    address = contact.addresses.filter(end_date__isnull=True).first()
    if address:
        told |= {"street": address.street, "city": address.city, "postal": address.postal_code}
    points = list(contact.points.filter(end_date__isnull=True))
    told["phones"] = ", ".join(shown(point.value) for point in points if point.channel == "PHONE")
    told["emails"] = ", ".join(point.value for point in points if point.channel == "EMAIL")
    return told
