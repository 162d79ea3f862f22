"""The cast of the contacts register: who acts, on what."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, User
from convergence.contacts.commands import create_body, create_organisation, create_person
from convergence.contacts.models import Contact
from convergence.core.models import AuditEntry
from convergence.vocabulary.models import Region

NOW = datetime(2024, 2, 22, 15, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """The moment of every act."""
    return NOW


@pytest.fixture
def user_with(db: None) -> Callable[..., User]:
    """Make a user with one role."""

    def make(role: Role, region: str = "") -> User:
        user = User.objects.create_user(f"{role.lower()}{region}@centre.example")
        RoleAssignment.objects.create(user=user, role=role, region=region)
        return user

    return make


@pytest.fixture
def coordinator(user_with: Callable[..., User]) -> User:
    """Who may do everything."""
    return user_with(Role.COORDINATOR)


@pytest.fixture
def estrie(db: None) -> Region:
    """A region."""
    return Region.objects.create(slug="estrie", name_fr="Estrie")


@pytest.fixture
def organisation(coordinator: User) -> Callable[..., Contact]:
    """Record an organisation, a union unless said otherwise."""

    def make(name: str, kind: str = "UNION", **values: Any) -> Contact:
        return create_organisation(name=name, organisation_kind=kind, actor=coordinator, at=NOW, **values)

    return make


@pytest.fixture
def person(coordinator: User) -> Callable[..., Contact]:
    """Record a person."""

    def make(given: str, family: str, **values: Any) -> Contact:
        return create_person(given_name=given, family_name=family, actor=coordinator, at=NOW, **values)

    return make


@pytest.fixture
def body(coordinator: User) -> Callable[..., Contact]:
    """Record a body of an organisation."""

    def make(name: str, owner: Contact, kind: str = "SOLIDARITY_COMMITTEE") -> Contact:
        return create_body(name=name, body_kind=kind, organisation_id=owner.pk, actor=coordinator, at=NOW)

    return make


@pytest.fixture
def audit_of() -> Callable[[Contact], list[tuple[str, dict[str, Any]]]]:
    """Return the acts written about a contact, the first one first."""

    def lines(contact: Contact) -> list[tuple[str, dict[str, Any]]]:
        rows = AuditEntry.objects.filter(object_type="contacts.contact", object_id=str(contact.pk)).order_by("pk")
        return [(row.verb, row.detail.changes) for row in rows.select_related("detail")]

    return lines
