"""Places, the waiting list, hours, standing and openness, as docs/reference/rules/registrations.md says them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from convergence.education.gatherings.rules import hours, tokens
from convergence.education.gatherings.rules.openness import Openness, openness
from convergence.education.gatherings.rules.standing import is_in_good_standing
from convergence.education.gatherings.rules.waiting import LAST_OFFER, Room, deadline, is_confirmed_at_once, offers_due

MONTREAL = ZoneInfo("America/Montreal")
NOW = datetime(2024, 5, 6, 12, tzinfo=UTC)
NUMBERS = st.integers(0, 500)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_what_is_offered_never_passes_what_is_free_nor_who_waits(capacity: int, taken: int, waiting: int) -> None:
    room = Room(capacity, min(taken, capacity), waiting)
    due = offers_due(room)
    assert 0 <= due <= waiting
    assert room.taken + due <= capacity
    assert due == waiting or room.taken + due == capacity


@given(NUMBERS, NUMBERS, NUMBERS)
def test_nobody_passes_before_those_who_wait(capacity: int, taken: int, waiting: int) -> None:
    room = Room(capacity, taken, waiting)
    assert is_confirmed_at_once(room) is (waiting == 0 and taken < capacity)
    assert room.free <= max(0, capacity - taken)


@given(st.integers(1, 336), st.integers(0, 400))
def test_an_offer_ends_an_hour_before_the_beginning_at_the_latest(promised: int, away: int) -> None:
    starts_at = NOW + timedelta(hours=away)
    until = deadline(NOW, promised, starts_at)
    if away < 2:
        assert until is None
    else:
        assert until == min(NOW + timedelta(hours=promised), starts_at - LAST_OFFER)
        assert until - NOW >= LAST_OFFER


def test_an_undated_offer_holds_its_hours() -> None:
    assert deadline(NOW, 48, None) == NOW + timedelta(hours=48)


class WaitingList(RuleBasedStateMachine):
    """People come, leave, accept and are late in any order: the model of the page, driven by the rules alone."""

    def __init__(self) -> None:
        super().__init__()
        self.capacity = 2
        self.confirmed: list[int] = []
        self.offered: list[int] = []
        self.waiting: list[int] = []
        self.rank = 0
        self.last_offered = 0

    def room(self) -> Room:
        return Room(self.capacity, len(self.confirmed) + len(self.offered), len(self.waiting))

    def move(self) -> None:
        for _turn in range(offers_due(self.room())):
            self.last_offered = self.waiting.pop(0)
            self.offered.append(self.last_offered)

    @rule()
    def somebody_comes(self) -> None:
        self.rank += 1
        (self.confirmed if is_confirmed_at_once(self.room()) else self.waiting).append(self.rank)

    @precondition(lambda self: self.confirmed)
    @rule(data=st.data())
    def somebody_cancels(self, data: st.DataObject) -> None:
        self.confirmed.remove(data.draw(st.sampled_from(self.confirmed)))
        self.move()

    @precondition(lambda self: self.offered)
    @rule(data=st.data(), accepts=st.booleans())
    def an_offer_is_answered_or_lapses(self, data: st.DataObject, *, accepts: bool) -> None:
        one = data.draw(st.sampled_from(self.offered))
        self.offered.remove(one)
        if accepts:
            self.confirmed.append(one)
        self.move()

    @rule(more=st.integers(1, 3))
    def the_room_grows(self, more: int) -> None:
        self.capacity += more
        self.move()

    @invariant()
    def never_more_than_the_room(self) -> None:
        assert len(self.confirmed) + len(self.offered) <= self.capacity

    @invariant()
    def no_place_is_free_while_somebody_waits(self) -> None:
        assert not self.waiting or len(self.confirmed) + len(self.offered) == self.capacity

    @invariant()
    def offers_go_by_rank(self) -> None:
        assert self.waiting == sorted(self.waiting)
        assert all(rank > self.last_offered for rank in self.waiting)


TestWaitingList = WaitingList.TestCase
TestWaitingList.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize(
    ("first", "start", "last", "end", "lasts"),
    [
        (date(2024, 6, 3), time(13), date(2024, 6, 3), time(15), 2),
        (date(2024, 6, 3), time(22), date(2024, 6, 4), time(1), 3),
        (date(2024, 11, 2), time(22), date(2024, 11, 3), time(4), 7),
        (date(2024, 3, 9), time(22), date(2024, 3, 10), time(4), 5),
    ],
)
def test_a_session_lasts_what_clocks_that_nobody_turns_say(
    first: date, start: time, last: date, end: time, lasts: int
) -> None:
    begins, ends = hours.instant(first, start, MONTREAL), hours.instant(last, end, MONTREAL)
    assert hours.length(begins, ends) == timedelta(hours=lasts)


def test_an_hour_that_clocks_skip_does_not_exist_and_one_that_comes_twice_is_the_first() -> None:
    with pytest.raises(hours.NoSuchHour):
        hours.instant(date(2024, 3, 10), time(2, 30), MONTREAL)
    twice = hours.instant(date(2024, 11, 3), time(1, 30), MONTREAL)
    assert twice.astimezone(UTC) == datetime(2024, 11, 3, 5, 30, tzinfo=UTC)
    assert hours.nearest(date(2024, 3, 10), time(2, 30), MONTREAL).hour == 3


@given(st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)))  # noqa: DTZ001
def test_an_instant_reads_back_as_it_was_written(local: datetime) -> None:
    local = local.replace(second=0, microsecond=0)
    try:
        found = hours.instant(local.date(), local.time(), MONTREAL)
    except hours.NoSuchHour:
        assert hours.nearest(local.date(), local.time(), MONTREAL).hour == local.hour + 1
        return
    assert found.astimezone(UTC).astimezone(MONTREAL).replace(tzinfo=None, fold=0) == local


def test_sessions_that_touch_do_not_overlap() -> None:
    nine, ten, eleven = (NOW + timedelta(hours=one) for one in (0, 1, 2))
    assert not hours.overlap((nine, ten), (ten, eleven))
    assert hours.overlap((nine, eleven), (ten, eleven))


@pytest.mark.parametrize(
    ("state", "is_shown", "after", "said"),
    [
        ("PLANNED", True, 1, Openness.HIDDEN),
        ("CONFIRMED", False, 1, Openness.HIDDEN),
        ("CANCELLED", True, 1, Openness.CANCELLED),
        ("CONFIRMED", True, -1, Openness.NOT_YET),
        ("CONFIRMED", True, 0, Openness.OPEN),
        ("CONFIRMED", True, 9, Openness.OPEN),
        ("CONFIRMED", True, 10, Openness.CLOSED),
        ("HELD", True, 1, Openness.CLOSED),
        ("REPORTED", True, 1, Openness.CLOSED),
    ],
)
def test_when_registrations_are_taken(state: str, is_shown: bool, after: int, said: Openness) -> None:
    given_ = {"opens_at": NOW, "closes_at": NOW + timedelta(hours=10), "at": NOW + timedelta(hours=after)}
    assert openness(state=state, is_shown=is_shown, **given_) == said


@pytest.mark.parametrize(
    ("marks", "is_good"),
    [
        ([], False),
        ([("2023-2024", "AWAITING", date(2024, 2, 22)), ("2023-2024", "EN_REGLE", date(2024, 3, 1))], True),
        ([("2023-2024", "EN_REGLE", date(2024, 3, 1)), ("2023-2024", "LATE", date(2024, 4, 1))], False),
        ([("2022-2023", "EN_REGLE", date(2023, 3, 1)), ("2023-2024", "AWAITING", date(2024, 2, 22))], True),
        (
            [
                ("2021-2022", "EN_REGLE", date(2022, 3, 1)),
                ("2022-2023", "LATE", date(2023, 3, 1)),
                ("2023-2024", "AWAITING", date(2024, 2, 22)),
            ],
            False,
        ),
        ([("2023-2024", "EXEMPT", date(2024, 5, 7))], False),
        ([("2023-2024", "EXEMPT", date(2024, 5, 6))], True),
    ],
)
def test_who_pays_as_a_member_on_6_may_2024(marks: list[tuple[str, str, date]], is_good: bool) -> None:
    assert is_in_good_standing(marks, date(2024, 5, 6)) is is_good


def test_a_link_is_made_from_the_secret_and_kept_as_a_digest() -> None:
    token = tokens.token_of("secret", "0" * 32)
    assert token == tokens.token_of("secret", "0" * 32) != tokens.token_of("other", "0" * 32)
    assert tokens.is_well_formed(token)
    assert not tokens.is_well_formed("../etc/passwd")
    assert len(tokens.digest_of(token)) == 64
