"""The whole of a project as plain data: what the page, the report, the files and the API read, open or closed (S93).

While a project is open it is read from the registers; once closed it is what its latest report holds. A session under guard
is counted and never named, also when it came under guard after the report was made.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from convergence.activities.choices import DONE, ActivityState
from convergence.activities.models import Activity, guarded
from convergence.core.figures import Qualifier
from convergence.education.projects.models import Funder, Project, Report
from convergence.education.projects.queries.outputs import sessions_of, sums_of, tools_made, tools_used
from convergence.education.projects.rules.sums import remaining
from convergence.education.tools.models import Tool

CODES = tuple(code for code, _name in settings.LANGUAGES)
FRAME = 1
"""Version of the layout of the content; a report keeps the one it was made with."""


def picture_of(project: Project, today: date) -> dict[str, Any]:
    """Return the whole of a project: its latest report when it is closed, else what the registers say now."""
    report = project.reports.order_by("-version").first() if project.is_closed else None
    return masked(report.content, today) if report else live(project, today)


def live(project: Project, today: date) -> dict[str, Any]:
    """Return what the registers say of a project now; whole cents, days as 2026-05-03, texts by language."""
    sessions = _sessions(project, today)
    tools = [*_tools(tools_made(project), "MADE"), *_tools(tools_used(project, today), "USED")]
    return {
        "frame": FRAME,
        "project": {
            "id": project.pk,
            "slug": project.slug,
            "title": _texts(project, "title"),
            "summary": _texts(project, "summary"),
            "first_day": project.first_day.isoformat(),
            "last_day": project.last_day.isoformat(),
            "themes": [
                {"slug": one.slug, "name": _texts(one, "name")} for one in project.themes.order_by("name_fr", "pk")
            ],
        },
        **_money(project),
        "sessions": sessions,
        "tools": tools,
        "counts": _counts(sessions, tools),
    }


def masked(content: dict[str, Any], today: date) -> dict[str, Any]:
    """Return a content without the names of the sessions that are under guard on a day."""
    ids = [row["id"] for row in content["sessions"]]
    hidden = set(Activity.objects.filter(guarded(today), pk__in=ids).order_by().values_list("pk", flat=True))
    return {**content, "sessions": [_hide(row) if row["id"] in hidden else row for row in content["sessions"]]}


def moved_since(report: Report, now: dict[str, Any]) -> dict[str, int]:
    """Return by how much the figures have moved since a report, by name; what has not moved is left out."""
    then = report.content
    pairs = {
        "spent_cents": now["spent_cents"] - then["spent_cents"],
        "received_cents": now["received_cents"] - then["received_cents"],
        "sessions": now["counts"]["sessions"] - then["counts"]["sessions"],
        "people": now["counts"]["people"] - then["counts"]["people"],
    }
    return {name: moved for name, moved in pairs.items() if moved}


def _texts(of: Any, name: str) -> dict[str, str]:
    return {code: getattr(of, f"{name}_{code}") for code in CODES}


def _hide(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "is_kept": True, "slug": "", "kind": "", "title": dict.fromkeys(CODES, ""), "start": "", "end": ""}


def _sessions(project: Project, today: date) -> list[dict[str, Any]]:
    rows = list(sessions_of(project).exclude(state=ActivityState.CANCELLED))
    kept = set(Activity.objects.filter(guarded(today), pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    wholes = {row.part_of_id for row in rows}
    found = []
    for row in rows:
        told = {
            "id": row.pk,
            "slug": row.slug,
            "kind": row.kind,
            "title": _texts(row, "title"),
            "start": row.start,
            "end": row.end,
            "is_done": row.state in DONE,
            "has_parts": row.pk in wholes,
            "part_of": row.part_of_id,
            "people": row.attended,
            "is_exact": row.attended_qualifier == Qualifier.EXACT,
            "is_kept": False,
        }
        found.append(_hide(told) if row.pk in kept else told)
    return found


def _tools(rows: Iterable[Tool], how: str) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        shown = {code: row.shown(code) for code in CODES}
        found.append(
            {
                "id": row.pk,
                "slug": row.slug,
                "kind": row.kind,
                "title": {code: title for code, (title, _spoken) in shown.items()},
                "title_language": {code: spoken for code, (_title, spoken) in shown.items()},
                "how": how,
            }
        )
    return found


def _promises(project: Project) -> dict[int, tuple[str, list[Funder]]]:
    """Return funder → its name and what it promised; two records that were merged afterwards are one funder."""
    found: dict[int, tuple[str, list[Funder]]] = {}
    for row in project.funders.select_related("organisation__merged_into").order_by("pk"):
        one = row.organisation.merged_into or row.organisation
        found.setdefault(one.pk, (one.name, []))[1].append(row)
    return found


def _money(project: Project) -> dict[str, Any]:
    lines = list(project.lines.order_by("pk"))
    funders = _promises(project)
    sums = sums_of(project, lines=[line.pk for line in lines], funders=list(funders))
    promised = {pk: sum(row.promised_cents for row in rows) for pk, (_name, rows) in funders.items()}
    owed = remaining(promised, sums.by_funder)
    return {
        "funders": [
            {
                "id": pk,
                "name": name,
                "agreement_number": ", ".join(row.agreement_number for row in rows if row.agreement_number),
                "agreement_date": next((row.agreement_date.isoformat() for row in rows if row.agreement_date), ""),
                "promised_cents": promised[pk],
                "received_cents": sums.by_funder[pk],
                "remaining_cents": owed[pk],
            }
            for pk, (name, rows) in funders.items()
        ],
        "lines": [
            {
                "id": line.pk,
                "name": _texts(line, "name"),
                "planned_cents": line.planned_cents,
                "spent_cents": sums.by_line[line.pk],
            }
            for line in lines
        ],
        "planned_cents": sum(line.planned_cents for line in lines),
        "promised_cents": sum(promised.values()),
        "spent_cents": sums.spent,
        "unplaced_cents": sums.unplaced,
        "received_cents": sums.received,
        "elsewhere_cents": sums.elsewhere,
        "remaining_cents": sum(owed.values()),
        "left_cents": sums.received - sums.spent,
    }


def _counts(sessions: list[dict[str, Any]], tools: list[dict[str, Any]]) -> dict[str, Any]:
    done = [row for row in sessions if row["is_done"]]
    counted = [row for row in done if not row["has_parts"]]
    known = [row for row in counted if row["people"] is not None]
    return {
        "sessions": len(done),
        "people": sum(row["people"] for row in known),
        "people_known": len(known),
        "people_asked": len(counted),
        "is_exact": all(row["is_exact"] for row in known),
        "tools_made": sum(row["how"] == "MADE" for row in tools),
        "tools_used": sum(row["how"] == "USED" for row in tools),
    }
