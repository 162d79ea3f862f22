"""What has just happened to trainings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingRequested:
    """A union asked for a training."""

    request_id: int


@dataclass(frozen=True)
class TrainingAccepted:
    """A date was agreed: the activity, the assignment and the follow-up exist (S94)."""

    request_id: int
    activity_id: int
