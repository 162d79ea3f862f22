"""What waits for a person among internships and missions."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.accounts.policies import visible
from convergence.backoffice import home
from convergence.education.stays.choices import ApplicationState, CallState, ParticipantState
from convergence.education.stays.models import (
    Application,
    Assessment,
    Commitment,
    CommitteeLink,
    Participant,
    Stay,
    StayCall,
)
from convergence.education.stays.queries.committee import unions_of

SOON = timedelta(days=21)


@home.waiting("stays.score_application", order=56)
def points_to_give(user: Any, at: datetime) -> home.WaitingSource:
    """Applications that wait for one's own points."""
    rows = Application.objects.filter(
        call__committee__user=user, call__state=CallState.PUBLISHED, state=ApplicationState.RECEIVED
    )
    mine = Assessment.objects.filter(application=OuterRef("pk"), member__user=user)
    tied = CommitteeLink.objects.filter(application=OuterRef("pk"), member__user=user)
    rows = visible(user, "stays.score_application", rows).exclude(Exists(mine)).exclude(Exists(tied))
    rows = rows.exclude(union__in=unions_of(user))  # tied by the register, whether recorded yet or not
    [waiting] = yield home.Counted(rows)
    if waiting:
        why = _("You sit on the committee: nobody sees your points before giving theirs.")
        yield home.Waiting(
            waiting,
            ngettext("application to give points to", "applications to give points to", waiting),
            why,
            reverse("stays:index"),
        )


@home.waiting("stays.edit_staycall", order=57)
def calls_to_decide(user: Any, at: datetime) -> home.WaitingSource:
    """Calls that are closed and not decided."""
    late = StayCall.objects.filter(state=CallState.PUBLISHED, closes__lt=timezone.localdate(at))
    [waiting] = yield home.Counted(visible(user, "stays.edit_staycall", late))
    if waiting:
        why = _("The candidates wait for an answer.")
        yield home.Waiting(
            waiting,
            ngettext("call to decide", "calls to decide", waiting),
            why,
            reverse("stays:index") + "?state=PUBLISHED",
        )


@home.waiting("stays.edit_stay", order=58)
def stays_to_follow(user: Any, at: datetime) -> home.WaitingSource:
    """Emergency sheets that are missing, groups that are back, commitments that are late."""
    today = timezone.localdate(at)
    stays = visible(user, "stays.edit_stay", Stay.objects.all())
    going = Participant.objects.filter(
        stay__in=stays, state=ParticipantState.GOING, emergency=None, stay__returned=None,
        stay__leaves__lte=today + SOON, stay__returns__gte=today,
    )  # fmt: skip
    back = stays.filter(returned=None, returns__lt=today)
    late = Commitment.objects.filter(
        participant__stay__in=stays, done_date=None, is_waived=False, due__lt=today
    ).exclude(participant__state=ParticipantState.CANCELLED)
    missing, returned, promised = yield home.Counted(going, back, late)
    here = reverse("stays:stays")
    if missing:
        why = _("They leave within three weeks: whom would you call?")
        yield home.Waiting(
            missing, ngettext("emergency sheet missing", "emergency sheets missing", missing), why, f"{here}?when=away"
        )
    if returned:
        why = _("Write the day of the return: commitments are counted from it, emergency sheets deleted after it.")
        yield home.Waiting(
            returned,
            ngettext("group that should be back", "groups that should be back", returned),
            why,
            f"{here}?when=overdue",
        )
    if promised:
        why = _("Call: a talk that is late is a talk that needs help.")
        yield home.Waiting(
            promised,
            ngettext("commitment that is late", "commitments that are late", promised),
            why,
            f"{here}?when=promised",
        )
