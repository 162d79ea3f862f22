"""Creating, changing and finding contacts."""

import pytest
from django.core.exceptions import ValidationError

from convergence.accounts.choices import Role
from convergence.contacts.commands import (
    add_contact_point,
    add_former_name,
    change_contact,
    change_contact_point,
    delete_contact,
    log_interaction,
    record_consent,
    remove_former_name,
)
from convergence.contacts.errors import StillUsed, UnreadableEmail, UnreadablePhone
from convergence.contacts.models import Contact
from convergence.contacts.queries import search
from convergence.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [contact.name for contact in search(Contact.objects.current(), text)]


def test_person_is_named_and_sorted_by_family_name(person, audit_of) -> None:
    ada = person("Ada", "D\u2019Amours", title_gender="F")
    assert (ada.name, ada.sort_name) == ("Ada D\u2019Amours", "damours ada")
    verb, changes = audit_of(ada)[0]
    assert verb == "contacts.person.created"
    assert changes["family_name"] == [None, "D\u2019Amours"]


def test_every_change_is_audited_with_its_before_and_after(organisation, coordinator, audit_of, at) -> None:
    union = organisation("Syndicat de la mine", acronym="SM")
    change_contact(contact_id=union.pk, actor=coordinator, at=at, acronym="SMI", language="fr")
    assert audit_of(union)[-1] == (
        "contacts.organisation.changed",
        {"acronym": ["SM", "SMI"], "language": ["", "fr"]},
    )


def test_change_without_difference_writes_nothing(organisation, coordinator, audit_of, at) -> None:
    union = organisation("Syndicat de la mine")
    change_contact(contact_id=union.pk, actor=coordinator, at=at, name="Syndicat de la mine")
    assert len(audit_of(union)) == 1


@pytest.mark.rule("R-U2")
def test_search_by_acronym_returns_all_who_bear_it_with_their_full_names(organisation) -> None:
    organisation("Centrale des syndicats démocratiques", "CONFEDERATION", acronym="CSD")
    organisation("Comité des sans-droits", "NGO", acronym="C.S.D.")
    organisation("Syndicat du papier", acronym="SP")
    assert found("csd") == ["Centrale des syndicats démocratiques", "Comité des sans-droits"]


@pytest.mark.rule("S138")
@pytest.mark.parametrize("text", ["invitées", "invites", "ÉCUYER", "oeuvre", "l'oeuvre des ecuyer"])
def test_search_ignores_accents_case_ligatures_and_inclusive_forms(organisation, text) -> None:
    organisation("L\u2019\u0152uvre des invité·e·s d\u2019Écuyer", "ASSOCIATION")
    organisation("Syndicat du papier")
    assert found(text) == ["L\u2019\u0152uvre des invité·e·s d\u2019Écuyer"]


def test_search_finds_former_names_and_emails_until_they_are_removed(organisation, coordinator, at) -> None:
    union = organisation("Unifor section 12")
    former = add_former_name(
        contact_id=union.pk, name="Travailleurs de l'auto", acronym="TCA", until="2013", actor=coordinator, at=at
    )
    point = add_contact_point(
        contact_id=union.pk, channel="EMAIL", value="Section12@syndicat.example", actor=coordinator, at=at
    )
    assert point.normalised == "section12@syndicat.example"
    assert found("tca") == found("section12@syndicat") == ["Unifor section 12"]
    remove_former_name(former_name_id=former.pk, actor=coordinator, at=at)
    change_contact_point(point_id=point.pk, value="douze@syndicat.example", actor=coordinator, at=at)
    assert found("tca") == found("section12@") == []
    assert found("douze@syndicat.example") == ["Unifor section 12"]


def test_renaming_can_keep_the_former_name(organisation, coordinator, at) -> None:
    union = organisation("CEQ", "CONFEDERATION", acronym="CEQ")
    change_contact(contact_id=union.pk, actor=coordinator, at=at, keep_former_name=True, name="CSQ", acronym="CSQ")
    assert [(row.name, row.until) for row in union.former_names.all()] == [("CEQ", "2024-02-22")]
    assert found("ceq") == ["CSQ"]


@pytest.mark.parametrize("text", ['"', "'", "\x00", "%", "_", "\\", "'; DROP TABLE contacts_contact; --x\x00"])
def test_punctuation_in_the_search_box_is_harmless(organisation, text) -> None:
    organisation("Syndicat de la mine")
    assert found(text) in ([], ["Syndicat de la mine"])


@pytest.mark.rule("S63")
def test_phone_with_extension_is_stored_in_one_form(organisation, coordinator, at) -> None:
    union = organisation("Syndicat de la mine")
    point = add_contact_point(
        contact_id=union.pk, channel="PHONE", value="514-383-2266 poste 225", actor=coordinator, at=at
    )
    assert (point.value, point.normalised) == ("514-383-2266 poste 225", "+15143832266;ext=225")


def test_unreadable_addresses_are_refused_with_what_was_typed(organisation, coordinator, at) -> None:
    union = organisation("Syndicat de la mine")
    with pytest.raises(UnreadablePhone, match="demander Line"):
        add_contact_point(contact_id=union.pk, channel="PHONE", value="demander Line", actor=coordinator, at=at)
    with pytest.raises(UnreadableEmail, match="mine@"):
        add_contact_point(contact_id=union.pk, channel="EMAIL", value="mine@", actor=coordinator, at=at)
    assert union.points.count() == 0


def test_member_number_belongs_to_one_contact(organisation) -> None:
    organisation("Syndicat de la mine", number="1021")
    with pytest.raises(ValidationError):
        organisation("Syndicat du papier", number="1021")


def test_contact_with_a_past_is_not_deleted_and_one_without_is(organisation, coordinator, at) -> None:
    union, mistake = organisation("Syndicat de la mine"), organisation("Erreur")
    record_consent(
        contact_id=union.pk,
        address="a@syndicat.example",
        purpose="NEWSLETTER",
        act="DECLARED",
        method="import",
        actor=coordinator,
        at=at,
    )
    with pytest.raises(StillUsed):
        delete_contact(contact_id=union.pk, actor=coordinator, at=at)
    delete_contact(contact_id=mistake.pk, actor=coordinator, at=at)
    assert not Contact.objects.filter(pk=mistake.pk).exists()


def test_animator_changes_their_region_only(organisation, user_with, estrie, at) -> None:
    near, far = organisation("Près", region=estrie), organisation("Loin")
    animator = user_with(Role.ANIMATOR, "estrie")
    log_interaction(contact_id=near.pk, kind="VISIT", on=at.date(), actor=animator, at=at)
    with pytest.raises(NotAllowed):
        log_interaction(contact_id=far.pk, kind="VISIT", on=at.date(), actor=animator, at=at)


@pytest.mark.parametrize("role", [Role.BOARD, Role.AUDITOR, Role.PARTNER])
def test_readers_change_nothing(role, organisation, user_with, at) -> None:
    union = organisation("Syndicat de la mine")
    with pytest.raises(NotAllowed):
        change_contact(contact_id=union.pk, actor=user_with(role), at=at, name="Autre")
