"""What the page of a contact says of its membership and dues."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convergence.accounts.policies import may
from convergence.backoffice.contacts.pages import Panel, register_panel
from convergence.contacts.models import Contact
from convergence.membership.models import CallRecipient, GroupMembership

SHOWN = 3


@register_panel
def membership(request: Any, contact: Contact) -> Panel | None:
    """Say the group and the last dues of a contact, and lead to the rest; None to whoever may not see it."""
    if not may(request.user, "membership.view_groupmembership") or contact.merged_into_id is not None:
        return None
    stays = list(GroupMembership.objects.filter(member=contact).order_by("-start_date"))
    today = timezone.localdate()
    calls = CallRecipient.objects.filter(member=contact).select_related("call").order_by("-call__period_start")
    may_see = may(request.user, "membership.view_callrecipient")
    context = {
        "contact": contact,
        "now": next((one for one in stays if one.start_date <= today <= (one.end_date or today)), None),
        "last": stays[0] if stays else None,
        "calls": list(calls[:SHOWN]) if may_see else [],
    }
    return Panel(_("Membership and dues"), "backoffice/dues/panel.html", context)
