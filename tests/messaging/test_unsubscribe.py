"""Unsubscribing: no sign-in, one page, at once, for ever."""

from datetime import timedelta

import pytest
from django.test import Client

from convergence.contacts.models import ConsentEvent, Contact
from convergence.messaging import commands, queries
from convergence.messaging.choices import Purpose, SuppressionReason, Topic
from convergence.messaging.models import Delivery, Mailing, Suppression
from convergence.messaging.rules import Block, legal_effect_date, stopped_by
from tests.messaging.cast import AT


@pytest.fixture
def delivery(mailing: Mailing, recipients: list[Contact]) -> Delivery:
    return Delivery.objects.order_by("pk")[0]


def topics() -> list[tuple[str, str]]:
    return list(Suppression.objects.values_list("address_key", "topic"))


@pytest.mark.rule("C23")
def test_one_click_needs_no_token_of_ours_and_no_sign_in(delivery: Delivery) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/desabonnement/{delivery.token}/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert topics() == [("p0@union.example", "MEMBERSHIP")]
    event = ConsentEvent.objects.get()
    assert (event.act, event.purpose, event.method) == ("WITHDRAWN", "MEMBERSHIP", "one-click")


@pytest.mark.rule("C23")
def test_opening_the_link_changes_nothing_and_shows_one_page(delivery: Delivery) -> None:
    answer = Client().get(f"/desabonnement/{delivery.token}/")
    assert answer.status_code == 200
    assert topics() == []
    page = answer.content.decode()
    assert page.count('type="radio"') == 2
    assert "checked" not in page
    assert "p0@union.example" in page


@pytest.mark.rule("C26")
def test_one_may_stop_one_topic_or_everything(delivery: Delivery) -> None:
    answer = Client().post(f"/desabonnement/{delivery.token}/", {"topic": "ALL"})
    assert answer.status_code == 200
    assert topics() == [("p0@union.example", "ALL")]
    assert ConsentEvent.objects.get().purpose == ""


def test_nothing_chosen_is_said_on_the_page(delivery: Delivery) -> None:
    answer = Client().post(f"/desabonnement/{delivery.token}/", {})
    assert answer.status_code == 422
    assert topics() == []


@pytest.mark.rule("C22")
def test_the_link_of_an_old_message_works(delivery: Delivery) -> None:
    Delivery.objects.update(queued_at=AT - timedelta(days=4000), fate_at=AT - timedelta(days=4000))
    Client().post(f"/desabonnement/{delivery.token}/", {"topic": "MEMBERSHIP"})
    assert topics() == [("p0@union.example", "MEMBERSHIP")]


def test_twice_does_no_more(delivery: Delivery) -> None:
    for _ in range(2):
        commands.unsubscribe(token=delivery.token, topic="MEMBERSHIP", method="page", at=AT)
    assert ConsentEvent.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "0" * 22, "%00", "../../etc"])
def test_a_guessed_link_shows_nothing(db: None, token: str) -> None:
    assert Client().get(f"/desabonnement/{token}/").status_code == 404


@pytest.mark.rule("C26")
def test_the_newsletter_stopped_leaves_urgent_actions() -> None:
    blocks = [Block(Topic.NEWSLETTER, SuppressionReason.UNSUBSCRIBED)]
    assert stopped_by(Purpose.NEWSLETTER, blocks) == blocks[0]
    assert stopped_by(Purpose.URGENT_ACTIONS, blocks) is None
    assert stopped_by(Purpose.DUES, blocks) is None


def test_an_address_that_does_not_exist_gets_nothing_but_its_sign_in_code() -> None:
    blocks = [Block(Topic.ALL, SuppressionReason.BOUNCED)]
    assert [p for p in Purpose if stopped_by(p, blocks) is None] == [Purpose.ACCOUNT]


@pytest.mark.rule("C24")
def test_it_holds_at_once_and_the_law_s_last_day_is_known(delivery: Delivery) -> None:
    row = commands.unsubscribe(token=delivery.token, topic="ALL", method="page", at=AT)
    assert row.since == AT
    assert [block.topic for block in queries.blocks("P0@Union.example ")] == [Topic.ALL]
    assert legal_effect_date(AT.date().replace(year=2025, month=12, day=19)).isoformat() == "2026-01-02"
