"""A tour of eighteen days with a union, and makers of guests and legs."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from convergence.contacts.models import Contact
from convergence.education.tours import commands
from convergence.education.tours.models import Leg, Tour, TourGuest

AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def day(number: int, month: int = 5) -> date:
    """Return a day of 2026, of May unless told otherwise."""
    return date(2026, month, number)


@pytest.fixture
def at() -> datetime:
    """Return a Monday of March 2026, in the morning of Montréal."""
    return AT


@pytest.fixture
def tour(db: None) -> Tour:
    """Return a tour from 3 to 20 May 2026, guests home on the 22nd."""
    return commands.create_tour(
        title_fr="Tournée des couturières",
        title_es="Gira de las costureras",
        start=day(3),
        end=day(20),
        return_date=day(22),
        is_public=True,
        actor=None,
        at=AT,
    )


@pytest.fixture
def union(db: None) -> Callable[..., Contact]:
    """Return a maker of unions."""

    def make(name: str = "Syndicat A", **values: Any) -> Contact:
        given: Any = {"kind": "ORGANISATION", "organisation_kind": "UNION", "name": name, "sort_name": name.lower()}
        return Contact.objects.create(**{**given, "created_at": AT, "changed_at": AT, **values})

    return make


@pytest.fixture
def invite(db: None) -> Callable[..., TourGuest]:
    """Return a maker of guests."""

    def make(tour: Tour, name: str = "Rosa Xochimilco", **values: Any) -> TourGuest:
        given = {"name": name, "spoken": "es", "language": "es", **values}
        if given.get("agreed"):
            given = {"agreed_how": "au téléphone", "agreed_date": day(1, 3), **given}
        return commands.save_guest(tour_id=tour.pk, actor=None, at=AT, **given)

    return make


@pytest.fixture
def hidden(invite: Callable[..., TourGuest]) -> Callable[..., TourGuest]:
    """Return a maker of guests at risk."""

    def make(tour: Tour, name: str = "Rosa Xochimilco", **values: Any) -> TourGuest:
        return invite(tour, name, **{"safety": "AT_RISK", "pseudonym": "Lucía", **values})

    return make


@pytest.fixture
def stop(db: None) -> Callable[..., Leg]:
    """Return a maker of legs."""

    def make(tour: Tour, first: int = 3, last: int = 6, **values: Any) -> Leg:
        host = values.pop("host", None)
        given = {
            "first_day": day(first),
            "last_day": day(last),
            "city": "Laval",
            "host_name": "" if host else "Syndicat d’ailleurs",
            "contact_email": "accueil@syndicat-a.example",
        }
        return commands.save_leg(
            tour_id=tour.pk, host_id=host.pk if host else None, actor=None, at=AT, **{**given, **values}
        )

    return make


@pytest.fixture
def asked(stop: Callable[..., Leg]) -> Callable[..., Leg]:
    """Return a maker of legs whose host was asked."""

    def make(tour: Tour, first: int = 3, last: int = 6, **values: Any) -> Leg:
        leg = stop(tour, first, last, **values)
        return commands.ask_host(leg_id=leg.pk, actor=None, at=AT)

    return make
