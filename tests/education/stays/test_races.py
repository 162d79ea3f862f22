"""Several at once: one decision, one stay, places given once, a sheet that is read or gone. On SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from convergence.core import audit
from convergence.core.models import AuditEntry
from convergence.education.stays import commands
from convergence.education.stays.models import Application, Assessment, EmergencySheet, Participant, Stay, StayCall
from convergence.messaging.models import Delivery
from tests.education.racing import at_once, refusals
from tests.education.stays.conftest import CLOSED, seat_of

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("Ana", "Bob", "Cléo", "Dan", "Eva")
WORDS = {"call_name": "Rosa", "call_phone": "+1 514 555-0101"}


def lines(verb: str) -> int:
    return AuditEntry.objects.filter(verb=verb).count()


def rows_of(call: StayCall, state: str) -> list[int]:
    return list(call.applications.filter(state=state).order_by("rank", "pk").values_list("pk", flat=True))


@pytest.fixture
def decided(make_call: Callable[..., StayCall], apply: Any, give: Any) -> Callable[[int], StayCall]:
    """Return a maker of a call with five candidates, decided by both members of the committee at the same moment."""

    def make(places: int) -> StayCall:
        call = make_call(places=places)
        for number, name in enumerate(NAMES):
            give(apply(call, name), 5 if number < 3 else 4)
        done = at_once([lambda: commands.decide_call(call_id=call.pk, actor=None, at=CLOSED)] * 5)
        assert refusals(done) == ["CallSettled"] * 4
        return call

    return make


@pytest.mark.rule("S72")
def test_one_form_and_one_e_mail_sent_five_times_is_one_application(call: StayCall, apply: Any) -> None:
    at_once([lambda: apply(call, "Ana")] * 5)
    assert Application.objects.count() == 1
    others = [lambda name=name: apply(call, name, email="meme@candidat.example") for name in NAMES[1:]]
    assert refusals(at_once(others)) == ["AppliedAlready"] * 3
    assert Application.objects.count() == 2
    assert lines("stays.application.received") == 2


@pytest.mark.rule("S72", "S88")
def test_a_call_is_decided_once_and_its_places_accepted_once(decided: Callable[[int], StayCall]) -> None:
    call = decided(3)
    offered = rows_of(call, "OFFERED")
    assert (len(offered), len(rows_of(call, "WAITING"))) == (3, 2)
    assert lines("stays.call.decided") == 1
    assert Delivery.objects.filter(mailing__reference__contains=":offered:").count() == 3
    done = at_once([lambda pk=pk: commands.accept_offer(application_id=pk, at=CLOSED) for pk in offered * 2])
    assert refusals(done) == ["AcceptedAlready"] * 3
    assert (Stay.objects.count(), Participant.objects.count()) == (1, 3)
    assert lines("stays.stay.written") == 1


@pytest.mark.rule("S72", "S88")
def test_places_given_back_go_to_who_waits_and_never_twice(decided: Callable[[int], StayCall]) -> None:
    call = decided(2)
    first, second = rows_of(call, "OFFERED")
    late = CLOSED + timedelta(days=11)
    at_once(
        [
            lambda: commands.decline_offer(application_id=first, at=late),
            lambda: commands.withdraw(application_id=first, actor=None, at=late),
            lambda: commands.accept_offer(application_id=second, at=late),
            lambda: commands.lapse_offers(at=late),
            lambda: commands.lapse_offers(at=late),
        ]
    )
    held = call.applications.filter(state__in=("OFFERED", "ACCEPTED"))
    assert held.count() == 2
    assert sorted(held.values_list("rank", flat=True)) == [3, 4]
    assert len(rows_of(call, "WAITING")) == 1


@pytest.mark.rule("S72")
def test_points_and_links_at_the_moment_of_deciding(call: StayCall, apply: Any, give: Any, cast: Any) -> None:
    row = apply(call, "Ana")
    give(row, 3)
    board = cast.users["board"]
    seat = seat_of(call, board)
    keys = [one.pk for one in call.criteria.all()]
    points = dict.fromkeys(keys, 5)
    done = at_once(
        [
            lambda: commands.decide_call(call_id=call.pk, actor=None, at=CLOSED),
            lambda: commands.score(application_id=row.pk, points=points, actor=board, at=CLOSED),
            lambda: commands.declare_link(
                member_id=seat.pk, application_id=row.pk, kind="FAMILY", words="", actor=board, at=CLOSED
            ),
            lambda: commands.declare_link(
                member_id=seat.pk, application_id=row.pk, kind="FAMILY", words="", actor=board, at=CLOSED
            ),
        ],
        browsers=4,
    )
    assert set(refusals(done)) <= {"NotScoredYet", "TiedToCandidate"}
    row.refresh_from_db()
    assert row.mark_hundredths in (6000, 8000)
    assert row.links.count() == 1
    assert Assessment.objects.get(member=seat).is_void


@pytest.mark.rule("L9")
def test_a_sheet_is_read_whole_or_gone_and_destroyed_once(gone: Callable[..., Participant], cast: Any) -> None:
    went = gone()
    commands.write_sheet(participant_id=went.pk, words=WORDS, at=CLOSED)
    stay = Stay.objects.get()
    old = CLOSED + (stay.returns - CLOSED.date()) + timedelta(days=31)
    reads = lambda: commands.open_sheet(  # noqa: E731
        participant_id=went.pk, reason="accident", actor=cast.users["education"], at=old
    )
    done = at_once([reads, lambda: commands.destroy_old_sheets(at=old)] * 3)
    assert set(refusals(done)) <= {"SheetMissing"}
    assert sum(one for one in done if isinstance(one, int)) == 1
    read = [one for one in done if isinstance(one, dict)]
    assert all(one["call_name"] == "Rosa" for one in read)
    assert (lines("stays.emergency.opened"), lines("stays.emergency.destroyed")) == (len(read), 1)
    assert EmergencySheet.objects.count() == 0
    assert audit.faults() == []
