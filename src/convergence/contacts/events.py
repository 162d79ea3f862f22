"""Facts of the contacts register."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ContactsMerged:
    """One contact was absorbed by another."""

    kept_id: int
    absorbed_id: int


@dataclass(frozen=True)
class ContactsMergeUndone:
    """An absorbed contact stands on its own again."""

    kept_id: int
    absorbed_id: int


@dataclass(frozen=True)
class CountDeclared:
    """An organisation declared how many members it has."""

    organisation_id: int
    count_id: int


@dataclass(frozen=True)
class ConsentWithdrawn:
    """Somebody withdrew from a topic, or from all when `purpose` is empty."""

    contact_id: int
    address: str
    purpose: str
