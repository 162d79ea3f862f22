"""The education project of an activity, on the page of the activity: which it is, or which may take it."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from convergence.accounts.policies import may
from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity
from convergence.backoffice.activities.sections import Section, section
from convergence.education.projects.queries.outputs import project_of
from convergence.education.projects.queries.proposals import projects_for

MOST = 5


@section(order=60)
def project(request: HttpRequest, activity: Activity) -> Section | None:
    """Show the project that an activity belongs to, or those that may take it; nothing when there is neither."""
    if not may(request.user, "projects.view_project"):
        return None
    found = project_of(activity)
    offered = []
    is_free = found is None and activity.part_of_id is None and activity.state != ActivityState.CANCELLED
    if is_free and may(request.user, "projects.edit_project"):
        offered = list(projects_for(activity)[:MOST])
    if found is None and not offered:
        return None
    data = {"project": found, "offered": offered, "activity": activity}
    return Section(_("Education project"), "backoffice/projects/_of_activity.html", data)
