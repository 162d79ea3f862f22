"""What waits for a person among tours: hosts that declined or do not answer, tours that begin soon."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.accounts.policies import visible
from convergence.activities.choices import ActivityState
from convergence.backoffice import home
from convergence.education.tours.choices import LegState
from convergence.education.tours.models import Leg, Tour
from convergence.education.tours.rules.checklist import SOON

SILENT = timedelta(days=7)


@home.waiting("tours.edit_tour", order=48)
def tours_to_follow(user: Any, at: datetime) -> home.WaitingSource:
    """Hosts that said no, hosts silent for a week, tours that begin within fourteen days."""
    today = timezone.localdate(at)
    open_states = (ActivityState.PLANNED, ActivityState.CONFIRMED)
    tours = visible(user, "tours.edit_tour", Tour.objects.filter(activity__state__in=open_states))
    legs = Leg.objects.filter(tour__in=tours.order_by().values("pk"), last_day__gte=today)
    soon = tours.filter(activity__first_day__range=(today, today + SOON))
    declined, silent, coming = yield home.Counted(
        legs.filter(state=LegState.DECLINED), legs.filter(state=LegState.ASKED, asked_at__lt=at - SILENT), soon
    )
    here = reverse("tours:index") + "?when=coming"
    if declined:
        why = _("Other days or another host are to be found.")
        yield home.Waiting(declined, _("legs of tours declined by their host"), why, here)
    if silent:
        yield home.Waiting(silent, _("hosts of a tour silent for a week"), _("Call them, or ask again."), here)
    if coming:
        why = _("The page of the tour says what remains to be done.")
        yield home.Waiting(coming, _("tours that begin within fourteen days"), why, here)
