"""What the steps of the loading hand to one another."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from convergence.demo.unions import World, draw

LETTER_DATE = date(2024, 2, 22)
PERIOD = "2023-2024"
LAST_PERIOD = "2022-2023"


def moment(day: date, hour: int = 15) -> datetime:
    """Return an instant of a day, in the afternoon of Montréal."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@dataclass
class Stage:
    """The users by role, and the ids of contacts by acronym (organisations) or full name (people)."""

    at: datetime
    world: World = field(default_factory=draw)
    users: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    call_id: int = 0

    @property
    def coordinator(self) -> Any:
        """Return who does most of it."""
        return self.users["coordinator"]

    @property
    def treasurer(self) -> Any:
        """Return who handles money."""
        return self.users["treasurer"]
