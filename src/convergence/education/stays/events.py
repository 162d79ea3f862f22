"""What has just happened to an application or a stay."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ApplicationStateChanged:
    """An application went from one state to another: codes of `ApplicationState`."""

    application_id: int
    before: str
    after: str


@dataclass(frozen=True)
class StayReturned:
    """A group came back."""

    stay_id: int
