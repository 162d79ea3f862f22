"""The consent ledger, what the rules answer from it, and the proof of one address (C7-C28, L7, S66)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from convergence.contacts.commands import (
    add_contact_point,
    mark_do_not_contact,
    merge_contacts,
    record_consent,
    withdraw_consent,
)
from convergence.contacts.errors import ProofMissing
from convergence.contacts.models import ConsentEvent, Contact
from convergence.contacts.queries import consent as consents
from convergence.contacts.queries.consent import Destination, decide, decide_many, proof_of
from convergence.contacts.rules.consent_evidence import Channel, Membership, MessagePurpose
from convergence.core.profile import change_profile

pytestmark = pytest.mark.django_db
TODAY = date(2024, 2, 22)
ADDRESS = "ada@syndicat.example"


@pytest.fixture
def association(coordinator, at):
    """The organisation is an association in the sense of CASL."""
    change_profile(actor=coordinator, at=at, name="Centre", is_club_or_association=True)


@pytest.fixture
def members():
    """Let tests say who is a member, as the practice of membership does."""
    known: dict[int, list] = {}

    def provider(ids):
        return {pk: known[pk] for pk in ids if pk in known}

    consents.register_evidence(provider)
    yield known
    consents._providers.remove(provider)


def say_yes(contact, coordinator, at, purpose="NEWSLETTER", address=ADDRESS):
    return record_consent(
        contact_id=contact.pk,
        address=address,
        purpose=purpose,
        act="GIVEN",
        method="formulaire",
        wording="Je veux recevoir le bulletin.",
        source="https://centre.example/bulletin",
        actor=coordinator,
        at=at,
    )


def may(purpose, contact, on=TODAY, channel=Channel.EMAIL, address=ADDRESS):
    return decide(purpose, channel, Destination(contact.pk, address), on).allowed


@pytest.mark.rule("C7", "C27")
def test_consent_needs_its_words_and_source(person, coordinator, at) -> None:
    ada = person("Ada", "Roy")
    with pytest.raises(ProofMissing):
        record_consent(
            contact_id=ada.pk,
            address=ADDRESS,
            purpose="NEWSLETTER",
            act="GIVEN",
            method="téléphone",
            actor=coordinator,
            at=at,
        )
    say_yes(ada, coordinator, at)
    assert may(MessagePurpose.NEWSLETTER, ada, on=date(2034, 1, 1))


@pytest.mark.rule("C27")
def test_declaration_without_proof_does_not_allow_sending(person, coordinator, at) -> None:
    ada = person("Ada", "Roy")
    record_consent(
        contact_id=ada.pk,
        address=ADDRESS,
        purpose="NEWSLETTER",
        act="DECLARED",
        method="import",
        actor=coordinator,
        at=at,
    )
    decision = decide(MessagePurpose.NEWSLETTER, Channel.EMAIL, Destination(ada.pk, ADDRESS), TODAY)
    assert (decision.allowed, decision.reason) == (False, "unproved_declaration")


@pytest.mark.rule("C24", "C25", "C26")
def test_withdrawal_holds_at_the_next_question_for_its_topic(person, coordinator, at, association, members) -> None:
    ada = person("Ada", "Roy")
    members[ada.pk] = [Membership(date(2020, 1, 1))]
    say_yes(ada, coordinator, at - timedelta(days=300))
    assert may(MessagePurpose.NEWSLETTER, ada)
    withdraw_consent(contact_id=ada.pk, address=ADDRESS, purpose="NEWSLETTER", method="lien", actor=None, at=at)
    assert not may(MessagePurpose.NEWSLETTER, ada)
    assert may(MessagePurpose.URGENT_ACTIONS, ada)
    withdraw_consent(contact_id=ada.pk, address=ADDRESS, method="lien", actor=None, at=at)
    assert not may(MessagePurpose.URGENT_ACTIONS, ada)
    assert not may(MessagePurpose.DUES, ada)
    assert may(MessagePurpose.LEGAL_NOTICE, ada)
    assert may(MessagePurpose.DUES, ada, channel=Channel.POST)


@pytest.mark.rule("C26")
def test_withdrawal_follows_the_address_to_every_contact(person, coordinator, at, association, members) -> None:
    ada, twin = person("Ada", "Roy"), person("A.", "Roy")
    members[twin.pk] = [Membership(date(2020, 1, 1))]
    assert may(MessagePurpose.NEWSLETTER, twin)
    withdraw_consent(contact_id=ada.pk, address=ADDRESS.upper(), method="lien", actor=None, at=at)
    assert not may(MessagePurpose.NEWSLETTER, twin)


@pytest.mark.rule("C8", "C9")
def test_membership_known_by_a_higher_app_counts(person, association, members) -> None:
    ada = person("Ada", "Roy")
    members[ada.pk] = [Membership(date(2010, 1, 1), date(2024, 6, 30))]
    assert may(MessagePurpose.NEWSLETTER, ada, on=date(2026, 6, 30))
    assert not may(MessagePurpose.NEWSLETTER, ada, on=date(2026, 7, 1))


@pytest.mark.rule("L7")
def test_dues_contact_is_left_out_of_a_call_for_gifts(person, coordinator, at, association, members) -> None:
    ada = person("Ada", "Roy")
    members[ada.pk] = [Membership(date(2020, 1, 1))]
    for channel in (Channel.EMAIL, Channel.POST):
        assert not may(MessagePurpose.FUNDRAISING, ada, channel=channel)
    say_yes(ada, coordinator, at, purpose="FUNDRAISING")
    assert may(MessagePurpose.FUNDRAISING, ada, channel=Channel.POST)


def test_marks_of_the_register_are_heard(person, coordinator, at, association, members) -> None:
    ada = person("Ada", "Roy")
    members[ada.pk] = [Membership(date(2020, 1, 1))]
    mark_do_not_contact(
        contact_id=ada.pk, channel="PHONE", reason="NE PLUS APPELER", since=TODAY, actor=coordinator, at=at
    )
    mark_do_not_contact(
        contact_id=ada.pk,
        channel="EMAIL",
        purpose="NEWSLETTER",
        reason="Bulletin : non",
        since=TODAY,
        actor=coordinator,
        at=at,
    )
    assert not may(MessagePurpose.DUES, ada, channel=Channel.PHONE)
    assert may(MessagePurpose.DUES, ada)
    assert not may(MessagePurpose.NEWSLETTER, ada)


def test_mark_of_an_absorbed_contact_holds_for_the_kept_one(person, coordinator, at, association, members) -> None:
    kept, absorbed = person("Ada", "Roy"), person("Ada", "Roi")
    members[kept.pk] = [Membership(date(2020, 1, 1))]
    mark_do_not_contact(
        contact_id=absorbed.pk, channel="ALL", reason="ne plus écrire", since=TODAY, actor=coordinator, at=at
    )
    merge_contacts(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=coordinator, at=at)
    assert not may(MessagePurpose.DUES, kept)


def test_ten_or_a_thousand_destinations_take_the_same_number_of_queries(
    person, coordinator, at, django_assert_num_queries
) -> None:
    people = [person("Ada", f"Roy {n}") for n in range(10)]
    with django_assert_num_queries(4):
        decide_many(
            MessagePurpose.NEWSLETTER,
            Channel.EMAIL,
            [Destination(one.pk, f"ada{one.pk}@syndicat.example") for one in people],
            TODAY,
        )


def test_ledger_refuses_change_and_deletion(person, coordinator, at) -> None:
    event = say_yes(person("Ada", "Roy"), coordinator, at)
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentEvent.objects.filter(pk=event.pk).update(wording="autre")
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentEvent.objects.filter(pk=event.pk).delete()


@pytest.mark.rule("C28")
def test_proof_of_one_address_lists_everything(person, coordinator, at, association) -> None:
    ada = person("Ada", "Roy")
    add_contact_point(contact_id=ada.pk, channel="EMAIL", value=ADDRESS, actor=coordinator, at=at)
    say_yes(ada, coordinator, at)
    withdraw_consent(contact_id=ada.pk, address=ADDRESS, purpose="URGENT_ACTIONS", method="lien", actor=None, at=at)
    proof = proof_of(f" {ADDRESS.upper()} ", TODAY, Contact.objects.all())
    assert [event.act for event in proof.events] == ["WITHDRAWN", "GIVEN"]
    given = proof.events[1]
    assert (given.wording, given.source, given.method) == (
        "Je veux recevoir le bulletin.",
        "https://centre.example/bulletin",
        "formulaire",
    )
    assert list(proof.contacts) == [ada]
    allowed = {answer.label: answer.decision.allowed for answer in proof.answers}
    assert list(allowed.values()) == [True, False, False, False, False, False, True]
