"""What has served its purpose is emptied; states, marks and numbers stay (L10)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from convergence.core import audit
from convergence.education.stays.choices import OVER, ApplicationState
from convergence.education.stays.models import (
    Application,
    ApplicationPaper,
    Assessment,
    Commitment,
    CommitteeLink,
    EmergencySheet,
    Participant,
)
from convergence.education.stays.rules.days import ACCEPTED_KEPT, REFUSED_KEPT

UNDECIDED = (ApplicationState.RECEIVED, ApplicationState.OFFERED, ApplicationState.WAITING)


def _empty_applications(ids: Iterable[int], at: datetime) -> None:
    keys = list(ids)
    ApplicationPaper.objects.filter(application__in=keys).delete()
    CommitteeLink.objects.filter(application__in=keys).update(words="")
    Assessment.objects.filter(application__in=keys).update(remark="")
    Application.objects.filter(pk__in=keys).update(
        person=None,
        name="",
        email="",
        phone="",
        birth_date=None,
        parent_agreed="",
        union_name="",
        motivation="",
        experience="",
        after="",
        needs="",
        support="",
        because="",
        emptied_at=at,
    )
    audit.empty("stays.application", keys, at=at)


def _empty_participants(ids: Iterable[int], at: datetime) -> None:
    keys = list(ids)
    EmergencySheet.objects.filter(participant__in=keys).delete()
    Commitment.objects.filter(participant__in=keys).update(outcome="")
    Participant.objects.filter(pk__in=keys).update(
        person=None, name="", email="", alumni_words="", alumni_at=None, alumni_until=None, emptied_at=at
    )
    audit.empty("stays.participant", keys, at=at)
    audit.empty("stays.commitment", Commitment.objects.filter(participant__in=keys).values_list("pk", flat=True), at=at)


def forget_people(ids: Sequence[int], at: datetime) -> None:
    """Empty what is held of people who are erased."""
    _empty_applications(Application.objects.filter(person__in=ids).values_list("pk", flat=True), at)
    _empty_participants(Participant.objects.filter(person__in=ids).values_list("pk", flat=True), at)


def _back(path: str, before: date) -> Q:
    """Keep those of groups that came back before a day, or should have when nobody wrote it down."""
    planned = Q(**{f"{path}returned": None, f"{path}returns__lt": before})
    return Q(**{f"{path}returned__lt": before}) | planned


@transaction.atomic
def empty_old(*, at: datetime) -> tuple[int, int]:
    """Empty applications and participants whose time is over, also of calls that nobody decided; return of how many of each.

    Writes the audit line `stays.old.emptied` when there were any.
    """
    today = timezone.localdate(at)
    over = Q(state__in=OVER, settled_at__lt=at - REFUSED_KEPT)
    left = Q(state__in=UNDECIDED, call__leaves__lt=today - REFUSED_KEPT)
    back = Q(state=ApplicationState.ACCEPTED) & _back("call__stay__", today - ACCEPTED_KEPT)
    applications = list(
        Application.objects.filter(over | left | back, emptied_at=None).order_by("pk").values_list("pk", flat=True)
    )
    gone = Participant.objects.filter(_back("stay__", today - ACCEPTED_KEPT), emptied_at=None)
    gone = gone.filter(Q(alumni_at=None) | Q(alumni_until__isnull=False))
    participants = list(gone.order_by("pk").values_list("pk", flat=True))
    _empty_applications(applications, at)
    _empty_participants(participants, at)
    if applications or participants:
        changes = {"applications": (None, len(applications)), "participants": (None, len(participants))}
        audit.record(actor=None, verb="stays.old.emptied", object_type="stays.application", changes=changes, at=at)
    return len(applications), len(participants)
