"""After the return: the circle of former participants, what a mission found."""

from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.core import audit
from convergence.core.errors import NotFound
from convergence.education.stays.choices import ParticipantState
from convergence.education.stays.commands.finding import found_participant, locked_stay
from convergence.education.stays.errors import NobodyGoes, ReasonMissing
from convergence.education.stays.models import Finding, Participant


@transaction.atomic
def join_circle(*, participant_id: int, words: str, at: datetime) -> Participant:
    """Write that somebody wants to stay in the circle of former participants, with the words that they agreed to.

    Raises:
        NotFound: there is no such participant.
        NobodyGoes: they did not go.
        ReasonMissing: no words were shown.

    Writes the audit line `stays.alumni.joined`.
    """
    participant = found_participant(participant_id)
    if participant.state != ParticipantState.BACK:
        raise NobodyGoes
    if not words.strip():
        raise ReasonMissing
    if not participant.is_alumni:
        participant.alumni_at, participant.alumni_words, participant.alumni_until = at, words.strip()[:500], None
        participant.save(update_fields=["alumni_at", "alumni_words", "alumni_until"])
        audit.record(actor=None, verb="stays.alumni.joined", obj=participant, label=str(participant.stay), at=at)
    return participant


@transaction.atomic
def leave_circle(*, participant_id: int, actor: Any, at: datetime) -> Participant:
    """Take it back; it holds at once.

    Raises:
        NotFound: there is no such participant.

    Writes the audit line `stays.alumni.left`.
    """
    participant = found_participant(participant_id)
    if participant.is_alumni:
        participant.alumni_until = at
        participant.save(update_fields=["alumni_until"])
        audit.record(actor=actor, verb="stays.alumni.left", obj=participant, label=str(participant.stay), at=at)
    return participant


@transaction.atomic
def write_finding(*, stay_id: int, actor: Any, at: datetime, finding_id: int | None = None, **values: Any) -> Finding:
    """Write what a mission found, or change it.

    Raises:
        NotFound, NotAllowed: there is no such stay or finding; the actor may not change it.
        ValidationError: a value does not fit: no source, no certainty.

    Writes the audit line `stays.finding.written`.
    """
    stay = locked_stay(stay_id, actor)
    finding = Finding(stay=stay, recorded_at=at)
    if finding_id is not None:
        found = Finding.objects.filter(pk=finding_id, stay=stay).first()
        if found is None:
            raise NotFound
        finding = found
    before = audit.snapshot(finding) if finding.pk else {}
    for name, value in values.items():
        setattr(finding, name, value)
    finding.full_clean()
    finding.save()
    changes = audit.changes_between(before, audit.snapshot(finding))
    if changes:
        audit.record(actor=actor, verb="stays.finding.written", obj=finding, changes=changes, at=at)
    return finding


@transaction.atomic
def remove_finding(*, finding_id: int, actor: Any, at: datetime) -> None:
    """Remove a finding.

    Raises:
        NotFound, NotAllowed: there is no such finding; the actor may not change its stay.

    Writes the audit line `stays.finding.removed`.
    """
    finding = Finding.objects.filter(pk=finding_id).first()
    if finding is None:
        raise NotFound
    stay = locked_stay(finding.stay_id, actor)
    gone = audit.changes_between(audit.snapshot(finding), {})
    finding.delete()
    audit.record(actor=actor, verb="stays.finding.removed", obj=stay, changes=gone, at=at)
