"""Groups as dated data: application, decision, change mid-year, departure, public list."""

from __future__ import annotations

from datetime import date

import pytest

from convergence.contacts.choices import ContactKind, OrganisationKind
from convergence.contacts.commands import merge_contacts
from convergence.contacts.models import Contact
from convergence.core.errors import NotAllowed
from convergence.core.models import AuditEntry
from convergence.membership.choices import ApplicationState
from convergence.membership.commands import members
from convergence.membership.errors import (
    AlreadyMember,
    ApplicationDecided,
    GroupRefused,
    MemberAbsorbed,
    MembershipOverlap,
    NoCurrentMembership,
)
from convergence.membership.models import GroupMembership
from tests.membership.conftest import AT, DAY, World


def apply(world: World, contact_id: int, group: str) -> int:
    made = members.submit_application(
        contact_id=contact_id, group=group, submitted_date=DAY, actor=world.coordinator, at=AT
    )
    return made.pk


def decide(world: World, application_id: int, group: str, *, approve: bool = True, on: date = DAY) -> object:
    return members.decide_application(
        application_id=application_id,
        approve=approve,
        group=group,
        decided_date=on,
        decided_by="Conseil d’administration",
        actor=world.president,
        at=AT,
    )


@pytest.mark.rule("S54")
def test_individual_approved_by_the_board_is_in_group_d(world: World) -> None:
    person = world.contact("Rosa Lévesque", kind=ContactKind.PERSON, number="")
    decide(world, apply(world, person.pk, "D"), "D")
    stay = GroupMembership.objects.get(member=person)
    assert (stay.group, stay.start_date, stay.end_date) == ("D", DAY, None)
    person.refresh_from_db()
    assert person.number != ""


def test_a_member_does_not_apply_again(world: World) -> None:
    union = world.member("Syndicat du port")
    with pytest.raises(AlreadyMember) as caught:
        apply(world, union.pk, "A")
    assert "Syndicat du port" in str(caught.value)


@pytest.mark.rule("S54")
def test_individual_cannot_be_put_in_another_group(world: World) -> None:
    person = world.contact("Rosa Lévesque", kind=ContactKind.PERSON)
    application = apply(world, person.pk, "D")
    with pytest.raises(GroupRefused) as caught:
        decide(world, application, "B")
    assert "Rosa Lévesque" in str(caught.value)
    assert GroupMembership.objects.filter(member=person).count() == 0


@pytest.mark.rule("S53")
@pytest.mark.parametrize(("count", "accepted"), [(29_999, False), (30_000, True)])
def test_group_a_asks_for_thirty_thousand_declared_members(world: World, count: int, accepted: bool) -> None:
    union = world.contact("Fédération des soins", organisation_kind=OrganisationKind.FEDERATION, count=count)
    application = apply(world, union.pk, "A")
    if accepted:
        decide(world, application, "A")
        assert GroupMembership.objects.get(member=union).group == "A"
    else:
        with pytest.raises(GroupRefused) as caught:
            decide(world, application, "A")
        assert "29\u202f999" in str(caught.value)


@pytest.mark.rule("S53")
def test_declaration_after_the_decision_date_does_not_help(world: World) -> None:
    union = world.contact(
        "Fédération des soins", organisation_kind=OrganisationKind.FEDERATION, count=40_000, counted=date(2024, 2, 23)
    )
    with pytest.raises(GroupRefused):
        decide(world, apply(world, union.pk, "A"), "A")


def test_application_is_decided_once(world: World) -> None:
    union = world.contact("Syndicat du port")
    application = apply(world, union.pk, "B")
    decide(world, application, "B")
    with pytest.raises(ApplicationDecided):
        decide(world, application, "B")


def test_refusal_makes_no_member(world: World) -> None:
    union = world.contact("Syndicat du port")
    application = decide(world, apply(world, union.pk, "B"), "B", approve=False)
    assert application.state == ApplicationState.REFUSED  # type: ignore[attr-defined]
    assert GroupMembership.objects.count() == 0


def test_only_the_board_and_the_coordination_decide(world: World) -> None:
    union = world.contact("Syndicat du port")
    application = apply(world, union.pk, "B")
    with pytest.raises(NotAllowed):
        members.decide_application(
            application_id=application,
            approve=True,
            group="B",
            decided_date=DAY,
            decided_by="x",
            actor=world.treasurer,
            at=AT,
        )


@pytest.mark.rule("R-U5")
def test_change_of_group_mid_year_keeps_both_stays(world: World) -> None:
    union = world.member("Syndicat de la fonction publique", count=42_000)
    members.change_group(
        contact_id=union.pk, group="A", on=date(2023, 10, 1), source="Conseil", actor=world.coordinator, at=AT
    )
    assert list(GroupMembership.objects.filter(member=union).values_list("group", "start_date", "end_date")) == [
        ("B", date(2010, 4, 1), date(2023, 9, 30)),
        ("A", date(2023, 10, 1), None),
    ]


def test_change_to_an_earlier_day_is_refused(world: World) -> None:
    union = world.member("Syndicat du port", since=DAY)
    with pytest.raises(MembershipOverlap):
        members.change_group(contact_id=union.pk, group="B", on=DAY, source="x", actor=world.coordinator, at=AT)


@pytest.mark.rule("R-U5")
def test_departure_keeps_its_last_day_and_its_reason(world: World) -> None:
    union = world.member("Syndicat du port")
    members.leave(
        contact_id=union.pk, last_day=date(2024, 3, 31), reason="Désaffiliation", actor=world.coordinator, at=AT
    )
    assert GroupMembership.objects.on(date(2024, 3, 31)).filter(member=union).count() == 1
    assert GroupMembership.objects.on(date(2024, 4, 1)).filter(member=union).count() == 0
    with pytest.raises(NoCurrentMembership):
        members.leave(contact_id=union.pk, last_day=date(2024, 5, 1), reason="x", actor=world.coordinator, at=AT)


def test_joining_twice_is_refused(world: World) -> None:
    union = world.member("Syndicat du port")
    with pytest.raises(MembershipOverlap):
        members.join(contact_id=union.pk, group="B", on=DAY, source="x", actor=world.coordinator, at=AT)


def test_answers_on_the_public_list_are_kept_and_the_last_counts(world: World) -> None:
    union = world.member("Syndicat du port")
    for agreed in (True, False):
        members.answer_directory(
            contact_id=union.pk, agreed=agreed, said_by="Déléguée", wording="…", actor=world.coordinator, at=AT
        )
    assert list(union.directory_consents.values_list("agreed", flat=True)) == [False, True]


def test_every_act_is_in_the_audit_log(world: World) -> None:
    union = world.member("Syndicat du port", count=42_000)
    members.change_group(contact_id=union.pk, group="A", on=DAY, source="CA", actor=world.coordinator, at=AT)
    members.leave(contact_id=union.pk, last_day=DAY, reason="x", actor=world.coordinator, at=AT)
    verbs = list(AuditEntry.objects.filter(verb__startswith="membership").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["membership.member.joined", "membership.group.changed", "membership.member.left"]


@pytest.mark.rule("S49")
def test_member_is_not_absorbed_by_a_contact_that_is_none(world: World) -> None:
    port, other = world.member("Syndicat du port"), world.contact("Synd. du port")
    with pytest.raises(MemberAbsorbed, match=r"fusionnez-y Synd\. du port"):
        merge_contacts(kept_id=other.pk, absorbed_id=port.pk, actor=world.coordinator, at=AT)
    merge_contacts(kept_id=port.pk, absorbed_id=other.pk, actor=world.coordinator, at=AT)
    assert Contact.objects.get(pk=other.pk).merged_into_id == port.pk
