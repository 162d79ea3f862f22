"""What waits for a person among activities."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.accounts.policies import visible
from convergence.activities.choices import ActivityState
from convergence.activities.models import Activity
from convergence.backoffice import home


@home.waiting("activities.edit_activity", order=45)
def activities_to_settle(user: Any, at: datetime) -> home.WaitingSource:
    """What is over and was neither marked as held nor cancelled."""
    rows = visible(user, "activities.edit_activity", Activity.objects.all())
    waiting = (ActivityState.PLANNED, ActivityState.CONFIRMED)
    [over] = yield home.Counted(rows.filter(state__in=waiting, last_day__lt=timezone.localdate(at)))
    if over:
        why = _("Only what somebody marked as held is counted: the passing of a date proves nothing.")
        yield home.Waiting(
            over,
            ngettext("activity to mark as held or cancelled", "activities to mark as held or cancelled", over),
            why,
            reverse("activities:index") + "?when=over",
        )
