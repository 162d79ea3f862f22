"""An order paid by card, through the stand-in of the provider."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from convergence.education.tools import commands
from convergence.education.tools.queries.orders import token_of
from convergence.finance.double import Double
from convergence.finance.queries.balances import balance
from tests.plugins.card import notify, pay

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.mark.rule("S84")
def test_an_order_is_paid_by_card_by_whoever_holds_its_link(double: Double, printing: Any, ordered: Any) -> None:
    now = timezone.now()
    order = ordered({printing(price_cents=1_200).pk: 2})
    order = commands.accept_order(order_id=order.pk, writes_record=True, postage_cents=0, actor=None, at=now)
    link, browser = f"/commandes/{token_of(order.nonce)}/", Client()
    assert f'action="{link}carte/"' in browser.get(link).content.decode()
    left = browser.post(f"{link}carte/")
    assert (left.status_code, left["Location"].startswith(double.base)) == (302, True)
    assert browser.post(f"{link}carte/")["Location"] == left["Location"]
    assert (pay(left["Location"], "4000 0000 0000 0002"), pay(left["Location"])) == (402, 303)
    assert token_of(order.nonce) not in str(double.state.events)
    assert notify(browser, double, double.state.events[-1]).json()["state"] == "APPLIED"
    assert balance([order.invoice_id])[order.invoice_id].owed_cents == 0
    assert "carte/" not in browser.get(link).content.decode()
    assert Client().post(f"{link}carte/").status_code == 409
