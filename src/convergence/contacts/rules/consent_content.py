"""What a message really is (C1-C3) and what a request for consent must show (C4-C6)."""

from dataclasses import dataclass

from convergence.contacts.rules.consent_evidence import MessagePurpose, Topic

_FULL_NAME = 2
_FACTS = frozenset(
    {MessagePurpose.INFORMATION, MessagePurpose.MEMBERSHIP_FACTS, MessagePurpose.RECEIPT, MessagePurpose.LEGAL_NOTICE}
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a message holds, as its writer ticks it."""

    offer: bool = False
    sale: bool = False
    sponsor: bool = False
    fundraising: bool = False
    asks_consent: bool = False
    bulk: bool = False


def is_commercial(content: Content) -> bool:
    """Whether the consent of CASL is needed.

    Any offer, sale, sponsor, call for gifts or request for consent makes a message commercial
    (C2, C3), and so does sending it in bulk (a decision of ours). A message to one person with
    none of these, such as the outcome of the action they signed, is not (C1).
    """
    return any(
        (
            content.offer,
            content.sale,
            content.sponsor,
            content.fundraising,
            content.asks_consent,
            content.bulk,
        )
    )


def effective_purpose(purpose: MessagePurpose, content: Content) -> MessagePurpose:
    """The purpose that a message really has: what it holds wins over what it says it is.

    A call for gifts in a notice or a receipt makes it fundraising; in a dues letter or a
    bulletin, where it is one line among others, it does not.
    """
    if content.fundraising and purpose not in {MessagePurpose.DUES, MessagePurpose.NEWSLETTER}:
        return MessagePurpose.FUNDRAISING
    if content.asks_consent and purpose is MessagePurpose.INFORMATION:
        return MessagePurpose.CONSENT_REQUEST
    if purpose in _FACTS and any((content.offer, content.sale, content.sponsor)):
        return MessagePurpose.EVENTS
    if purpose is MessagePurpose.INFORMATION and content.bulk:
        return MessagePurpose.NEWSLETTER
    return purpose


@dataclass(frozen=True, slots=True)
class ConsentRequest:
    """The words beside one box of a form."""

    topics: tuple[Topic, ...]
    purpose_text: str = ""
    organisation_name: str = ""
    mailing_address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    withdrawal_statement: str = ""
    inside_terms_of_use: bool = False
    ticked_beforehand: bool = False
    is_for_others: bool = False
    third_party_name: str = ""


def consent_request_faults(request: ConsentRequest) -> tuple[str, ...]:
    """Codes of what keeps a request from being published; empty when it may be (C4-C6, C30)."""
    found = {
        "ticked_beforehand": request.ticked_beforehand,
        "hidden_in_terms": request.inside_terms_of_use,
        "one_topic_per_box": len(request.topics) != 1 or Topic.ALL in request.topics,
        "purpose_missing": not request.purpose_text.strip(),
        "organisation_name_missing": not request.organisation_name.strip(),
        "mailing_address_missing": not request.mailing_address.strip(),
        "contact_missing": not any(part.strip() for part in (request.phone, request.email, request.website)),
        "withdrawal_statement_missing": not request.withdrawal_statement.strip(),
        "third_party_missing": request.is_for_others and not request.third_party_name.strip(),
    }
    return tuple(code for code, wrong in found.items() if wrong)


def referral_faults(words: str, referrer: str) -> tuple[str, ...]:
    """Codes of what keeps the one message of a referral from leaving; empty when it may (C29).

    It names who referred the person in full (a given and a family name), in its own words.
    """
    name = " ".join(referrer.split())
    found = {
        "referrer_not_in_full": len(name.split()) < _FULL_NAME,
        "referrer_unnamed": not name or name.casefold() not in " ".join(words.split()).casefold(),
    }
    return tuple(code for code, wrong in found.items() if wrong)
