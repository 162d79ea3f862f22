"""A project of a year with a funder, and makers of sessions and costs."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from convergence.activities import commands as activities
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.education.projects import commands
from convergence.education.projects.models import Project
from convergence.education.tools.models import Tool
from convergence.finance.commands import record_activity_entry
from convergence.finance.models import ActivityEntry
from convergence.vocabulary.models import Theme

AT = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def theme(db: None) -> Theme:
    """Return the theme of the project."""
    return Theme.objects.get_or_create(slug="transition-juste", defaults={"name_fr": "Transition juste"})[0]


@pytest.fixture
def fund(db: None) -> Contact:
    """Return an organisation that funds."""
    given: Any = {"kind": "ORGANISATION", "organisation_kind": "OTHER", "name": "Fonds exemple", "sort_name": "fonds"}
    return Contact.objects.create(**given, created_at=AT, changed_at=AT)


@pytest.fixture
def make(theme: Theme) -> Callable[..., Project]:
    """Return a maker of running projects, of 2026 unless told otherwise."""

    def made(title: str = "Transition juste", year: int = 2026, *, is_started: bool = True, **values: Any) -> Project:
        given = {"first_day": date(year, 1, 1), "last_day": date(year, 12, 31), "themes": [theme.pk], **values}
        project = commands.create_project(title_fr=title, actor=None, at=AT, **given)
        return commands.start_project(project_id=project.pk, actor=None, at=AT) if is_started else project

    return made


@pytest.fixture
def project(make: Callable[..., Project], fund: Contact) -> Project:
    """Return a running project of 2026 with a funder and two lines."""
    made = make()
    commands.save_funder(
        project_id=made.pk,
        organisation_id=fund.pk,
        promised_cents=1_000_000,
        agreement_number="E-12",
        actor=None,
        at=AT,
    )
    for name in ("Salles", "Impression"):
        commands.save_line(project_id=made.pk, name_fr=name, planned_cents=400_000, actor=None, at=AT)
    return made


@pytest.fixture
def session(theme: Theme) -> Callable[..., Activity]:
    """Return a maker of held sessions."""

    def made(start: str = "2026-03-03", people: int | None = 20, *, is_held: bool = True, **values: Any) -> Activity:
        given = {
            "title_fr": f"Atelier du {start}",
            "kind": "WORKSHOP",
            "themes": [theme.pk],
            "is_public": True,
            **values,
        }
        found = activities.create_activity(start=start, actor=None, at=AT, **given)
        if is_held:
            for state in ("CONFIRMED", "HELD"):
                activities.change_state(activity_id=found.pk, state=state, actor=None, at=AT)
        if is_held and people is not None:
            activities.state_figure(
                activity_id=found.pk, what="ATTENDED", value=people, source="Feuille", actor=None, at=AT
            )
        found.refresh_from_db()
        return found

    return made


@pytest.fixture
def attached(session: Callable[..., Activity]) -> Callable[..., Activity]:
    """Return a maker of held sessions of a project."""

    def made(project: Project, start: str = "2026-03-03", **values: Any) -> Activity:
        found = session(start, **values)
        commands.attach_activity(project_id=project.pk, activity_id=found.pk, actor=None, at=AT)
        return found

    return made


@pytest.fixture
def tool(db: None) -> Callable[..., Tool]:
    """Return a maker of published tools."""

    def made(title: str = "Guide", **values: Any) -> Tool:
        given = {"slug": title.lower().replace(" ", "-"), "kind": "GUIDE", "state": "PUBLISHED", "licence": "CC_BY"}
        return Tool.objects.create(**{**given, "title": title, "created_at": AT, "changed_at": AT, **values})

    return made


@pytest.fixture
def spend(db: None) -> Callable[..., ActivityEntry]:
    """Return a writer of real costs of an activity."""

    def write(activity: Activity, cents: int, *, kind: str = "COST", **values: Any) -> ActivityEntry:
        given = {"stage": "REAL", "what": "Salle", "booked_date": date(2026, 3, 3), **values}
        return record_activity_entry(activity_id=activity.pk, kind=kind, amount_cents=cents, actor=None, at=AT, **given)

    return write
