"""What waits for a person among education projects: those whose last day is past."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.accounts.policies import visible
from convergence.backoffice import home
from convergence.education.projects.models import Project


@home.waiting("projects.close_project", order=49)
def projects_to_close(user: Any, at: datetime) -> home.WaitingSource:
    """Projects that are over and not closed: their funders wait for the report."""
    over = Project.objects.to_close(timezone.localdate(at))
    [number] = yield home.Counted(visible(user, "projects.view_project", over))
    if number:
        why = _("Their last day is past: settle what remains, close them and send the report.")
        yield home.Waiting(
            number,
            ngettext("education project to close", "education projects to close", number),
            why,
            reverse("projects:index") + "?when=over",
        )
