"""Emptying what served its purpose: answers the day after, names after a year, and whatever is held of who is erased."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from convergence.core import audit
from convergence.education.gatherings.models import Answers, Gathering, Party, Registration

KEPT_DAYS = 365
NAMELESS = {
    "given_name": "",
    "family_name": "",
    "email": "",
    "email_key": "",
    "name_key": "",
    "organisation_name": "",
}


def forget_past(*, at: datetime) -> tuple[int, int]:
    """Delete the answers of gatherings over since yesterday, and empty the names of those over for a year.

    Return how many gatherings each. Calling twice changes nothing.
    """
    today = timezone.localdate(at)
    over = Gathering.objects.filter(activity__last_day__lt=today, answers_emptied_at=None).order_by("pk")
    old = Gathering.objects.filter(
        activity__last_day__lt=today - timedelta(days=KEPT_DAYS), names_emptied_at=None
    ).order_by("pk")
    answers = [forget_answers(gathering_id=pk, at=at) for pk in over.values_list("pk", flat=True)]
    names = [forget_names(gathering_id=pk, at=at) for pk in old.values_list("pk", flat=True)]
    return len(answers), len(names)


@transaction.atomic
def forget_answers(*, gathering_id: int, at: datetime) -> int:
    """Delete what people told of meals, access and children; return how many had told something.

    Writes the audit line `gatherings.answers.emptied`.
    """
    gathering = Gathering.objects.select_related("activity").get(pk=gathering_id)
    gone, _models = Answers.objects.filter(registration__gathering=gathering).delete()
    gathering.answers_emptied_at = at
    gathering.save(update_fields=["answers_emptied_at"])
    changes = {"answers": (gone, 0)}
    audit.record(actor=None, verb="gatherings.answers.emptied", obj=gathering, changes=changes, at=at)
    return gone


@transaction.atomic
def forget_names(*, gathering_id: int, at: datetime) -> int:
    """Empty names and addresses; the places stay and are counted. Return how many were emptied.

    Writes the audit line `gatherings.names.emptied`.
    """
    gathering = Gathering.objects.select_related("activity").get(pk=gathering_id)
    rows = Registration.objects.filter(gathering=gathering).exclude(name_key="", email="")
    emptied = rows.update(**NAMELESS)
    Party.objects.filter(gathering=gathering).update(contact_name="", email="")
    gathering.names_emptied_at = at
    gathering.save(update_fields=["names_emptied_at"])
    changes = {"names": (emptied, 0)}
    audit.record(actor=None, verb="gatherings.names.emptied", obj=gathering, changes=changes, at=at)
    return emptied


def forget_people(ids: Sequence[int], at: datetime) -> None:
    """Empty what registrations hold of people who are erased; places and counts stay (L10)."""
    rows = Registration.objects.filter(person__in=ids)
    Answers.objects.filter(registration__in=rows).delete()
    rows.update(**NAMELESS)
