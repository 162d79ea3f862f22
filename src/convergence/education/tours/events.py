"""What has just happened to tours."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LegAnswered:
    """A host said yes or no: codes of `LegState`."""

    leg_id: int
    before: str
    after: str
