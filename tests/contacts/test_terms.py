"""Terms of office: who on that day, titles, bodies and roles (S39-S49, S57)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from convergence.contacts.commands import add_contact_point, change_mandate, record_mandate
from convergence.contacts.errors import EndBeforeStart
from convergence.contacts.queries.terms import neutral_office, succession, terms_of, title_of, who_held

pytestmark = pytest.mark.django_db


@pytest.fixture
def hold(coordinator, at):
    """Record a term of office."""

    def make(person, where, office="COORDINATION", **values):
        return record_mandate(
            person_id=person.pk, held_in_id=where.pk, office=office, actor=coordinator, at=at, **values
        )

    return make


@pytest.mark.rule("S39", "S40")
def test_who_shared_the_coordination_coordinated(organisation, person, hold) -> None:
    centre = organisation("Centre", "NGO")
    bertrand = person("Clotilde", "Bertrand")
    hold(person("Robert", "Quevillon"), centre, "CO_COORDINATION", start="1975", end="1987")
    hold(bertrand, centre, "CO_COORDINATION", start="1975", end="1987")
    hold(bertrand, centre, start="1987", end="1995")
    assert [
        (one.person.family_name, one.title) for one in who_held(centre, date(1980, 6, 1), office="COORDINATION")
    ] == [
        ("Bertrand", "co-coordination"),
        ("Quevillon", "co-coordination"),
    ]
    assert [one.title for one in who_held(centre, date(1990, 6, 1), office="COORDINATION")] == ["coordination"]
    assert [turn.gap for turn in succession(centre, "COORDINATION")] == [None, None, None]


@pytest.mark.rule("S39", "S44")
def test_two_people_may_coordinate_on_one_day(organisation, person, hold) -> None:
    centre = organisation("Centre", "NGO")
    hold(person("Robert", "Quevillon"), centre, start="1975", end="1987")
    hold(person("Clotilde", "Bertrand"), centre, start="1975", end="1995")
    held = who_held(centre, date(1980, 6, 1), office="COORDINATION")
    assert [(holder.person.family_name, holder.certainty) for holder in held] == [
        ("Bertrand", "yes"),
        ("Quevillon", "yes"),
    ]


@pytest.mark.rule("S39", "S42")
def test_dates_known_to_the_year_answer_possible(organisation, person, hold) -> None:
    centre = organisation("Centre", "NGO")
    hold(person("Roger", "Saucier"), centre, start="1995", end="2006")
    hold(person("Micheline", "Jalbert"), centre, start="2006", end="2006", is_interim=True)
    hold(person("Francine", "Némeh"), centre, start="2006", end="2010")
    held = who_held(centre, date(2006, 7, 1))
    assert {(holder.person.family_name, holder.certainty) for holder in held} == {
        ("Saucier", "possible"),
        ("Jalbert", "possible"),
        ("Némeh", "possible"),
    }


@pytest.mark.rule("S45", "S47")
def test_unknown_beginning_counts_from_the_day_it_is_attested(organisation, person, hold) -> None:
    centre = organisation("Centre", "NGO")
    hold(person("Luc", "Allaire"), centre, "PRESIDENCY", attested="2024-02-22")
    held = who_held(centre, date(2024, 2, 22), office="PRESIDENCY")
    assert [holder.person.family_name for holder in held] == ["Allaire"]
    assert who_held(centre, date(2014, 12, 1), office="PRESIDENCY") == []


@pytest.mark.rule("S48")
def test_title_follows_the_chosen_gender_and_the_list_stays_neutral(organisation, person, hold) -> None:
    centre = organisation("Centre", "NGO")
    mandate = hold(person("Amélie", "Nguyen", title_gender="F"), centre, attested="2024-02-22")
    assert title_of(mandate, "fr") == "coordonnatrice"
    assert neutral_office(mandate, "fr") == "Coordination"
    assert who_held(centre, date(2024, 2, 22))[0].title == "coordonnatrice"


def test_title_as_written_wins(organisation, person, hold) -> None:
    mandate = hold(person("Ada", "Roy"), organisation("Centre"), "OTHER", title="archiviste")
    assert (title_of(mandate), neutral_office(mandate)) == ("archiviste", "archiviste")


@pytest.mark.rule("S57")
def test_committee_member_and_its_mail_are_the_committee_s_only(
    organisation, body, person, hold, coordinator, at
) -> None:
    csn = organisation("Confédération", "CONFEDERATION")
    council = organisation("Conseil central", "REGIONAL_COUNCIL")
    committee = body("Comité de solidarité internationale", council)
    member = person("Benoit", "Taillefer")
    hold(member, committee, "MEMBER", start="2020")
    point = add_contact_point(
        contact_id=committee.pk,
        person=member,
        channel="EMAIL",
        purpose="SOLIDARITY_COMMITTEE",
        value="comite@conseil.example",
        actor=coordinator,
        at=at,
    )
    assert [holder.person for holder in who_held(committee, date(2024, 1, 1))] == [member]
    assert who_held(council, date(2024, 1, 1)) == who_held(csn, date(2024, 1, 1)) == []
    assert list(committee.points.all()) == [point]
    assert council.points.count() == csn.points.count() == 0


def test_end_before_beginning_is_refused_and_nothing_is_written(organisation, person, hold, coordinator, at) -> None:
    centre, ada = organisation("Centre"), person("Ada", "Roy")
    with pytest.raises(EndBeforeStart):
        hold(ada, centre, start="2020", end="2019-12-31")
    assert terms_of(ada).count() == 0
    mandate = hold(ada, centre, start="2020")
    with pytest.raises(EndBeforeStart):
        change_mandate(mandate_id=mandate.pk, end="2019", actor=coordinator, at=at)


def test_unreadable_date_and_holder_that_is_no_person_are_refused(organisation, person, hold) -> None:
    centre = organisation("Centre")
    with pytest.raises(ValidationError):
        hold(person("Ada", "Roy"), centre, start="hier")
    with pytest.raises(ValidationError):
        hold(centre, centre)
