"""Payers, actors and moments for the tests of finance."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, User
from convergence.contacts.models import Contact

AT = datetime(2024, 5, 3, 16, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """Return noon in Montréal on 3 May 2024."""
    return AT


@pytest.fixture
def payer(db: None) -> Callable[..., Contact]:
    """Return a maker of member organisations."""

    def make(number: str = "1081", name: str = "Syndicat de l’épicerie de Val-Joli–CSN", **values: Any) -> Contact:
        given: Any = {
            "kind": "ORGANISATION",
            "organisation_kind": "UNION",
            "number": number,
            "name": name,
            "created_at": AT,
            "changed_at": AT,
            **values,
        }
        return Contact.objects.create(**given)

    return make


@pytest.fixture
def actor(db: None) -> Callable[[Role], User]:
    """Return a maker of users with one role."""

    def make(role: Role, email: str = "") -> User:
        user = User.objects.create_user(email or f"{role.lower()}@centre.example")
        RoleAssignment.objects.create(user=user, role=role, region="monteregie" if role == Role.ANIMATOR else "")
        return user

    return make


@pytest.fixture
def treasurer(actor: Callable[[Role], User]) -> User:
    """Return the treasurer."""
    return actor(Role.TREASURER)
