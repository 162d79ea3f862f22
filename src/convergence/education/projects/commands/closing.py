"""Closing a project freezes its outputs and figures in a report; reopening corrects it by a new version (S93)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.core import audit
from convergence.core.money import format_cents
from convergence.education.projects.choices import ProjectState
from convergence.education.projects.commands.finding import locked
from convergence.education.projects.errors import AlreadyClosed, NotClosed, NotRunning, ReasonMissing, Unsettled
from convergence.education.projects.models import Project, Report
from convergence.education.projects.queries import outputs
from convergence.education.projects.queries.picture import live
from convergence.education.projects.rules.sealing import digest_of
from convergence.education.projects.rules.states import may_follow


@transaction.atomic
def close_project(*, project_id: int, actor: Any, at: datetime) -> Report:
    """Close a project: what it is becomes a report that nothing changes, the next version when it was reopened.

    Raises:
        NotFound, NotAllowed: there is none; the actor may not close projects.
        NotRunning, AlreadyClosed: it is a draft; somebody closed it before.
        Unsettled: a session, a tool or a cost is not settled; the refusal names it.

    Writes the audit line `projects.project.closed` with the digest of the report.
    """
    project = locked(project_id, actor, "projects.close_project")
    if project.is_closed:
        raise AlreadyClosed
    if not may_follow(project.state, ProjectState.CLOSED):
        raise NotRunning
    unsettled = outputs.unsettled_in(project)
    if unsettled:
        raise Unsettled(what=_in_words(unsettled))
    content = live(project, timezone.localdate(at))
    report = Report.objects.create(
        project=project,
        version=project.reports.count() + 1,
        because=project.correcting,
        content=content,
        digest=digest_of(content),
        made_at=at,
        made_by_id=getattr(actor, "pk", None),
    )
    _move(project, ProjectState.CLOSED, "", at)
    changes = {"state": (ProjectState.RUNNING, ProjectState.CLOSED), "digest": (None, report.digest)}
    audit.record(actor=actor, verb="projects.project.closed", obj=project, changes=changes, at=at)
    return report


@transaction.atomic
def reopen_project(*, project_id: int, reason: str, actor: Any, at: datetime) -> Project:
    """Reopen a closed project for a correction; its reports stay, and the next one bears the reason.

    Raises:
        NotFound, NotAllowed: there is none; only the coordination reopens.
        NotClosed: it is open.
        ReasonMissing: nothing says what must be corrected.

    Writes the audit line `projects.project.reopened`.
    """
    project = locked(project_id, actor, "projects.reopen_project")
    if not project.is_closed:
        raise NotClosed
    if not reason.strip():
        raise ReasonMissing(field="reason")
    _move(project, ProjectState.RUNNING, reason.strip()[:300], at)
    changes = {"state": (ProjectState.CLOSED, ProjectState.RUNNING), "correcting": ("", project.correcting)}
    audit.record(actor=actor, verb="projects.project.reopened", obj=project, changes=changes, at=at)
    return project


def _move(project: Project, state: str, correcting: str, at: datetime) -> None:
    project.state, project.correcting, project.changed_at = state, correcting, at
    project.save(update_fields=["state", "correcting", "changed_at"])


def _in_words(found: outputs.Unsettled) -> str:
    """Name the first of each kind, and say how many more there are."""
    kept = timezone.localdate()
    parts = []
    for sessions, words in (
        (found.sessions, _("%(what)s is neither held nor cancelled")),
        (found.moved, _("%(what)s does not begin on a day of the project")),
    ):
        if sessions:
            first = sessions[0]
            name = _("a session kept confidential") if outputs.is_kept(first, kept) else f"“{first.title_fr}”"
            parts.append(words % {"what": name + _more(len(sessions))})
    if found.tools:
        name = f"“{found.tools[0].title}”" + _more(len(found.tools))
        parts.append(_("the tool %(what)s is not published") % {"what": name})
    if found.costs:
        one = found.costs[0]
        name = f"“{one.what}” ({format_cents(one.amount_cents)})" + _more(len(found.costs))
        parts.append(_("the cost %(what)s stands under no line of the budget") % {"what": name})
    return "; ".join(parts)


def _more(number: int) -> str:
    more = number - 1
    return " " + ngettext("(and %(n)s more)", "(and %(n)s more)", more) % {"n": more} if more else ""
