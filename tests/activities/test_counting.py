"""Totals: once in the grand total, by axis, year, theme and union; what the public counters read."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from convergence.activities import commands
from convergence.activities.models import Activity
from convergence.activities.queries import counters, totals
from convergence.contacts.models import Affiliation
from convergence.core.counts import recorded
from convergence.core.periods import YearEnd
from convergence.vocabulary.models import Axis, Place, Theme

pytestmark = pytest.mark.django_db
MARCH = YearEnd(3, 31)


def counted(**hidden) -> totals.Totals:
    return totals.totals(Activity.objects.all(), MARCH, **hidden)


@pytest.mark.rule("S103", "S81", "S16")
def test_two_themes_count_twice_by_theme_and_once_in_all(at, held, theme, axis) -> None:
    one, two, idle = theme("equite"), theme("cooperatives"), theme("dechets")
    activity = held(themes=[one.pk, two.pk], axis=axis)
    commands.record_attendance(activity_id=activity.pk, number=35, actor=None, at=at)
    found = counted()
    assert totals.by_theme(Activity.objects.all()) == {one.pk: 1, two.pk: 1}
    assert idle.pk not in totals.by_theme(Activity.objects.all())
    assert (found.grand.activities, found.grand.people.number) == (1, 35)
    assert found.by_axis[axis.pk].people.number == 35


@pytest.mark.rule("S71", "S133")
def test_only_what_was_held_counts_in_the_year_of_its_beginning(at, held) -> None:
    held(start="2024-03-30", end="2024-04-02")
    held(start="2024-04-12")
    held(start="2023")
    held(start="")
    commands.create_activity(kind="TOUR", title_fr="Promise", start="2024-05-01", actor=None, at=at)
    years = {year: line.activities for year, line in counted().by_year.items()}
    assert years == {"2023-2024": 1, "2024-2025": 1, totals.NOT_KNOWN: 2}


def test_a_committee_and_a_merged_record_count_once_for_their_union(held, union) -> None:
    local, other = union("Section locale"), union("Autre syndicat")
    committee = union("Comité", kind="BODY", organisation_kind="", part_of=local)
    alias = union("Ancien nom")
    ngo = union("ONG", organisation_kind="NGO")
    names = [(local, "PARTICIPANT"), (local, "HOST"), (committee, "ORGANISER"), (alias, "PARTICIPANT"), (ngo, "HOST")]
    held(organisations=[(contact.pk, capacity) for contact, capacity in names])
    held(organisations=[(other.pk, "PARTICIPANT")])
    alias.merged_into = local  # merged afterwards: no row moves
    alias.save()
    assert counted().by_union == {local.pk: 1, other.pk: 1}
    assert counted(hidden=frozenset({other.pk})).by_union == {local.pk: 1}
    assert counted(hidden=frozenset({other.pk})).grand.activities == 2


def test_what_belongs_to_a_central_counts_once_for_it(held, union) -> None:
    central = union("Centrale", organisation_kind="CONFEDERATION")
    locals_ = [union(f"Section {number}") for number in range(3)]
    for local in locals_:
        Affiliation.objects.create(child=local, parent=central)
    held(organisations=[(local.pk, "PARTICIPANT") for local in locals_])
    held(organisations=[(central.pk, "ORGANISER"), (locals_[0].pk, "HOST")])
    held(organisations=[(union("Ailleurs").pk, "HOST")])
    rows, day = Activity.objects.all(), date(2024, 6, 3)
    assert totals.with_what_belongs_to(central.pk, rows, day) == 2
    assert totals.with_what_belongs_to(locals_[1].pk, rows, day) == 1
    assert counted().by_union[central.pk] == 1


def test_by_kind_and_by_country_add_up_to_all(held) -> None:
    mexico = Place.objects.create(slug="aguascalientes", name_fr="Aguascalientes", country="MX")
    held(kind="TOUR", place=mexico)
    held(kind="TRAINING", is_online=True)
    held(kind="TRAINING", place=mexico)
    rows = Activity.objects.all()
    assert totals.by_kind(rows) == {"TOUR": 1, "TRAINING": 2}
    assert totals.by_country(rows) == {"MX": 2, "": 1}


one_activity = some.tuples(
    some.integers(-1, 1),  # axis
    some.sets(some.integers(0, 2)),  # themes
    some.sets(some.integers(0, 2)),  # unions
    some.sampled_from(["2022-04-01", "2023-03", "2023", "2024-03-31", ""]),
    some.one_of(some.none(), some.integers(1, 90)),
)


@pytest.mark.rule("S103", "S81")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_ones=some.lists(one_activity, max_size=6))
def test_every_line_is_a_part_of_one_grand_total(at, held, union, given_ones) -> None:
    Activity.objects.filter(attendance=None).delete()
    before = counted().grand
    axes = [Axis.objects.get_or_create(slug=f"axe-{n}", defaults={"name_fr": f"Axe {n}"})[0] for n in range(2)]
    themes = [Theme.objects.get_or_create(slug=f"theme-{n}", defaults={"name_fr": f"Thème {n}"})[0] for n in range(3)]
    unions = [union(f"Syndicat {n}") for n in range(3)]
    for axis, themed, present, start, people in given_ones:
        activity = held(
            start=start,
            axis=axes[axis] if axis >= 0 else None,
            themes=[themes[n].pk for n in themed],
            organisations=[(unions[n].pk, "PARTICIPANT") for n in present],
        )
        if people:
            commands.record_attendance(activity_id=activity.pk, number=people, actor=None, at=at)
    found = counted()
    assert found.grand.activities == before.activities + len(given_ones)
    assert found.grand.people.number == before.people.number + sum(one[4] or 0 for one in given_ones)
    for lines in (found.by_axis, found.by_year, found.by_axis_year):
        assert sum(line.activities for line in lines.values()) == found.grand.activities
        assert sum(line.people.number for line in lines.values()) == found.grand.people.number
    for place, present in enumerate(unions):
        wanted = sum(1 for one in given_ones if place in one[2])
        assert found.by_union.get(present.pk, 0) == wanted
        assert sum(number for (_a, _y, key), number in found.cube.items() if key == present.pk) == wanted


@pytest.mark.rule("S71", "S72", "S73", "S74", "S75", "S76", "S88")
def test_the_public_counters_read_the_register(held, theme) -> None:
    debt = theme(counters.DEBT)
    mexico = Place.objects.create(slug="mexico", name_fr="Mexico", country="MX")
    niger = Place.objects.create(slug="niamey", name_fr="Niamey", country="NE")
    for kind in ("TOUR", "MISSION", "TRAINING", "TRAINING", "COLLOQUIUM"):
        held(kind=kind)
    held(kind="COLLOQUIUM", themes=[debt.pk])
    held(kind="SHORT_INTERNSHIP", place=mexico)
    held(kind="SHORT_INTERNSHIP", place=mexico)
    held(kind="LONG_INTERNSHIP", place=niger)
    assert {
        key: recorded(key)
        for key in (
            "tours", "short-internships", "long-internships", "internship-countries", "missions", "colloquia",
            "debt-colloquia", "trainings",
        )
    } == {
        "tours": 1, "short-internships": 2, "long-internships": 1, "internship-countries": 2, "missions": 1,
        "colloquia": 2, "debt-colloquia": 1, "trainings": 2,
    }  # fmt: skip


@pytest.mark.rule("S95", "S74")
def test_a_mission_under_guard_is_in_no_public_count_until_its_return_date(held) -> None:
    today = timezone.localdate()
    held(kind="MISSION", security="HIGH", return_date=today + timedelta(days=1))
    held(kind="MISSION", security="CONFIDENTIAL", return_date=today - timedelta(days=9))
    assert recorded("missions") == 0
    Activity.objects.filter(security="HIGH").update(return_date=today)
    assert recorded("missions") == 1
    assert counted().grand.activities == 2
