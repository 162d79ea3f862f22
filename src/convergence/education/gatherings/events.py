"""What has just happened among registrations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RegistrationsMoved:
    """Registrations of a gathering have another state than the people were told: see `queries.untold`."""

    gathering_id: int


@dataclass(frozen=True)
class PartyReserved:
    """A union reserved places."""

    party_id: int
