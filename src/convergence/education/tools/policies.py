"""Who sees and writes tools, orders, the pool and adoptions; a delegate sees what is published and what their union offers."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.policies import Reach, declare, everywhere
from convergence.contacts.policies import of_contact, veil_of, within
from convergence.education.tools.choices import ToolState

WRITERS = everywhere(Role.COORDINATOR, Role.EDUCATION, Role.PROJECTS, Role.COMMUNICATIONS)
STAFF = {**WRITERS, **everywhere(Role.TREASURER, Role.BOARD, Role.AUDITOR, Role.ANIMATOR)}
ORDERS = everywhere(Role.COORDINATOR, Role.EDUCATION, Role.TREASURER)
OWN = {Role.DELEGATE: ScopeKind.OWN}
PRICES = everywhere(Role.COORDINATOR, Role.TREASURER)


def published_or_own(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Keep what is published, and what one's own organisations offer."""
    mine = Q(owner__in=reach.organisations) | Q(owner__merged_into__in=reach.organisations)
    return rows.filter(Q(state=ToolState.PUBLISHED) | mine)


def lent_or_borrowed(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Keep what one's own organisations took, or lent."""
    mine = reach.organisations
    taken = Q(union__in=mine) | Q(union__merged_into__in=mine)
    return rows.filter(taken | Q(tool__owner__in=mine) | Q(tool__owner__merged_into__in=mine))


def lent(rows: QuerySet[Any], reach: Reach) -> QuerySet[Any]:
    """Keep what one's own organisations lent."""
    mine = reach.organisations
    return rows.filter(Q(tool__owner__in=mine) | Q(tool__owner__merged_into__in=mine))


_OWNED = veil_of("owner")
declare("tools.view_tool", _("See tools"), {**STAFF, **OWN}, narrow=published_or_own, veil=_OWNED)
declare("tools.add_tool", _("Write tools"), WRITERS)
declare("tools.edit_tool", _("Change tools, publish versions, accept what unions offer"), WRITERS, veil=_OWNED)
declare("tools.delete_tool", _("Delete tools that nobody ever saw"), everywhere(Role.COORDINATOR))
declare(
    "tools.offer_tool", _("Offer a tool of one’s own union"), {**OWN, **everywhere(Role.COORDINATOR)}, narrow=within
)
declare("tools.use_pool", _("Download or borrow for one’s own union"), OWN, narrow=within)
declare(
    "tools.view_pooluse",
    _("See what unions lend and borrow"),
    {**STAFF, **OWN},
    narrow=lent_or_borrowed,
    veil=veil_of("union"),
)
declare("tools.settle_loan", _("Say what became of a loan"), {**WRITERS, **OWN}, narrow=lent, veil=veil_of("union"))
declare("tools.record_adoption", _("Record that a union adopted a kit"), {**WRITERS, **OWN}, narrow=within)
declare(
    "tools.view_adoption",
    _("See which unions adopted a kit"),
    {**STAFF, **OWN},
    narrow=of_contact("union"),
    veil=veil_of("union"),
)
declare("tools.view_stock", _("See the stock of printed copies"), {**WRITERS, **PRICES, **everywhere(Role.AUDITOR)})
declare("tools.record_stock", _("Record copies received, given out, lost or counted"), ORDERS)
declare("tools.edit_printing", _("Change prices and what can be ordered"), ORDERS)
declare("tools.edit_prices", _("Change postage and rates of taxes"), PRICES)
declare(
    "tools.view_order",
    _("See orders of printed copies"),
    {**ORDERS, **everywhere(Role.AUDITOR), **OWN},
    narrow=of_contact("contact"),
    veil=veil_of("contact"),
)
declare("tools.settle_order", _("Accept, ship and cancel orders"), ORDERS, veil=veil_of("contact"))
