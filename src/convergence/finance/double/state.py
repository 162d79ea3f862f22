"""What the stand-in remembers, and the shapes in which it answers."""

import hashlib
import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

GOOD_CARD = "4242424242424242"
MIN_CENTS = 50


class Refusal(Exception):
    """An error in the provider's shape: status, type, code, message, parameter."""

    def __init__(self, status: int, kind: str, message: str, *, code: str = "", param: str = "") -> None:
        """Keep what the answer will say."""
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, "code": code or None, "param": param or None}}


def bad_request(message: str, param: str, code: str = "") -> Refusal:
    """Return the refusal of a parameter."""
    return Refusal(400, "invalid_request_error", message, code=code, param=param)


def new_id(prefix: str) -> str:
    """Return an id like the provider's."""
    return f"{prefix}_test_{secrets.token_hex(12)}"


def signature(body: bytes, secret: str, moment: int) -> str:
    """Return the `Stripe-Signature` header of a notice."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


@dataclass
class State:
    """Sessions, charges and notices in memory."""

    public_base: str = ""
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def open_session(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Open a payment page."""
        if wish.get("mode") != "payment":
            raise bad_request("Invalid mode: only payment is known here.", "mode")
        if not wish.get("success_url"):
            raise bad_request("Missing required param: success_url.", "success_url", "parameter_missing")
        items = list((wish.get("line_items") or {}).values())
        if not items:
            raise bad_request("Missing required param: line_items.", "line_items", "parameter_missing")
        total, name, currency = _priced(items)
        session_id = new_id("cs")
        now = int(time.time())
        session = {
            "id": session_id,
            "object": "checkout.session",
            "amount_subtotal": total,
            "amount_total": total,
            "cancel_url": wish.get("cancel_url"),
            "created": now,
            "currency": currency,
            "customer_details": None,
            "customer_email": wish.get("customer_email"),
            "expires_at": now + 24 * 3600,
            "livemode": False,
            "locale": wish.get("locale"),
            "metadata": wish.get("metadata") or {},
            "mode": "payment",
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": wish["success_url"],
            "url": f"{self.public_base}/pay/{session_id}",
        }
        self.sessions[session_id] = session
        session["_label"] = name
        return _public(session)

    def pay(self, session_id: str, card: str, name: str) -> dict[str, Any] | None:
        """Pay a page; None when the card is declined."""
        session = self.session(session_id)
        if session["status"] != "open":
            raise bad_request("This Checkout Session is no longer open.", "session")
        if "".join(sign for sign in card if sign.isdigit()) != GOOD_CARD:
            return None
        intent = new_id("pi")
        session.update(
            payment_intent=intent,
            payment_status="paid",
            status="complete",
            customer_details={"name": name, "email": session["customer_email"]},
        )
        self.charges[intent] = {
            "id": new_id("ch"),
            "object": "charge",
            "amount": session["amount_total"],
            "amount_refunded": 0,
            "currency": session["currency"],
            "payment_intent": intent,
            "refunded": False,
            "metadata": session["metadata"],
        }
        return self.event("checkout.session.completed", _public(session))

    def expire(self, session_id: str) -> dict[str, Any]:
        """Close a page that nobody paid."""
        session = self.session(session_id)
        if session["status"] != "open":
            raise bad_request('Only Checkout Sessions with a status in ["open"] can be expired.', "session")
        session["status"] = "expired"
        self.event("checkout.session.expired", _public(session))
        return _public(session)

    def refund(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Send money back."""
        charge = self.charges.get(str(wish.get("payment_intent")))
        if charge is None:
            raise Refusal(
                404,
                "invalid_request_error",
                f"No such payment_intent: '{wish.get('payment_intent')}'",
                code="resource_missing",
                param="payment_intent",
            )
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(wish.get("amount") or left)
        if amount <= 0 or amount > left:
            raise bad_request(
                "Refund amount is greater than unrefunded amount on charge.", "amount", "amount_too_large"
            )
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        made = {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "currency": charge["currency"],
            "payment_intent": charge["payment_intent"],
            "status": "succeeded",
        }
        self.refunds[made["id"]] = made
        self.event("charge.refunded", dict(charge))
        return made

    def session(self, session_id: str) -> dict[str, Any]:
        """Return a page as it is remembered."""
        if session_id not in self.sessions:
            raise Refusal(
                404,
                "invalid_request_error",
                f"No such checkout.session: {session_id}",
                code="resource_missing",
                param="session",
            )
        return self.sessions[session_id]

    def shown(self, session_id: str) -> dict[str, Any]:
        """Return a page as the provider shows it."""
        return _public(self.session(session_id))

    def event(self, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
        """Remember a notice; whoever runs the server sends it."""
        made = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": "2026-01-28",
            "created": int(time.time()),
            "data": {"object": json.loads(json.dumps(thing))},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        self.events.append(made)
        return made


def _public(session: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in session.items() if not key.startswith("_")}


def _priced(items: list[dict[str, Any]]) -> tuple[int, str, str]:
    total, names, currency = 0, [], "cad"
    for index, item in enumerate(items):
        price = item.get("price_data") or {}
        at = f"line_items[{index}][price_data]"
        if "unit_amount" not in price:
            raise bad_request(f"Missing required param: {at}[unit_amount].", f"{at}[unit_amount]", "parameter_missing")
        if not str(price["unit_amount"]).isdigit():
            raise bad_request(
                f"Invalid integer: {price['unit_amount']}", f"{at}[unit_amount]", "parameter_invalid_integer"
            )
        total += int(price["unit_amount"]) * int(item.get("quantity") or 1)
        names.append(str((price.get("product_data") or {}).get("name") or ""))
        currency = str(price.get("currency") or "cad")
    if total < MIN_CENTS:
        raise bad_request(
            "The Checkout Session's total amount must convert to at least 50 cents.", "line_items", "amount_too_small"
        )
    return total, ", ".join(names), currency
