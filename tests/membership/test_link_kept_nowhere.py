"""The token of a personal link stands in the letter only: not in the database, not at the card provider (S61)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from convergence.finance.double import Double
from convergence.finance.models import CheckoutSession
from convergence.membership.commands import answers, reminders
from convergence.membership.models import CallRecipient, DuesCall
from convergence.messaging.models import Delivery
from convergence.messaging.rendering import letter_of, print_run
from tests.membership.conftest import AT, World

pytestmark = [pytest.mark.django_db, pytest.mark.rule("S61")]


@pytest.fixture
def call(world: World) -> DuesCall:
    world.scales()
    world.member("Syndicat du port", count=1_000)
    world.member("Syndicat rural", count=100, email="", post=True)
    return world.issued()


def tokens_of(call: DuesCall) -> list[str]:
    return [answers.token_of_link(link) for row in call.recipients.all() for link in row.links.all()]


def everything_kept() -> str:
    """Return every text of every table, as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            found += [str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in cursor for cell in row]
    return "\n".join(found)


def test_database_holds_no_token_once_the_letters_are_queued(call: DuesCall) -> None:
    reminders.send_reminders(
        dues_call_id=call.pk,
        recipient_ids=call.recipients.values_list("pk", flat=True),
        actor=None,
        at=AT + timedelta(days=100),
    )
    assert Delivery.objects.count() == 4
    kept = everything_kept()
    tokens = tokens_of(call)
    assert len(tokens) == 2
    for token in tokens:
        assert token not in kept


def test_letter_and_its_reprint_bear_the_link(call: DuesCall) -> None:
    for delivery in Delivery.objects.select_related("message", "contact"):
        recipient = call.recipients.get(member=delivery.contact_id)
        url = f"/c/{answers.token_of_link(recipient.links.get())}/"
        hrefs = [span.href for block in letter_of(delivery).body for line in block.lines for span in line if span.href]
        assert [href for href in hrefs if href.endswith(url)] == hrefs[:1]
    first, second = (print_run(list(Delivery.objects.all()), title="Appel", created=AT) for _time in range(2))
    assert first == second


def test_words_that_look_like_a_late_one_stay_words(world: World) -> None:
    world.scales()
    world.member('{"late": "membership.link", "key": "x"}', count=1_000)
    world.issued()
    [delivery] = Delivery.objects.all()
    assert delivery.merge["name"] == '{"late": "membership.link", "key": "x"}'
    assert set(delivery.merge["link"]) == {"late", "key"}


@pytest.fixture
def double(settings: Any) -> Iterator[Double]:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_centre", "whsec_centre"
    with Double(secret_key="sk_test_centre", webhook_secret="whsec_centre") as running:
        settings.STRIPE_API_BASE = running.base
        yield running


@pytest.fixture
def port(call: DuesCall) -> CallRecipient:
    row = call.recipients.get(name="Syndicat du port")
    row.links.update(expires_at=timezone.now() + timedelta(days=10))
    return row


@pytest.mark.enable_socket
def test_card_provider_gets_an_address_without_the_token(double: Double, port: CallRecipient) -> None:
    token = answers.token_of_link(port.links.get())
    delegate, passer_by = Client(), Client()
    left = delegate.post(reverse("membership:card", args=[token]))
    assert left.status_code == 302
    assert left.headers["Location"] == CheckoutSession.objects.get().url
    [session] = double.state.sessions.values()
    for address in (session["success_url"], session["cancel_url"]):
        assert re.fullmatch(r"http://testserver/c/retour/[0-9a-f]{20}/(paye/)?", address)
        assert token not in address
    assert delegate.get(session["success_url"]).headers["Location"] == f"/c/{token}/merci/"
    assert delegate.get(session["cancel_url"]).headers["Location"] == f"/c/{token}/reponse/"
    for address, words in ((session["success_url"], "Merci"), (session["cancel_url"], "Rien n’a été payé")):
        page = passer_by.get(address)
        assert page.status_code == 200
        assert words in page.content.decode()
        assert "Syndicat du port" not in page.content.decode()


def test_forged_way_back_leads_nowhere(port: CallRecipient) -> None:
    delegate = Client()
    place = "0" * 20
    delegate.cookies[f"retour-{place}"] = answers.token_of_link(port.links.get())
    page = delegate.get(reverse("membership:paid", args=[place]))
    assert (page.status_code, "Location" in page.headers) == (200, False)
