"""The cast of the contacts screens, and a small register: one union near, one far, their people and committees."""

from types import SimpleNamespace
from typing import Any

import pytest

from convergence.accounts.choices import Role
from convergence.accounts.models import RoleAssignment, User
from convergence.contacts import commands
from convergence.contacts.models import Access, Contact
from convergence.vocabulary.models import Region
from tests.contacts.conftest import NOW


def user_of(role: Role, region: str = "") -> User:
    """Make a user with one role."""
    user = User.objects.create_user(f"{role.lower()}@centre.example")
    RoleAssignment.objects.create(user=user, role=role, region=region)
    return user


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """Two regions, an organisation in each with everything on its page."""
    boss = user_of(Role.COORDINATOR)
    who = {"actor": boss, "at": NOW}
    estrie = Region.objects.create(slug="estrie", name_fr="Estrie")
    laval = Region.objects.create(slug="laval", name_fr="Laval")
    parent = commands.create_organisation(name="Fédération du textile", organisation_kind="FEDERATION", **who)
    near, far = (fill(name, region, parent, who) for name, region in (("Près", estrie), ("Loin", laval)))
    delegate = user_of(Role.DELEGATE)
    Access.objects.create(user=delegate, organisation=near.union)
    return SimpleNamespace(
        boss=boss, parent=parent, near=near, far=far, estrie=estrie, delegate=delegate, who=who, at=NOW
    )


def fill(name: str, region: Region, parent: Contact, who: dict[str, Any]) -> SimpleNamespace:
    """Record a union with one row in every section."""
    union = commands.create_organisation(
        name=f"Syndicat {name}", acronym=name.upper(), organisation_kind="UNION", region=region, **who
    )
    person = commands.create_person(given_name="Ada", family_name=name, title_gender="F", **who)
    body = commands.create_body(name=f"Comité {name}", body_kind="COMMITTEE", organisation_id=union.pk, **who)
    day = NOW.date()
    email = f"{name.lower().replace('è', 'e')}@syndicat.example"
    rows = {
        "points": commands.add_contact_point(contact_id=union.pk, channel="EMAIL", value=email, **who),
        "adresses": commands.add_address(
            contact_id=union.pk, street="1, rue du Fil", city="Granby", postal_code="J2G 1A1", **who
        ),
        "affiliations": commands.affiliate(child_id=union.pk, parent_id=parent.pk, **who),
        "effectifs": commands.declare_count(
            organisation_id=union.pk, value=1234, as_of=day, source="formulaire", **who
        ),
        "mandats": commands.record_mandate(
            person_id=person.pk, held_in_id=union.pk, office="PRESIDENCY", start="2020", **who
        ),
        "marques": commands.mark_do_not_contact(
            contact_id=union.pk, channel="PHONE", reason="NE PLUS APPELER", since=day, **who
        ),
        "consentements": commands.record_consent(
            contact_id=union.pk,
            address=email,
            purpose="NEWSLETTER",
            act="GIVEN",
            method="formulaire",
            wording="Je veux le bulletin.",
            source="https://centre.example/bulletin",
            **who,
        ),
        "relations": commands.log_interaction(contact_id=union.pk, kind="VISIT", on=day, text="Rencontre", **who),
        "anciens-noms": commands.add_former_name(contact_id=union.pk, name=f"Vieux {name}", until="2010", **who),
    }
    double = commands.create_organisation(name=f"Synd. {name}", organisation_kind="UNION", region=region, **who)
    merge = commands.merge_contacts(kept_id=union.pk, absorbed_id=double.pk, **who)
    return SimpleNamespace(union=union, person=person, body=body, rows=rows, double=double, merge=merge, email=email)
