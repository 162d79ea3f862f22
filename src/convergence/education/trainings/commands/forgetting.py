"""What has served its purpose is emptied; counts and numbers stay (L10)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.activities.commands import forget_entries
from convergence.core import audit
from convergence.core.errors import NotFound
from convergence.education.trainings.choices import SETTLED
from convergence.education.trainings.commands.steps import EDIT
from convergence.education.trainings.models import Attestation, Facilitator, SignIn, TrainingRequest

KEPT = timedelta(days=730)


@transaction.atomic
def forget_line(*, line_id: int, actor: Any, at: datetime) -> None:
    """Empty the name and e-mail of somebody who asks for it, and the paper of their attestation; the count stays.

    Raises:
        NotFound: there is no such line.
        NotAllowed: the actor may not settle it.

    Writes the audit line `trainings.line.emptied`.
    """
    line = SignIn.objects.select_related("request").filter(pk=line_id).first()
    if line is None:
        raise NotFound
    require(actor, EDIT, line.request)
    _empty_lines([line.pk], at)
    changes = {"line": (None, line.pk)}
    audit.record(actor=actor, verb="trainings.line.emptied", obj=line.request, changes=changes, at=at)


def _empty_lines(ids: Sequence[int], at: datetime) -> None:
    rows = SignIn.objects.filter(pk__in=ids)
    forget_entries([pk for pk in rows.values_list("entry_id", flat=True) if pk])
    for attestation in Attestation.objects.filter(sign_in__in=ids):
        attestation.content = {key: value for key, value in attestation.content.items() if key != "name"}
        attestation.pdf = None
        attestation.save(update_fields=["content", "pdf"])
    rows.update(name="", email="", gender="", age_range="", emptied_at=at)


@transaction.atomic
def empty_old(*, at: datetime) -> tuple[int, int]:
    """Empty requests settled and names signed more than two years ago; return of how many requests and lines.

    Writes the audit line `trainings.old.emptied` when there were any.
    """
    before = at - KEPT
    requests = TrainingRequest.objects.filter(state__in=SETTLED, settled_at__lt=before, emptied_at=None)
    keys = list(requests.values_list("pk", flat=True))
    audit.empty("trainings.trainingrequest", keys, at=at)
    TrainingRequest.objects.filter(pk__in=keys).update(
        asked_name="",
        asked_email="",
        asked_phone="",
        access_needs="",
        message="",
        notes="",
        none_fits="",
        emptied_at=at,
    )
    lines = list(SignIn.objects.filter(signed_at__lt=before, emptied_at=None).values_list("pk", flat=True))
    _empty_lines(lines, at)
    if keys or lines:
        changes = {"requests": (None, len(keys)), "lines": (None, len(lines))}
        audit.record(
            actor=None, verb="trainings.old.emptied", object_type="trainings.trainingrequest", changes=changes, at=at
        )
    return len(keys), len(lines)


def forget_people(ids: Sequence[int], at: datetime) -> None:
    """Empty what is held of people who are erased: that they facilitate, their hours, the team's notes (L10)."""
    for facilitator in Facilitator.objects.filter(person__in=ids):
        facilitator.availabilities.all().delete()
        facilitator.absences.all().delete()
        facilitator.notes, facilitator.is_active = "", False
        facilitator.save(update_fields=["notes", "is_active"])
