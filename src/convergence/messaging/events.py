"""Facts the register of messages publishes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailingFinished:
    """Every recipient of a mailing has a fate other than waiting."""

    mailing_id: int


@dataclass(frozen=True)
class AddressBounced:
    """An address turned out not to exist; nothing is sent to it any more."""

    address: str
    contact_id: int | None
    delivery_id: int | None


@dataclass(frozen=True)
class LetterReturned:
    """The post brought a letter back."""

    delivery_id: int
    contact_id: int | None


@dataclass(frozen=True)
class Unsubscribed:
    """Somebody asked for no more messages of a topic."""

    address: str
    topic: str
    contact_id: int | None
    delivery_id: int | None


@dataclass(frozen=True)
class MailingStarted:
    """A mailing was started, or resumed: its chunks are to be put in the queue."""

    mailing_id: int
