"""Facts that membership tells."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """A contact became a member."""

    contact_id: int
    group: str


@dataclass(frozen=True, slots=True)
class GroupChanged:
    """A member moved to another group."""

    contact_id: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """A member left; `last_day` is the last day of its membership."""

    contact_id: int
    last_day: date


@dataclass(frozen=True, slots=True)
class DuesCallStarted:
    """A call is to be sent; its chunks follow."""

    dues_call_id: int


@dataclass(frozen=True, slots=True)
class DuesCallIssued:
    """Every letter of a mailing of a call is in the queue."""

    dues_call_id: int
    mailing_number: int


@dataclass(frozen=True, slots=True)
class AmountCorrected:
    """A corrected count changed what a recipient owes."""

    recipient_id: int


@dataclass(frozen=True, slots=True)
class StandingChanged:
    """A member's standing for a period changed."""

    contact_id: int
    period: str
    standing: str
