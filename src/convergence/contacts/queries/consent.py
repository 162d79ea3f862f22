"""What is known about writing to an address, and the answer of the rules.

Higher apps know more than this register: membership, gifts, purchases. They register a provider from their
`AppConfig.ready`; a provider takes contact ids and gives what it knows of each, as words of `rules.consent_evidence`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergence.contacts.choices import Channel, ConsentAct, ConsentPurpose
from convergence.contacts.models import ConsentEvent, Contact, DoNotContact
from convergence.contacts.rules import consent_evidence as words
from convergence.contacts.rules.consent import may_send
from convergence.core.profile import current_profile

Provider = Callable[[Sequence[int]], Mapping[int, Sequence[words.Evidence]]]
_providers: list[Provider] = []

REASONS: dict[str, str | Promise] = {
    "express": _("Express consent, with proof."),
    "membership": _("Member, or member less than two years ago."),
    "donation": _("Gift less than two years ago to a registered charity."),
    "volunteering": _("Volunteer work less than two years ago for a registered charity."),
    "purchase": _("Purchase less than two years ago."),
    "contract": _("Written contract in force, or ended less than two years ago."),
    "inquiry": _("Question or application less than six months ago."),
    "published_address": _("Professional address in plain sight, message relevant to the role."),
    "given_address": _("Professional address handed over, message relevant to the role."),
    "organisation_relationship": _("Two organisations in touch write about their activities."),
    "referral": _("First message after a referral, which names who referred the person."),
    "charity_fundraising": _("Fundraising of a registered charity."),
    "solicited": _("Answer to a request."),
    "legal_duty": _("Owed by law or by the by-laws."),
    "factual": _("Facts about a current membership."),
    "not_commercial": _("Nothing is offered, sold or asked."),
    "not_electronic": _("Letter or call: the anti-spam law does not apply."),
    "no_consent": _("No consent is known, and no ground stands in for it."),
    "unproved_declaration": _("A consent was declared without proof: it is not enough to write."),
    "withdrawn": _("The person withdrew from this."),
    "withdrawn_from_all": _("The person withdrew from everything but legal notices."),
    "do_not_contact": _("A do-not-contact mark stands."),
    "philanthropic_consent_missing": _("Data given for dues do not serve to ask for gifts without a consent to that."),
}


def register_evidence(provider: Provider) -> None:
    """Add a provider of evidence; calling twice with the same one adds it once."""
    if provider not in _providers:
        _providers.append(provider)


def organisation_settings() -> words.ConsentSettings:
    """Return what the law needs to know of the organisation."""
    profile = current_profile()
    return words.ConsentSettings(profile.is_registered_charity, profile.is_club_or_association)


def _topic(purpose: str) -> words.Topic | None:
    if not purpose:
        return words.Topic.ALL
    return words.Topic(purpose) if purpose in set(words.Topic) else None


def _from_event(event: ConsentEvent) -> words.Evidence | None:
    topic, on = _topic(event.purpose), timezone.localdate(event.at)
    if topic is None:
        return None
    match event.act:
        case ConsentAct.GIVEN:
            return words.ExpressConsent(topic, on, event.wording, event.source or event.method)
        case ConsentAct.DECLARED:
            return words.UnprovedDeclaration(topic, on)
        case ConsentAct.WITHDRAWN:
            return words.Withdrawal(topic, on)
        case _:
            return None


_CHANNELS = {
    Channel.EMAIL: frozenset({words.Channel.EMAIL, words.Channel.TEXT}),
    Channel.PHONE: frozenset({words.Channel.PHONE, words.Channel.TEXT}),
    Channel.POST: frozenset({words.Channel.POST}),
    Channel.ALL: frozenset(words.Channel),
}


def _from_mark(mark: DoNotContact) -> words.Evidence | None:
    """A mark for one purpose is a withdrawal from it; one without purpose closes its channels."""
    if mark.purpose:
        topic = _topic(mark.purpose)
        return words.Withdrawal(topic, mark.since) if topic else None
    channels = _CHANNELS.get(Channel(mark.channel), frozenset())
    return words.DoNotContact(mark.since, mark.until, channels)


def withdrawn_from(purpose: ConsentPurpose) -> QuerySet[ConsentEvent, Any]:
    """Return the addresses of which a withdrawal from a purpose, or from everything, stands (C24, C26).

    Only a later proved consent to that purpose lifts it, as `rules.consent` says.
    """
    proved = ConsentEvent.objects.filter(address=OuterRef("address"), act=ConsentAct.GIVEN, purpose=purpose)
    proved = proved.filter(at__gt=OuterRef("at")).exclude(wording="")
    said = ConsentEvent.objects.filter(act=ConsentAct.WITHDRAWN, purpose__in=("", purpose))
    return said.filter(~Exists(proved)).values("address")


@dataclass(frozen=True)
class Destination:
    """Where a message would go: a contact and one of its addresses (normalised e-mail, or empty for the post)."""

    contact_id: int
    address: str = ""


def evidence_for(destinations: Iterable[Destination]) -> dict[Destination, list[words.Evidence]]:
    """Return what is known of each destination, in the order of the ledger; in a fixed number of queries.

    Consents and withdrawals follow the address, whoever it stands with; marks follow the contact and those it absorbed.
    """
    wanted = list(destinations)
    found: dict[Destination, list[words.Evidence]] = {one: [] for one in wanted}
    ids = sorted({one.contact_id for one in wanted})
    by_address, by_contact = _events_by_address(wanted), _marks_by_contact(ids)
    provided = [provider(ids) for provider in _providers]
    for one in wanted:
        found[one] += by_address.get(one.address.lower(), []) if one.address else []
        found[one] += by_contact.get(one.contact_id, [])
        for known in provided:
            found[one] += known.get(one.contact_id, ())
    return found


def _events_by_address(wanted: Sequence[Destination]) -> dict[str, list[words.Evidence]]:
    addresses = sorted({one.address.lower() for one in wanted if one.address})
    found: dict[str, list[words.Evidence]] = defaultdict(list)
    for start in range(0, len(addresses), 500):
        for event in ConsentEvent.objects.filter(address__in=addresses[start : start + 500]).order_by("at", "pk"):
            item = _from_event(event)
            if item:
                found[event.address].append(item)
    return found


def _marks_by_contact(ids: Sequence[int]) -> dict[int, list[words.Evidence]]:
    found: dict[int, list[words.Evidence]] = defaultdict(list)
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        marks = DoNotContact.objects.filter(Q(contact__in=part) | Q(contact__merged_into__in=part))
        for mark in marks.select_related("contact").order_by("since", "pk"):
            item = _from_mark(mark)
            if item:
                found[mark.contact.merged_into_id or mark.contact_id].append(item)
    return found


def decide_many(
    purpose: words.MessagePurpose, channel: words.Channel, destinations: Iterable[Destination], on: date
) -> dict[Destination, words.Decision]:
    """Return whether a message may go to each destination on a day; called again at the moment of each send (C25)."""
    settings = organisation_settings()
    known = evidence_for(destinations)
    return {one: may_send(purpose, channel, evidence, on, settings) for one, evidence in known.items()}


def decide(purpose: words.MessagePurpose, channel: words.Channel, destination: Destination, on: date) -> words.Decision:
    """Return whether a message may go to one destination on a day."""
    return decide_many(purpose, channel, [destination], on)[destination]


def reason_text(decision: words.Decision) -> str:
    """Return the sentence for people that says why."""
    return str(REASONS.get(decision.reason, decision.reason))


@dataclass(frozen=True)
class Answer:
    """One line of the proof screen: a kind of message, and whether it may go today."""

    label: str
    decision: words.Decision
    reason: str


@dataclass(frozen=True)
class Proof:
    """All that proves the right to write to one address (C28)."""

    address: str
    contacts: QuerySet[Contact]
    events: QuerySet[ConsentEvent]
    marks: QuerySet[DoNotContact]
    answers: tuple[Answer, ...]


SHOWN = (
    (words.MessagePurpose.NEWSLETTER, ConsentPurpose.NEWSLETTER.label),
    (words.MessagePurpose.URGENT_ACTIONS, ConsentPurpose.URGENT_ACTIONS.label),
    (words.MessagePurpose.CAMPAIGNS, ConsentPurpose.CAMPAIGNS.label),
    (words.MessagePurpose.EVENTS, ConsentPurpose.EVENTS.label),
    (words.MessagePurpose.DUES, ConsentPurpose.MEMBERSHIP.label),
    (words.MessagePurpose.FUNDRAISING, ConsentPurpose.FUNDRAISING.label),
    (words.MessagePurpose.LEGAL_NOTICE, _("legal notices")),
)


def proof_of(address: str, on: date, visible: QuerySet[Contact]) -> Proof:
    """Return the proof of one address: events, words shown, marks, and what may be sent on a day (C28)."""
    address = address.strip().lower()
    events = ConsentEvent.objects.filter(address=address).select_related("contact").order_by("-at", "-pk")
    contacts = visible.filter(Q(points__normalised=address) | Q(consent_events__address=address)).distinct()
    ids = [contact.merged_into_id or contact.pk for contact in contacts]
    settings = organisation_settings()
    known: list[words.Evidence] = []
    for items in evidence_for(Destination(pk, address) for pk in dict.fromkeys(ids)).values():
        known += [item for item in items if item not in known]
    answers = []
    for purpose, label in SHOWN:
        decision = may_send(purpose, words.Channel.EMAIL, known, on, settings)
        answers.append(Answer(str(label), decision, reason_text(decision)))
    marks = DoNotContact.objects.filter(Q(contact__in=ids) | Q(contact__merged_into__in=ids)).order_by("-since", "-pk")
    return Proof(address, contacts.order_by("sort_name", "pk"), events, marks, tuple(answers))
