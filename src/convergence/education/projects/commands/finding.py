"""Finding and locking projects for the commands."""

from typing import Any

from convergence.accounts.policies import require
from convergence.core.errors import NotFound
from convergence.education.projects.errors import ProjectClosed
from convergence.education.projects.models import Project


def locked(project_id: int, actor: Any, action: str = "projects.edit_project") -> Project:
    """Return a project until the end of the transaction, whatever its state.

    Raises:
        NotFound, NotAllowed: there is none, or the actor may not.
    """
    require(actor, action)
    found: Project | None = Project.objects.select_for_update().filter(pk=project_id).first()
    if found is None:
        raise NotFound
    return found


def locked_open(project_id: int, actor: Any, action: str = "projects.edit_project") -> Project:
    """Return a project that may be changed.

    Raises:
        NotFound, NotAllowed: there is none, or the actor may not.
        ProjectClosed: its report is made.
    """
    project = locked(project_id, actor, action)
    if project.is_closed:
        raise ProjectClosed(project=project)
    return project
