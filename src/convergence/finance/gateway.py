"""The card provider (Stripe), through its official library. The only place that talks to it.

The library is loaded when it is used: half a second that neither a command nor the first page has to wait for.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from convergence.finance.errors import BadSignature, OnlinePaymentUnavailable

if TYPE_CHECKING:
    from stripe import StripeClient

PROVIDER = "stripe"


@dataclass(frozen=True)
class OpenedSession:
    """A payment page at the provider."""

    provider_id: str
    intent_id: str
    url: str
    expires_at: datetime


def is_available() -> bool:
    """Tell whether card payment can be offered: both keys are set."""
    return bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET)


def _client() -> "StripeClient":
    from stripe import StripeClient  # noqa: PLC0415

    if not is_available():
        raise OnlinePaymentUnavailable
    base: Any = {"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else {}
    return StripeClient(settings.STRIPE_SECRET_KEY, base_addresses=base, max_network_retries=2)


def open_session(
    *,
    amount_cents: int,
    label: str,
    email: str,
    language: str,
    success_url: str,
    cancel_url: str,
    metadata: dict[str, str],
    key: str,
) -> OpenedSession:
    """Open a payment page; the same `key` always gives the same page, however often it is asked.

    Raises:
        OnlinePaymentUnavailable: no key is set, or the provider does not answer or refuses.
    """
    from stripe import StripeError  # noqa: PLC0415

    wish: Any = {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {"currency": "cad", "unit_amount": amount_cents, "product_data": {"name": label[:250]}},
            }
        ],
        "success_url": success_url,
        "cancel_url": cancel_url,
        "locale": {"fr": "fr-CA", "en": "en", "es": "es-419"}.get(language, "fr-CA"),
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
    }
    if email:
        wish["customer_email"] = email
    try:
        found = _client().v1.checkout.sessions.create(wish, {"idempotency_key": key})
    except StripeError as error:
        raise OnlinePaymentUnavailable from error
    expires = datetime.fromtimestamp(found.expires_at, tz=UTC)
    return OpenedSession(found.id, _id(found.payment_intent), found.url or "", expires)


def refund(*, intent_id: str, amount_cents: int, key: str) -> str:
    """Ask the provider to send money back; return the id of the refund.

    Raises:
        OnlinePaymentUnavailable: the provider does not answer or refuses.
    """
    from stripe import StripeError  # noqa: PLC0415

    try:
        found = _client().v1.refunds.create(
            {"payment_intent": intent_id, "amount": amount_cents}, {"idempotency_key": key}
        )
    except StripeError as error:
        raise OnlinePaymentUnavailable from error
    return found.id


def read_event(body: bytes, signature: str) -> dict[str, Any]:
    """Return a notice that the provider signed less than five minutes ago.

    Raises:
        BadSignature: it did not, or the body is no notice.
    """
    from stripe import SignatureVerificationError, Webhook  # noqa: PLC0415

    if not settings.STRIPE_WEBHOOK_SECRET:
        raise BadSignature
    try:
        event = Webhook.construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
        found = storable(event.to_dict())
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        SignatureVerificationError,
    ) as error:
        raise BadSignature from error
    name, kind = found.get("id"), found.get("type")
    if not (isinstance(name, str) and 0 < len(name) <= 255 and isinstance(kind, str) and 0 < len(kind) <= 80):
        raise BadSignature
    return dict(found)


def storable(value: Any) -> Any:
    """Return what the provider wrote as both databases can keep it.

    NUL and half characters become the replacement character, numbers that are none become nothing: PostgreSQL refuses
    them, and a payment must not be lost for a name that holds one.
    """
    if isinstance(value, str):
        return "".join("\ufffd" if sign == "\x00" or "\ud800" <= sign <= "\udfff" else sign for sign in value)
    if isinstance(value, dict):
        return {storable(str(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _id(value: Any) -> str:
    return value if isinstance(value, str) else getattr(value, "id", "") or ""
