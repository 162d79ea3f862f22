"""The rules of a tour, without a database: days, who is told to whom, what remains to be done."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convergence.education.tours.rules.checklist import (
    GuestPapers,
    LegDays,
    Missing,
    Plan,
    at_once,
    is_late,
    remaining,
)
from convergence.education.tours.rules.showing import Told, guard_of, in_public, staff_name, tells
from convergence.education.tours.rules.states import may_follow
from convergence.education.tours.rules.stay import Days, gaps, nights_without, overlaps

MAY = Days(date(2026, 5, 3), date(2026, 5, 20))


def days(first: int, last: int) -> Days:
    return Days(date(2026, 5, first), date(2026, 5, last))


def test_gaps_and_overlaps_but_for_the_hinge() -> None:
    assert gaps(MAY, [days(3, 6), days(6, 10), days(14, 20)]) == [days(11, 13)]
    assert overlaps([days(3, 6), days(6, 10), days(14, 20)]) == []
    assert overlaps([days(3, 7), days(6, 10)]) == [days(6, 7)]
    assert overlaps([days(3, 6), days(3, 6)]) == [days(3, 6)]
    assert gaps(MAY, []) == [MAY]


def test_a_night_is_named_by_the_day_on_which_it_begins() -> None:
    assert nights_without(days(3, 6), [days(3, 4)]) == [days(5, 5)]
    assert nights_without(days(3, 6), [days(3, 5)]) == []
    assert nights_without(days(3, 3), []) == []


spans = st.lists(st.tuples(st.integers(1, 28), st.integers(0, 6)), max_size=8)


@settings(max_examples=40)
@given(spans)
def test_each_day_is_in_a_gap_or_in_a_leg(rows: list[tuple[int, int]]) -> None:
    legs = [Days(date(2026, 5, first), date(2026, 5, first) + timedelta(days=more)) for first, more in rows]
    month = Days(date(2026, 5, 1), date(2026, 6, 5))
    missing = {one for run in gaps(month, legs) for one in run}
    covered = {one for leg in legs for one in leg}
    assert missing | (covered & set(month)) == set(month)
    assert not missing & covered
    assert {one for run in overlaps(legs) for one in run} <= covered


GUEST = Told("Rosa Xochimilco", "Lucía", is_at_risk=True, agreed="")


@pytest.mark.rule("S71", "S95")
@pytest.mark.parametrize(
    ("agreed", "home", "name", "is_whole"),
    [
        ("", False, "Lucía", False),
        ("", True, "Lucía", False),
        ("REFUSED", True, "Lucía", False),
        ("PSEUDONYM", True, "Lucía", False),
        ("NAMED", False, "Lucía", False),
        ("NAMED", True, "Rosa Xochimilco", True),
    ],
)
def test_somebody_at_risk_is_named_only_when_home_and_agreed(
    agreed: str, home: bool, name: str, is_whole: bool
) -> None:
    shown = in_public(replace(GUEST, agreed=agreed), home=home)
    assert (shown.name, shown.has_picture, shown.has_country) == (name, is_whole, is_whole)
    assert staff_name(replace(GUEST, agreed=agreed)) == "Lucía"


@pytest.mark.rule("S50")
def test_somebody_who_is_not_at_risk_is_told_as_agreed() -> None:
    plain = Told("Ana Paz", "", is_at_risk=False, agreed="")
    assert in_public(plain, home=False).name == ""
    assert in_public(replace(plain, agreed="NAMED"), home=False).name == "Ana Paz"
    assert in_public(replace(plain, agreed="NAMED", pseudonym="Sol"), home=False).name == "Sol"
    assert in_public(replace(plain, agreed="PSEUDONYM", pseudonym="Sol"), home=False).name == "Sol"
    assert staff_name(plain) == "Ana Paz"


@pytest.mark.rule("S71", "S95")
@pytest.mark.parametrize(
    ("own", "answers", "levels"),
    [
        ("ORDINARY", [], ("ORDINARY", "ORDINARY")),
        ("HIGH", [], ("HIGH", "HIGH")),
        ("ORDINARY", ["NAMED"], ("HIGH", "HIGH")),
        ("ORDINARY", ["NAMED", "PSEUDONYM"], ("HIGH", "CONFIDENTIAL")),
        ("ORDINARY", ["NAMED", ""], ("CONFIDENTIAL", "CONFIDENTIAL")),
        ("ORDINARY", ["REFUSED"], ("CONFIDENTIAL", "CONFIDENTIAL")),
        ("CONFIDENTIAL", ["NAMED"], ("CONFIDENTIAL", "CONFIDENTIAL")),
    ],
)
def test_the_guard_is_the_stricter_of_what_the_team_and_the_guests_ask_for(
    own: str, answers: list[str], levels: tuple[str, str]
) -> None:
    guests = [replace(GUEST, agreed=answer) for answer in answers]
    assert guard_of(own, [*guests, Told("Ana Paz", "", is_at_risk=False, agreed="")]) == levels


@pytest.mark.rule("S71")
def test_a_word_of_the_name_is_found_whatever_accents_and_capitals() -> None:
    assert tells("Une soirée avec ROSÁ", "Rosa Xochimilco")
    assert tells("https://journal.example/xochimilco-parle", "Rosa Xochimilco")
    assert not tells("Les roses de mai", "Rosa Xochimilco")
    assert not tells("De La", "Ana de la Paz")


COMPLETE = Plan(
    tour=MAY,
    home=date(2026, 5, 22),
    guests=(
        GuestPapers(
            1,
            visa="GIVEN",
            visa_from=MAY.first,
            visa_until=date(2026, 5, 22),
            insured_from=MAY.first,
            insured_until=date(2026, 5, 22),
            passport_until=date(2026, 11, 1),
            agreed="NAMED",
            has_emergency=True,
            speaks=("es",),
        ),
    ),
    legs=(LegDays(7, MAY, "CONFIRMED", has_interpreter=True),),
    nights=(Days(MAY.first, date(2026, 5, 19)),),
    ways=((MAY.first, MAY.first), (MAY.last, MAY.last)),
    meetings=((9, date(2026, 5, 5), None, None),),
    has_budget=True,
)


def codes(plan: Plan) -> list[str]:
    return [one.code for one in remaining(plan)]


@pytest.mark.rule("S71")
def test_a_complete_tour_leaves_nothing_to_be_done() -> None:
    assert codes(COMPLETE) == []
    assert codes(Plan(MAY, MAY.last)) == ["no_guest", "no_leg", "no_lodging", "way_there", "way_back", "no_budget"]


@pytest.mark.rule("S71")
@pytest.mark.parametrize(
    ("papers", "code", "lacking"),
    [
        ({"visa_until": date(2026, 5, 20)}, "visa_ends", 2),
        ({"visa_from": date(2026, 5, 5)}, "visa_begins", 2),
        ({"visa_until": None}, "visa_undated", 0),
        ({"visa": "UNKNOWN"}, "visa_unknown", 0),
        ({"visa": "TO_ASK", "visa_until": None}, "visa_to_ask", 0),
        ({"visa": "ASKED"}, "visa_asked", 0),
        ({"visa": "REFUSED"}, "visa_refused", 0),
        ({"insured_until": date(2026, 5, 21)}, "insurance_ends", 1),
        ({"insured_from": date(2026, 5, 4)}, "insurance_begins", 1),
        ({"insured_until": None}, "insurance_missing", 0),
        ({"passport_until": date(2026, 5, 1)}, "passport_ends", 21),
        ({"passport_until": None}, "passport_undated", 0),
        ({"agreed": ""}, "agreement_missing", 0),
        ({"has_emergency": False}, "emergency_missing", 0),
    ],
)
def test_papers_that_do_not_cover_the_whole_stay_are_listed(papers: dict, code: str, lacking: int) -> None:
    plan = replace(COMPLETE, guests=(replace(COMPLETE.guests[0], **papers),))
    assert remaining(plan) == [Missing(code, key=1, lacking=lacking)]


@pytest.mark.rule("S71")
def test_legs_nights_interpreters_and_hosts_are_listed() -> None:
    legs = (
        LegDays(1, days(3, 6), "CONFIRMED", language="es"),
        LegDays(2, days(6, 10), "ASKED"),
        LegDays(3, days(9, 12), "PLANNED", has_interpreter=True),
        LegDays(4, days(13, 20), "DECLINED"),
    )
    plan = replace(COMPLETE, legs=legs, nights=(days(3, 8), days(10, 19)), ways=(), meetings=())
    assert remaining(plan) == [
        Missing("gap", days=days(13, 20)),
        Missing("overlap", days=days(9, 10)),
        Missing("host_silent", key=2),
        Missing("host_to_ask", key=3),
        Missing("host_declined", key=4),
        Missing("interpreter_missing", key=2),
        Missing("no_lodging", days=days(9, 9)),
        Missing("way_there"),
        Missing("way_back"),
        Missing("no_meeting", key=1),
        Missing("no_meeting", key=2),
        Missing("no_meeting", key=3),
    ]


def test_meetings_at_once() -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 5, 5, hour, 0)  # noqa: DTZ001 - the rule compares any moments

    assert at_once([(1, at(9), at(12)), (2, at(11), at(13)), (3, at(12), None), (4, at(14), None)]) == [2, 3]
    assert at_once([(1, at(9), None), (2, at(10), None), (3, None, None)]) == []


def test_a_tour_is_late_fourteen_days_before() -> None:
    assert is_late(COMPLETE, date(2026, 4, 19))
    assert not is_late(COMPLETE, date(2026, 4, 18))


def test_which_state_of_a_leg_follows_which() -> None:
    states = ("PLANNED", "ASKED", "CONFIRMED", "DECLINED")
    assert {(a, b) for a in states for b in states if may_follow(a, b)} == {
        ("PLANNED", "ASKED"),
        ("ASKED", "ASKED"),
        ("ASKED", "CONFIRMED"),
        ("ASKED", "DECLINED"),
        ("CONFIRMED", "ASKED"),
        ("CONFIRMED", "DECLINED"),
        ("DECLINED", "ASKED"),
    }
