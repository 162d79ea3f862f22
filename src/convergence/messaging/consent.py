"""What the consent rules of `contacts` say about a delivery, at the moment they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from convergence.messaging.choices import Purpose
from convergence.messaging.models import Delivery
from convergence.messaging.rules import OWED


@dataclass(frozen=True)
class Answer:
    """Whether a message may go, on which ground, and the sentence that says why."""

    allowed: bool
    basis: str
    reason: str


def decide(deliveries: Sequence[Delivery], *, purpose: Purpose, on: date) -> dict[int, Answer]:
    """Allow what is owed, and dues and facts to contacts."""
    known = OWED | {Purpose.DUES, Purpose.MEMBERSHIP_FACTS}
    return {d.pk: Answer(purpose in known, "", "") for d in deliveries}
