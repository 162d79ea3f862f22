"""A delegate announces a person; nothing changes before the team accepts, in one click; each step is audited."""

from typing import Any

import pytest

from convergence.contacts.choices import Channel, ContactKind, Office
from convergence.contacts.models import Contact, ContactPoint, Mandate
from convergence.core.models import AuditEntry
from convergence.membership.commands import people
from convergence.membership.errors import AnnouncementDecided
from convergence.membership.models import AnnouncedPerson
from tests.plugins.cast import MOMENT

pytestmark = pytest.mark.django_db
GIVEN = {
    "given_name": "Nadia",
    "family_name": "Cormier",
    "office": Office.DELEGATE.value,
    "title": "",
    "email": "nadia.cormier@savt.example",
    "phone": "514-555-0142 poste 225",
}
LIST = "/gestion/cotisations/personnes-annoncees/"


def announce(cast: Any, **values: str) -> AnnouncedPerson:
    answer = cast.client("delegate").post(f"/espace/{cast.amiante.pk}/personnes/annoncer/", GIVEN | values)
    assert answer.status_code == 302, answer.content.decode()
    return AnnouncedPerson.objects.order_by("pk").last()


def test_announcing_changes_no_contact_and_shows_that_it_waits(cast: Any) -> None:
    before = Contact.objects.count(), ContactPoint.objects.count(), Mandate.objects.count()
    row = announce(cast)
    assert (Contact.objects.count(), ContactPoint.objects.count(), Mandate.objects.count()) == before
    assert (str(row), row.member_id, row.said_by) == ("Nadia Cormier", cast.amiante.pk, str(cast.delegate))
    page = cast.client("delegate").get(f"/espace/{cast.amiante.pk}/personnes/").content.decode()
    assert "Annoncées, l’équipe regarde" in page
    assert "Nadia Cormier" in page
    entry = AuditEntry.objects.get(verb="membership.person.announced")
    assert entry.actor_id == cast.delegate.pk
    again = cast.client("delegate").post(f"/espace/{cast.amiante.pk}/personnes/annoncer/", GIVEN)
    assert "déjà annoncé cette personne" in again.content.decode()


def test_one_click_makes_the_person_a_contact(cast: Any) -> None:
    row = announce(cast)
    team = cast.client("coordinator")
    page = team.get(LIST).content.decode()
    assert "Nadia Cormier" in page
    assert "personne annoncée par un membre" in team.get("/gestion/").content.decode()
    assert team.post(f"{LIST}{row.pk}/", {"accept": "1"}).status_code == 302
    person = Contact.objects.get(name="Nadia Cormier")
    assert person.kind == ContactKind.PERSON
    mandate = Mandate.objects.get(person=person)
    assert (mandate.held_in_id, mandate.office) == (cast.amiante.pk, Office.DELEGATE)
    points = ContactPoint.objects.filter(contact=cast.amiante, person=person).order_by("channel")
    assert [(one.channel, one.purpose, one.normalised) for one in points] == [
        ("EMAIL", "DELEGATE", "nadia.cormier@savt.example"),
        ("PHONE", "DELEGATE", "+15145550142;ext=225"),
    ]
    row.refresh_from_db()
    assert (row.state, row.person_id) == ("ACCEPTED", person.pk)
    assert AuditEntry.objects.filter(verb="membership.person.accepted", actor_id=cast.coordinator.pk).count() == 1
    again = team.post(f"{LIST}{row.pk}/", {"accept": "1"}, follow=True)
    assert "déjà décidé" in again.content.decode()
    assert Contact.objects.filter(name="Nadia Cormier").count() == 1


def test_somebody_known_by_the_same_e_mail_is_not_recorded_twice(cast: Any) -> None:
    known = Contact.objects.create(kind=ContactKind.PERSON, name="Nadia C.", created_at=MOMENT, changed_at=MOMENT)
    ContactPoint.objects.create(contact=known, channel=Channel.EMAIL, value=GIVEN["email"], normalised=GIVEN["email"])
    row = announce(cast)
    assert people.accept_person(announced_id=row.pk, actor=cast.coordinator, at=MOMENT) == known
    assert Mandate.objects.get(person=known).held_in_id == cast.amiante.pk


def test_left_aside_changes_nothing(cast: Any) -> None:
    row = announce(cast)
    before = Contact.objects.count()
    cast.client("coordinator").post(f"{LIST}{row.pk}/", {"aside": "1"})
    row.refresh_from_db()
    assert (row.state, Contact.objects.count()) == ("ASIDE", before)
    with pytest.raises(AnnouncementDecided):
        people.accept_person(announced_id=row.pk, actor=cast.coordinator, at=MOMENT)


def test_nobody_announces_for_another_organisation_nor_decides_alone(cast: Any) -> None:
    for name in cast.everybody:
        if name != "delegate":
            answer = cast.client(name).post(f"/espace/{cast.amiante.pk}/personnes/annoncer/", GIVEN)
            assert answer.status_code == (302 if name == "anonymous" else 404), name
    assert AnnouncedPerson.objects.count() == 0
    row = announce(cast)
    for name in cast.everybody:
        if name != "coordinator":
            cast.client(name).post(f"{LIST}{row.pk}/", {"accept": "1"})
    row.refresh_from_db()
    assert row.state == "PENDING"
    page = cast.client("stranger").get(f"/espace/{cast.zibeline.pk}/personnes/").content.decode()
    assert "Nadia" not in page


@pytest.mark.parametrize(("field", "value"), [("email", "pas une adresse"), ("phone", "douze"), ("given_name", "")])
def test_what_cannot_be_is_refused_beside_its_field(cast: Any, field: str, value: str) -> None:
    answer = cast.client("delegate").post(f"/espace/{cast.amiante.pk}/personnes/annoncer/", GIVEN | {field: value})
    assert answer.status_code == 200
    assert AnnouncedPerson.objects.count() == 0
