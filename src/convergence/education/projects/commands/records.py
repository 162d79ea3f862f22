"""A project, its funders and the lines of its budget."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from convergence.accounts.policies import require
from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.errors import NotFound
from convergence.education.projects.choices import ProjectState
from convergence.education.projects.commands.finding import locked_open
from convergence.education.projects.errors import (
    BadAmount,
    DaysMissing,
    EndsBeforeItStarts,
    FunderTwice,
    LeftOutside,
    NotAnOrganisation,
)
from convergence.education.projects.models import BudgetLine, Funder, Project, ProjectActivity
from convergence.education.projects.queries.outputs import begins_of
from convergence.education.projects.rules.states import may_follow
from convergence.finance.commands import open_purse

MOST_CENTS = 10**11


@transaction.atomic
def create_project(
    *,
    title_fr: str,
    first_day: date | None,
    last_day: date | None,
    actor: Any,
    at: datetime,
    themes: Sequence[int] = (),
    **values: Any,
) -> Project:
    """Write a project as a draft, and open its purse.

    Args:
        title_fr: its title; the others are translations.
        first_day: the first day on which a session may begin.
        last_day: the last one.
        actor: who writes it.
        at: when.
        themes: ids of themes.
        values: other fields of the project.

    Raises:
        NotAllowed: the actor may not write projects.
        DaysMissing, EndsBeforeItStarts: its days.
        ValidationError: a value does not fit.

    Writes the audit lines `projects.project.created` and `finance.purse.opened`.
    """
    require(actor, "projects.add_project")
    first, last = _days(first_day, last_day)
    project = Project(title_fr=title_fr, first_day=first, last_day=last, created_at=at, changed_at=at, **values)
    project.slug = _free_slug(title_fr)
    project.full_clean(exclude=["purse"])
    project.purse = open_purse(name=title_fr, actor=actor, at=at)
    project.save(force_insert=True)
    project.themes.set(themes)
    changes = audit.changes_between({}, audit.snapshot(project))
    audit.record(actor=actor, verb="projects.project.created", obj=project, changes=changes, at=at)
    return project


@transaction.atomic
def change_project(
    *,
    project_id: int,
    first_day: date | None,
    last_day: date | None,
    actor: Any,
    at: datetime,
    themes: Sequence[int] | None = None,
    **values: Any,
) -> Project:
    """Change an open project; its address stays.

    Raises:
        NotFound, NotAllowed: there is none; the actor may not.
        ProjectClosed: its report is made.
        DaysMissing, EndsBeforeItStarts, LeftOutside: its days.
        ValidationError: a value does not fit.

    Writes the audit line `projects.project.changed` when something differs.
    """
    project = locked_open(project_id, actor)
    first, last = _days(first_day, last_day)
    before = audit.snapshot(project)
    for name, value in {**values, "first_day": first, "last_day": last}.items():
        setattr(project, name, value)
    project.full_clean()
    _check_sessions(project)
    if themes is not None:
        project.themes.set(themes)
    changes = audit.changes_between(before, audit.snapshot(project))
    if changes:
        project.changed_at = at
        project.save()
        audit.record(actor=actor, verb="projects.project.changed", obj=project, changes=changes, at=at)
    return project


@transaction.atomic
def start_project(*, project_id: int, actor: Any, at: datetime) -> Project:
    """Start a draft: from now on it may be on the site, and be closed. Twice does nothing.

    Raises:
        NotFound, NotAllowed, ProjectClosed: there is none; the actor may not; its report is made.

    Writes the audit line `projects.project.started`.
    """
    project = locked_open(project_id, actor)
    if may_follow(project.state, ProjectState.RUNNING):
        changes = {"state": (project.state, ProjectState.RUNNING)}
        project.state, project.changed_at = ProjectState.RUNNING, at
        project.save(update_fields=["state", "changed_at"])
        audit.record(actor=actor, verb="projects.project.started", obj=project, changes=changes, at=at)
    return project


@transaction.atomic
def save_funder(
    *,
    project_id: int,
    organisation_id: int,
    promised_cents: int,
    actor: Any,
    at: datetime,
    funder_id: int | None = None,
    agreement_number: str = "",
    agreement_date: date | None = None,
) -> Funder:
    """Write what an organisation promised to a project, or change it.

    Raises:
        NotFound, NotAllowed, ProjectClosed: no such project or row; the actor may not; its report is made.
        NotAnOrganisation: nobody, or a person.
        FunderTwice: this organisation is written already.
        BadAmount: nothing, less than nothing, or a thousand million.
        ValidationError: a value does not fit.

    Writes the audit line `projects.funder.added` or `projects.funder.changed`, nothing when nothing differs.
    """
    project = locked_open(project_id, actor)
    funder = Funder(project=project) if funder_id is None else project.funders.filter(pk=funder_id).first()
    if funder is None:
        raise NotFound
    found = Contact.objects.select_related("merged_into").filter(pk=organisation_id).first()
    if found is None or found.kind != ContactKind.ORGANISATION:
        raise NotAnOrganisation(field="organisation")
    organisation = found.merged_into or found
    if project.funders.filter(organisation=organisation).exclude(pk=funder.pk).exists():
        raise FunderTwice(field="organisation")
    before = audit.snapshot(funder) if funder.pk else {}
    funder.organisation, funder.promised_cents = organisation, _amount(promised_cents, "promised_cents")
    funder.agreement_number, funder.agreement_date = agreement_number.strip(), agreement_date
    _keep(funder, "funder", before, actor, at)
    return funder


@transaction.atomic
def save_line(
    *,
    project_id: int,
    name_fr: str,
    planned_cents: int,
    actor: Any,
    at: datetime,
    line_id: int | None = None,
    name_en: str = "",
    name_es: str = "",
) -> BudgetLine:
    """Write a line of the budget, or change it.

    Raises:
        NotFound, NotAllowed, ProjectClosed: no such project or row; the actor may not; its report is made.
        BadAmount: nothing, less than nothing, or a thousand million.
        ValidationError: a value does not fit.

    Writes the audit line `projects.line.added` or `projects.line.changed`, nothing when nothing differs.
    """
    project = locked_open(project_id, actor)
    line = BudgetLine(project=project) if line_id is None else project.lines.filter(pk=line_id).first()
    if line is None:
        raise NotFound
    before = audit.snapshot(line) if line.pk else {}
    line.planned_cents = _amount(planned_cents, "planned_cents")
    line.name_fr, line.name_en, line.name_es = name_fr.strip(), name_en.strip(), name_es.strip()
    _keep(line, "line", before, actor, at)
    return line


@transaction.atomic
def remove_funder(*, project_id: int, funder_id: int, actor: Any, at: datetime) -> None:
    """Take a funder away; what it paid stays in finance.

    Raises:
        NotFound, NotAllowed, ProjectClosed: no such project or row; the actor may not; its report is made.

    Writes the audit line `projects.funder.removed`.
    """
    project = locked_open(project_id, actor)
    _removed(project.funders.filter(pk=funder_id).first(), project, "funder", actor, at)


@transaction.atomic
def remove_line(*, project_id: int, line_id: int, actor: Any, at: datetime) -> None:
    """Take a line away; the costs that stood under it are to be placed again.

    Raises:
        NotFound, NotAllowed, ProjectClosed: no such project or row; the actor may not; its report is made.

    Writes the audit line `projects.line.removed`.
    """
    project = locked_open(project_id, actor)
    _removed(project.lines.filter(pk=line_id).first(), project, "line", actor, at)


def _keep(row: Any, kind: str, before: dict[str, Any], actor: Any, at: datetime) -> None:
    row.full_clean()
    row.save()
    changes = audit.changes_between(before, audit.snapshot(row))
    if changes:
        verb = f"projects.{kind}.{'changed' if before else 'added'}"
        audit.record(actor=actor, verb=verb, obj=row.project, changes=changes, at=at)


def _removed(row: Any, project: Project, kind: str, actor: Any, at: datetime) -> None:
    if row is None:
        raise NotFound
    changes = audit.changes_between(audit.snapshot(row), {})
    row.delete()
    audit.record(actor=actor, verb=f"projects.{kind}.removed", obj=project, changes=changes, at=at)


def _amount(cents: int, field: str) -> int:
    if not 0 < cents <= MOST_CENTS:
        raise BadAmount(field=field)
    return cents


def _days(first_day: date | None, last_day: date | None) -> tuple[date, date]:
    if first_day is None or last_day is None:
        raise DaysMissing(field="last_day" if first_day else "first_day")
    if last_day < first_day:
        raise EndsBeforeItStarts(field="last_day")
    return first_day, last_day


def _check_sessions(project: Project) -> None:
    for row in ProjectActivity.objects.filter(project=project).select_related("activity"):
        begins = begins_of(row.activity)
        if begins and (begins[0] > project.last_day or begins[1] < project.first_day):
            raise LeftOutside(field="first_day", what=f"{row.activity.title_fr} ({long_day(begins[0])})")


def _free_slug(title: str) -> str:
    stem = slugify(title)[:100].strip("-") or "projet"
    taken = set(Project.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
