"""A host that presses twice while the team writes: nobody waits for ever, one answer holds. On SQLite and on PostgreSQL."""

from collections.abc import Callable

import pytest

from convergence.core.models import AuditEntry
from convergence.education.tours import commands
from convergence.education.tours.models import Leg, Tour, TourGuest
from tests.education.racing import at_once, refusals
from tests.education.tours.conftest import AT, day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.rule("S71")
def test_a_host_answers_while_the_team_writes(
    tour: Tour, invite: Callable[..., TourGuest], asked: Callable[..., Leg], stop: Callable[..., Leg]
) -> None:
    leg, guest, other = asked(tour), invite(tour, per_day_cents=1000), stop(tour, 7, 9)
    same = {"tour_id": tour.pk, "actor": None, "at": AT}
    yes = lambda: commands.confirm_leg(leg_id=leg.pk, read=commands.read_of(leg), actor=None, at=AT)  # noqa: E731
    moved = {"first_day": day(4), "last_day": day(6), "city": "Laval", "host_name": "Syndicat d’ailleurs"}
    done = at_once(
        [
            yes,
            yes,
            lambda: commands.save_leg(leg_id=leg.pk, **moved, **same),
            lambda: commands.save_guest(guest_id=guest.pk, safety="AT_RISK", pseudonym="Lucía", **same),
            lambda: commands.ask_host(leg_id=other.pk, actor=None, at=AT),
            lambda: commands.plan_per_day(**same),
            lambda: commands.plan_per_day(**same),
            lambda: commands.remove_leg(leg_id=other.pk, actor=None, at=AT),
        ]
    )
    assert set(refusals(done)) <= {"OtherDays", "NotFound"}
    found = Leg.objects.get(pk=leg.pk)
    assert (found.state, found.first_day) == ("ASKED", day(4))
    assert AuditEntry.objects.filter(verb="finance.activityentry.recorded").count() == 1
    tour.activity.refresh_from_db()
    assert tour.activity.security == "CONFIDENTIAL"
