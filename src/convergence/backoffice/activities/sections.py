"""What stands on the page of an activity beside its own facts; areas above add theirs, as finance adds its budget.

An area says `@section(order=50)` on a function of the request and the activity that returns a `Section`, or None when
the reader may not see it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from convergence.activities.choices import Question
from convergence.activities.models import Activity
from convergence.activities.queries.evaluations import Results


@dataclass(frozen=True)
class Section:
    """A part of the page: its heading, the template that draws it and what that reads."""

    title: str
    template: str
    data: dict[str, Any] = field(default_factory=dict)


Maker = Callable[[HttpRequest, Activity], Section | None]
_makers: list[tuple[int, Maker]] = []


def section(order: int) -> Callable[[Maker], Maker]:
    """Register a part of the page; it returns None when the reader may not see it."""

    def register(maker: Maker) -> Maker:
        _makers.append((order, maker))
        _makers.sort(key=lambda known: known[0])
        return maker

    return register


def sections_for(request: HttpRequest, activity: Activity) -> list[Section]:
    """Return the parts that the reader may see, in order."""
    made = (maker(request, activity) for _order, maker in _makers)
    return [one for one in made if one is not None]


def answers_of(results: Results) -> list[tuple[str, float | None, list[tuple[str, int | None]]]]:
    """Return each question with its average of 4 and how many gave each answer, None where the number is hidden (S15, L19)."""
    if not results.may_be_shown:
        return []
    words = {4: _("fully"), 3: _("mostly"), 2: _("a little"), 1: _("not at all")}
    return [
        (
            str(question.label),
            results.averages.get(question),
            [(words[answer], results.tallies[question][answer]) for answer in words],
        )
        for question in Question
        if any(results.tallies[question].values()) or None in results.tallies[question].values()
    ]
