"""Consent is asked again at the moment of each send."""

from collections.abc import Callable

import pytest

from convergence.contacts.models import Contact
from convergence.contacts.queries import consent
from convergence.core.models import OrganisationProfile
from convergence.messaging import commands, sending
from convergence.messaging.commands import Recipient, Text
from convergence.messaging.models import Delivery, Mailing
from tests.messaging.cast import AT

pytestmark = pytest.mark.django_db


def written_to(purpose: str, contact: Contact | None, centre: OrganisationProfile) -> Delivery:
    mailing = commands.create_mailing(
        reference=f"c:{purpose}", title="x", purpose=purpose, texts=[Text("fr", "Objet", "Texte.")], actor=None, at=AT
    )
    one = Recipient(contact.pk if contact else None, "zoe@union.example")
    commands.add_recipients(mailing_id=mailing.pk, recipients=[one], actor=None, at=AT)
    commands.start_mailing(mailing_id=mailing.pk, actor=None, at=AT)
    sending.send_chunk(mailing_id=mailing.pk, chunk=1, claim="j", clock=lambda: AT)
    return Delivery.objects.get(mailing=mailing)


@pytest.mark.rule("C8")
def test_a_member_gets_the_dues_call(
    members: None, centre: OrganisationProfile, person: Callable[[str], Contact]
) -> None:
    zoe = person("Zoé")
    grounds = [(row.fate, row.consent_basis) for row in (written_to(p, zoe, centre) for p in ("DUES", "NEWSLETTER"))]
    assert grounds == [("SENT", "FACTUAL"), ("SENT", "MEMBERSHIP")]


@pytest.mark.rule("C25", "C27")
def test_without_any_ground_nothing_leaves(centre: OrganisationProfile, person: Callable[[str], Contact]) -> None:
    delivery = written_to("NEWSLETTER", person("Zoé"), centre)
    assert (delivery.fate, delivery.consent_basis) == ("SUPPRESSED", "NONE")
    assert delivery.detail == str(consent.REASONS["no_consent"])


@pytest.mark.rule("L7")
def test_a_dues_contact_gets_no_call_for_gifts(
    members: None, centre: OrganisationProfile, person: Callable[[str], Contact]
) -> None:
    delivery = written_to("FUNDRAISING", person("Zoé"), centre)
    assert delivery.fate == "SUPPRESSED"
    assert delivery.detail == str(consent.REASONS["philanthropic_consent_missing"])


@pytest.mark.rule("C18")
def test_a_legal_notice_needs_no_consent(centre: OrganisationProfile, person: Callable[[str], Contact]) -> None:
    assert written_to("LEGAL_NOTICE", person("Zoé"), centre).fate == "SENT"


@pytest.mark.rule("C18")
def test_an_address_without_contact_is_answered_but_not_canvassed(centre: OrganisationProfile) -> None:
    assert written_to("REPLY", None, centre).fate == "SENT"
    assert written_to("NEWSLETTER", None, centre).fate == "SUPPRESSED"


@pytest.mark.rule("C18")
def test_an_answer_offers_no_way_out_of_what_was_asked_for(centre: OrganisationProfile) -> None:
    raw = bytes(written_to("REPLY", None, centre).outbox.get().raw)
    assert b"List-Unsubscribe" not in raw
    assert b"desabonnement" not in raw
    assert b"514 555-0100" in raw


@pytest.mark.rule("C19")
def test_a_receipt_needs_no_consent_but_names_the_sender_and_the_way_out(
    centre: OrganisationProfile, person: Callable[[str], Contact]
) -> None:
    delivery = written_to("RECEIPT", person("Zoé"), centre)
    raw = bytes(delivery.outbox.get().raw)
    assert delivery.fate == "SENT"
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    assert b"514 555-0100" in raw


@pytest.mark.rule("C26")
def test_all_stops_all_but_what_is_owed(
    members: None, mailing: Mailing, centre: OrganisationProfile, person: Callable[[str], Contact]
) -> None:
    zoe = person("Zoé")
    first = written_to("LEGAL_NOTICE", zoe, centre)
    commands.unsubscribe(token=first.token, topic="ALL", method="page", at=AT)
    assert written_to("DUES", zoe, centre).fate == "SUPPRESSED"
    assert written_to("REPLY", zoe, centre).fate == "SENT"
