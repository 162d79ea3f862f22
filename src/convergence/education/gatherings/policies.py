"""Who opens activities to registration, sees who comes, and reads what people told of themselves."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import Reach, Veil, declare, everywhere
from convergence.activities.models import Activity, guarded
from convergence.activities.policies import GUARDED

WRITERS = everywhere(Role.COORDINATOR, Role.EDUCATION, Role.COMMUNICATIONS)
READERS = {**WRITERS, **everywhere(Role.TREASURER, Role.PROJECTS, Role.AUDITOR)}
OWN = {Role.DELEGATE: ScopeKind.OWN}


def of_organisation(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Keep the groups, or the registrations, that one's own organisations reserved."""
    path = "organisation" if rows.model.__name__ == "Party" else "party__organisation"
    mine = Q(**{f"{path}__in": reach.organisations}) | Q(**{f"{path}__merged_into__in": reach.organisations})
    return rows.filter(mine)


def _of_activity(rows: QuerySet[Any], far: Reach) -> QuerySet[Any]:
    hidden = Activity.objects.filter(guarded(timezone.localdate())).values("pk")
    path = "activity" if rows.model.__name__ == "Gathering" else "gathering__activity"
    return rows.exclude(**{f"{path}__in": hidden})


_VEIL = Veil(GUARDED, _of_activity)

declare("gatherings.view_gathering", _("See events and how many register"), READERS, veil=_VEIL)
declare("gatherings.add_gathering", _("Open activities to registration"), WRITERS)
declare("gatherings.edit_gathering", _("Change places, sessions, prices and dates of events"), WRITERS, veil=_VEIL)
declare(
    "gatherings.view_registration",
    _("See who registers for events"),
    {**READERS, **OWN},
    narrow=of_organisation,
    veil=_VEIL,
)
declare("gatherings.edit_registration", _("Add, cancel and check in registrations"), WRITERS, veil=_VEIL)
declare(
    "gatherings.view_answers",
    _("See what people told of meals, access and children"),
    everywhere(Role.COORDINATOR, Role.EDUCATION),
    veil=_VEIL,
)
declare(
    "gatherings.reserve_party",
    _("Reserve places for one’s union"),
    {**WRITERS, **OWN},
    narrow=of_organisation,
    veil=_VEIL,
)
declare(
    "gatherings.view_refund",
    _("See what is to be sent back for events"),
    everywhere(Role.COORDINATOR, Role.TREASURER, Role.AUDITOR),
)
