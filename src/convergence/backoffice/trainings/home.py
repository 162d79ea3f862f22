"""What waits for a person among trainings."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.accounts.policies import visible
from convergence.backoffice import home
from convergence.education.trainings.choices import LineState, OptionState, RequestState
from convergence.education.trainings.models import FollowUp, SignIn, TrainingRequest

EDIT = "trainings.edit_trainingrequest"


@home.waiting(EDIT, order=40)
def trainings_waiting(user: Any, at: datetime) -> home.WaitingSource:
    """Requests to answer, sessions that are over, doubtful lines, follow-ups that are due."""
    rows = visible(user, EDIT, TrainingRequest.objects.order_by())
    mine = rows.values("pk")
    over = rows.filter(state=RequestState.CONFIRMED, options__state=OptionState.CHOSEN, options__ends_at__lt=at)
    due = FollowUp.objects.filter(request__in=mine, done_at=None, due_date__lte=timezone.localdate(at))
    doubtful = SignIn.objects.filter(request__in=mine, state=LineState.DOUBTFUL)
    new, held, lines, follow = yield home.Counted(rows.filter(state=RequestState.RECEIVED), over, doubtful, due)
    index = reverse("trainings:index")
    if new:
        why = _("A union that asks and hears nothing for ten days does not ask again.")
        yield home.Waiting(
            new,
            ngettext("request for a training to answer", "requests for trainings to answer", new),
            why,
            index + "?state=RECEIVED",
        )
    if held:
        why = _("Only what somebody marked as held is counted, and attestations wait for it.")
        yield home.Waiting(
            held,
            ngettext("training to mark as held", "trainings to mark as held", held),
            why,
            index + "?state=CONFIRMED&when=over",
        )
    if lines:
        why = _("A doubtful line is no presence until somebody has looked at it.")
        yield home.Waiting(
            lines,
            ngettext("doubtful line of sign-in", "doubtful lines of sign-in", lines),
            why,
            index + "?when=doubtful",
        )
    if follow:
        why = _("What came of a training is asked once; afterwards nobody remembers.")
        yield home.Waiting(
            follow,
            ngettext("follow-up of a training that is due", "follow-ups of trainings that are due", follow),
            why,
            reverse("trainings:follow_ups"),
        )
