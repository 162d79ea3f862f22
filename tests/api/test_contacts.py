"""Contacts through the API: same rows as everywhere else, no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convergence.contacts.models import Affiliation, Contact, ContactPoint, DeclaredCount
from tests.plugins.cast import MOMENT


def names(answer) -> list[str]:
    return [row["name"] for row in answer.json()["results"]]


@pytest.mark.parametrize("name", ["coordinator", "treasurer", "board", "auditor"])
def test_staff_reads_every_organisation(read, cast, name):
    assert names(read(name, "organisations")) == [cast.amiante.name, cast.zibeline.name]


@pytest.mark.parametrize(
    ("name", "union"), [("delegate", "amiante"), ("animator", "amiante"), ("stranger", "zibeline")]
)
def test_partial_reach_reads_its_own_only(read, cast, name, union):
    assert names(read(name, "organisations")) == [getattr(cast, union).name]
    other = cast.zibeline if union == "amiante" else cast.amiante
    assert read(name, f"organisations/{other.pk}").status_code == 404


@pytest.mark.parametrize("name", ["partner", "nobody"])
def test_others_read_nothing(read, name):
    assert names(read(name, "organisations")) == []


@pytest.mark.parametrize(("name", "status"), [("coordinator", 200), ("communications", 404), ("board", 404)])
def test_organisation_at_risk_is_for_the_roles_that_see_it(read, cast, name, status):
    Contact.objects.filter(pk=cast.zibeline.pk).update(is_sensitive=True)
    assert (cast.zibeline.name in names(read(name, "organisations"))) == (status == 200)
    assert read(name, f"organisations/{cast.zibeline.pk}").status_code == status


def test_organisation_says_how_it_is_reached_and_its_latest_count(read, cast):
    ContactPoint.objects.create(contact=cast.amiante, channel="EMAIL", value="savt@syndicat.example")
    for value, day in ((850, "2023-01-01"), (910, "2024-01-01")):
        DeclaredCount.objects.create(
            organisation=cast.amiante, value=value, as_of=day, source="test", recorded_at=MOMENT
        )
    row = read("coordinator", f"organisations/{cast.amiante.pk}").json()
    assert (row["members"], row["members_as_of"]) == (910, "2024-01-01")
    assert row["points"] == [
        {
            "channel": "EMAIL",
            "purpose": "GENERAL",
            "value": "savt@syndicat.example",
            "start_date": None,
            "end_date": None,
        }
    ]


def test_affiliation_is_shown_to_who_sees_both_ends(read, cast):
    Affiliation.objects.create(child=cast.amiante, parent=cast.zibeline)
    assert read("coordinator", "affiliations").json()["count"] == 1
    assert read("delegate", "affiliations").json()["count"] == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_whatever_its_length(read, cast, rows):
    for number in range(rows - 1):
        Contact.objects.create(kind="ORGANISATION", name=f"Union {number}", created_at=MOMENT, changed_at=MOMENT)
    read("coordinator", "organisations")
    with CaptureQueriesContext(connection) as queries:
        read("coordinator", "organisations")
    assert len(queries) == 8


def test_pages_follow_one_another(read, cast):
    first = read("coordinator", "organisations", per_page=1).json()
    assert (first["count"], first["previous"]) == (2, None)
    second = read("coordinator", "organisations", per_page=1, page=2).json()
    assert first["next"].endswith("per_page=1&page=2")
    assert [row["name"] for row in second["results"]] == [cast.zibeline.name]
    assert second["next"] is None
