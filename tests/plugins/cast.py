"""The fixed cast: one person per role, two member unions in two regions, and a stranger.

`zibeline` is the union that only some may see: it is in another region than the animator's, and is not the delegate's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

MOMENT = datetime(2024, 2, 22, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Users by lower-case role, plus `stranger` (delegate of zibeline) and `nobody` (a user without any role)."""

    users: dict[str, Any]
    amiante: Any
    zibeline: Any

    def __getattr__(self, name: str) -> Any:
        try:
            return self.users[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def client(self, name: str) -> Client:
        """Return a browser signed in as one of the cast, or as nobody at all for `anonymous`."""
        client = Client()
        if name != "anonymous":
            client.force_login(self.users[name], backend="convergence.accounts.backends.RoleBackend")
        return client

    @property
    def everybody(self) -> list[str]:
        """Return every name of the cast, `anonymous` included."""
        return [*self.users, "anonymous"]


def make_cast() -> Cast:
    """Write the cast into the database."""
    from convergence.accounts.choices import Role
    from convergence.accounts.models import RoleAssignment, User
    from convergence.contacts.choices import ContactKind, OrganisationKind
    from convergence.contacts.models import Access, Contact
    from convergence.vocabulary.models import Region

    regions = {
        slug: Region.objects.get_or_create(slug=slug, defaults={"name_fr": slug.title()})[0]
        for slug in ("montreal", "estrie")
    }

    def union(name: str, acronym: str, region: str) -> Any:
        return Contact.objects.create(
            kind=ContactKind.ORGANISATION,
            organisation_kind=OrganisationKind.LOCAL,
            name=name,
            acronym=acronym,
            region=regions[region],
            search_text=f"{name} {acronym}".lower(),
            sort_name=name.lower(),
            created_at=MOMENT,
            changed_at=MOMENT,
        )

    amiante = union("Syndicat de l’amiante de Val-Tisserand", "SAVT", "estrie")
    zibeline = union("Syndicat de la zibeline du Grand-Sillon", "SZGS", "montreal")
    users = {}
    for role in Role:
        name = role.value.lower()
        users[name] = User.objects.create_user(f"{name}@cast.example", first_name=name.title(), last_name="Cast")
        RoleAssignment.objects.create(user=users[name], role=role, region="estrie" if role == Role.ANIMATOR else "")
    users["stranger"] = User.objects.create_user("stranger@cast.example", first_name="Stranger", last_name="Cast")
    RoleAssignment.objects.create(user=users["stranger"], role=Role.DELEGATE)
    users["nobody"] = User.objects.create_user("nobody@cast.example", first_name="Nobody", last_name="Cast")
    Access.objects.create(user=users["delegate"], organisation=amiante)
    Access.objects.create(user=users["stranger"], organisation=zibeline)
    return Cast(users, amiante, zibeline)


@pytest.fixture
def cast(db: None) -> Cast:
    """One person per role, and two unions."""
    return make_cast()
