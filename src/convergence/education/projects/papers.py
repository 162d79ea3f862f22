"""The report of a project for its funders as tagged PDF (PDF/UA-1), in their language: amounts, sessions, tools.

Made from the plain data of `queries.picture`: the same report in three languages, the same digest at its foot.
"""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from convergence.activities.choices import ActivityKind
from convergence.core.dates import UncertainDate, long_day, long_moment
from convergence.core.figures import Figure, Qualifier
from convergence.core.money import format_cents, locale_of
from convergence.core.profile import current_profile
from convergence.documents import pdf
from convergence.documents.branding import PAPER, brand_data
from convergence.documents.typography import polish
from convergence.education.projects.models import Report
from convergence.education.tools.choices import ToolKind

Cell = str | dict[str, str]


def report_pdf(
    content: dict[str, Any],
    language: str,
    *,
    at: datetime,
    report: Report | None = None,
    hidden: frozenset[int] = frozenset(),
) -> bytes:
    """Return the report in a language.

    Args:
        content: what `queries.picture` returns, masked.
        language: fr, en or es, whatever the language of the reader.
        at: the moment of the paper when it is provisional.
        report: the report that was made; None for a provisional one.
        hidden: ids of funders that the reader may not see named (L9).
    """
    with override(language):
        title = text_in(content["project"]["title"], language)[0]
        heading = _("Report of the project") if report else _("Provisional report of the project")
        data = {
            "brand": brand_data(current_profile()),
            "paper": PAPER,
            "labels": {"page": _("Page {page} of {pages}")},
            "title": f"{heading}: {title}" if language == "en" else f"{heading}\u00a0: {title}",
            "heading": heading,
            "lede": polish(title, language),
            "facts": _facts(content, language, report),
            "summary": polish(text_in(content["project"]["summary"], language)[0], language),
            "sections": [
                _lines(content, language),
                _funders(content, language, hidden),
                _sessions(content, language),
                _tools(content, language),
            ],
            "foot": _foot(report, language),
        }
        created = report.made_at if report else at
        return pdf.render(
            "project_report", data, lang=locale_of(language).replace("_", "-"), standards=pdf.UA, created=created
        )


def text_in(texts: dict[str, str], language: str) -> tuple[str, str]:
    """Return a text in a language and the language that it is really in: French where there is none."""
    found = texts.get(language[:2], "")
    return (found, language[:2]) if found else (texts.get("fr", ""), "fr")


def days_in_words(content: dict[str, Any], language: str) -> str:
    """Say from when to when a project lasts."""
    first, last = (date.fromisoformat(content["project"][name]) for name in ("first_day", "last_day"))
    return _("%(first)s – %(last)s") % {"first": long_day(first, language), "last": long_day(last, language)}


def people_in_words(counts: dict[str, Any], language: str) -> str:
    """Say how many people came, how surely, and for how many sessions that is known."""
    qualifier = Qualifier.EXACT if counts["is_exact"] else Qualifier.APPROX
    number = Figure(counts["people"], qualifier).for_people(language)
    if counts["people_known"] == counts["people_asked"]:
        return number
    known = {"number": number, "known": counts["people_known"], "all": counts["people_asked"]}
    return _("%(number)s (known for %(known)s sessions of %(all)s)") % known


def session_cells(row: dict[str, Any], language: str) -> tuple[str, str, str, str, str]:
    """Return when, title, language of the title, kind and people of a session; nothing that is kept."""
    people = (
        ""
        if row["people"] is None
        else Figure(row["people"], Qualifier.EXACT if row["is_exact"] else Qualifier.APPROX).for_people(language)
    )
    if row["is_kept"]:
        return "", _("Session kept confidential"), language[:2], "", people
    start, end = UncertainDate.read(row["start"]), UncertainDate.read(row["end"])
    when = start.for_people(language) if start else _("undated")
    if end and end != start:
        when = f"{when} – {end.for_people(language)}"
    title, spoken = text_in(row["title"], language)
    return when, title, spoken, str(ActivityKind(row["kind"]).label), people


def tool_kind(row: dict[str, Any]) -> str:
    """Return the kind of a tool in the active language."""
    return str(ToolKind(row["kind"]).label)


def _facts(content: dict[str, Any], language: str, report: Report | None) -> list[dict[str, str]]:
    counts, project = content["counts"], content["project"]
    rows = [
        (_("Period"), days_in_words(content, language)),
        (_("Themes"), ", ".join(text_in(one["name"], language)[0] for one in project["themes"])),
        (_("Sessions held"), str(counts["sessions"])),
        (_("People present"), people_in_words(counts, language)),
        (_("Tools made"), str(counts["tools_made"])),
        (_("Tools used"), str(counts["tools_used"])),
    ]
    if report:
        rows.append((_("Closed on"), long_day(timezone.localdate(report.made_at), language)))
        if report.version > 1:
            rows.append(
                (_("Version"), _("%(number)s – %(because)s") % {"number": report.version, "because": report.because})
            )
    return [{"label": label, "value": polish(value, language)} for label, value in rows if value]


def _section(
    title: str, columns: list[tuple[str, str]], rows: list[list[Cell]], empty: str, **more: Any
) -> dict[str, Any]:
    """Return a table; `columns` are (label, wide | right | left)."""
    told = [
        {"label": label, "wide": kind == "wide", "align": "right" if kind == "right" else "left"}
        for label, kind in columns
    ]
    return {
        "title": title,
        "columns": told,
        "rows": rows,
        "empty": empty,
        "totals": more.get("totals", []),
        "note": more.get("note", ""),
    }


def _lines(content: dict[str, Any], language: str) -> dict[str, Any]:
    rows: list[list[Cell]] = []
    for line in content["lines"]:
        name, spoken = text_in(line["name"], language)
        amounts = [format_cents(line[f"{one}_cents"], language) for one in ("planned", "spent")]
        rows.append([{"text": polish(name, spoken), "lang": spoken}, *amounts])
    if content["unplaced_cents"]:
        rows.append([_("Under no line"), "", format_cents(content["unplaced_cents"], language)])
    totals = [
        _("In all"),
        format_cents(content["planned_cents"], language),
        format_cents(content["spent_cents"], language),
    ]
    columns = [
        (pgettext("of a budget", "Line"), "wide"),
        (pgettext("an amount", "Planned"), "right"),
        (pgettext("an amount", "Spent"), "right"),
    ]
    return _section(_("Budget"), columns, rows, _("No budget was written."), totals=totals)


def _funders(content: dict[str, Any], language: str, hidden: frozenset[int]) -> dict[str, Any]:
    rows: list[list[Cell]] = []
    for one in content["funders"]:
        name = _("an organisation not named") if one["id"] in hidden else one["name"]
        agreement = one["agreement_number"]
        if one["agreement_date"]:
            agreement = ", ".join(
                filter(None, (agreement, long_day(date.fromisoformat(one["agreement_date"]), language)))
            )
        amounts = [format_cents(one[f"{name}_cents"], language) for name in ("promised", "received", "remaining")]
        rows.append([f"{name} ({agreement})" if agreement else name, *amounts])
    if content["elsewhere_cents"]:
        rows.append([_("Others"), "", format_cents(content["elsewhere_cents"], language), ""])
    totals = [
        _("In all"),
        *(format_cents(content[f"{name}_cents"], language) for name in ("promised", "received", "remaining")),
    ]
    columns = [
        (_("Funder"), "wide"),
        (pgettext("an amount", "Promised"), "right"),
        (pgettext("an amount", "Received"), "right"),
        (pgettext("an amount", "To receive"), "right"),
    ]
    left = format_cents(content["left_cents"], language)
    note = _("Received less spent: %(amount)s") % {"amount": left}
    return _section(_("Funding"), columns, rows, _("No funder was written."), totals=totals, note=note)


def _sessions(content: dict[str, Any], language: str) -> dict[str, Any]:
    done = [row for row in content["sessions"] if row["is_done"]]
    rows: list[list[Cell]] = []
    for row in done:
        when, title, spoken, kind, people = session_cells(row, language)
        rows.append([when, {"text": polish(title, spoken), "lang": spoken}, capfirst(kind), people])
    columns = [(_("When"), "left"), (_("Session"), "wide"), (_("Kind"), "left"), (_("People present"), "right")]
    planned = len(content["sessions"]) - len(done)
    note = ngettext("%(n)s more session is planned.", "%(n)s more sessions are planned.", planned) % {"n": planned}
    return _section(_("Sessions"), columns, rows, _("No session was held."), note=note if planned else "")


def _tools(content: dict[str, Any], language: str) -> dict[str, Any]:
    rows: list[list[Cell]] = []
    for row in content["tools"]:
        spoken = row["title_language"].get(language, "fr")
        title = {"text": polish(text_in(row["title"], language)[0], spoken), "lang": spoken}
        how = pgettext("a tool", "made") if row["how"] == "MADE" else pgettext("a tool", "used")
        rows.append([title, capfirst(tool_kind(row)), how])
    columns = [(_("Tool"), "wide"), (_("Kind"), "left"), (_("By the project"), "left")]
    return _section(_("Tools"), columns, rows, _("No tool was made or used."))


def _foot(report: Report | None, language: str) -> str:
    if report is None:
        return _("Provisional: read from the registers, it changes with them until the project is closed.")
    when = long_moment(report.made_at, language)
    return _("Frozen on %(when)s, version %(number)s. Digest (SHA-256): %(digest)s") % {
        "when": when,
        "number": report.version,
        "digest": report.digest,
    }
