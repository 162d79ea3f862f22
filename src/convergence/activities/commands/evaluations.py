"""Answers to an evaluation: tallies and remarks, nothing of who or when (S15)."""

import random
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from convergence.activities.choices import DONE, Question
from convergence.activities.commands.drawing import locked
from convergence.activities.errors import EvaluationClosed, NoAnswer
from convergence.activities.models import EvaluationCount, EvaluationRemark, EvaluationTally
from convergence.core.errors import BadValue

LONGEST = 2000


@transaction.atomic
def answer_evaluation(*, activity_id: int, answers: Mapping[str, int], remark: str = "") -> None:
    """Add one to the tally of each answer; write the remarks anew in a drawn order.

    Takes no actor and no moment on purpose, and writes no audit line: a time and a name beside an answer would tie it
    to the list of who was there.

    Args:
        activity_id: the activity.
        answers: codes of `Question`, each with 1 to 4; questions may be left out.
        remark: what somebody wants to add, cut at 2 000 characters.

    Raises:
        NotFound: there is no such activity.
        EvaluationClosed: it has not been held.
        NoAnswer: nothing is answered.
        BadValue: an answer that does not exist.
    """
    activity = locked(activity_id)
    if activity.state not in DONE:
        raise EvaluationClosed
    text = remark.strip()[:LONGEST]
    if not answers and not text:
        raise NoAnswer
    for question, answer in answers.items():
        if question not in Question.values or answer not in range(1, 5):
            raise BadValue(field=question)
        tally, _new = EvaluationTally.objects.get_or_create(activity=activity, question=question, answer=answer)
        EvaluationTally.objects.filter(pk=tally.pk).update(number=F("number") + 1)
    EvaluationCount.objects.get_or_create(activity=activity)
    EvaluationCount.objects.filter(activity=activity).update(number=F("number") + 1)
    if text:
        texts = [*activity.remarks.values_list("text", flat=True), text]
        random.SystemRandom().shuffle(texts)
        activity.remarks.all().delete()
        EvaluationRemark.objects.bulk_create([EvaluationRemark(activity=activity, text=one) for one in texts])
