"""Pure rules: hours, who fits, the sheet, codes, calendar files."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.education.trainings.rules import calendars, codes, hours, matching, presence, states, tokens

HERE = ZoneInfo("America/Montreal")
START = datetime(2024, 9, 17, 22, 30, tzinfo=UTC)
TAKEN = (START - timedelta(hours=1), START + timedelta(hours=3))


def test_a_night_ends_on_the_next_day() -> None:
    start = hours.begins(date(2024, 9, 17), time(22), HERE)
    end = hours.ends(start, 180)
    assert hours.on_the_wall(start, end, HERE) == hours.Wall(date(2024, 9, 17), time(22), date(2024, 9, 18), time(1))


def test_the_night_the_clocks_go_forward() -> None:
    start = hours.begins(date(2024, 3, 10), time(1, 30), HERE)
    end = hours.ends(start, 60)
    assert end.astimezone(HERE).time() == time(3, 30)
    assert end - start == timedelta(hours=1)
    with pytest.raises(hours.NoSuchHourError):
        hours.begins(date(2024, 3, 10), time(2, 30), HERE)


def test_the_night_the_clocks_go_back() -> None:
    start = hours.begins(date(2024, 11, 3), time(1, 30), HERE)
    assert start == datetime(2024, 11, 3, 5, 30, tzinfo=UTC)  # the first of the two
    end = hours.ends(start, 60)
    wall = hours.on_the_wall(start, end, HERE)
    assert (wall.start_time, wall.end_time) == (time(1, 30), None)


@given(st.integers(0, 60 * 24 * 730), st.integers(15, 1440))
def test_an_end_comes_after_its_beginning_by_the_length_whatever_the_night(minute: int, length: int) -> None:
    said = datetime.combine(date(2024, 1, 1), time(0)) + timedelta(minutes=minute)
    try:
        start = hours.begins(said.date(), said.time(), HERE)
    except hours.NoSuchHourError:
        return
    end = hours.ends(start, length)
    assert end - start == timedelta(minutes=length)
    wall = hours.on_the_wall(start, end, HERE)
    assert (wall.first_day, wall.start_time) == (said.date(), said.time())
    assert wall.last_day > wall.first_day or wall.end_time is None or wall.end_time > wall.start_time


def test_touching_ends_do_not_overlap_and_travel_makes_them() -> None:
    one = (START, START + timedelta(hours=2))
    after = (START + timedelta(hours=2), START + timedelta(hours=4))
    assert not hours.overlap(one, after)
    assert hours.overlap(hours.busy(*one, 60), hours.busy(*after, 60))
    assert (hours.travel(is_online=True, goes_there=False), hours.travel(is_online=False, goes_there=True)) == (0, 60)


def need(**more: object) -> matching.Need:
    here = START.astimezone(HERE)
    given = {"language": "fr", "start": here, "end": here + timedelta(hours=2), "taken": TAKEN}
    return matching.Need(**{**given, "themes": frozenset({1, 2}), "region": 7, **more})


def offer(**more: object) -> matching.Offer:
    return matching.Offer(**{"key": 1, "name": "a", "languages": frozenset({"fr"}), **more})


@pytest.mark.parametrize(
    ("one", "points", "reasons"),
    [
        (
            offer(themes=frozenset({1, 2, 3}), regions=frozenset({7}), hours=((1, time(18), time(21)),)),
            100,
            ("THEME_ALL", "NEAR", "HOURS", "FRESH"),
        ),
        (
            offer(themes=frozenset({1}), goes_everywhere=True, recent=2),
            20 + 15 + 10 + 5,
            ("THEME_SOME", "EVERYWHERE", "HOURS_UNKNOWN", "RECENT"),
        ),
        (
            offer(regions=frozenset({8}), hours=((2, time(18), time(21)),), recent=9),
            0,
            ("THEME_NONE", "FAR", "HOURS_OUTSIDE", "RECENT"),
        ),
    ],
)
def test_what_speaks_for_somebody(one: matching.Offer, points: int, reasons: tuple[str, ...]) -> None:
    found = matching.measure(need(), one)
    assert (found.points, found.reasons, found.refusals) == (points, reasons, ())


@pytest.mark.parametrize(
    ("one", "refusal"),
    [
        (offer(languages=frozenset({"es"})), "NO_LANGUAGE"),
        (offer(absences=((date(2024, 9, 17), date(2024, 9, 17)),)), "AWAY"),
        (offer(bookings=((TAKEN[1] - timedelta(minutes=1), TAKEN[1] + timedelta(hours=1)),)), "BOOKED"),
    ],
)
def test_what_leaves_somebody_out_is_said(one: matching.Offer, refusal: str) -> None:
    assert matching.measure(need(), one).refusals == (refusal,)


def test_who_fits_comes_first_then_points_then_turn_then_name() -> None:
    people = [
        offer(key=1, name="z", languages=frozenset({"es"}), themes=frozenset({1, 2})),
        offer(key=2, name="b", themes=frozenset({1, 2})),
        offer(key=3, name="a", themes=frozenset({1, 2})),
        offer(key=4, name="c", themes=frozenset({1, 2}), regions=frozenset({7})),
    ]
    assert [one.key for one in matching.ranked((need(), one) for one in people)] == [4, 3, 2, 1]


def test_a_sheet_opens_around_the_session_for_so_many_people() -> None:
    end = START + timedelta(hours=2)
    assert presence.window(START, end) == (START - timedelta(minutes=30), end + timedelta(minutes=60))
    assert [presence.capacity(people) for people in (1, 20, 26, 100)] == [6, 25, 32, 120]


@pytest.mark.parametrize(
    ("name", "more", "doubts"),
    [
        ("odile ficelle", {}, ()),
        ("odile ficelle", {"names": ["odile ficelle"]}, ("SAME_NAME",)),
        ("odile ficelle", {"lines": 20}, ("TOO_MANY",)),
        ("odile ficelle", {"last_minute": 15}, ("BURST",)),
        ("http spam example", {}, ("NO_NAME",)),
        ("12345", {}, ("NO_NAME",)),
        ("x", {}, ("NO_NAME",)),
    ],
)
def test_which_lines_wait_for_the_team(name: str, more: dict[str, object], doubts: tuple[str, ...]) -> None:
    given = {"names": [], "lines": 3, "announced": 20, "last_minute": 0, **more}
    assert presence.doubts(name, **given) == doubts


def test_codes_are_read_as_people_write_them() -> None:
    code = codes.new_code()
    assert codes.read(f" {codes.shown(code).lower()} ") == code
    assert codes.read(code[:-1]) == ""
    assert codes.read("O" * 12) == ""
    assert not {"0", "O", "1", "I", "L"} & set(codes.SIGNS)
    assert codes.attestation_number(2026, 42) == "AP-2026-0042"


def test_a_token_is_made_of_the_secret_and_of_its_use() -> None:
    nonce = tokens.new_nonce()
    one, other = (tokens.token_of("secret", use, nonce) for use in (tokens.REQUEST, tokens.SHEET))
    assert one != other
    assert tokens.is_well_formed(one)
    assert not tokens.is_well_formed(one + "x")


def test_states_follow_one_another() -> None:
    assert states.may_follow("RECEIVED", "CONFIRMED")
    assert not states.may_follow("HELD", "WITHDRAWN")
    assert not states.may_follow("", "RECEIVED")


def test_a_calendar_file_says_moments_that_no_clock_can_move() -> None:
    session = calendars.Session(
        uid="F-ABC@trame.example",
        title="Fil rouge; la suite, et après",
        starts_at=datetime(2024, 11, 3, 1, 30, tzinfo=HERE, fold=1),
        ends_at=datetime(2024, 11, 3, 4, tzinfo=HERE),
        stamped_at=START,
        place="Salle " + "é" * 60,
        is_cancelled=True,
    )
    text = calendars.calendar_file(session, publisher="Centre").decode()
    assert "DTSTART:20241103T063000Z\r\nDTEND:20241103T090000Z" in text
    assert "SUMMARY:Fil rouge\\; la suite\\, et après" in text
    assert "STATUS:CANCELLED" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.endswith("END:VCALENDAR\r\n")
