"""What has just happened in the activity register."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActivityStateChanged:
    """An activity went from one state to another: codes of `ActivityState`."""

    activity_id: int
    before: str
    after: str


@dataclass(frozen=True)
class AttendanceRecorded:
    """People were written down as present."""

    activity_id: int
