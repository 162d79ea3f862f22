"""The list that is on screen, as a CSV or XLSX file, row by row."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from convergence.backoffice.contacts.cells import Extras, extras
from convergence.contacts.models import Contact
from convergence.contacts.rules.addresses import country_name
from convergence.core.spreadsheets import csv_chunks, xlsx_file

SIZE = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WANTED = frozenset({"reach", "city", "members", "seen", "standing", "posts"})


def header() -> list[str]:
    """Return the first line of the file."""
    return [
        _("Number"),
        _("Name"),
        _("Acronym"),
        _("Type"),
        _("Body of"),
        _("Language"),
        _("Region"),
        _("City"),
        _("Country"),
        _("E-mail"),
        _("Telephone"),
        _("Members"),
        _("Posts"),
        _("Last contact"),
        _("Standing"),
    ]


def line(contact: Contact, known: Extras, language: str) -> list[Any]:
    """Return the cells of one contact."""
    return [
        contact.number,
        contact.name,
        contact.acronym,
        contact.get_organisation_kind_display() or contact.get_body_kind_display() or contact.get_kind_display(),
        contact.part_of.name if contact.part_of else "",
        contact.language,
        str(contact.region or ""),
        known.city,
        country_name(contact.country, language) if contact.country else "",
        known.email,
        known.phone,
        known.members,
        "; ".join(f"{title} ({where})" for title, where, _pk in known.posts),
        known.seen,
        known.standing,
    ]


def lines(rows: QuerySet[Contact], on: date, language: str) -> Iterator[list[Any]]:
    """Yield the cells of every contact, reading a few hundred at a time."""
    ids: Sequence[int] = list(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), SIZE):
        part = ids[start : start + SIZE]
        found = Contact.objects.select_related("region", "part_of").in_bulk(part)
        contacts = [found[pk] for pk in part if pk in found]
        known = extras(contacts, on, language, WANTED)
        for contact in contacts:
            yield line(contact, known[contact.pk], language)


def export_response(rows: QuerySet[Contact], kind: str, name: str, on: date, language: str) -> HttpResponseBase:
    """Return the file: CSV goes out while it is read, XLSX is written to disk first; neither fills the memory."""
    cells = lines(rows, on, language)
    if kind == "xlsx":
        made = xlsx_file(name, header(), cells)
        return FileResponse(made, as_attachment=True, filename=f"{name}-{on}.xlsx", content_type=XLSX)
    response = StreamingHttpResponse(csv_chunks(header(), cells), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{on}.csv"'
    return response
