"""Results of evaluations: from a number of answers on, so that none can be guessed (S15)."""

from dataclasses import dataclass, field

from convergence.activities.choices import Question
from convergence.activities.models import Activity, EvaluationCount
from convergence.activities.rules.cells import shown

FEWEST = 5
"""From how many answers on results are shown."""


@dataclass(frozen=True)
class Results:
    """What people answered: `tallies` gives {code of `Question`: {1..4: how many}}; empty until enough answered.

    `averages` gives those of the questions that enough people answered, from 1 to 4, to one decimal.
    A number is None where it is so small that it could point at somebody, or would give such a number away (L19).
    """

    answered: int
    tallies: dict[str, dict[int, int | None]]
    remarks: tuple[str, ...]
    averages: dict[str, float] = field(default_factory=dict)

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
    tallies = {question: _with_small_ones_hidden(numbers) for question, numbers in found.items()}
    averages = {
        question: round(sum(answer * number for answer, number in numbers.items()) / given, 1)
        for question, numbers in found.items()
        if (given := sum(numbers.values())) >= FEWEST
    }
    return Results(answered, tallies, tuple(activity.remarks.values_list("text", flat=True)), averages)


def _with_small_ones_hidden(numbers: dict[int, int]) -> dict[int, int | None]:
    cells = shown({str(answer): number for answer, number in numbers.items()}).cells
    return {answer: cells.get(str(answer)) for answer in numbers}
