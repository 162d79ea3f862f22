"""What is known of an address when one asks whether to write to it: words of `consent`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MessagePurpose(StrEnum):
    """What a message is for, decided once per message by who writes it."""

    NEWSLETTER = "NEWSLETTER"
    URGENT_ACTIONS = "URGENT_ACTIONS"
    CAMPAIGNS = "CAMPAIGNS"
    EVENTS = "EVENTS"
    FUNDRAISING = "FUNDRAISING"
    DUES = "DUES"
    MEMBERSHIP_FACTS = "MEMBERSHIP_FACTS"
    RECEIPT = "RECEIPT"
    REPLY = "REPLY"
    LEGAL_NOTICE = "LEGAL_NOTICE"
    CONSENT_REQUEST = "CONSENT_REQUEST"
    INFORMATION = "INFORMATION"
    INTER_ORGANISATION = "INTER_ORGANISATION"


class Channel(StrEnum):
    """How a message travels. CASL knows the first two only."""

    EMAIL = "EMAIL"
    TEXT = "TEXT"
    PHONE = "PHONE"
    POST = "POST"


class Topic(StrEnum):
    """What a person says yes or no to, one topic per box (C6). ALL is for withdrawals only."""

    NEWSLETTER = "NEWSLETTER"
    URGENT_ACTIONS = "URGENT_ACTIONS"
    CAMPAIGNS = "CAMPAIGNS"
    EVENTS = "EVENTS"
    MEMBERSHIP = "MEMBERSHIP"
    FUNDRAISING = "FUNDRAISING"
    ALL = "ALL"


class Basis(StrEnum):
    """The ground on which a message may go."""

    EXPRESS = "EXPRESS"
    MEMBERSHIP = "MEMBERSHIP"
    DONATION = "DONATION"
    VOLUNTEERING = "VOLUNTEERING"
    PURCHASE = "PURCHASE"
    CONTRACT = "CONTRACT"
    INQUIRY = "INQUIRY"
    PUBLISHED_ADDRESS = "PUBLISHED_ADDRESS"
    GIVEN_ADDRESS = "GIVEN_ADDRESS"
    ORGANISATION_RELATIONSHIP = "ORGANISATION_RELATIONSHIP"
    REFERRAL = "REFERRAL"
    CHARITY_FUNDRAISING = "CHARITY_FUNDRAISING"
    SOLICITED = "SOLICITED"
    LEGAL_DUTY = "LEGAL_DUTY"
    FACTUAL = "FACTUAL"
    NOT_COMMERCIAL = "NOT_COMMERCIAL"
    NOT_ELECTRONIC = "NOT_ELECTRONIC"
    NONE = "NONE"


ELECTRONIC = frozenset({Channel.EMAIL, Channel.TEXT})
OWED = frozenset({MessagePurpose.LEGAL_NOTICE, MessagePurpose.RECEIPT, MessagePurpose.REPLY})
"""Owed by law, by the by-laws or to who has just acted: a withdrawal does not stop them."""


@dataclass(frozen=True, slots=True)
class ConsentSettings:
    """What the organisation is. The defaults are the stricter reading."""

    is_registered_charity: bool = False
    is_club_or_association: bool = False


@dataclass(frozen=True, slots=True)
class ExpressConsent:
    """A yes to one topic. Without its wording or its source it proves nothing (C27).

    `for_third_party` names who asked through us, when it was not for ourselves: it allows us nothing (C30).
    """

    topic: Topic
    on: date
    wording: str = ""
    source: str = ""
    for_third_party: str = ""

    @property
    def proved(self) -> bool:
        """Whether what the law asks to show (s. 13) is there."""
        return bool(self.wording.strip() and self.source.strip())


@dataclass(frozen=True, slots=True)
class UnprovedDeclaration:
    """A « yes » found in an imported file: kept, shown, never enough to send (C27)."""

    topic: Topic
    on: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A no to one topic, or to all."""

    topic: Topic
    on: date


@dataclass(frozen=True, slots=True)
class DoNotContact:
    """A mark of the register: these channels are closed from `since` to `until` included."""

    since: date
    until: date | None = None
    channels: frozenset[Channel] = frozenset(Channel)

    def closes(self, channel: Channel, on: date) -> bool:
        """Whether the mark forbids that channel on that day (it starts on `since`)."""
        return channel in self.channels and self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Membership:
    """Membership of the person, or of the organisation that the address speaks for."""

    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Donation:
    """A gift; for a recurring one `ended` is its last day, None while it runs (C14)."""

    on: date
    recurring: bool = False
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Volunteering:
    """Unpaid work, or attendance at a meeting of the organisation."""

    on: date


@dataclass(frozen=True, slots=True)
class Purchase:
    """A paid training, a book."""

    on: date


@dataclass(frozen=True, slots=True)
class Contract:
    """A written contract."""

    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question or an application about something that is sold."""

    on: date


@dataclass(frozen=True, slots=True)
class PublishedAddress:
    """An address in plain sight, with where and when it was seen and whose role it is (C15)."""

    url: str
    seen: date
    role: str
    refuses_messages: bool = False
    relevant: bool = True


@dataclass(frozen=True, slots=True)
class GivenAddress:
    """An address handed over, by a card for instance, with where and when (C16)."""

    on: date
    where: str
    role: str
    refuses_messages: bool = False
    relevant: bool = True


@dataclass(frozen=True, slots=True)
class OrganisationRelationship:
    """Two organisations in touch: their staff may write about the activities of the other (C17)."""

    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """Somebody who knows both named the person to us; `answered` is the day of the one message it allows (C29)."""

    on: date
    by: str
    answered: date | None = None


Evidence = (
    ExpressConsent
    | UnprovedDeclaration
    | Withdrawal
    | DoNotContact
    | Membership
    | Donation
    | Volunteering
    | Purchase
    | Contract
    | Inquiry
    | PublishedAddress
    | GivenAddress
    | OrganisationRelationship
    | Referral
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer.

    Attributes:
        allowed: whether the message may go.
        basis: the ground, or `Basis.NONE`.
        reason: stable code of why; a sentence is made of it at the edge.
        until: last day on which the ground holds; None when nothing ends it.
        must_offer_unsubscribe: whether the message carries a way out.
    """

    allowed: bool
    basis: Basis
    reason: str
    until: date | None = None
    must_offer_unsubscribe: bool = True
