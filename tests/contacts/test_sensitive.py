"""Contacts at risk: seen by named roles only, and missing everywhere for the others (L9)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from convergence.accounts.choices import Role, ScopeKind
from convergence.accounts.models import RoleAssignment, User
from convergence.accounts.policies import all_policies, may, visible
from convergence.contacts.models import Access, Affiliation, Contact, DeclaredCount, Mandate
from convergence.contacts.policies import SENSITIVE, sensitive_ids
from convergence.contacts.queries.graph import members_under

pytestmark = [pytest.mark.django_db, pytest.mark.rule("L9")]
AT = datetime(2024, 5, 3, 16, 0, tzinfo=UTC)
SEES = [Role.COORDINATOR, Role.TREASURER, Role.PROJECTS, Role.AUDITOR]
DOES_NOT = [Role.COMMUNICATIONS, Role.EDUCATION, Role.BOARD]


@pytest.fixture
def who() -> Callable[[Role], User]:
    def make(role: Role) -> User:
        user = User.objects.create_user(f"{role.lower()}@centre.example")
        RoleAssignment.objects.create(user=user, role=role)
        return user

    return make


def contact(name: str, **values: Any) -> Contact:
    given: Any = {"kind": "ORGANISATION", "organisation_kind": "PARTNER", "name": name, "search_text": name.lower()}
    return Contact.objects.create(**{**given, "created_at": AT, "changed_at": AT, **values})


@pytest.fixture
def world() -> dict[str, Contact]:
    """Return a federation with an open partner and one at risk, that one's body and officer."""
    federation = contact("Fédération", organisation_kind="FEDERATION")
    hidden = contact("Refuge Xochitl", is_sensitive=True)
    body = contact("Comité Xochitl", kind="BODY", organisation_kind="", body_kind="EXECUTIVE", part_of=hidden)
    person = contact("Ana Abierta", kind="PERSON", organisation_kind="")
    Mandate.objects.create(person=person, held_in=hidden)
    for child, count in ((hidden, 40), (contact("Partenaire"), 100)):
        Affiliation.objects.create(child=child, parent=federation)
        DeclaredCount.objects.create(organisation=child, value=count, as_of=date(2024, 1, 1), recorded_at=AT)
    return {"federation": federation, "hidden": hidden, "body": body, "person": person}


@pytest.mark.parametrize("role", SEES)
def test_named_roles_see_them(world: dict[str, Contact], who: Any, role: Role) -> None:
    user = who(role)
    assert may(user, "contacts.view_contact", world["hidden"]) is True
    assert visible(user, "contacts.view_contact", Contact.objects.all()).count() == 5
    assert sensitive_ids(user) == frozenset()


@pytest.mark.parametrize("role", DOES_NOT)
def test_for_the_others_they_and_their_bodies_are_not_there(world: dict[str, Contact], who: Any, role: Role) -> None:
    user = who(role)
    assert [may(user, "contacts.view_contact", world[name]) for name in ("hidden", "body", "federation")] == [
        False, False, True,
    ]  # fmt: skip
    assert visible(user, "contacts.view_contact", Contact.objects.all()).count() == 3
    assert sensitive_ids(user) == {world["hidden"].pk, world["body"].pk}


def test_a_contact_merged_into_one_at_risk_is_hidden_too(world: dict[str, Contact], who: Any) -> None:
    alias = contact("Ancien nom", merged_into=world["hidden"])
    assert may(who(Role.BOARD), "contacts.view_contact", alias) is False


def test_sums_of_members_leave_them_out(world: dict[str, Contact], who: Any) -> None:
    day, federation = date(2024, 5, 3), world["federation"].pk
    assert members_under(federation, day).total == 140
    assert members_under(federation, day, hidden=sensitive_ids(who(Role.BOARD))).total == 100


@pytest.mark.parametrize(("role", "count"), [(Role.COMMUNICATIONS, 0), (Role.COORDINATOR, 1)])
def test_pages_lists_searches_exports_and_the_graph(
    world: dict[str, Contact], who: Any, client: Client, role: Role, count: int
) -> None:
    client.force_login(who(role))
    kept = world["hidden"].name
    addresses = {
        "list": reverse("organisations:index"),
        "search": reverse("organisations:index") + "?q=xochitl",
        "graph": reverse("contacts:graph"),
        "around": reverse("contacts:graph") + f"?autour={world['federation'].pk}",
        "parent": reverse("organisations:inspect", args=[world["federation"].pk]),
        "officer": reverse("people:inspect", args=[world["person"].pk]),
    }
    shown = {name: kept in client.get(address).content.decode() for name, address in addresses.items()}
    assert shown == dict.fromkeys(addresses, bool(count))
    assert client.get(reverse("organisations:inspect", args=[world["hidden"].pk])).status_code == (
        200 if count else 404
    )


def test_a_delegate_sees_their_own_organisation_though_it_is_at_risk(world: dict[str, Contact], who: Any) -> None:
    delegate = who(Role.DELEGATE)
    Access.objects.create(user=delegate, organisation=world["hidden"])
    assert may(delegate, "contacts.view_contact", world["hidden"]) is True
    assert may(delegate, "contacts.view_contact", world["body"]) is True


def test_whoever_imports_merges_or_reads_the_books_is_among_those_who_see_them() -> None:
    """An import or a merge compares with every contact, and the books name every payer: these roles must see all.

    The budget of an activity is no book: its page leaves out the names that its reader may not see.
    """
    found = {policy.action: policy.scopes for policy in all_policies()}
    lifted = {role for role, scope in found[SENSITIVE].items() if scope == ScopeKind.ALL}
    assert lifted == set(SEES)
    for action, scopes in found.items():
        if action in {"contacts.import_contacts", "contacts.merge_contacts", "contacts.export_contacts"} or (
            action.startswith("finance.") and not action.endswith("_activityentry")
        ):
            assert {role for role, scope in scopes.items() if scope == ScopeKind.ALL} <= lifted, action
