"""Many at once: never more than the places, ranks in the order of commit, nobody lost. On SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from convergence.education.gatherings import commands
from convergence.education.gatherings.commands import Asked
from convergence.education.gatherings.models import Gathering, Registration, Seats
from convergence.education.gatherings.queries.lists import miscounted
from tests.education.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def asks(gathering: Gathering, number: int, at: datetime) -> Callable[[], Any]:
    asked = Asked("Personne", f"Numéro {number}", email=f"p{number}@union.example")
    return lambda: commands.register(
        gathering_id=gathering.pk, way="ONSITE", asked=asked, key=f"browser-{number}", actor=None, at=at
    )


def test_forty_one_people_for_forty_places_from_five_browsers(opened: Callable[..., Gathering], at: datetime) -> None:
    gathering = opened(40)
    at_once([asks(gathering, number, at) for number in range(41)])
    rows = list(Registration.objects.order_by("rank"))
    assert [row.rank for row in rows] == list(range(1, 42))
    assert [row.state for row in rows] == ["CONFIRMED"] * 40 + ["WAITING"]
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    seats = Seats.objects.get()
    assert (seats.taken, seats.waiting, seats.last_rank) == (40, 1, 41)
    assert miscounted() == []


def test_places_given_back_while_others_come_and_accept(opened: Callable[..., Gathering], at: datetime) -> None:
    gathering = opened(5)
    for number in range(10):
        asks(gathering, number, at)()
    first = list(Registration.objects.filter(state="CONFIRMED").values_list("pk", flat=True))
    gives = [
        lambda pk=pk: commands.cancel_registration(registration_id=pk, actor=None, at=at, by="PERSON") for pk in first
    ]
    at_once([*gives, *(asks(gathering, number, at) for number in range(10, 20))])
    assert Registration.objects.filter(state="OFFERED").count() == 5
    assert set(Registration.objects.filter(state="OFFERED").values_list("rank", flat=True)) == set(range(6, 11))
    offered = list(Registration.objects.filter(state="OFFERED").values_list("pk", flat=True))
    at_once([lambda pk=pk: commands.accept_offer(registration_id=pk, at=at) for pk in offered * 2])
    assert Registration.objects.filter(state="CONFIRMED").count() == 5
    assert Seats.objects.get().taken == 5
    assert miscounted() == []
