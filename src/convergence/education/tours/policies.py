"""Who sees and writes tours; who knows who somebody at risk is (S71, S95)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import Reach, Veil, declare, everywhere
from convergence.activities.models import Activity, guarded
from convergence.activities.policies import GUARDED
from convergence.contacts.policies import of_contact
from convergence.education.tours.choices import Safety

WRITERS = everywhere(Role.COORDINATOR, Role.EDUCATION, Role.PROJECTS)
READERS = {**WRITERS, **everywhere(Role.TREASURER, Role.COMMUNICATIONS, Role.BOARD, Role.AUDITOR)}
AT_RISK = "tours.view_guest_at_risk"


def _without_guarded(path: str) -> Veil:
    def keep(rows: QuerySet[Any], far: Reach) -> QuerySet[Any]:
        kept = Activity.objects.filter(guarded(timezone.localdate())).order_by()
        return rows.exclude(**{f"{path}__in": kept.values("pk")})

    return Veil(GUARDED, keep)


def _without_at_risk(rows: QuerySet[Any], far: Reach) -> QuerySet[Any]:
    return rows.exclude(Q(safety=Safety.AT_RISK) | Q(person__isnull=False, person__is_sensitive=True))


_VEIL = _without_guarded("activity")

declare("tours.view_tour", _("See tours of guests"), READERS, veil=_VEIL)
declare("tours.add_tour", _("Write tours of guests"), WRITERS)
declare("tours.edit_tour", _("Change tours, their legs, meetings and what came of them"), WRITERS, veil=_VEIL)
declare(AT_RISK, _("See who a guest at risk is"), everywhere(Role.COORDINATOR, Role.PROJECTS))
declare(
    "tours.view_guest",
    _("See the papers and addresses of guests"),
    WRITERS,
    veil=Veil(AT_RISK, _without_at_risk),
)
declare(
    "tours.edit_guest",
    _("Change guests, their papers and what they agreed to"),
    WRITERS,
    veil=Veil(AT_RISK, _without_at_risk),
)
declare(
    "tours.view_leg",
    _("See the legs of tours"),
    READERS,
    veil=_without_guarded("tour__activity"),
)
declare(
    "tours.answer_leg",
    _("Answer for the host of a leg in the members’ space"),
    {Role.DELEGATE: ScopeKind.OWN},
    narrow=of_contact("host"),
)
