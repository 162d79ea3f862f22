"""Who sees and writes activities; what is under guard is for named roles only, whatever the door (S95)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import Reach, Veil, declare, everywhere
from convergence.activities.models import Participation, guarded

WRITERS = everywhere(Role.COORDINATOR, Role.EDUCATION, Role.PROJECTS, Role.COMMUNICATIONS)
READERS = {**WRITERS, **everywhere(Role.TREASURER, Role.BOARD, Role.AUDITOR)} | {
    Role.ANIMATOR: ScopeKind.REGION,
    Role.DELEGATE: ScopeKind.OWN,
}
GUARDED = "activities.view_guarded_activity"


def took_part(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Keep the activities in which one's organisations, or those of one's regions, take part."""
    keep = Q(pk__in=[])
    for path in ("contact", "contact__part_of"):
        keep |= Q(**{f"{path}__in": reach.organisations}) | Q(**{f"{path}__merged_into__in": reach.organisations})
        keep |= Q(**{f"{path}__region__slug__in": reach.regions})
    return rows.filter(pk__in=Participation.objects.filter(keep).order_by().values("activity_id"))


def _without_guarded(rows: QuerySet[Any], far: Reach) -> QuerySet[Any]:
    return rows.exclude(guarded(timezone.localdate()))


_VEIL = Veil(GUARDED, _without_guarded)

declare(
    GUARDED,
    _("See activities under guard"),
    everywhere(Role.COORDINATOR, Role.EDUCATION, Role.PROJECTS, Role.AUDITOR),
)
declare("activities.view_activity", _("See activities"), READERS, narrow=took_part, veil=_VEIL)
declare("activities.edit_activity", _("Change activities and their state"), WRITERS, veil=_VEIL)
declare("activities.add_activity", _("Write activities"), WRITERS)
declare("activities.delete_activity", _("Delete activities nothing was counted of"), everywhere(Role.COORDINATOR))
declare("activities.record_attendance", _("Write who was there"), WRITERS, veil=_VEIL)
declare(
    "activities.view_attendance",
    _("See the names of who was there"),
    everywhere(Role.COORDINATOR, Role.EDUCATION, Role.PROJECTS, Role.AUDITOR),
    veil=_VEIL,
)
declare(
    "activities.view_evaluation",
    _("See the results of evaluations"),
    everywhere(Role.COORDINATOR, Role.EDUCATION, Role.PROJECTS),
    veil=_VEIL,
)
