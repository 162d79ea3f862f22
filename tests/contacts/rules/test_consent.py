"""CASL and Law 25: when a message may go to an address (C1-C27, L7)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.contacts.rules.consent import may_send, third_parties_to_tell
from convergence.contacts.rules.consent_evidence import (
    Basis,
    Channel,
    ConsentSettings,
    Contract,
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

CLUB = ConsentSettings(is_club_or_association=True)
CHARITY = ConsentSettings(is_registered_charity=True, is_club_or_association=True)
NEITHER = ConsentSettings()
TODAY = date(2026, 1, 10)


def yes(topic: Topic, on: date) -> ExpressConsent:
    return ExpressConsent(topic, on, wording="Je veux recevoir ceci.", source="formulaire")


def allowed(
    purpose: MessagePurpose,
    *evidence: Evidence,
    on: date = TODAY,
    settings: ConsentSettings = CLUB,
    channel: Channel = Channel.EMAIL,
) -> bool:
    return may_send(purpose, channel, evidence, on, settings).allowed


@pytest.mark.rule("C1")
def test_non_commercial_message_needs_no_consent_but_offers_the_way_out() -> None:
    decision = may_send(MessagePurpose.INFORMATION, Channel.EMAIL, (), TODAY, CLUB)
    assert (decision.allowed, decision.basis) == (True, Basis.NOT_COMMERCIAL)
    assert decision.must_offer_unsubscribe


@pytest.mark.rule("C3", "C27")
def test_request_for_consent_to_an_imported_list_is_blocked() -> None:
    decision = may_send(
        MessagePurpose.CONSENT_REQUEST,
        Channel.EMAIL,
        (UnprovedDeclaration(Topic.NEWSLETTER, TODAY),),
        TODAY,
        CLUB,
    )
    assert (decision.allowed, decision.reason) == (False, "no_consent")
    assert allowed(MessagePurpose.CONSENT_REQUEST, Membership(date(2020, 1, 1)))


@pytest.mark.rule("C7")
def test_express_consent_never_expires() -> None:
    decision = may_send(
        MessagePurpose.NEWSLETTER, Channel.EMAIL, (yes(Topic.NEWSLETTER, date(2016, 5, 1)),), TODAY, CLUB
    )
    assert (decision.allowed, decision.basis, decision.until) == (True, Basis.EXPRESS, None)


@pytest.mark.rule("C8")
def test_current_member_of_an_association_has_implied_consent_without_end() -> None:
    member = Membership(date(2001, 1, 1))
    decision = may_send(MessagePurpose.NEWSLETTER, Channel.EMAIL, (member,), TODAY, CLUB)
    assert (decision.basis, decision.until) == (Basis.MEMBERSHIP, None)
    assert not allowed(MessagePurpose.NEWSLETTER, member, settings=NEITHER)


@pytest.mark.rule("C9")
def test_two_years_after_membership_ended() -> None:
    former = Membership(date(2010, 1, 1), date(2024, 6, 30))
    assert allowed(MessagePurpose.NEWSLETTER, former, on=date(2026, 6, 30))
    assert not allowed(MessagePurpose.NEWSLETTER, former, on=date(2026, 7, 1))
    decision = may_send(MessagePurpose.NEWSLETTER, Channel.EMAIL, (former,), date(2025, 1, 1), CLUB)
    assert decision.until == date(2026, 6, 30)


@pytest.mark.rule("C9")
def test_two_years_after_a_29_february_end_on_the_28th() -> None:
    former = Membership(date(2010, 1, 1), date(2024, 2, 29))
    assert allowed(MessagePurpose.NEWSLETTER, former, on=date(2026, 2, 28))
    assert not allowed(MessagePurpose.NEWSLETTER, former, on=date(2026, 3, 1))


@pytest.mark.rule("C10")
def test_donation_counts_two_years_for_a_registered_charity_only() -> None:
    gift = Donation(date(2024, 3, 10))
    assert allowed(MessagePurpose.NEWSLETTER, gift, on=date(2026, 3, 10), settings=CHARITY)
    assert not allowed(MessagePurpose.NEWSLETTER, gift, on=date(2026, 3, 11), settings=CHARITY)
    assert not allowed(MessagePurpose.NEWSLETTER, gift, on=date(2024, 3, 11))


@pytest.mark.rule("C11")
def test_volunteering_counts_two_years_for_a_registered_charity_only() -> None:
    meeting = Volunteering(date(2025, 1, 15))
    assert allowed(MessagePurpose.NEWSLETTER, meeting, on=date(2027, 1, 15), settings=CHARITY)
    assert not allowed(MessagePurpose.NEWSLETTER, meeting, on=date(2027, 1, 16), settings=CHARITY)
    assert not allowed(MessagePurpose.NEWSLETTER, meeting, on=date(2025, 1, 16))


@pytest.mark.rule("C12")
def test_purchase_counts_two_years_and_contract_two_years_after_its_end() -> None:
    purchase = Purchase(date(2025, 1, 15))
    assert allowed(MessagePurpose.EVENTS, purchase, on=date(2027, 1, 15))
    assert not allowed(MessagePurpose.EVENTS, purchase, on=date(2027, 1, 16))
    assert allowed(MessagePurpose.EVENTS, Contract(date(2000, 1, 1)), on=date(2030, 1, 1))
    ended = Contract(date(2020, 1, 1), date(2025, 1, 15))
    assert allowed(MessagePurpose.EVENTS, ended, on=date(2027, 1, 15))
    assert not allowed(MessagePurpose.EVENTS, ended, on=date(2027, 1, 16))


@pytest.mark.rule("C13")
def test_inquiry_counts_six_months() -> None:
    inquiry = Inquiry(date(2025, 1, 15))
    assert allowed(MessagePurpose.EVENTS, inquiry, on=date(2025, 7, 15))
    assert not allowed(MessagePurpose.EVENTS, inquiry, on=date(2025, 7, 16))
    assert allowed(MessagePurpose.EVENTS, Inquiry(date(2025, 8, 31)), on=date(2026, 2, 28))
    assert not allowed(MessagePurpose.EVENTS, Inquiry(date(2025, 8, 31)), on=date(2026, 3, 1))


@pytest.mark.rule("C14")
def test_recurring_gift_opens_its_two_years_when_it_ends() -> None:
    running = Donation(date(2015, 1, 1), recurring=True)
    ended = Donation(date(2015, 1, 1), recurring=True, ended=date(2024, 3, 10))
    assert allowed(MessagePurpose.NEWSLETTER, running, settings=CHARITY)
    assert allowed(MessagePurpose.NEWSLETTER, ended, on=date(2026, 3, 10), settings=CHARITY)
    assert not allowed(MessagePurpose.NEWSLETTER, ended, on=date(2026, 3, 11), settings=CHARITY)


@pytest.mark.rule("C15")
def test_published_address_needs_its_place_its_role_and_no_refusal() -> None:
    seen = date(2025, 5, 1)
    url = "https://syndicat.example/contact"
    assert allowed(MessagePurpose.NEWSLETTER, PublishedAddress(url, seen, "présidence"))
    assert not allowed(MessagePurpose.NEWSLETTER, PublishedAddress("", seen, "présidence"))
    assert not allowed(MessagePurpose.NEWSLETTER, PublishedAddress(url, seen, ""))
    assert not allowed(MessagePurpose.NEWSLETTER, PublishedAddress(url, seen, "présidence", refuses_messages=True))
    assert not allowed(MessagePurpose.NEWSLETTER, PublishedAddress(url, seen, "paie", relevant=False))


@pytest.mark.rule("C16")
def test_address_given_by_card_needs_where_and_when() -> None:
    assert allowed(MessagePurpose.NEWSLETTER, GivenAddress(TODAY, "congrès de 2025", "trésorerie"))
    assert not allowed(MessagePurpose.NEWSLETTER, GivenAddress(TODAY, "", "trésorerie"))
    assert not allowed(MessagePurpose.NEWSLETTER, GivenAddress(TODAY, "congrès", "trésorerie", refuses_messages=True))


@pytest.mark.rule("C17")
def test_staff_may_write_to_staff_of_an_organisation_in_touch() -> None:
    relationship = OrganisationRelationship(date(2019, 1, 1), date(2026, 1, 10))
    assert allowed(MessagePurpose.INTER_ORGANISATION, relationship)
    assert not allowed(MessagePurpose.INTER_ORGANISATION, relationship, on=date(2026, 1, 11))
    assert not allowed(MessagePurpose.NEWSLETTER, relationship)


@pytest.mark.rule("C18")
@pytest.mark.parametrize("purpose", [MessagePurpose.REPLY, MessagePurpose.LEGAL_NOTICE])
def test_replies_and_owed_notices_need_no_consent(purpose: MessagePurpose) -> None:
    decision = may_send(purpose, Channel.EMAIL, (Withdrawal(Topic.ALL, TODAY),), TODAY, CLUB)
    assert decision.allowed
    assert not decision.must_offer_unsubscribe


@pytest.mark.rule("C19")
@pytest.mark.parametrize(
    ("purpose", "basis"),
    [(MessagePurpose.MEMBERSHIP_FACTS, Basis.FACTUAL), (MessagePurpose.RECEIPT, Basis.LEGAL_DUTY)],
)
def test_membership_facts_and_receipts_need_no_consent_but_the_words(purpose: MessagePurpose, basis: Basis) -> None:
    decision = may_send(purpose, Channel.EMAIL, (), TODAY, CLUB)
    assert (decision.allowed, decision.basis) == (True, basis)
    assert decision.must_offer_unsubscribe


@pytest.mark.rule("C19", "C9")
def test_dues_call_goes_to_members_and_for_two_years_to_former_ones() -> None:
    assert allowed(MessagePurpose.DUES, Membership(date(2020, 1, 1)), settings=NEITHER)
    former = Membership(date(2010, 1, 1), date(2024, 6, 30))
    assert allowed(MessagePurpose.DUES, former, on=date(2026, 6, 30))
    assert not allowed(MessagePurpose.DUES, former, on=date(2026, 7, 1))
    assert not allowed(MessagePurpose.DUES)


@pytest.mark.rule("C20")
def test_charity_s_fundraising_is_exempt_and_nobody_else_s() -> None:
    old_donor = Donation(date(2010, 1, 1))
    decision = may_send(MessagePurpose.FUNDRAISING, Channel.EMAIL, (old_donor,), TODAY, CHARITY)
    assert (decision.allowed, decision.basis) == (True, Basis.CHARITY_FUNDRAISING)
    assert not allowed(MessagePurpose.FUNDRAISING, old_donor)


@pytest.mark.rule("C24")
def test_withdrawal_suppresses_at_once() -> None:
    evidence = (yes(Topic.NEWSLETTER, date(2020, 1, 1)), Withdrawal(Topic.NEWSLETTER, TODAY))
    assert allowed(MessagePurpose.NEWSLETTER, *evidence, on=TODAY - timedelta(days=1))
    decision = may_send(MessagePurpose.NEWSLETTER, Channel.EMAIL, evidence, TODAY, CLUB)
    assert (decision.allowed, decision.reason) == (False, "withdrawn")


@pytest.mark.rule("C24")
def test_only_a_later_yes_lifts_a_withdrawal() -> None:
    gone = Withdrawal(Topic.NEWSLETTER, date(2025, 1, 1))
    member = Membership(date(2020, 1, 1))
    assert not allowed(MessagePurpose.NEWSLETTER, member, gone)
    assert not allowed(MessagePurpose.NEWSLETTER, member, gone, Purchase(date(2025, 6, 1)))
    assert not allowed(MessagePurpose.NEWSLETTER, yes(Topic.NEWSLETTER, date(2025, 1, 1)), gone)
    assert allowed(MessagePurpose.NEWSLETTER, gone, yes(Topic.NEWSLETTER, date(2025, 1, 1)))


@pytest.mark.rule("C26")
def test_leaving_the_bulletin_keeps_urgent_actions() -> None:
    member = Membership(date(2020, 1, 1))
    gone = Withdrawal(Topic.NEWSLETTER, date(2025, 1, 1))
    assert not allowed(MessagePurpose.NEWSLETTER, member, gone)
    assert allowed(MessagePurpose.URGENT_ACTIONS, member, gone)
    assert allowed(MessagePurpose.DUES, member, gone)


@pytest.mark.rule("C26")
@pytest.mark.parametrize("purpose", list(MessagePurpose))
def test_all_stops_all_but_what_is_owed(purpose: MessagePurpose) -> None:
    evidence = (
        Membership(date(2020, 1, 1)),
        yes(Topic.FUNDRAISING, date(2020, 1, 1)),
        Withdrawal(Topic.ALL, date(2025, 1, 1)),
    )
    owed = {MessagePurpose.LEGAL_NOTICE, MessagePurpose.RECEIPT, MessagePurpose.REPLY}
    assert allowed(purpose, *evidence) == (purpose in owed)


@pytest.mark.rule("C26")
def test_after_all_a_new_yes_opens_its_own_topic_only() -> None:
    evidence = (
        Membership(date(2020, 1, 1)),
        Withdrawal(Topic.ALL, date(2025, 1, 1)),
        yes(Topic.NEWSLETTER, date(2025, 2, 1)),
    )
    assert allowed(MessagePurpose.NEWSLETTER, *evidence)
    assert not allowed(MessagePurpose.URGENT_ACTIONS, *evidence)


@pytest.mark.rule("C27")
def test_imported_yes_without_proof_is_not_consent() -> None:
    declared = UnprovedDeclaration(Topic.NEWSLETTER, date(2022, 1, 1))
    decision = may_send(MessagePurpose.NEWSLETTER, Channel.EMAIL, (declared,), TODAY, CLUB)
    assert (decision.allowed, decision.reason) == (False, "unproved_declaration")
    assert not allowed(MessagePurpose.NEWSLETTER, ExpressConsent(Topic.NEWSLETTER, TODAY))
    assert not allowed(MessagePurpose.NEWSLETTER, ExpressConsent(Topic.NEWSLETTER, TODAY, wording="Oui"))


@pytest.mark.rule("L7")
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("settings", [CLUB, CHARITY])
def test_dues_contact_without_philanthropic_consent_gets_no_call_for_gifts(
    channel: Channel, settings: ConsentSettings
) -> None:
    member = Membership(date(2020, 1, 1))
    decision = may_send(MessagePurpose.FUNDRAISING, channel, (member,), TODAY, settings)
    assert (decision.allowed, decision.reason) == (False, "philanthropic_consent_missing")
    asked = (member, yes(Topic.FUNDRAISING, date(2025, 1, 1)))
    assert allowed(MessagePurpose.FUNDRAISING, *asked, channel=channel, settings=settings)


@pytest.mark.rule("L7")
def test_refusing_calls_for_gifts_stops_letters_too() -> None:
    evidence = (yes(Topic.FUNDRAISING, date(2020, 1, 1)), Withdrawal(Topic.FUNDRAISING, TODAY))
    assert not allowed(MessagePurpose.FUNDRAISING, *evidence, channel=Channel.POST)


def test_mark_of_the_register_closes_its_channels_for_its_time() -> None:
    member = Membership(date(2020, 1, 1))
    no_calls = DoNotContact(date(2025, 1, 1), channels=frozenset({Channel.PHONE}))
    assert not allowed(MessagePurpose.DUES, member, no_calls, channel=Channel.PHONE)
    assert allowed(MessagePurpose.DUES, member, no_calls)
    for_a_while = DoNotContact(date(2025, 1, 1), date(2025, 12, 31))
    assert not allowed(MessagePurpose.DUES, member, for_a_while, on=date(2025, 12, 31))
    assert allowed(MessagePurpose.DUES, member, for_a_while, on=date(2026, 1, 1))
    assert allowed(MessagePurpose.LEGAL_NOTICE, for_a_while, on=date(2025, 6, 1))


def test_letters_on_paper_are_outside_casl() -> None:
    decision = may_send(MessagePurpose.DUES, Channel.POST, (), TODAY, CLUB)
    assert (decision.allowed, decision.basis) == (True, Basis.NOT_ELECTRONIC)


def test_the_longest_ground_is_the_one_named() -> None:
    evidence = (Purchase(date(2025, 1, 1)), Membership(date(2010, 1, 1), date(2025, 6, 30)))
    decision = may_send(MessagePurpose.NEWSLETTER, Channel.EMAIL, evidence, TODAY, CLUB)
    assert (decision.basis, decision.until) == (Basis.MEMBERSHIP, date(2027, 6, 30))


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
topics = st.sampled_from(list(Topic))
grounds = st.one_of(
    st.builds(Purchase, days),
    st.builds(Inquiry, days),
    st.builds(Donation, days),
    st.builds(Volunteering, days),
    st.builds(yes, topics, days),
    st.builds(Membership, days),
)
purposes = st.sampled_from(list(MessagePurpose))
organisations = st.sampled_from([CLUB, CHARITY, NEITHER])


@pytest.mark.rule("C26")
@given(st.lists(grounds, max_size=6), days, purposes, organisations)
def test_no_evidence_survives_a_withdrawal_from_all_made_today(
    evidence: list[Evidence], on: date, purpose: MessagePurpose, settings: ConsentSettings
) -> None:
    decision = may_send(purpose, Channel.EMAIL, [*evidence, Withdrawal(Topic.ALL, on)], on, settings)
    owed = {MessagePurpose.LEGAL_NOTICE, MessagePurpose.RECEIPT, MessagePurpose.REPLY}
    assert decision.allowed == (purpose in owed)


@given(st.lists(grounds, max_size=6), grounds, days, purposes, organisations)
def test_more_evidence_never_closes_what_was_open(
    evidence: list[Evidence], more: Evidence, on: date, purpose: MessagePurpose, settings: ConsentSettings
) -> None:
    before = may_send(purpose, Channel.EMAIL, evidence, on, settings)
    after = may_send(purpose, Channel.EMAIL, [*evidence, more], on, settings)
    assert after.allowed or not before.allowed


@given(st.lists(grounds, max_size=6), days, purposes, organisations)
def test_permission_holds_until_its_last_day_and_not_after(
    evidence: list[Evidence], on: date, purpose: MessagePurpose, settings: ConsentSettings
) -> None:
    known = [item for item in evidence if getattr(item, "on", date.min) <= on]
    known = [item for item in known if getattr(item, "start", date.min) <= on]
    decision = may_send(purpose, Channel.EMAIL, known, on, settings)
    if decision.allowed and decision.until:
        assert may_send(purpose, Channel.EMAIL, known, decision.until, settings).allowed
        next_day = decision.until + timedelta(days=1)
        assert not may_send(purpose, Channel.EMAIL, known, next_day, settings).allowed


@pytest.mark.rule("C27")
@given(topics, days, purposes, organisations)
def test_a_declaration_alone_never_opens_anything_that_needs_consent(
    topic: Topic, on: date, purpose: MessagePurpose, settings: ConsentSettings
) -> None:
    with_it = may_send(purpose, Channel.EMAIL, [UnprovedDeclaration(topic, on)], on, settings)
    without = may_send(purpose, Channel.EMAIL, [], on, settings)
    assert with_it.allowed == without.allowed


@pytest.mark.rule("C29")
def test_a_referral_allows_one_message_and_no_second() -> None:
    told = date(2024, 2, 1)
    fresh = Referral(told, "Ada Roy")
    first = may_send(MessagePurpose.EVENTS, Channel.EMAIL, [fresh], date(2024, 2, 22), ConsentSettings())
    assert (first.allowed, first.basis, first.reason) == (True, Basis.REFERRAL, "referral")
    used = Referral(told, "Ada Roy", answered=date(2024, 2, 22))
    second = may_send(MessagePurpose.EVENTS, Channel.EMAIL, [used], date(2024, 2, 23), ConsentSettings())
    assert (second.allowed, second.reason) == (False, "no_consent")
    nameless = Referral(told, " ")
    assert not may_send(MessagePurpose.EVENTS, Channel.EMAIL, [nameless], date(2024, 2, 22), ConsentSettings()).allowed
    refused = [fresh, Withdrawal(Topic.EVENTS, told)]
    assert not may_send(MessagePurpose.EVENTS, Channel.EMAIL, refused, date(2024, 2, 22), ConsentSettings()).allowed


@pytest.mark.rule("C30")
def test_a_consent_asked_for_others_allows_us_nothing_and_its_withdrawal_is_passed_on() -> None:
    given = ExpressConsent(Topic.NEWSLETTER, date(2024, 1, 1), "Oui.", "page", for_third_party="Coalition")
    ours = ExpressConsent(Topic.EVENTS, date(2024, 1, 1), "Oui.", "page")
    on = date(2024, 2, 22)
    assert not may_send(MessagePurpose.NEWSLETTER, Channel.EMAIL, [given], on, ConsentSettings()).allowed
    assert third_parties_to_tell(Withdrawal(Topic.NEWSLETTER, on), [given, ours, given]) == ("Coalition",)
    assert third_parties_to_tell(Withdrawal(Topic.ALL, on), [given, ours]) == ("Coalition",)
    assert third_parties_to_tell(Withdrawal(Topic.EVENTS, on), [given, ours]) == ()


@pytest.mark.rule("L8")
@pytest.mark.parametrize("channel", Channel)
def test_a_refusal_of_prospecting_stops_every_channel_the_same_day(channel: Channel) -> None:
    day = date(2024, 2, 22)
    yes = ExpressConsent(Topic.FUNDRAISING, date(2023, 1, 1), "Oui.", "page")
    charity = ConsentSettings(is_registered_charity=True)
    assert may_send(MessagePurpose.FUNDRAISING, channel, [yes], day, charity).allowed
    no = Withdrawal(Topic.FUNDRAISING, day)
    answer = may_send(MessagePurpose.FUNDRAISING, channel, [yes, no], day, charity)
    assert (answer.allowed, answer.reason) == (False, "withdrawn")
