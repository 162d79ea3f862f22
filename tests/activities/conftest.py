"""Unions, axes, themes and a maker of activities."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, User
from convergence.activities import commands
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.vocabulary.models import Axis, Theme

AT = datetime(2024, 6, 3, 15, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """Return a Monday of June 2024, before noon in Montréal."""
    return AT


@pytest.fixture
def actor(db: None) -> Callable[[Role], User]:
    """Return a maker of users with one role."""

    def make(role: Role) -> User:
        user = User.objects.create_user(f"{role.lower()}@centre.example")
        RoleAssignment.objects.create(user=user, role=role, region="estrie" if role == Role.ANIMATOR else "")
        return user

    return make


@pytest.fixture
def education(actor: Callable[[Role], User]) -> User:
    """Return who writes activities down."""
    return actor(Role.EDUCATION)


@pytest.fixture
def union(db: None) -> Callable[..., Contact]:
    """Return a maker of organisations, unions unless told otherwise."""

    def make(name: str = "Syndicat du textile de Val-Joli", **values: Any) -> Contact:
        given: Any = {"kind": "ORGANISATION", "organisation_kind": "UNION", "name": name, "sort_name": name.lower()}
        return Contact.objects.create(**{**given, "created_at": AT, "changed_at": AT, **values})

    return make


@pytest.fixture
def axis(db: None) -> Axis:
    """Return the work axis of education."""
    return Axis.objects.create(slug="education", name_fr="Éducation")


@pytest.fixture
def theme(db: None) -> Callable[[str], Theme]:
    """Return a maker of themes."""

    def make(slug: str) -> Theme:
        return Theme.objects.create(slug=slug, name_fr=slug)

    return make


@pytest.fixture
def held(db: None) -> Callable[..., Activity]:
    """Return a maker of activities that were held."""

    def make(title: str = "Atelier", *, kind: str = "WORKSHOP", start: str = "2024-05-03", **values: Any) -> Activity:
        made = commands.create_activity(kind=kind, title_fr=title, start=start, actor=None, at=AT, **values)
        return commands.change_state(activity_id=made.pk, state="HELD", actor=None, at=AT)

    return make
