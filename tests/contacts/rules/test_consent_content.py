"""What a message really is (C1-C3); what a request for consent must show (C4-C6)."""

from dataclasses import replace

import pytest

from convergence.contacts.rules.consent_content import (
    ConsentRequest,
    Content,
    consent_request_faults,
    effective_purpose,
    is_commercial,
    referral_faults,
)
from convergence.contacts.rules.consent_evidence import MessagePurpose, Topic

GOOD = ConsentRequest(
    topics=(Topic.NEWSLETTER,),
    purpose_text="Recevoir le bulletin, une fois par mois.",
    organisation_name="Centre de solidarité",
    mailing_address="1, rue du Fil, Montréal (Québec)  H2N 8V2",
    email="bonjour@centre.example",
    withdrawal_statement="Vous pouvez retirer ce consentement en tout temps.",
)


@pytest.mark.rule("C1")
def test_outcome_of_an_urgent_action_is_not_commercial() -> None:
    assert not is_commercial(Content())
    assert effective_purpose(MessagePurpose.INFORMATION, Content()) is MessagePurpose.INFORMATION


@pytest.mark.rule("C2")
@pytest.mark.parametrize("ingredient", ["offer", "sale", "sponsor", "fundraising", "bulk"])
def test_one_commercial_ingredient_or_bulk_makes_it_commercial(ingredient: str) -> None:
    assert is_commercial(replace(Content(), **{ingredient: True}))


@pytest.mark.rule("C2")
def test_bulk_information_is_a_bulletin_and_a_call_for_gifts_is_fundraising() -> None:
    assert effective_purpose(MessagePurpose.INFORMATION, Content(bulk=True)) is MessagePurpose.NEWSLETTER
    assert effective_purpose(MessagePurpose.RECEIPT, Content(fundraising=True)) is MessagePurpose.FUNDRAISING
    assert effective_purpose(MessagePurpose.LEGAL_NOTICE, Content(offer=True)) is MessagePurpose.EVENTS
    assert effective_purpose(MessagePurpose.DUES, Content(fundraising=True, bulk=True)) is MessagePurpose.DUES


@pytest.mark.rule("C3")
def test_asking_for_consent_is_commercial() -> None:
    assert is_commercial(Content(asks_consent=True))
    asked = effective_purpose(MessagePurpose.INFORMATION, Content(asks_consent=True))
    assert asked is MessagePurpose.CONSENT_REQUEST


@pytest.mark.rule("C5", "C6")
def test_complete_request_may_be_published() -> None:
    assert consent_request_faults(GOOD) == ()


@pytest.mark.rule("C5")
@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ("purpose_text", "purpose_missing"),
        ("organisation_name", "organisation_name_missing"),
        ("mailing_address", "mailing_address_missing"),
        ("email", "contact_missing"),
        ("withdrawal_statement", "withdrawal_statement_missing"),
    ],
)
def test_request_without_what_the_law_asks_is_not_published(missing: str, code: str) -> None:
    assert consent_request_faults(replace(GOOD, **{missing: " "})) == (code,)


@pytest.mark.rule("C6")
@pytest.mark.parametrize("topics", [(), (Topic.ALL,), (Topic.NEWSLETTER, Topic.URGENT_ACTIONS)])
def test_one_topic_per_box(topics: tuple[Topic, ...]) -> None:
    assert consent_request_faults(replace(GOOD, topics=topics)) == ("one_topic_per_box",)


@pytest.mark.rule("C6")
def test_consent_is_not_hidden_in_terms_of_use() -> None:
    assert consent_request_faults(replace(GOOD, inside_terms_of_use=True)) == ("hidden_in_terms",)


@pytest.mark.rule("C4")
def test_box_is_not_ticked_beforehand() -> None:
    assert consent_request_faults(replace(GOOD, ticked_beforehand=True)) == ("ticked_beforehand",)


@pytest.mark.rule("C30")
def test_a_request_for_others_names_them() -> None:
    ours = replace(GOOD, is_for_others=True)
    assert consent_request_faults(ours) == ("third_party_missing",)
    assert consent_request_faults(replace(ours, third_party_name="Coalition")) == ()


@pytest.mark.rule("C29")
@pytest.mark.parametrize(
    ("words", "referrer", "faults"),
    [
        ("Ada  Roy nous a donné votre nom.", "Ada Roy", ()),
        ("Ada nous a donné votre nom.", "Ada", ("referrer_not_in_full",)),
        ("Quelqu’un nous a donné votre nom.", "Ada Roy", ("referrer_unnamed",)),
        ("Bonjour", "", ("referrer_not_in_full", "referrer_unnamed")),
    ],
)
def test_a_message_by_referral_names_the_referrer_in_full(words: str, referrer: str, faults: tuple[str, ...]) -> None:
    assert referral_faults(words, referrer) == faults
