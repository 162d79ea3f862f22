"""Paying by card with the stand-in of the provider, over real HTTP."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from convergence.finance.double import Double

WEBHOOK = "/paiement/stripe/webhook/"


@pytest.fixture
def double(settings: Any) -> Iterator[Double]:
    """Start the stand-in; cards are taken while it runs."""
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_centre", "whsec_centre"
    with Double(secret_key="sk_test_centre", webhook_secret="whsec_centre") as running:
        settings.STRIPE_API_BASE = running.base
        yield running


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        """Follow nothing."""


def pay(url: str, card: str = "4242 4242 4242 4242") -> int:
    """Pay at the page of the stand-in; return the status of the answer."""
    data = urllib.parse.urlencode({"card": card, "name": "Zoé Déléguée"}).encode()
    try:
        with urllib.request.build_opener(_Stay).open(url, data=data) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def notify(client: Client, double: Double, event: dict[str, Any], **values: Any) -> Any:
    """Tell the product of an event, signed as the provider signs it."""
    body, header = double.signed(event, **values)
    return client.post(WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": header})
