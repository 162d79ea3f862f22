"""Rules of writing to people: what stops a message, who must be named in it, how many go at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from convergence.messaging.choices import Purpose, SuppressionReason, Topic

CHUNK = 250
"""Recipients of one job: small enough to be done again, large enough not to crowd the queue."""

OWED = frozenset({Purpose.LEGAL_NOTICE, Purpose.RECEIPT, Purpose.REPLY, Purpose.ACCOUNT})
"""Owed by law, by the by-laws, or to who has just acted: no unsubscription stops them (C18, C19, C26)."""

TOPIC_OF = {
    Purpose.DUES: Topic.MEMBERSHIP,
    Purpose.MEMBERSHIP_FACTS: Topic.MEMBERSHIP,
    Purpose.NEWSLETTER: Topic.NEWSLETTER,
    Purpose.URGENT_ACTIONS: Topic.URGENT_ACTIONS,
    Purpose.CAMPAIGNS: Topic.CAMPAIGNS,
    Purpose.EVENTS: Topic.EVENTS,
    Purpose.FUNDRAISING: Topic.FUNDRAISING,
}


@dataclass(frozen=True)
class Block:
    """One reason not to write to an address: a topic, or ALL, and why."""

    topic: Topic
    reason: SuppressionReason


def topic_of(purpose: Purpose) -> Topic:
    """The topic that a message belongs to; ALL when it belongs to none that one may leave alone."""
    return TOPIC_OF.get(purpose, Topic.ALL)


def stopped_by(purpose: Purpose, blocks: Iterable[Block]) -> Block | None:
    """The block that stops a message of this purpose, or None (C25, C26).

    An address that does not exist stops everything but the answer somebody asks for this moment.
    """
    for block in blocks:
        if block.reason == SuppressionReason.BOUNCED:
            if purpose != Purpose.ACCOUNT:
                return block
        elif purpose not in OWED and block.topic in {Topic.ALL, topic_of(purpose)}:
            return block
    return None


def offers_unsubscribe(purpose: Purpose) -> bool:
    """Whether a message carries the way out (C1 offers it where the law does not ask).

    Not a sign-in code, nor the answer to who has just asked for a place, a training or a loan: nothing would stop it
    (C18), and a foot that offers to stop everything would be read as a way to cancel.
    """
    return purpose not in {Purpose.ACCOUNT, Purpose.REPLY}


def missing_identification(profile: Mapping[str, str]) -> list[str]:
    """Names of the settings without which no bulk message may leave (C21; SOR/2012-36, s. 2).

    Asked: the sender's name, a mailing address (street, city, postal code), and one of telephone,
    e-mail or web site, named ``contact`` when none is there.
    """
    missing = [name for name in ("name", "street", "city", "postal_code") if not profile.get(name, "").strip()]
    if not any(profile.get(name, "").strip() for name in ("phone", "email", "website")):
        missing.append("contact")
    return missing


def legal_effect_date(asked: date, holidays: Iterable[date] = ()) -> date:
    """Last day on which an unsubscription may take effect: ten working days after (C24; CASL s. 11(3)).

    Here it takes effect at once; the date is written on the proof.
    """
    closed = set(holidays)
    day, left = asked, 10
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in closed
    return day


def chunks(count: int, size: int = CHUNK) -> int:
    """How many jobs `count` recipients make."""
    return -(-count // size)
