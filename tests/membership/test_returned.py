"""Letters that came back: the next one goes where the member is reached now."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from convergence.contacts.models import Contact, ContactPoint, PostalAddress
from convergence.core.errors import AlreadyDone
from convergence.finance.models import Invoice
from convergence.membership.commands import again, reminders
from convergence.membership.models import CallRecipient, DuesCall, PersonalLink
from convergence.membership.queries.fates import came_back, fates_of, print_run_of
from convergence.membership.queries.reminders import stands_of
from convergence.messaging.commands import record_returned_letter
from convergence.messaging.models import Delivery
from tests.membership.conftest import AT, World

pytestmark = [pytest.mark.django_db, pytest.mark.rule("S60")]
LATER = datetime(2024, 6, 1, 14, 0, tzinfo=UTC)


@pytest.fixture
def returned(world: World) -> tuple[DuesCall, Contact]:
    """A call whose only printed letter the post brought back."""
    world.scales()
    world.member("Syndicat du port", count=1_000)
    rural = world.member("Syndicat rural", count=100, email="", post=True)
    call = world.issued()
    letter = Delivery.objects.get(contact=rural)
    record_returned_letter(
        delivery_id=letter.pk, reason="MOVED", returned_date=date(2024, 3, 4), actor=world.coordinator, at=AT
    )
    return call, rural


def moved(rural: Contact) -> None:
    PostalAddress.objects.create(contact=rural, street="7, rang Neuf", city="Val-Joli", province="QC")


def test_it_goes_once_more_to_the_new_address_and_the_link_stays(
    world: World, returned: tuple[DuesCall, Contact]
) -> None:
    call, rural = returned
    assert came_back(call, today=AT.date()) == []
    moved(rural)
    assert [one.recipient.name for one in came_back(call, today=AT.date())] == ["Syndicat rural"]
    before = (list(PersonalLink.objects.order_by("pk").values_list("pk")), Invoice.objects.count())
    client = Client()
    client.force_login(world.coordinator, backend="convergence.accounts.backends.RoleBackend")
    place = f"/gestion/cotisations/{call.pk}/envoi/"
    assert "Syndicat rural" in client.get(place).content.decode()
    assert again.send_back_again(dues_call_id=call.pk, actor=world.coordinator, at=LATER) == 1
    with pytest.raises(AlreadyDone):
        again.send_back_again(dues_call_id=call.pk, actor=world.coordinator, at=LATER)
    assert [row.address for row in Delivery.objects.filter(contact=rural).order_by("pk")] == [
        "Syndicat rural\n12, rue du Moulin\nBelle-Fontaine (QC)  H2X 1Y4",
        "Syndicat rural\n7, rang Neuf\nVal-Joli (QC)",
    ]
    assert fates_of(call, [rural.pk])[rural.pk].code == "QUEUED"
    assert (list(PersonalLink.objects.order_by("pk").values_list("pk")), Invoice.objects.count()) == before
    last = Delivery.objects.latest("pk").mailing_id
    assert print_run_of(call, created=LATER, mailing_id=last)


def test_a_reminder_goes_where_the_member_is_reached_today(world: World, returned: tuple[DuesCall, Contact]) -> None:
    call, rural = returned
    ContactPoint.objects.create(
        contact=rural, channel="EMAIL", purpose="BILLING", value="rural@b.example", normalised="rural@b.example"
    )
    due = [one.recipient_id for one in stands_of(call, on=LATER.date()) if one.decision.level]
    assert len(due) == CallRecipient.objects.count() == 2
    reminders.send_reminders(dues_call_id=call.pk, recipient_ids=due, actor=world.coordinator, at=LATER)
    assert Delivery.objects.filter(contact=rural).latest("pk").address == "rural@b.example"
