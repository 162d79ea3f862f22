"""What waits for a person among registrations."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.accounts.policies import visible
from convergence.activities.choices import ActivityState
from convergence.backoffice import home
from convergence.education.gatherings.models import Gathering, Registration


@home.waiting("gatherings.edit_registration", order=46)
def presences_to_count(user: Any, at: datetime) -> home.WaitingSource:
    """Who came and is not counted in the register of activities yet."""
    today = timezone.localdate(at)
    rows = visible(user, "gatherings.edit_registration", Registration.objects.all())
    came = rows.filter(came=True, is_counted=False, gathering__activity__last_day__lt=today)
    [uncounted] = yield home.Counted(came)
    if uncounted:
        why = _("They came to an event: write them into its attendance, where they are counted.")
        yield home.Waiting(
            uncounted,
            ngettext("person to write into the attendance", "people to write into the attendance", uncounted),
            why,
            reverse("events:index") + "?when=past",
        )


@home.waiting("gatherings.edit_gathering", order=47)
def waiting_lists(user: Any, at: datetime) -> home.WaitingSource:
    """Events of the month with people on the waiting list."""
    today = timezone.localdate(at)
    rows = visible(user, "gatherings.edit_gathering", Gathering.objects.all())
    near = rows.filter(
        activity__state=ActivityState.CONFIRMED,
        activity__first_day__range=(today, today + timedelta(days=31)),
        seats__waiting__gt=0,
    ).distinct()
    [listed] = yield home.Counted(near)
    if listed:
        why = _("A larger room, or places online, would let them come.")
        yield home.Waiting(
            listed,
            ngettext("event with a waiting list", "events with a waiting list", listed),
            why,
            reverse("events:index") + "?when=coming",
        )
