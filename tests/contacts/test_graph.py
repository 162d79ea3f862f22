"""The graph of unions in the database (S56, R-U1, R-U2, R-U5)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from convergence.contacts.commands import affiliate, change_affiliation, declare_count
from convergence.contacts.errors import AffiliationCycle
from convergence.contacts.models import Contact
from convergence.contacts.queries.graph import latest_counts, members_under, neighbourhood, parents_of
from convergence.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = date(2024, 2, 22)


@pytest.fixture
def csn(organisation, coordinator, at):
    """A confederation, its federation and council, and a local that belongs to all three."""
    members = {
        "confederation": organisation("Confédération", "CONFEDERATION"),
        "federation": organisation("Fédération", "FEDERATION"),
        "council": organisation("Conseil central", "REGIONAL_COUNCIL"),
        "local": organisation("Syndicat local", "LOCAL"),
        "other": organisation("Autre syndicat", "LOCAL"),
    }
    for child, parent, kind in (
        ("federation", "confederation", "AFFILIATION"),
        ("council", "confederation", "AFFILIATION"),
        ("local", "federation", "AFFILIATION"),
        ("local", "council", "REGIONAL_COUNCIL"),
        ("local", "confederation", "AFFILIATION"),
        ("other", "federation", "AFFILIATION"),
    ):
        affiliate(child_id=members[child].pk, parent_id=members[parent].pk, kind=kind, actor=coordinator, at=at)
    return members


@pytest.mark.rule("S56")
def test_both_parents_are_shown_and_members_counted_once(csn, coordinator, at) -> None:
    for name, value in (("local", 250), ("other", 100)):
        declare_count(
            organisation_id=csn[name].pk, value=value, as_of=TODAY, source="formulaire", actor=coordinator, at=at
        )
    drawn = neighbourhood(csn["local"], TODAY, Contact.objects.organisations())
    assert set(drawn[csn["local"].pk].parents) == {
        csn["federation"].pk,
        csn["council"].pk,
        csn["confederation"].pk,
    }
    assert members_under(csn["confederation"].pk, TODAY).total == 350
    assert members_under(csn["council"].pk, TODAY).total == 250


@pytest.mark.rule("R-U1")
def test_cycle_is_refused_and_the_circle_is_named(csn, coordinator, at) -> None:
    with pytest.raises(AffiliationCycle, match=r"Confédération → Syndicat local → .*Confédération"):
        affiliate(child_id=csn["confederation"].pk, parent_id=csn["local"].pk, actor=coordinator, at=at)
    assert parents_of(csn["confederation"]).count() == 0


@pytest.mark.rule("R-U1")
def test_changing_dates_of_a_link_may_close_a_circle_too(csn, coordinator, at) -> None:
    link = csn["local"].parents.get(parent=csn["federation"])
    for row in csn["local"].parents.all():
        change_affiliation(affiliation_id=row.pk, end_date=date(2020, 12, 31), actor=coordinator, at=at)
    affiliate(
        child_id=csn["federation"].pk,
        parent_id=csn["local"].pk,
        start_date=date(2021, 1, 1),
        actor=coordinator,
        at=at,
    )
    with pytest.raises(AffiliationCycle):
        change_affiliation(affiliation_id=link.pk, end_date=None, actor=coordinator, at=at)


def test_same_link_twice_is_refused(csn, coordinator, at) -> None:
    with pytest.raises(ValidationError):
        affiliate(child_id=csn["local"].pk, parent_id=csn["federation"].pk, actor=coordinator, at=at)


@pytest.mark.rule("R-U5")
def test_who_leaves_on_a_date_is_counted_until_that_day(csn, coordinator, at) -> None:
    declare_count(
        organisation_id=csn["other"].pk,
        value=100,
        as_of=date(2010, 1, 1),
        source="formulaire",
        actor=coordinator,
        at=at,
    )
    link = csn["other"].parents.get()
    change_affiliation(affiliation_id=link.pk, end_date=date(2016, 4, 30), actor=coordinator, at=at)
    assert members_under(csn["confederation"].pk, date(2016, 4, 30)).total == 100
    assert members_under(csn["confederation"].pk, date(2016, 5, 1)).total == 0


def test_latest_declaration_not_later_than_the_day_counts(organisation, coordinator, at) -> None:
    union = organisation("Syndicat de la mine")
    for year, value in ((2020, 80), (2024, 90), (2022, 85)):
        declare_count(
            organisation_id=union.pk,
            value=value,
            as_of=date(year, 1, 1),
            source="formulaire",
            actor=coordinator,
            at=at,
        )
    assert latest_counts(date(2023, 6, 1)) == {union.pk: 85}
    assert latest_counts(date(2024, 1, 1), [union.pk]) == {union.pk: 90}
    assert latest_counts(date(2019, 1, 1)) == {}


def test_absurd_count_and_count_of_a_person_are_refused(organisation, person, coordinator, at) -> None:
    with pytest.raises(ValidationError):
        declare_count(
            organisation_id=organisation("A").pk, value=6_000_000, as_of=TODAY, source="x", actor=coordinator, at=at
        )
    with pytest.raises(ValidationError):
        declare_count(
            organisation_id=person("Ada", "Roy").pk, value=5, as_of=TODAY, source="x", actor=coordinator, at=at
        )


def test_reader_changes_no_link(csn, user_with, at) -> None:
    with pytest.raises(NotAllowed):
        affiliate(child_id=csn["other"].pk, parent_id=csn["council"].pk, actor=user_with("AUDITOR"), at=at)
