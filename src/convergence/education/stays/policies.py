"""Who prepares calls, reads applications, gives points, knows who leaves, opens an emergency sheet."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import Reach, Veil, declare, everywhere
from convergence.activities.models import Activity, guarded
from convergence.activities.policies import GUARDED
from convergence.contacts.policies import of_contact, veil_of

WRITERS = everywhere(Role.COORDINATOR, Role.EDUCATION, Role.PROJECTS)
READERS = {**WRITERS, **everywhere(Role.TREASURER, Role.COMMUNICATIONS, Role.BOARD, Role.AUDITOR)}


def _veil(path: str) -> Veil:
    def keep(rows: QuerySet[Any], far: Reach) -> QuerySet[Any]:
        under = Activity.objects.filter(guarded(timezone.localdate())).order_by().values("pk")
        return rows.exclude(**{f"{path}__in": under})

    return Veil(GUARDED, keep)


declare("stays.view_programme", _("See programmes of internships and missions"), READERS)
declare("stays.view_staycall", _("See calls for applications"), READERS)
declare("stays.edit_staycall", _("Prepare, publish and decide calls; change programmes"), WRITERS)
declare(
    "stays.view_application",
    _("See applications and their papers"),
    {**WRITERS, **everywhere(Role.AUDITOR)},
    veil=veil_of("union", "person"),
)
declare("stays.edit_application", _("Follow applications"), WRITERS, veil=veil_of("union", "person"))
declare(
    "stays.score_application",
    _("Give points to applications, on a committee that one sits on"),
    {**WRITERS, **everywhere(Role.BOARD, Role.COMMUNICATIONS, Role.TREASURER)},
    veil=veil_of("union", "person"),
)
declare(
    "stays.follow_application",
    _("Follow those whom one’s union sponsors, when they agreed"),
    {Role.DELEGATE: ScopeKind.OWN},
    narrow=of_contact("union"),
)
declare("stays.view_stay", _("See stays and missions"), READERS, veil=_veil("activity"))
declare("stays.edit_stay", _("Follow stays and missions, write findings"), WRITERS, veil=_veil("activity"))
declare(
    "stays.view_participant",
    _("See who leaves, and the circle of former participants"),
    {**WRITERS, **everywhere(Role.AUDITOR)},
    veil=veil_of("union", "person"),
)
declare(
    "stays.open_emergencysheet",
    _("Open emergency sheets, each with a reason"),
    everywhere(Role.COORDINATOR, Role.EDUCATION),
)
