"""Who is in a call and for which reason.

Members are put in or out one by one, first match wins; the order is the table of `docs/reference/rules/dues.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a member is in the audience."""

    GROUP = "GROUP"
    PAYS_FOR = "PAYS_FOR"


class Exclusion(StrEnum):
    """Why a member is not in the audience."""

    NOT_IN_QUERY = "NOT_IN_QUERY"
    NOT_A_MEMBER = "NOT_A_MEMBER"
    ALREADY_CALLED = "ALREADY_CALLED"
    INCLUDED_IN_CENTRAL = "INCLUDED_IN_CENTRAL"
    EXEMPT = "EXEMPT"
    NO_SCALE = "NO_SCALE"
    DO_NOT_CONTACT = "DO_NOT_CONTACT"
    NO_ADDRESS = "NO_ADDRESS"


class Channel(StrEnum):
    """How a letter travels."""

    EMAIL = "EMAIL"
    POST = "POST"


@dataclass(frozen=True, slots=True)
class Query:
    """The question; an empty set asks for everything of that kind."""

    groups: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one member at the record date; `group` None when it is not a member."""

    contact_id: int
    group: str | None
    kind: str = ""
    region: str = ""
    already_called: bool = False
    included_in: int | None = None
    exempt: bool = False
    has_scale: bool = True
    do_not_contact: bool = False
    email: str = ""
    email_refused: bool = False
    has_postal_address: bool = False
    prefers_post: bool = False
    pays_for: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place: in (reason and channel) or out (exclusion)."""

    contact_id: int
    reason: Reason | None = None
    channel: Channel | None = None
    exclusion: Exclusion | None = None
    facts: dict[str, int | str] = field(default_factory=dict)

    @property
    def is_in(self) -> bool:
        """Say whether the member is called."""
        return self.exclusion is None


def channel_of(candidate: Candidate) -> Channel | None:
    """Return how the letter travels, or None when there is no way."""
    by_mail = bool(candidate.email) and not candidate.email_refused
    if candidate.has_postal_address and (candidate.prefers_post or not by_mail):
        return Channel.POST
    return Channel.EMAIL if by_mail else None


def _asked(query: Query, candidate: Candidate) -> bool:
    asked = ((query.groups, candidate.group), (query.kinds, candidate.kind), (query.regions, candidate.region))
    return all(not wanted or value in wanted for wanted, value in asked)


def _exclusion(query: Query, candidate: Candidate) -> Exclusion | None:
    checks = (
        (candidate.group is None, Exclusion.NOT_A_MEMBER),
        (not _asked(query, candidate), Exclusion.NOT_IN_QUERY),
        (candidate.already_called, Exclusion.ALREADY_CALLED),
        (candidate.included_in is not None, Exclusion.INCLUDED_IN_CENTRAL),
        (candidate.exempt, Exclusion.EXEMPT),
        (not candidate.has_scale, Exclusion.NO_SCALE),
        (candidate.do_not_contact, Exclusion.DO_NOT_CONTACT),
        (channel_of(candidate) is None, Exclusion.NO_ADDRESS),
    )
    return next((exclusion for holds, exclusion in checks if holds), None)


def place(query: Query, candidate: Candidate) -> Place:
    """Put one member in or out, with the reason."""
    exclusion = _exclusion(query, candidate)
    if exclusion is not None:
        return Place(candidate.contact_id, exclusion=exclusion)
    if candidate.pays_for:
        facts: dict[str, int | str] = {"group": candidate.group or "", "count": len(candidate.pays_for)}
        return Place(candidate.contact_id, Reason.PAYS_FOR, channel_of(candidate), facts=facts)
    return Place(candidate.contact_id, Reason.GROUP, channel_of(candidate), facts={"group": candidate.group or ""})


def place_all(query: Query, candidates: Iterable[Candidate]) -> tuple[Place, ...]:
    """Put every member in or out, in ascending order of contact, each once."""
    unique = {candidate.contact_id: candidate for candidate in candidates}
    return tuple(place(query, unique[contact_id]) for contact_id in sorted(unique))
