"""Notices of the card provider that could not be applied: try again, or say what was done by hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from convergence.accounts.policies import may, require, visible
from convergence.backoffice.finance import base
from convergence.core.errors import BadValue
from convergence.finance import commands
from convergence.finance.choices import EventState
from convergence.finance.models import ProviderEvent

OPEN = (EventState.STUCK, EventState.WAITING)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the notices that wait for a person, the oldest first."""
    require(request.user, "finance.view_providerevent")
    rows = visible(request.user, "finance.view_providerevent", ProviderEvent.objects.filter(state__in=OPEN))
    page = base.paged(request, rows.order_by("received_at", "pk"))
    for row in page:
        row.said = _said(row.payload)
    context = {
        "title": _("Notices of the card provider"),
        "lede": _("What the provider said and the books could not take. Nothing of it is lost."),
        "page": page,
        "may_settle": may(request.user, "finance.settle_providerevent"),
    }
    return render(request, "backoffice/finance/notices.html", context)


def _said(payload: Any) -> str:
    """Return what a person recognises of a notice: amount in cents and name, whatever its shape."""
    thing = payload.get("data") if isinstance(payload, dict) else None
    thing = thing.get("object") if isinstance(thing, dict) else None
    if not isinstance(thing, dict):
        return ""
    who = thing.get("customer_details")
    name = who.get("name") if isinstance(who, dict) else ""
    amount = next((thing[key] for key in ("amount_total", "amount_refunded", "amount") if thing.get(key)), "")
    money = f"{amount / 100:.2f} {thing.get('currency', '')}".strip() if isinstance(amount, int) else ""
    return base.plain_text(" · ".join(str(part) for part in (name, money, thing.get("id")) if part))


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a notice again, or set it aside with a reason."""
    base.visible_or_404(request, "finance.view_providerevent", ProviderEvent.objects.all(), pk)
    require(request.user, "finance.settle_providerevent")
    who: dict[str, Any] = {"event_pk": pk, "actor": request.user, "at": timezone.now()}
    act, reason = request.POST.get("act", ""), base.plain_text(request.POST.get("reason", ""))

    def settled() -> None:
        if act == "close":
            commands.close_notice(reason=reason, **who)
        elif commands.hear_again(**who).state in OPEN:
            raise BadValue(_("The notice still does not fit the books. Enter it by hand, then set it aside."))

    base.done(request, settled, _DONE.get(act, _DONE["again"]))
    return redirect("money:notices")


_DONE: dict[str, Any] = {
    "again": gettext_lazy("The notice is applied."),
    "close": gettext_lazy("The notice is set aside."),
}
