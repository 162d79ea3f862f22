"""Somebody written as anybody who turns out to be at risk: what was said by name is unsaid, the log stays whole (S71)."""

from collections.abc import Callable

import pytest

from convergence.activities.commands import cancel_activity, change_activity
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.models import AuditDetail, AuditEntry
from convergence.education.tours import commands, errors
from convergence.education.tours.models import Leg, Tour, TourGuest
from convergence.education.tours.rules.showing import masked
from convergence.finance.models import ActivityEntry
from convergence.messaging.models import Attachment, Message
from tests.education.tours.conftest import AT

pytestmark = pytest.mark.django_db
RISK = {"safety": "AT_RISK", "pseudonym": "Lucía"}


def said() -> str:
    """Return everything that the audit log and the messages hold in words."""
    details = [f"{row.object_label} {row.changes}" for row in AuditDetail.objects.all()]
    letters = [f"{row.mailing.title} {row.subject} {row.source}" for row in Message.objects.select_related("mailing")]
    return " ".join([*details, *letters])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rosa Xochimilco would come", "Lucía would come"),
        ("ROSÁ et Ana", "Lucía et Ana"),
        ("arrosage", "arrosage"),
        ("Rosa-Xochimilco", "Lucía"),
        ("", ""),
    ],
)
def test_the_pseudonym_stands_where_the_name_stood(text: str, expected: str) -> None:
    assert masked(text, "Rosa Xochimilco", "Lucía") == expected


@pytest.mark.rule("S71", "L10")
def test_letters_answers_and_older_lines_of_the_log_lose_the_name(
    tour: Tour, invite: Callable[..., TourGuest], asked: Callable[..., Leg]
) -> None:
    guest = invite(tour, per_day_cents=6000, email="rosa@ailleurs.example")
    leg = asked(tour)
    commands.confirm_leg(leg_id=leg.pk, read=commands.read_of(leg), message="Rosa dort chez moi", actor=None, at=AT)
    commands.send_road_book(guest_id=guest.pk, actor=None, at=AT)
    commands.plan_per_day(tour_id=tour.pk, actor=None, at=AT)
    change_activity(activity_id=tour.activity_id, title_fr="Rosa Xochimilco en tournée", actor=None, at=AT)
    change_activity(activity_id=tour.activity_id, title_fr="Tournée des couturières", actor=None, at=AT)
    assert said().count("Xochimilco") >= 3
    lines = AuditEntry.objects.count()
    commands.save_guest(tour_id=tour.pk, guest_id=guest.pk, actor=None, at=AT, **RISK)
    assert "Rosa" not in said()
    assert "Xochimilco" not in said()
    assert "Lucía" in " ".join(Message.objects.values_list("source", flat=True))
    assert Leg.objects.get(pk=leg.pk).message == "Lucía dort chez moi"
    assert Attachment.objects.count() == 0
    assert "Rosa" not in " ".join(ActivityEntry.objects.values_list("what", flat=True))
    assert AuditEntry.objects.count() > lines
    assert audit.faults() == []


@pytest.mark.rule("S71")
def test_a_host_that_knows_the_name_is_not_told_that_it_is_one(
    tour: Tour, hidden: Callable[..., TourGuest], asked: Callable[..., Leg]
) -> None:
    hidden(tour)
    first, second = asked(tour), asked(tour, 7, 9)
    commands.confirm_leg(leg_id=first.pk, read=commands.read_of(first), message="Pour Rosa : rampe", actor=None, at=AT)
    commands.decline_leg(leg_id=second.pk, because="Xochimilco nous a dit non", actor=None, at=AT)
    assert Leg.objects.get(pk=first.pk).message == "Pour Lucía : rampe"
    assert Leg.objects.get(pk=second.pk).because == "Lucía nous a dit non"


@pytest.mark.rule("S71", "L9")
def test_the_register_decides_who_is_at_risk_whatever_the_tour_says(
    tour: Tour, invite: Callable[..., TourGuest]
) -> None:
    person = Contact.objects.create(kind="PERSON", name="Rosa Xochimilco", created_at=AT, changed_at=AT)
    guest = invite(tour, "", person_id=person.pk)
    Contact.objects.filter(pk=person.pk).update(is_sensitive=True)
    guest = TourGuest.objects.select_related("person").get(pk=guest.pk)
    assert (guest.is_at_risk, guest.shown_name) == (True, "une personne invitée")
    with pytest.raises(errors.PersonAtRisk):
        commands.save_guest(tour_id=tour.pk, guest_id=guest.pk, person_id=person.pk, phone="1", actor=None, at=AT)


@pytest.mark.rule("S71")
def test_a_cancelled_tour_asks_no_host_and_takes_no_yes(tour: Tour, asked: Callable[..., Leg]) -> None:
    leg = asked(tour)
    cancel_activity(activity_id=tour.activity_id, reason="visa refusé", actor=None, at=AT)
    for act in (
        lambda: commands.confirm_leg(leg_id=leg.pk, read=commands.read_of(leg), actor=None, at=AT),
        lambda: commands.ask_host(leg_id=leg.pk, actor=None, at=AT),
    ):
        with pytest.raises(errors.TourCancelled):
            act()
    assert Leg.objects.get(pk=leg.pk).state == "ASKED"
