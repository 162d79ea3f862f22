"""The outline of an audience puts everybody where the detailed reading puts them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from convergence.contacts.choices import OrganisationKind
from convergence.contacts.models import Contact, ContactPoint, DoNotContact
from convergence.membership.commands import decisions, scales
from convergence.membership.models import DuesCall
from convergence.membership.queries.audience import placed
from convergence.membership.queries.outline import outline_of
from convergence.vocabulary.models import Region
from tests.membership.conftest import AT, DAY, World

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)


def in_detail(call: DuesCall) -> list[tuple[Any, ...]]:
    found = placed(call, today=DAY)
    rows = [(one.member.contact_id, one.member.name, one.place.channel, one.place.exclusion) for one in found]
    return sorted(rows, key=lambda row: (row[1], row[0]))


@pytest.fixture
def ready(world: World) -> World:
    world.scales()
    return world


@pytest.fixture
def varied(ready: World) -> World:
    mark: Callable[..., Any] = DoNotContact.objects.create
    made = {
        name: ready.member(name, **values)
        for name, values in {
            "Sans adresse": {"email": ""},
            "Par la poste": {"email": "", "post": True},
            "Les deux": {"post": True},
            "Sans courriel": {"post": True},
            "Sans rien": {},
            "Fâché": {},
            "Fâché naguère": {},
            "Sans poste": {"email": "", "post": True},
            "En panne": {},
            "Exempté": {"count": 100},
            "À moitié exempté": {"count": 100},
            "Inclus": {"count": 40},
            "Payé par un autre": {"count": 40},
            "Centrale": {"organisation_kind": OrganisationKind.CONFEDERATION, "count": 500},
            "Ailleurs": {"region": Region.objects.order_by("pk").last()},
            "Plus tard": {"since": date(2030, 1, 1)},
        }.items()
    }
    for name, channel in (("Sans courriel", "EMAIL"), ("Sans rien", "EMAIL"), ("Fâché", "ALL"), ("Sans poste", "POST")):
        mark(contact=made[name], channel=channel, reason="A demandé", since=LONG_AGO)
    mark(contact=made["Fâché naguère"], channel="ALL", reason="A demandé", since=LONG_AGO, until=date(2021, 1, 1))
    ContactPoint.objects.filter(contact=made["En panne"]).update(failing_since=AT)
    for name, percent in (("Exempté", 100), ("À moitié exempté", 50)):
        values = {
            "member": made[name],
            "period": "2023-2024",
            "percent": percent,
            "reason": "Grève",
            "decided_by": "Exécutif",
            "decided_date": DAY,
        }
        decisions.record_exemption(values=values, actor=ready.coordinator, at=AT)
    for name, kind in (("Inclus", "INCLUDES"), ("Payé par un autre", "PAYS_FOR")):
        scales.record_coverage(
            payer_id=made["Centrale"].pk, member_id=made[name].pk, kind=kind, start_date=date(2023, 4, 1),
            actor=ready.coordinator, at=AT,
        )  # fmt: skip
    return ready


@pytest.mark.parametrize("query", [{}, {"groups": ["B"]}, {"kinds": ["CONFEDERATION"]}, {"regions": [""]}])
def test_outline_is_the_audience(varied: World, query: dict[str, Any]) -> None:
    call = varied.call()
    call.query = query
    found = outline_of(call, today=DAY)
    assert [tuple(one) for one in found] == in_detail(call)
    assert len({one.exclusion for one in found}) >= (5 if not query else 1)


def test_outline_takes_a_fixed_number_of_queries(ready: World, django_assert_num_queries: Any) -> None:
    call = ready.call()
    for turn in range(2):
        with django_assert_num_queries(9):
            outline_of(call, today=DAY)
        for place in range(5):
            ready.member(f"Syndicat {turn}-{place}", count=100)


def test_details_of_some_members_are_the_same_as_among_all(varied: World) -> None:
    call = varied.call()
    every = {one.member.contact_id: one for one in placed(call, today=DAY)}
    some = list(every)[1::3]
    assert placed(call, today=DAY, only=some) == [every[pk] for pk in some]
    assert Contact.objects.count() > len(every) > len(some) > 3
