"""What waits for a person among tools."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.accounts.policies import visible
from convergence.backoffice import home
from convergence.education.tools.choices import OrderState, ToolState
from convergence.education.tools.models import Order, Tool


@home.waiting("tools.settle_order", order=40)
def orders_to_settle(user: Any, at: datetime) -> home.WaitingSource:
    """Count orders to accept, and to send."""
    rows = visible(user, "tools.settle_order", Order.objects.all())
    received, accepted = yield home.Counted(
        rows.filter(state=OrderState.RECEIVED), rows.filter(state=OrderState.ACCEPTED)
    )
    if received:
        title = ngettext("order of printed copies to accept", "orders of printed copies to accept", received)
        why = _("Their copies are set aside; the invoice leaves when you accept.")
        yield home.Waiting(received, title, why, reverse("tools:orders") + "?state=RECEIVED")
    if accepted:
        title = ngettext("order of printed copies to send", "orders of printed copies to send", accepted)
        yield home.Waiting(accepted, title, _("Somebody waits for them."), reverse("tools:orders") + "?state=ACCEPTED")


@home.waiting("tools.edit_tool", order=48)
def offers_to_answer(user: Any, at: datetime) -> home.WaitingSource:
    """Count what unions offer."""
    rows = visible(user, "tools.edit_tool", Tool.objects.filter(state=ToolState.OFFERED))
    [count] = yield home.Counted(rows)
    if count:
        title = ngettext("tool offered by a union", "tools offered by unions", count)
        why = _("Nobody sees it before you accept it.")
        yield home.Waiting(count, title, why, reverse("tools:index") + "?state=OFFERED")
