"""What the consent rules of `contacts` say about a delivery, at the moment they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from convergence.contacts.queries import consent as ledger
from convergence.contacts.rules.consent_evidence import Channel as Way
from convergence.contacts.rules.consent_evidence import MessagePurpose
from convergence.messaging.choices import Channel, Purpose
from convergence.messaging.models import Delivery
from convergence.messaging.rules import OWED

_PURPOSES = {purpose: MessagePurpose(purpose.value) for purpose in Purpose if purpose != Purpose.ACCOUNT}
_PURPOSES[Purpose.ACCOUNT] = MessagePurpose.REPLY


@dataclass(frozen=True)
class Answer:
    """Whether a message may go, on which ground, and the sentence that says why."""

    allowed: bool
    basis: str
    reason: str


def decide(deliveries: Sequence[Delivery], *, purpose: Purpose, on: date) -> dict[int, Answer]:
    """Ask the rules for each delivery, by its pk, in a fixed number of queries for each channel.

    An address without a contact is written to only when it is owed the message: nothing is known
    of its consent.
    """
    answers: dict[int, Answer] = {}
    for channel, way in ((Channel.EMAIL, Way.EMAIL), (Channel.POST, Way.POST)):
        known = [d for d in deliveries if d.channel == channel and d.contact_id]
        places = {d.pk: _destination(d) for d in known}
        decisions = ledger.decide_many(_PURPOSES[purpose], way, places.values(), on) if known else {}
        for delivery in known:
            decision = decisions[places[delivery.pk]]
            answers[delivery.pk] = Answer(decision.allowed, str(decision.basis.value), ledger.reason_text(decision))
    for delivery in deliveries:
        if delivery.pk not in answers:
            answers[delivery.pk] = _without_contact(purpose)
    return answers


def _destination(delivery: Delivery) -> ledger.Destination:
    contact = delivery.contact
    contact_id = (contact.merged_into_id or contact.pk) if contact else 0
    return ledger.Destination(contact_id, delivery.address_key if delivery.channel == Channel.EMAIL else "")


def _without_contact(purpose: Purpose) -> Answer:
    if purpose in OWED:
        return Answer(True, "SOLICITED", str(ledger.REASONS["solicited"]))
    return Answer(False, "NONE", str(ledger.REASONS["no_consent"]))
