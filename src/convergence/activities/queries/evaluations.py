"""Results of evaluations: from a number of answers on, so that none can be guessed (S15)."""

from dataclasses import dataclass

from convergence.activities.choices import Question
from convergence.activities.models import Activity, EvaluationCount

FEWEST = 5
"""From how many answers on results are shown."""


@dataclass(frozen=True)
class Results:
    """What people answered: `tallies` gives {code of `Question`: {1..4: how many}}; empty until enough answered."""

    answered: int
    tallies: dict[str, dict[int, int]]
    remarks: tuple[str, ...]

    @property
    def may_be_shown(self) -> bool:
        """Tell whether enough people answered."""
        return self.answered >= FEWEST


def results_of(activity: Activity) -> Results:
    """Return the results of an evaluation, or only how many answered while they are too few."""
    answered = EvaluationCount.objects.filter(activity=activity).values_list("number", flat=True).first() or 0
    if answered < FEWEST:
        return Results(answered, {}, ())
    found = {str(question): dict.fromkeys(range(1, 5), 0) for question in Question}
    for tally in activity.tallies.all():
        found[tally.question][tally.answer] = tally.number
    return Results(answered, found, tuple(activity.remarks.values_list("text", flat=True)))
