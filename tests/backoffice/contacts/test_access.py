"""Every screen of contacts, with every role: what is outside one's reach is not there."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from convergence.accounts.choices import Role
from convergence.contacts import commands
from convergence.core.errors import NotAllowed
from tests.backoffice.contacts.conftest import user_of
from tests.plugins.databases import once

pytestmark = pytest.mark.django_db
READ, WRITE, MERGE, PROOF = "read", "write", "merge", "proof"
CHANGED = ("points", "adresses", "affiliations", "mandats", "marques", "relations", "anciens-noms")


def pages_of(side: SimpleNamespace) -> Iterator[tuple[str, str]]:
    """Yield (what it takes, address) of every page about one side's records."""
    for listing, contact in (("organisations", side.union), ("people", side.person), ("bodies", side.body)):
        yield READ, reverse(f"{listing}:inspect", args=(contact.pk,))
        yield READ, reverse(f"{listing}:history", args=(contact.pk,))
        yield WRITE, reverse(f"{listing}:edit", args=(contact.pk,))
        yield "delete", reverse(f"{listing}:delete", args=(contact.pk,))
    for section in side.rows:
        what = PROOF if section == "consentements" else WRITE
        yield what, reverse("contacts:add_row", args=(side.union.pk, section))
    yield WRITE, reverse("contacts:add_row", args=(side.person.pk, "postes"))
    for section in CHANGED:
        yield WRITE, reverse("contacts:change_row", args=(section, side.rows[section].pk))
        yield WRITE, reverse("contacts:remove_row", args=(section, side.rows[section].pk))
    yield MERGE, f"{reverse('contacts:merge')}?kept={side.union.pk}"
    yield MERGE, reverse("contacts:merge_undo", args=(side.merge.pk,))
    yield READ, reverse("choose_organisation:chosen", args=(side.union.pk,))
    yield READ, reverse("choose_person:chosen", args=(side.person.pk,))


ALL_STAFF = {READ, WRITE, PROOF}
RIGHTS: dict[Role, set[str]] = {
    Role.COORDINATOR: {*ALL_STAFF, MERGE, "delete"},
    Role.TREASURER: {*ALL_STAFF, MERGE},
    Role.COMMUNICATIONS: ALL_STAFF,
    Role.EDUCATION: ALL_STAFF,
    Role.PROJECTS: ALL_STAFF,
    Role.ANIMATOR: {READ, WRITE},
    Role.BOARD: {READ},
    Role.AUDITOR: {READ},
}
REACHING_SOME = (Role.COORDINATOR, Role.ANIMATOR)  # or all: the database may bend this; the others read one table


@pytest.mark.parametrize("role", [*REACHING_SOME, *once(*[role for role in RIGHTS if role not in REACHING_SOME])])
def test_staff_reach_what_their_role_says_and_nothing_more(role: Role, world: SimpleNamespace, client: Any) -> None:
    user = world.boss if role == Role.COORDINATOR else user_of(role, "estrie" if role == Role.ANIMATOR else "")
    client.force_login(user)
    for side, within in ((world.near, True), (world.far, role != Role.ANIMATOR)):
        for what, address in pages_of(side):
            status = client.get(address).status_code
            expected = {200} if within and what in RIGHTS[role] else {302, 403, 404}
            assert status in expected, (role, address, status)


@pytest.mark.parametrize("role", [Role.DELEGATE, *once(Role.PARTNER, None)])
def test_people_outside_never_enter_the_back_office(role: Role | None, world: SimpleNamespace, client: Any) -> None:
    if role is not None:
        client.force_login(world.delegate if role == Role.DELEGATE else user_of(role))
    addresses = [address for _what, address in pages_of(world.near)]
    addresses += [reverse(f"{listing}:index") for listing in ("organisations", "people", "bodies")]
    for address in addresses:
        assert client.get(address).status_code in {302, 403, 404}, address
        assert client.post(address).status_code in {302, 403, 404, 405}, address


def test_animator_s_lists_exports_choosers_and_drawing_hold_their_region_only(
    world: SimpleNamespace, client: Any
) -> None:
    client.force_login(user_of(Role.ANIMATOR, "estrie"))
    addresses = [reverse(f"{listing}:index") for listing in ("organisations", "people", "bodies")]
    addresses += [reverse(f"{listing}:index_results") for listing in ("organisations", "people", "bodies")]
    addresses += [f"{reverse('organisations:index')}?q=syndicat", f"{reverse('people:index')}?q=ada"]
    addresses += [reverse(f"choose_{noun}:choose") for noun in ("organisation", "person", "body", "contact")]
    addresses += [f"{reverse(f'choose_{noun}:choose_results')}?q=loin" for noun in ("organisation", "person")]
    addresses += [reverse("contacts:graph"), f"{reverse('contacts:to_visit')}?mois=1"]
    addresses += [f"{reverse('contacts:graph')}?autour={world.far.union.pk}"]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert "Loin" not in response.content.decode(), address
    assert client.get(f"{reverse('organisations:index')}?export=csv").status_code in {302, 403}
    assert client.get(f"{reverse('contacts:proof')}?adresse={world.far.email}").status_code in {302, 403}


def test_animator_cannot_post_on_another_region(world: SimpleNamespace, client: Any) -> None:
    client.force_login(user_of(Role.ANIMATOR, "estrie"))
    for what, address in pages_of(world.far):
        if what != READ:
            assert client.post(address, {"kind": "VISIT", "on": "2024-02-22"}).status_code in {302, 403, 404}
    assert world.far.union.interactions.count() == 1
    assert world.far.union.points.count() == 1
    world.far.union.refresh_from_db()
    assert world.far.union.name == "Syndicat Loin"


def test_auditor_exports_and_board_does_not(world: SimpleNamespace, client: Any) -> None:
    for role, expected in ((Role.AUDITOR, {200}), (Role.BOARD, {302, 403})):
        client.force_login(user_of(role))
        assert client.get(f"{reverse('organisations:index')}?export=csv").status_code in expected


def written(side: SimpleNamespace) -> list[str]:
    """Return what nobody out of reach may read of one side."""
    return [side.union.name, side.person.name, side.body.name, side.email]


@pytest.mark.parametrize(
    ("section", "field", "who", "more"),
    [
        ("mandats", "person", "person", {"office": "DELEGATE"}),
        ("points", "person", "person", {"channel": "EMAIL", "purpose": "GENERAL", "value": "x@fil.example"}),
        ("affiliations", "parent", "union", {"kind": "AFFILIATION"}),
    ],
)
def test_naming_somebody_out_of_reach_brings_them_no_nearer(
    section: str, field: str, who: str, more: dict[str, str], world: SimpleNamespace, client: Any
) -> None:
    """An animator who guesses an id could make anybody a delegate of their own union, and then read and change them."""
    client.force_login(user_of(Role.ANIMATOR, "estrie"))
    named = getattr(world.far, who)
    address = reverse("contacts:add_row", args=(world.near.union.pk, section))
    answer = client.post(address, {field: named.pk, **more})
    assert answer.status_code == 422
    assert [word for word in written(world.far) if word in answer.content.decode()] == []
    listing = "people" if who == "person" else "organisations"
    assert client.get(reverse(f"{listing}:inspect", args=(named.pk,))).status_code == 404
    changed = reverse("contacts:change_row", args=(section, world.near.rows[section].pk))
    answer = client.post(changed, {field: named.pk, **more})
    assert answer.status_code == 422
    assert [word for word in written(world.far) if word in answer.content.decode()] == []


def test_a_body_is_not_moved_under_a_union_out_of_reach(world: SimpleNamespace, client: Any) -> None:
    client.force_login(user_of(Role.ANIMATOR, "estrie"))
    sent = {"name": "Comité Près", "body_kind": "COMMITTEE", "part_of": world.far.union.pk}
    page = client.post(reverse("bodies:edit", args=(world.near.body.pk,)), sent).content.decode()
    assert [word for word in written(world.far) if word in page] == []
    world.near.body.refresh_from_db()
    assert world.near.body.part_of_id == world.near.union.pk


def test_commands_refuse_to_name_whom_the_actor_may_not_see(world: SimpleNamespace) -> None:
    animator = user_of(Role.ANIMATOR, "estrie")
    with pytest.raises(NotAllowed):
        commands.record_mandate(
            person_id=world.far.person.pk,
            held_in_id=world.near.union.pk,
            office="DELEGATE",
            actor=animator,
            at=world.at,
        )
    with pytest.raises(NotAllowed):
        commands.change_contact(contact_id=world.near.body.pk, part_of=world.far.union, actor=animator, at=world.at)
    kept = world.near.rows["points"]
    commands.change_contact_point(point_id=kept.pk, person=world.near.person, actor=animator, at=world.at)


@pytest.mark.parametrize("pk", ["²", "0", "-1", "9" * 40, "x", "999999", "1\x00"])
def test_a_chooser_bears_any_text(pk: str, world: SimpleNamespace, client: Any) -> None:
    client.force_login(world.boss)
    new = client.post(reverse("bodies:add"), {"name": "Comité", "body_kind": "COMMITTEE", "part_of": pk})
    assert new.status_code == 200
    row = client.post(reverse("contacts:add_row", args=(world.near.union.pk, "mandats")), {"person": pk})
    assert row.status_code == 422
    if "\x00" not in pk:
        assert client.get(f"/gestion/choose_person/chosen/{pk}/").status_code == 404
    assert client.get("/gestion/choose_person/chosen-multiple/", {"id": pk}).status_code == 200
