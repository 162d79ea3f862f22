"""Reminders before a session, each once; the register of messages knows which left."""

from datetime import datetime, timedelta

from django.db import transaction

from convergence.education.trainings.choices import OptionState, RequestState
from convergence.education.trainings.commands import letters
from convergence.education.trainings.models import DateOption

DAYS = (7, 1)


@transaction.atomic
def send_reminders(*, at: datetime) -> int:
    """Remind of the sessions of the next seven days and of tomorrow; return of how many reminders were due.

    A reminder whose day came before the date was agreed is not sent: the confirmation has just left.
    """
    rows = DateOption.objects.filter(
        state=OptionState.CHOSEN,
        request__state=RequestState.CONFIRMED,
        starts_at__gt=at,
        starts_at__lte=at + timedelta(days=max(DAYS)),
    )
    due = 0
    for option in rows.select_related("request__training", "request__organisation", "facilitator__person"):
        days = next((one for one in sorted(DAYS) if option.starts_at - at <= timedelta(days=one)), None)
        if days is not None and option.request.changed_at < option.starts_at - timedelta(days=days):
            letters.remind(option.request, option, days, at=at)
            due += 1
    return due
