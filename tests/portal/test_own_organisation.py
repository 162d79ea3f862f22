"""A delegate sees and corrects their own organisation, and nothing of another."""

from typing import Any

import pytest

from convergence.accounts.policies import may
from convergence.contacts.choices import Channel, ContactKind, Office
from convergence.contacts.commands import merge_contacts
from convergence.contacts.models import Contact, ContactPoint, DeclaredCount, Interaction, Mandate, PostalAddress
from convergence.finance.commands import issue_invoice
from tests.plugins.cast import MOMENT

pytestmark = pytest.mark.django_db
PLACES = ("", "personnes/", "personnes/nouvelles/", "membres/", "adresse/", "coordonnees/ajouter/")


def point_of(contact: Contact, value: str) -> ContactPoint:
    return ContactPoint.objects.create(contact=contact, channel=Channel.EMAIL, value=value, normalised=value)


def test_a_delegate_is_led_to_their_organisation(cast: Any) -> None:
    assert cast.client("delegate").get("/espace/").headers["Location"] == f"/espace/{cast.amiante.pk}/"


@pytest.mark.parametrize("place", PLACES)
def test_a_delegate_opens_every_page_of_their_own(cast: Any, place: str) -> None:
    answer = cast.client("delegate").get(f"/espace/{cast.amiante.pk}/{place}")
    assert answer.status_code == 200
    assert "Val-Tisserand" in answer.content.decode()


@pytest.mark.rule("L4")
@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("", "personnes/")])
def test_every_form_says_why_it_asks_and_what_rights_one_has(cast: Any, place: str) -> None:
    page = cast.client("delegate").get(f"/espace/{cast.amiante.pk}/{place}").content.decode()
    for words in ("Pourquoi nous le demandons", "remettre des reçus", "le faire corriger", "revenir à tout moment"):
        assert words in page


@pytest.mark.parametrize("place", PLACES)
def test_nobody_else_opens_them(cast: Any, place: str) -> None:
    address = f"/espace/{cast.amiante.pk}/{place}"
    for name in cast.everybody:
        if name == "delegate":
            continue
        answer = cast.client(name).get(address)
        assert answer.status_code == (302 if name == "anonymous" else 404), name
        assert "Val-Tisserand" not in answer.content.decode()


def test_a_partner_sees_almost_nothing(cast: Any) -> None:
    page = cast.client("partner").get("/espace/").content.decode()
    assert "Votre accès n’est pas encore rattaché" in page


def test_a_delegate_adds_corrects_and_ends_an_e_mail(cast: Any) -> None:
    browser, base = cast.client("delegate"), f"/espace/{cast.amiante.pk}/"
    given = {"contact": cast.amiante.pk, "channel": "EMAIL", "value": "Tresorerie@SAVT.example", "purpose": "BILLING"}
    assert browser.post(f"{base}coordonnees/ajouter/", given).status_code == 302
    point = ContactPoint.objects.get(contact=cast.amiante)
    assert (point.normalised, point.purpose) == ("tresorerie@savt.example", "BILLING")
    browser.post(f"{base}coordonnees/{point.pk}/", given | {"value": "sous@savt.example"})
    point.refresh_from_db()
    assert point.value == "sous@savt.example"
    browser.post(f"{base}coordonnees/{point.pk}/fin/")
    point.refresh_from_db()
    assert point.end_date is not None
    assert "sous@savt.example" not in browser.get(f"{base}personnes/").content.decode()


def test_a_wrong_telephone_is_refused_beside_its_field(cast: Any) -> None:
    given = {"contact": cast.amiante.pk, "channel": "PHONE", "value": "douze", "purpose": "GENERAL"}
    answer = cast.client("delegate").post(f"/espace/{cast.amiante.pk}/coordonnees/ajouter/", given)
    assert answer.status_code == 200
    assert 'id="id_value_error"' in answer.content.decode()
    assert not ContactPoint.objects.exists()


def test_an_address_of_another_organisation_cannot_be_reached(cast: Any) -> None:
    theirs = point_of(cast.zibeline, "info@szgs.example")
    browser, base = cast.client("delegate"), f"/espace/{cast.amiante.pk}/"
    assert browser.get(f"{base}coordonnees/{theirs.pk}/").status_code == 404
    assert browser.post(f"{base}coordonnees/{theirs.pk}/fin/").status_code == 404
    given = {"contact": cast.zibeline.pk, "channel": "EMAIL", "value": "moi@savt.example", "purpose": "GENERAL"}
    assert browser.post(f"{base}coordonnees/ajouter/", given).status_code == 200
    assert list(ContactPoint.objects.values_list("value", flat=True)) == ["info@szgs.example"]
    theirs.refresh_from_db()
    assert theirs.end_date is None


@pytest.mark.rule("S57")
def test_the_committee_has_its_own_addresses(cast: Any) -> None:
    committee = Contact.objects.create(
        kind=ContactKind.BODY,
        name="Comité de solidarité",
        part_of=cast.amiante,
        created_at=cast.amiante.created_at,
        changed_at=cast.amiante.changed_at,
    )
    given = {
        "contact": committee.pk,
        "channel": "EMAIL",
        "value": "csi@savt.example",
        "purpose": "SOLIDARITY_COMMITTEE",
    }
    cast.client("delegate").post(f"/espace/{cast.amiante.pk}/coordonnees/ajouter/", given)
    assert list(committee.points.values_list("value", flat=True)) == ["csi@savt.example"]
    assert not cast.amiante.points.exists()


def test_the_postal_address_is_written_then_corrected(cast: Any) -> None:
    browser, address = cast.client("delegate"), f"/espace/{cast.amiante.pk}/adresse/"
    given = {
        "attention": "",
        "street": "12, rue du Métier",
        "city": "Val-Tisserand",
        "province": "QC",
        "postal_code": "j1h4g5",
    }
    browser.post(address, given)
    browser.post(address, given | {"street": "14, rue du Métier"})
    kept = PostalAddress.objects.get()
    assert (kept.street, kept.postal_code) == ("14, rue du Métier", "J1H 4G5")


def test_a_count_is_declared_never_edited(cast: Any) -> None:
    browser, address = cast.client("delegate"), f"/espace/{cast.amiante.pk}/membres/"
    for value in ("640", "670"):
        browser.post(address, {"value": value, "as_of": "2024-02-22"})
    assert list(DeclaredCount.objects.order_by("pk").values_list("value", flat=True)) == [640, 670]
    page = browser.get(f"/espace/{cast.amiante.pk}/personnes/").content.decode()
    assert "670" in page
    assert "Delegate Cast" in page


@pytest.mark.parametrize("value", ["-3", "9999999", "beaucoup"])
def test_an_absurd_count_is_refused(cast: Any, value: str) -> None:
    answer = cast.client("delegate").post(
        f"/espace/{cast.amiante.pk}/membres/", {"value": value, "as_of": "2024-02-22"}
    )
    assert answer.status_code == 200
    assert 'id="id_value_error"' in answer.content.decode()
    assert not DeclaredCount.objects.exists()


def test_news_of_the_people_reach_the_relationship_log(cast: Any) -> None:
    cast.client("delegate").post(f"/espace/{cast.amiante.pk}/personnes/nouvelles/", {"text": "Nouvelle présidente"})
    assert Interaction.objects.get(contact=cast.amiante).text == "Nouvelle présidente"


def test_the_people_who_hold_a_post_are_shown(cast: Any) -> None:
    person = Contact.objects.create(
        kind=ContactKind.PERSON,
        name="Nadia Cormier",
        created_at=cast.amiante.created_at,
        changed_at=cast.amiante.changed_at,
    )
    Mandate.objects.create(person=person, held_in=cast.amiante, office=Office.PRESIDENCY)
    Mandate.objects.create(person=person, held_in=cast.zibeline, office=Office.SECRETARY, title="Secrétaire ailleurs")
    page = cast.client("delegate").get(f"/espace/{cast.amiante.pk}/personnes/").content.decode()
    assert "Nadia Cormier" in page
    assert "Secrétaire ailleurs" not in page


@pytest.mark.rule("S63")
@pytest.mark.one_database
def test_a_telephone_is_read_in_the_language_of_the_page(cast: Any) -> None:
    stored = {"channel": "PHONE", "value": "514 555 0123 p. 4", "normalised": "+15145550123;ext=4"}
    ContactPoint.objects.create(contact=cast.amiante, **stored)
    client = cast.client("delegate")
    for language, shown in (("fr", "514-555-0123 poste 4"), ("es", "514-555-0123 ext. 4")):
        client.cookies["django_language"] = language
        assert shown in client.get(f"/espace/{cast.amiante.pk}/personnes/").content.decode()


@pytest.mark.rule("L9")
@pytest.mark.parametrize(("end", "seen"), [("2001", False), ("2001-05-03", False), ("", True), ("2999-06", True)])
def test_who_left_a_post_is_no_longer_reached_by_it(cast: Any, end: str, seen: bool) -> None:
    person = Contact.objects.create(
        kind=ContactKind.PERSON, name="Rosa Lévesque", created_at=MOMENT, changed_at=MOMENT, region=None
    )
    Mandate.objects.create(person=person, held_in=cast.amiante, office=Office.PRESIDENCY, start="1999", end=end)
    Mandate.objects.create(person=person, held_in=cast.zibeline, office=Office.PRESIDENCY, start="2002")
    for name in ("delegate", "animator"):
        assert may(cast.users[name], "contacts.view_person", person) is seen, name
        assert may(cast.users[name], "contacts.edit_person", person) is seen, name


@pytest.mark.rule("S49")
def test_a_delegate_follows_their_organisation_into_a_merge(cast: Any) -> None:
    kept = Contact.objects.create(
        kind=ContactKind.ORGANISATION,
        organisation_kind=cast.amiante.organisation_kind,
        name="Syndicat de l’amiante",
        created_at=MOMENT,
        changed_at=MOMENT,
    )
    for payer in (cast.amiante, kept):
        issue_invoice(
            payer_id=payer.pk,
            period="2023-2024",
            object=f"Facture de {payer.pk}",
            lines=[("Cotisation", 5_000)],
            due_date=None,
            actor=None,
            at=MOMENT,
        )
    merge_contacts(kept_id=kept.pk, absorbed_id=cast.amiante.pk, actor=None, at=MOMENT)
    browser = cast.client("delegate")
    assert browser.get("/espace/").headers["Location"] == f"/espace/{kept.pk}/"
    page = browser.get(f"/espace/{kept.pk}/").content.decode()
    for payer in (cast.amiante, kept):
        assert f"Facture de {payer.pk}" in page
    assert browser.get(f"/espace/{cast.amiante.pk}/").status_code == 404
