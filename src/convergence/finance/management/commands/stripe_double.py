"""`manage.py stripe_double`: the stand-in of the card provider, for the demo and for trying by hand."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from convergence.finance.double import Double

WAIT_SECONDS = 60


class Command(BaseCommand):
    """Serve the stand-in until it is stopped."""

    help = "Serve a stand-in of the card provider (Checkout, pay page, signed notices). It moves no money."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address to listen on and the webhook to tell."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.STRIPE_DOUBLE_PORT)
        parser.add_argument("--webhook-url", default=f"{settings.BASE_URL}/paiement/stripe/webhook/")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve.

        Raises:
            CommandError: the keys of the environment are missing, or are real ones.
        """
        key, secret = settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET
        if not key or not secret:
            message = "Set STRIPE_SECRET_KEY (sk_test_…) and STRIPE_WEBHOOK_SECRET (whsec_…) first."
            raise CommandError(message)
        if not key.startswith("sk_test_"):
            message = "STRIPE_SECRET_KEY is a real key: the stand-in only takes test keys."
            raise CommandError(message)
        try:
            double = Double(
                secret_key=key,
                webhook_secret=secret,
                webhook_url=options["webhook_url"],
                host=options["host"],
                port=options["port"],
            )
        except OSError as error:
            time.sleep(WAIT_SECONDS)  # whoever starts us again does not do so every second
            message = f"Port {options['port']} is taken: card payment stays closed. Set STRIPE_DOUBLE_PORT."
            raise CommandError(message) from error
        self.stdout.write(f"{double.base} → {options['webhook_url']}")
        try:
            double.server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("stopped")
