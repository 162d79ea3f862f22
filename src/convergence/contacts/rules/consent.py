"""May this message be sent to this address today? CASL and Québec's Law 25, as a function.

The function reads evidence and answers with the ground it stands on, the reason in a stable
code, and the last day on which the answer holds. It never sends, never looks at the clock.

Sources: S.C. 2010, c. 23 (CASL), ss. 1, 6, 10, 11, 13; SOR/2013-221 ss. 3, 4, 5, 7;
SOR/2012-36 ss. 2-4; CQLR c. P-39.1 (Law 25), ss. 12, 14, 22; C.C.Q. art. 1568 (receipts).

Decisions that go further than the law, or choose where it is silent:
- every bulk mailing is treated as commercial (C2);
- after a withdrawal only a later express consent opens the way again, not a later purchase;
- a withdrawal concerns electronic messages, except for fundraising, where it holds for
  every channel (Law 25, s. 22);
- a message asking for consent is blocked by any withdrawal;
- windows of two years and six months end the day before sending (C9): the last day of
  sending is the same day of the month, or the last one of a shorter month.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from convergence.contacts.rules.consent_evidence import (
    ELECTRONIC,
    OWED,
    Basis,
    Channel,
    ConsentSettings,
    Contract,
    Decision,
    Donation,
    DoNotContact,
    Evidence,
    ExpressConsent,
    GivenAddress,
    Inquiry,
    Membership,
    MessagePurpose,
    OrganisationRelationship,
    PublishedAddress,
    Purchase,
    Referral,
    Topic,
    UnprovedDeclaration,
    Volunteering,
    Withdrawal,
)
from convergence.contacts.rules.day_arithmetic import add_months

_TOPIC = {
    MessagePurpose.NEWSLETTER: Topic.NEWSLETTER,
    MessagePurpose.URGENT_ACTIONS: Topic.URGENT_ACTIONS,
    MessagePurpose.CAMPAIGNS: Topic.CAMPAIGNS,
    MessagePurpose.EVENTS: Topic.EVENTS,
    MessagePurpose.FUNDRAISING: Topic.FUNDRAISING,
    MessagePurpose.DUES: Topic.MEMBERSHIP,
}
_WITHOUT_CONSENT = {
    MessagePurpose.REPLY: Basis.SOLICITED,
    MessagePurpose.LEGAL_NOTICE: Basis.LEGAL_DUTY,
    MessagePurpose.RECEIPT: Basis.LEGAL_DUTY,
    MessagePurpose.MEMBERSHIP_FACTS: Basis.FACTUAL,
    MessagePurpose.INFORMATION: Basis.NOT_COMMERCIAL,
}
_TWO_YEARS = 24
_SIX_MONTHS = 6
_EXEMPT = frozenset({MessagePurpose.LEGAL_NOTICE, MessagePurpose.REPLY})


def may_send(
    purpose: MessagePurpose,
    channel: Channel,
    evidence: Sequence[Evidence],
    on: date,
    settings: ConsentSettings,
) -> Decision:
    """Whether a message may go to an address on a day, and on what ground.

    Args:
        purpose: what the message is for.
        channel: how it travels.
        evidence: what is known of the address, in the order of the ledger: of a yes and
            a no on the same day, the later in the sequence counts. What is dated after
            `on` is not yet known.
        on: the day of sending.
        settings: what the organisation is.
    """
    known = [item for item in evidence if _known_since(item) <= on]
    refusal = _refusal(purpose, channel, known, on)
    if refusal:
        return refusal
    if purpose is MessagePurpose.FUNDRAISING and not _philanthropic(known):
        return _no("philanthropic_consent_missing")
    if purpose in _WITHOUT_CONSENT:
        basis = _WITHOUT_CONSENT[purpose]
        return Decision(True, basis, basis.lower(), None, purpose not in _EXEMPT)
    if channel not in ELECTRONIC:
        return Decision(True, Basis.NOT_ELECTRONIC, "not_electronic", None)
    grounds = list(_grounds(purpose, known, on, settings))
    if not grounds:
        return _no("unproved_declaration" if _only_declared(purpose, known) else "no_consent")
    basis, until = max(grounds, key=lambda ground: (ground[1] or date.max, _rank(ground[0])))
    return Decision(True, basis, basis.lower(), until)


def _no(reason: str) -> Decision:
    return Decision(False, Basis.NONE, reason, None)


def _rank(basis: Basis) -> int:
    return -list(Basis).index(basis)


def _known_since(item: Evidence) -> date:
    match item:
        case Membership() | Contract() | OrganisationRelationship():
            return item.start
        case DoNotContact():
            return item.since
        case PublishedAddress():
            return item.seen
        case _:
            return item.on


def _refusal(purpose: MessagePurpose, channel: Channel, known: Sequence[Evidence], on: date) -> Decision | None:
    if purpose in OWED:
        return None
    if any(isinstance(item, DoNotContact) and item.closes(channel, on) for item in known):
        return _no("do_not_contact")
    if channel not in ELECTRONIC and purpose is not MessagePurpose.FUNDRAISING:
        return None
    topic = _TOPIC.get(purpose)
    if _withdrawn(Topic.ALL, topic, known):
        return _no("withdrawn_from_all")
    asked = list(Topic) if purpose is MessagePurpose.CONSENT_REQUEST else [topic]
    if any(name and _withdrawn(name, name, known) for name in asked):
        return _no("withdrawn")
    return None


def _withdrawn(scope: Topic, lifted_by: Topic | None, known: Sequence[Evidence]) -> bool:
    """Whether a withdrawal of `scope` stands, no later proved consent having lifted it."""
    standing = False
    ordered = sorted(
        (item for item in known if isinstance(item, Withdrawal | ExpressConsent)),
        key=lambda item: item.on,
    )
    for item in ordered:
        if isinstance(item, Withdrawal):
            standing = standing or item.topic is scope
        elif item.proved and item.topic is lifted_by and not item.for_third_party:
            standing = False
    return standing


def _philanthropic(known: Sequence[Evidence]) -> bool:
    """L7: data given for dues do not serve to ask for gifts without a yes to that purpose."""
    return any(
        isinstance(item, Donation)
        or (
            isinstance(item, ExpressConsent)
            and item.proved
            and item.topic is Topic.FUNDRAISING
            and not item.for_third_party
        )
        for item in known
    )


def _only_declared(purpose: MessagePurpose, known: Sequence[Evidence]) -> bool:
    topic = _TOPIC.get(purpose)
    return any(
        (isinstance(item, UnprovedDeclaration) and item.topic in {topic, Topic.ALL})
        or (isinstance(item, ExpressConsent) and not item.proved and item.topic is topic)
        for item in known
    )


def third_parties_to_tell(withdrawal: Withdrawal, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Return those for whom a consent was asked that this withdrawal ends: they are told without delay (C30)."""
    asked = (
        item.for_third_party
        for item in evidence
        if isinstance(item, ExpressConsent) and item.on <= withdrawal.on and withdrawal.topic in {Topic.ALL, item.topic}
    )
    return tuple(dict.fromkeys(name for name in asked if name))


Ground = tuple[Basis, date | None]


def _grounds(
    purpose: MessagePurpose, known: Sequence[Evidence], on: date, settings: ConsentSettings
) -> Iterable[Ground]:
    if purpose is MessagePurpose.FUNDRAISING and settings.is_registered_charity:
        yield Basis.CHARITY_FUNDRAISING, None
    for item in known:
        ground = _ground(item, purpose, on, settings)
        if ground and (ground[1] is None or on <= ground[1]):
            yield ground


def _ground(item: Evidence, purpose: MessagePurpose, on: date, settings: ConsentSettings) -> Ground | None:
    match item:
        case ExpressConsent():
            return _express(item, purpose)
        case Membership():
            return _membership(item, purpose, on, settings)
        case Donation() | Volunteering():
            return _gift(item, on) if settings.is_registered_charity else None
        case Purchase() | Contract() | Inquiry():
            return _trade(item, on)
        case PublishedAddress() | GivenAddress():
            return _role_address(item)
        case OrganisationRelationship() if purpose is MessagePurpose.INTER_ORGANISATION:
            return Basis.ORGANISATION_RELATIONSHIP, item.end
        case Referral() if item.by.strip() and item.answered in {None, on}:
            return Basis.REFERRAL, item.answered
        case _:
            return None


def _gift(item: Donation | Volunteering, on: date) -> Ground:
    if isinstance(item, Volunteering):
        return Basis.VOLUNTEERING, add_months(item.on, _TWO_YEARS)
    if not item.recurring:
        return Basis.DONATION, add_months(item.on, _TWO_YEARS)
    return Basis.DONATION, _two_years_after(item.ended, on)


def _trade(item: Purchase | Contract | Inquiry, on: date) -> Ground:
    match item:
        case Purchase():
            return Basis.PURCHASE, add_months(item.on, _TWO_YEARS)
        case Contract():
            return Basis.CONTRACT, _two_years_after(item.end, on)
        case Inquiry():
            return Basis.INQUIRY, add_months(item.on, _SIX_MONTHS)


def _role_address(item: PublishedAddress | GivenAddress) -> Ground | None:
    traced = item.url if isinstance(item, PublishedAddress) else item.where
    if not (traced and item.role and item.relevant) or item.refuses_messages:
        return None
    known_by_sight = isinstance(item, PublishedAddress)
    return (Basis.PUBLISHED_ADDRESS if known_by_sight else Basis.GIVEN_ADDRESS), None


def _express(item: ExpressConsent, purpose: MessagePurpose) -> Ground | None:
    topic = _TOPIC.get(purpose)
    if not item.proved or item.topic is not topic or item.for_third_party:
        return None
    return Basis.EXPRESS, None


def _two_years_after(end: date | None, on: date) -> date | None:
    return None if end is None or on <= end else add_months(end, _TWO_YEARS)


def _membership(item: Membership, purpose: MessagePurpose, on: date, settings: ConsentSettings) -> Ground | None:
    current = item.end is None or on <= item.end
    if purpose is MessagePurpose.DUES and current:
        return Basis.FACTUAL, item.end
    if not settings.is_club_or_association:
        return None
    return Basis.MEMBERSHIP, _two_years_after(item.end, on)
