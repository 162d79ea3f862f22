"""A confirmed public activity, opened to registration, and somebody who registers."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from convergence.activities import commands as activities
from convergence.activities.models import Activity
from convergence.contacts.models import Contact
from convergence.education.gatherings import commands
from convergence.education.gatherings.models import Gathering, Registration

AT = datetime(2024, 5, 6, 15, 0, tzinfo=timezone.get_default_timezone())
DAY = date(2024, 6, 3)


@pytest.fixture
def at() -> datetime:
    """Return a Monday of May 2024, four weeks before the event."""
    return AT


@pytest.fixture
def activity(db: None) -> Callable[..., Activity]:
    """Return a maker of confirmed public activities, at noon of a day."""

    def make(title: str = "Dîner-causerie", *, day: date = DAY, **values: Any) -> Activity:
        given = {"kind": "LUNCH_TALK", "start_time": time(12), "end_time": time(13, 30), "is_public": True, **values}
        made = activities.create_activity(title_fr=title, start=day.isoformat(), actor=None, at=AT, **given)
        return activities.change_state(activity_id=made.pk, state="CONFIRMED", actor=None, at=AT)

    return make


@pytest.fixture
def opened(activity: Callable[..., Activity]) -> Callable[..., Gathering]:
    """Return a maker of gatherings open since a day before and until the hour before the event."""

    def make(
        onsite: int | None = 2,
        online: int | None = None,
        *,
        day: date = DAY,
        of: dict[str, Any] | None = None,
        **values: Any,
    ) -> Gathering:
        made = activity(day=day, **(of or {}))
        starts_at = Gathering(activity=made).starts_at
        assert starts_at is not None
        given = {
            "opens_at": min(AT, starts_at) - timedelta(days=1),
            "closes_at": starts_at - timedelta(hours=1),
            **values,
        }
        return commands.open_gathering(
            activity_id=made.pk, capacities={"ONSITE": onsite, "ONLINE": online}, actor=None, at=AT, **given
        )

    return make


@pytest.fixture
def registered(db: None) -> Callable[..., Registration]:
    """Return a maker of registrations of different people."""
    number = 0

    def make(gathering: Gathering, *, way: str = "ONSITE", at: datetime = AT, **asked: Any) -> Registration:
        nonlocal number
        number += 1
        given = {
            "given_name": "Nadia",
            "family_name": f"Cormier {number}",
            "email": f"n{number}@union.example",
            **asked,
        }
        return commands.register(
            gathering_id=gathering.pk, way=way, asked=commands.Asked(**given), key=f"key-{number:08}", actor=None, at=at
        )

    return make


@pytest.fixture
def union(db: None) -> Callable[..., Contact]:
    """Return a maker of unions."""

    def make(name: str = "Syndicat du textile de Val-Joli", **values: Any) -> Contact:
        given: Any = {"kind": "ORGANISATION", "organisation_kind": "UNION", "name": name, "sort_name": name.lower()}
        return Contact.objects.create(**{**given, "created_at": AT, "changed_at": AT, **values})

    return make
