"""A place paid by card, through the stand-in of the provider."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from convergence.education.gatherings import commands
from convergence.education.gatherings.commands.money import is_unpaid, owed_cents
from convergence.education.gatherings.models import Registration
from convergence.education.gatherings.queries.links import token_of
from convergence.finance.double import Double
from tests.plugins.card import notify, pay

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.mark.rule("S85")
def test_a_place_is_paid_by_card_and_the_provider_never_has_the_link(
    double: Double, opened: Callable[..., Any], registered: Callable[..., Registration]
) -> None:
    now: datetime = timezone.now()
    gathering = opened(2, day=timezone.localdate() + timedelta(days=30))
    price = commands.add_price(gathering_id=gathering.pk, name_fr="Plein", amount_cents=2_500, actor=None, at=now)
    row = registered(gathering, at=now, price_id=price.pk)
    link = f"/inscription/{token_of(row.nonce)}/"
    browser = Client()
    assert "25,00" in browser.get(link).content.decode()
    left = browser.post(link, {"act": "pay"})
    assert (left.status_code, left["Location"].startswith(double.base)) == (302, True)
    assert pay(left["Location"]) == 303
    assert token_of(row.nonce) not in str(double.state.events)
    assert notify(browser, double, double.state.events[-1]).json()["state"] == "APPLIED"
    assert (owed_cents(row.invoice_id), is_unpaid(row)) == (0, False)
    assert browser.get("/inscription/retour/")["Location"] == link
    assert Client().get("/inscription/retour/").status_code == 200
    assert 'value="pay"' not in browser.get(link).content.decode()
    assert browser.post(link, {"act": "pay"})["Location"] == link
