"""Commitments for the return: promised, dated, settled, reminded of."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.errors import BadValue, DayOutside, NotFound
from convergence.education.stays.choices import CommitmentKind, ParticipantState
from convergence.education.stays.commands import mail
from convergence.education.stays.commands.finding import EDIT_STAY, found_participant
from convergence.education.stays.errors import NobodyGoes, SettledAlready
from convergence.education.stays.models import Commitment, Participant
from convergence.education.stays.rules.days import FIRST_REMINDER, TOO_LATE, reminder_due


def promise_of(participant: Participant, *, kind: str, words: str, days: int) -> Commitment:
    """Write a commitment, dated when the group is back already."""
    back = participant.stay.returned
    row = Commitment(participant=participant, kind=kind, words=words.strip()[:200], days=days)
    row.due = back + timedelta(days=days) if back else None
    row.full_clean()
    row.save()
    return row


def date_promises(participant: Participant, returned: date) -> None:
    """Count the due days of a participant's commitments from the real return."""
    for row in participant.commitments.filter(due=None):
        row.due = returned + timedelta(days=row.days)
        row.save(update_fields=["due"])


@transaction.atomic
def add_promise(*, participant_id: int, kind: str, words: str, days: int, actor: Any, at: datetime) -> Commitment:
    """Add a commitment to somebody who goes or went.

    Raises:
        NotFound, NotAllowed: there is no such participant; the actor may not change the stay.
        NobodyGoes: they do not go.
        BadValue: no such kind, or a number of days that cannot be.

    Writes the audit line `stays.commitment.added`.
    """
    participant = found_participant(participant_id)
    require(actor, EDIT_STAY, participant.stay)
    if participant.state == ParticipantState.CANCELLED:
        raise NobodyGoes
    if kind not in CommitmentKind.values or not 1 <= days <= 730:
        raise BadValue(field="days" if kind in CommitmentKind.values else "kind")
    row = promise_of(participant, kind=kind, words=words, days=days)
    _note(row, "added", actor, at)
    return row


def _note(row: Commitment, act: str, actor: Any, at: datetime) -> None:
    audit.record(
        actor=actor,
        verb=f"stays.commitment.{act}",
        obj=row,
        label=str(row.participant.stay),
        changes={"what": (None, str(row))},
        at=at,
    )


@transaction.atomic
def settle_promise(
    *,
    commitment_id: int,
    done_date: date | None,
    outcome: str,
    actor: Any,
    at: datetime,
    participant_id: int | None = None,
    is_waived: bool = False,
    activity_id: int | None = None,
) -> Commitment:
    """Write what came of a commitment, or that it is asked for no more; by the team, or by whoever promised it.

    Args:
        commitment_id: the commitment.
        done_date: when it was done; None with `is_waived`.
        outcome: where it was held, its address, what came of it.
        actor: who writes it; None behind the personal link.
        at: when.
        participant_id: whose link it is, behind the personal link.
        is_waived: nothing is asked any more; by the team only.
        activity_id: the talk in the register.

    Raises:
        NotFound, NotAllowed: no such commitment of theirs; the actor may not change the stay.
        SettledAlready: it is settled.
        BadValue: no day, one before the departure or in the future.

    Writes the audit line `stays.commitment.settled`.
    """
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("participant__stay__activity")
    row = rows.filter(pk=commitment_id, participant__emptied_at=None).first()
    if row is None or (participant_id is not None and row.participant_id != participant_id):
        raise NotFound
    require(actor, EDIT_STAY, row.participant.stay)
    if row.is_settled:
        raise SettledAlready
    first, today = row.participant.stay.leaves, timezone.localdate(at)
    if not is_waived and (done_date is None or not first <= done_date <= today):
        raise DayOutside(field="done_date", first=long_day(first), last=long_day(today))
    row.done_date, row.outcome = None if is_waived else done_date, outcome.strip()[:500]
    row.is_waived, row.activity_id = is_waived, activity_id
    row.save()
    _note(row, "settled", actor, at)
    return row


def remind(*, at: datetime) -> int:
    """Send the reminders that are due, each once; return how many left."""
    today = timezone.localdate(at)
    rows = Commitment.objects.filter(
        done_date=None,
        is_waived=False,
        reminders__lt=2,
        due__lte=today + FIRST_REMINDER,
        due__gt=today - TOO_LATE,
        participant__emptied_at=None,
    )
    rows = rows.exclude(participant__email="").exclude(participant__state=ParticipantState.CANCELLED)
    return sum(_remind(pk, today, at) for pk in rows.order_by("due", "pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, today: date, at: datetime) -> int:
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("participant__stay__activity")
    row = rows.filter(pk=pk, done_date=None, is_waived=False).first()
    number = reminder_due(row.due, today) if row is not None and row.due is not None else 0
    if row is None or number <= row.reminders:
        return 0
    row.reminders = number
    row.save(update_fields=["reminders"])
    about = "commitment" if number == 1 else "commitment_late"
    mail.to_participant(row.participant, about, at=at, once=f"{row.pk}:{number}", commitment=row)
    return 1
