"""Emergency sheets: written by whoever leaves, opened by named roles with a reason, destroyed after the return."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.core import audit
from convergence.core.dates import long_day
from convergence.core.errors import BadValue
from convergence.education.stays.choices import ParticipantState
from convergence.education.stays.commands.finding import found_participant
from convergence.education.stays.errors import BackAlready, NobodyGoes, ReasonMissing, SheetMissing, SheetSealed
from convergence.education.stays.models import EmergencySheet, Participant
from convergence.education.stays.rules.days import SHEET_KEPT
from convergence.education.stays.rules.sealing import SealBrokenError, opened, sealed

OPEN = "stays.open_emergencysheet"
WORDS = ("call_name", "call_link", "call_phone", "call_other", "health", "papers", "insurance", "other")
LONGEST = 1000


def _secrets() -> list[str]:
    return [str(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


@transaction.atomic
def write_sheet(*, participant_id: int, words: Mapping[str, str], at: datetime) -> EmergencySheet:
    """Seal the emergency sheet of somebody who goes, behind the personal link; writing it again replaces it.

    Raises:
        NotFound: there is no such participant.
        NobodyGoes, BackAlready: they do not go, or are back.
        BadValue: nobody to call.

    Writes the audit line `stays.emergency.written`, without a word of it.
    """
    participant = found_participant(participant_id)
    if participant.state == ParticipantState.CANCELLED:
        raise NobodyGoes
    if participant.stay.returned is not None:
        raise BackAlready(day=long_day(participant.stay.returned))
    kept = {name: words.get(name, "").strip()[:LONGEST] for name in WORDS}
    for name in ("call_name", "call_phone"):
        if not kept[name]:
            raise BadValue(field=name)
    sheet, _new = EmergencySheet.objects.update_or_create(
        participant=participant, defaults={"box": sealed(kept, _secrets()), "written_at": at}
    )
    _note(participant, "written", None, at)
    return sheet


def _note(participant: Participant, act: str, actor: Any, at: datetime, reason: str = "") -> None:
    audit.record(
        actor=actor,
        verb=f"stays.emergency.{act}",
        obj=participant,
        changes={"reason": (None, reason)} if reason else {},
        at=at,
    )


@transaction.atomic
def open_sheet(*, participant_id: int, reason: str, actor: Any, at: datetime) -> dict[str, str]:
    """Open the emergency sheet of one participant, and write down who did and why.

    Raises:
        NotFound: there is no such participant.
        NotAllowed: the actor may not open emergency sheets, or may not see the stay.
        ReasonMissing: nothing says why.
        SheetMissing, SheetSealed: there is none; the server's secret has changed.

    Writes the audit line `stays.emergency.opened` with the reason, in the transaction of the reading.
    """
    participant = found_participant(participant_id)
    require(actor, OPEN)
    require(actor, "stays.view_stay", participant.stay)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    words = _opened(participant)
    _note(participant, "opened", actor, at, reason.strip()[:300])
    return words


def own_sheet(participant: Participant) -> dict[str, str]:
    """Return the words of one's own sheet, behind the personal link; empty when there is none or its seal broke."""
    try:
        return _opened(participant)
    except (SheetMissing, SheetSealed):
        return {}


def _opened(participant: Participant) -> dict[str, str]:
    sheet = EmergencySheet.objects.filter(participant=participant).first()
    if sheet is None:
        raise SheetMissing
    try:
        return opened(bytes(sheet.box), _secrets())
    except SealBrokenError as error:
        raise SheetSealed from error


@transaction.atomic
def destroy_old_sheets(*, at: datetime) -> int:
    """Destroy the sheets of groups that came back more than thirty days ago; return how many.

    Also those of groups that nobody marked as back, thirty days after the planned return. Writes the audit line
    `stays.emergency.destroyed` for each.
    """
    before = timezone.localdate(at) - SHEET_KEPT
    old = Q(stay__returned__lt=before) | Q(stay__returned=None, stay__returns__lt=before)
    rows = Participant.objects.select_for_update(of=("self",)).filter(old, emergency__isnull=False).order_by("pk")
    destroyed = 0
    for participant in rows:  # locked: whoever reads one has read it before, whoever sweeps too waits and finds none
        number, _of_what = EmergencySheet.objects.filter(participant=participant).delete()
        if number:
            _note(participant, "destroyed", None, at)
            destroyed += 1
    return destroyed
