"""A training, people who facilitate it, a union that asks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from convergence.contacts.models import Contact, ContactPoint
from convergence.core.models import OrganisationProfile
from convergence.education.trainings import commands
from convergence.education.trainings.commands.booking import Proposal
from convergence.education.trainings.models import Facilitator, Training, TrainingRequest
from convergence.vocabulary.models import Region, Theme

AT = datetime(2024, 6, 3, 15, 0, tzinfo=UTC)
DAY = date(2024, 9, 17)


@pytest.fixture
def at() -> datetime:
    """Return a Monday of June 2024, before noon in Montréal."""
    return AT


@pytest.fixture
def centre(db: None) -> OrganisationProfile:
    """Write who the organisation is."""
    made, _new = OrganisationProfile.objects.update_or_create(
        pk=1,
        defaults={
            "name": "Centre de la Trame",
            "street": "12, rue du Fil",
            "city": "Montréal",
            "postal_code": "H2X 1Y4",
            "email": "bureau@trame.example",
            "phone": "514 555-0100",
        },
    )
    return made


@pytest.fixture
def theme(db: None) -> Theme:
    """Return a theme."""
    return Theme.objects.get_or_create(slug="salaire-decent", defaults={"name_fr": "Salaire décent"})[0]


@pytest.fixture
def estrie(db: None) -> Region:
    """Return a region."""
    return Region.objects.get_or_create(slug="estrie", defaults={"name_fr": "Estrie"})[0]


@pytest.fixture
def training(theme: Theme) -> Training:
    """Return a training of the public catalogue."""
    return commands.write_training(
        actor=None,
        at=AT,
        themes=[theme.pk],
        title_fr="Fil rouge : le salaire décent",
        title_en="The red thread: a living wage",
        objectives_fr="Calculer un salaire décent\nLire une étiquette",
        audience_fr="membres de comités",
        minutes=120,
        languages="fr es",
        is_published=True,
    )


@pytest.fixture
def person(db: None) -> Callable[..., Contact]:
    """Return a maker of persons with an e-mail."""

    def make(name: str = "Inès Aubépine", **values: Any) -> Contact:
        made = Contact.objects.create(
            kind="PERSON", name=name, sort_name=name.lower(), created_at=AT, changed_at=AT, **values
        )
        address = f"{name.split()[0].lower()}@animation.example"
        ContactPoint.objects.create(contact=made, channel="EMAIL", value=address, normalised=address)
        return made

    return make


@pytest.fixture
def facilitator(person: Callable[..., Contact], theme: Theme, estrie: Region) -> Callable[..., Facilitator]:
    """Return a maker of people who facilitate the theme, in French, in the region."""

    def make(name: str = "Inès Aubépine", **values: Any) -> Facilitator:
        given = {"languages": "fr", "themes": [theme.pk], "regions": [estrie.pk]} | values
        return commands.write_facilitator(person_id=person(name).pk, actor=None, at=AT, **given)

    return make


@pytest.fixture
def asked(training: Training, estrie: Region, centre: Any) -> Callable[..., TrainingRequest]:
    """Return a maker of requests by the public form."""

    def make(key: str = "k" * 16, **values: Any) -> TrainingRequest:
        given: dict[str, Any] = {
            "training": training,
            "asked_organisation": "SAVT",
            "asked_name": "Odile Ficelle",
            "asked_email": "odile@savt.example",
            "people": 20,
            "region": estrie,
            "venue": "Salle du Métier, Val-Tisserand",
        }
        return commands.receive_request(form_key=key, via="FORM", actor=None, at=AT, **{**given, **values})

    return make


@pytest.fixture
def proposal() -> Callable[..., Proposal]:
    """Return a maker of moments: a Tuesday of September at 18:30 unless told otherwise."""

    def make(one: Facilitator, day: date = DAY, hour: time = time(18, 30), minutes: int = 120, **more: Any) -> Proposal:
        return Proposal(day, hour, minutes, one.pk, **more)

    return make


@pytest.fixture
def agreed(cast: Any, asked: Any, facilitator: Any, proposal: Any) -> Callable[..., TrainingRequest]:
    """Return a maker of requests whose date was agreed."""

    def make(name: str = "Inès Aubépine", key: str = "k" * 16, **moment: Any) -> TrainingRequest:
        request = asked(key)
        commands.link_union(request_id=request.pk, organisation_id=cast.amiante.pk, actor=None, at=AT)
        known = Facilitator.objects.filter(person__name=name).first()
        offer = proposal(known or facilitator(name), **moment)
        return commands.agree(request_id=request.pk, proposal=offer, actor=None, at=AT)

    return make
