"""A stand-in for the card provider, over real HTTP: Checkout, pay page, signed notices, refunds, idempotency.

For the demo and the tests only: it moves no money. Official Stripe libraries drive it unchanged once their base
address points here. Card 4242 4242 4242 4242 is accepted, every other number is declined.
"""

from convergence.finance.double.server import Double

__all__ = ["Double"]
