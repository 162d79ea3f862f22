"""Merging duplicates: an alias, both roles, undone at will, never across kinds (S49, S142)."""

import pytest

from convergence.accounts.choices import Role
from convergence.contacts.commands import (
    add_contact_point,
    affiliate,
    change_contact,
    mark_not_duplicate,
    merge_contacts,
    record_mandate,
    undo_merge,
)
from convergence.contacts.errors import AlreadyMerged, DifferentKinds, MergeOutdated, SameContact
from convergence.contacts.events import ContactsMerged, ContactsMergeUndone
from convergence.contacts.models import Contact, NotDuplicate
from convergence.contacts.queries import family_ids, resolve, search
from convergence.contacts.queries.graph import parents_of
from convergence.contacts.queries.terms import terms_of
from convergence.core import facts
from convergence.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.mark.rule("S49")
def test_both_roles_survive_and_the_credit_is_unchanged(organisation, body, person, coordinator, at) -> None:
    council = organisation("Conseil central", "REGIONAL_COUNCIL")
    committee = body("Comité de solidarité internationale", council)
    author = person("Benoit", "Taillefer", pseudonym="B. Taillefer")
    alumnus = person("Benoît", "Taillefer")
    for who, title in ((author, "photographe"), (alumnus, "ex-stagiaire")):
        record_mandate(person_id=who.pk, held_in_id=committee.pk, office="OTHER", title=title, actor=coordinator, at=at)
    merge_contacts(kept_id=author.pk, absorbed_id=alumnus.pk, actor=coordinator, at=at)
    author.refresh_from_db()
    assert {mandate.title for mandate in terms_of(author)} == {"photographe", "ex-stagiaire"}
    assert (author.name, author.pseudonym) == ("Benoit Taillefer", "B. Taillefer")


@pytest.mark.rule("S142")
@pytest.mark.parametrize("other", ["COMPANY", "NGO", "FEDERATION"])
def test_different_kinds_are_not_merged(organisation, coordinator, at, other) -> None:
    union, company = organisation("Aluminerie", "UNION"), organisation("Aluminerie", other)
    with pytest.raises(DifferentKinds, match="Aluminerie"):
        merge_contacts(kept_id=union.pk, absorbed_id=company.pk, actor=coordinator, at=at)
    company.refresh_from_db()
    assert company.merged_into_id is None


@pytest.mark.rule("S142")
def test_person_and_organisation_or_bodies_of_two_organisations_are_not_merged(
    organisation, person, body, coordinator, at
) -> None:
    union, other = organisation("A"), organisation("B")
    pairs = ((union, person("Ada", "Roy")), (body("Comité", union), body("Comité", other)))
    for kept, absorbed in pairs:
        with pytest.raises(DifferentKinds):
            merge_contacts(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=coordinator, at=at)


def test_absorbed_contact_is_an_alias_found_under_the_kept_one(organisation, coordinator, at) -> None:
    kept, absorbed = organisation("Syndicat de la mine"), organisation("Synd. mine Pointe-Verte", number="77")
    add_contact_point(contact_id=absorbed.pk, channel="EMAIL", value="mine@syndicat.example", actor=coordinator, at=at)
    merge_contacts(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=coordinator, at=at)
    kept.refresh_from_db()
    assert resolve(absorbed.pk) == kept
    assert kept.number == "77"
    assert family_ids(kept) == [kept.pk, absorbed.pk]
    assert list(search(Contact.objects.current(), "mine@syndicat.example")) == [kept]
    assert list(search(Contact.objects.current(), "synd pointe verte")) == [kept]


def test_values_chosen_where_the_two_differ(organisation, coordinator, at) -> None:
    kept, absorbed = organisation("Synd. mine", number="12"), organisation("Syndicat de la mine", number="77")
    merge_contacts(
        kept_id=kept.pk, absorbed_id=absorbed.pk, values={"name": "Syndicat de la mine"}, actor=coordinator, at=at
    )
    kept.refresh_from_db()
    assert (kept.name, kept.number) == ("Syndicat de la mine", "12")


def test_undo_gives_everything_back(organisation, coordinator, at, audit_of) -> None:
    kept, absorbed = organisation("Synd. mine"), organisation("Syndicat de la mine", number="77", acronym="SM")
    parent = organisation("Fédération", "FEDERATION")
    affiliate(child_id=absorbed.pk, parent_id=parent.pk, actor=coordinator, at=at)
    merge = merge_contacts(
        kept_id=kept.pk, absorbed_id=absorbed.pk, values={"name": "Syndicat de la mine"}, actor=coordinator, at=at
    )
    kept.refresh_from_db()
    assert parents_of(kept).get().parent == parent
    undo_merge(merge_id=merge.pk, actor=coordinator, at=at)
    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert (kept.name, kept.number, kept.acronym) == ("Synd. mine", "", "")
    assert (absorbed.number, absorbed.merged_into_id) == ("77", None)
    assert parents_of(kept).count() == 0
    assert [verb for verb, _ in audit_of(kept)][-2:] == ["contacts.contact.merged", "contacts.contact.merge_undone"]
    with pytest.raises(MergeOutdated):
        undo_merge(merge_id=merge.pk, actor=coordinator, at=at)


def test_undo_leaves_what_somebody_changed_since(organisation, coordinator, at) -> None:
    kept, absorbed = organisation("Synd. mine"), organisation("Syndicat de la mine", acronym="SM")
    merge = merge_contacts(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=coordinator, at=at)
    change_contact(contact_id=kept.pk, acronym="SMINE", actor=coordinator, at=at)
    undo_merge(merge_id=merge.pk, actor=coordinator, at=at)
    kept.refresh_from_db()
    assert kept.acronym == "SMINE"


def test_chain_of_merges_stays_flat_and_is_undone_in_order(organisation, coordinator, at) -> None:
    a, b, c = (organisation(name) for name in ("A", "B", "C"))
    first = merge_contacts(kept_id=b.pk, absorbed_id=a.pk, actor=coordinator, at=at)
    second = merge_contacts(kept_id=c.pk, absorbed_id=b.pk, actor=coordinator, at=at)
    assert resolve(a.pk) == resolve(b.pk) == c
    with pytest.raises(MergeOutdated):
        undo_merge(merge_id=first.pk, actor=coordinator, at=at)
    undo_merge(merge_id=second.pk, actor=coordinator, at=at)
    assert (resolve(a.pk), resolve(b.pk)) == (b, b)
    undo_merge(merge_id=first.pk, actor=coordinator, at=at)
    assert resolve(a.pk) == a


def test_alias_and_oneself_are_not_merged(organisation, coordinator, at) -> None:
    a, b, c = (organisation(name) for name in ("A", "B", "C"))
    merge_contacts(kept_id=a.pk, absorbed_id=b.pk, actor=coordinator, at=at)
    with pytest.raises(AlreadyMerged):
        merge_contacts(kept_id=c.pk, absorbed_id=b.pk, actor=coordinator, at=at)
    with pytest.raises(SameContact):
        merge_contacts(kept_id=c.pk, absorbed_id=c.pk, actor=coordinator, at=at)
    with pytest.raises(AlreadyMerged):
        change_contact(contact_id=b.pk, name="B bis", actor=coordinator, at=at)


def test_facts_are_told_after_commit(organisation, coordinator, at, django_capture_on_commit_callbacks) -> None:
    told = []
    facts.on(ContactsMerged)(told.append)
    facts.on(ContactsMergeUndone)(told.append)
    a, b = organisation("A"), organisation("B")
    with django_capture_on_commit_callbacks(execute=True):
        merge = merge_contacts(kept_id=a.pk, absorbed_id=b.pk, actor=coordinator, at=at)
        assert told == []
    with django_capture_on_commit_callbacks(execute=True):
        undo_merge(merge_id=merge.pk, actor=coordinator, at=at)
    assert told == [ContactsMerged(a.pk, b.pk), ContactsMergeUndone(a.pk, b.pk)]


def test_pair_found_different_is_kept_once(organisation, coordinator, at) -> None:
    a, b = organisation("A"), organisation("B")
    mark_not_duplicate(first_id=b.pk, second_id=a.pk, actor=coordinator, at=at)
    mark_not_duplicate(first_id=a.pk, second_id=b.pk, actor=coordinator, at=at)
    assert list(NotDuplicate.objects.values_list("first_id", "second_id")) == [(a.pk, b.pk)]


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.AUDITOR, Role.BOARD])
def test_only_coordination_and_treasury_merge(role, organisation, user_with, at) -> None:
    a, b = organisation("A"), organisation("B")
    with pytest.raises(NotAllowed):
        merge_contacts(kept_id=a.pk, absorbed_id=b.pk, actor=user_with(role), at=at)


def test_value_that_a_list_brought_does_not_hold_a_merge_back(organisation, coordinator, at) -> None:
    kept, absorbed = organisation("Syndicat A"), organisation("Syndicat A bis")
    Contact.objects.filter(pk=kept.pk).update(website="syndicat-a.example")
    Contact.objects.filter(pk=absorbed.pk).update(website="pas une adresse")
    merge_contacts(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=coordinator, at=at)
    absorbed.refresh_from_db()
    assert absorbed.merged_into_id == kept.pk
