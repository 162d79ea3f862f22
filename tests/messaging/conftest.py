"""A centre that may write, people to write to, a mailing."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.contacts.queries import consent
from convergence.contacts.rules.consent_evidence import Membership
from convergence.core.models import OrganisationProfile
from convergence.core.profile import change_profile
from convergence.messaging import commands
from convergence.messaging.commands import Recipient, Text
from convergence.messaging.models import Mailing
from tests.messaging.cast import AT


@pytest.fixture
def centre(db: None) -> OrganisationProfile:
    return change_profile(
        actor=None,
        at=AT,
        name="Centre de l’exemple",
        street="123, rue de l’Exemple",
        city="Montréal",
        postal_code="H2X 0A0",
        email="bonjour@centre.example",
        phone="514 555-0100",
        is_club_or_association=True,
    )


@pytest.fixture
def person(db: None) -> Callable[[str], Contact]:
    def make(name: str) -> Contact:
        return Contact.objects.create(kind=ContactKind.PERSON, name=name, created_at=AT, changed_at=AT)

    return make


def _all_members(contact_ids: Sequence[int]) -> dict[int, list[Membership]]:
    return {pk: [Membership(date(2020, 1, 1))] for pk in contact_ids}


@pytest.fixture
def members(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody is a member: the ground on which dues are called (C8)."""
    monkeypatch.setattr(consent, "_providers", [_all_members])


@pytest.fixture
def mailing(centre: OrganisationProfile) -> Mailing:
    return commands.create_mailing(
        reference="test:1",
        title="Appel 2023-2024",
        purpose="DUES",
        texts=[
            Text(
                "fr",
                "Appel à cotisation 2023-2024",
                'Bonjour {{ nom }},\n\nVoici **votre "appel"** : [votre formulaire]({{ lien }}) !',
            ),
            Text("en", "2023-2024 dues", "Hello {{ nom }},\n\nHere is [your form]({{ lien }})."),
        ],
        actor=None,
        at=AT,
    )


@pytest.fixture
def recipients(mailing: Mailing, members: None, person: Callable[[str], Contact]) -> list[Contact]:
    people = [person("Zoé Tremblay"), person("Étienne LeBœuf"), person("Ana Ruiz")]
    commands.add_recipients(
        mailing_id=mailing.pk,
        recipients=[
            Recipient(p.pk, f"p{i}@union.example", language, {"nom": p.name, "lien": f"https://centre.example/c/{i}"})
            for i, (p, language) in enumerate(zip(people, ("fr", "en", "es"), strict=True))
        ],
        actor=None,
        at=AT,
    )
    return people
