"""The messages of an order, in its own language; its personal link is made when a message is read, and kept nowhere."""

from datetime import datetime
from typing import Any

from django.utils.translation import override

from convergence.core.money import format_cents
from convergence.core.profile import current_profile
from convergence.education.tools.models import Order
from convergence.education.tools.papers import invoice_pdf
from convergence.education.tools.queries.orders import LINK_WORDS
from convergence.messaging.choices import Purpose
from convergence.messaging.commands import File, send_transactional
from convergence.messaging.late import Late


def send(order: Order, what: str, at: datetime) -> None:
    """Send one of the messages `placed`, `accepted`, `shipped`, `cancelled`; each once."""
    files = []
    if what == "accepted" and order.invoice is not None:
        files = [File(f"{order.invoice.number}.pdf", invoice_pdf(order))]
    send_transactional(
        to=order.email,
        template=f"tools/mail/{what}",
        context=_context(order),
        language=order.language,
        purpose=Purpose.REPLY,
        contact_id=order.contact_id,
        files=files,
        reference=f"tools.order:{order.pk}:{what}",
        merge={"order_link": Late(LINK_WORDS, order.nonce)},
        at=at,
    )


def _context(order: Order) -> dict[str, Any]:
    profile = current_profile()
    with override(order.language):
        return {
            "number": order.number,
            "name": order.name,
            "lines": [f"{row.quantity} × {row.label}" for row in order.lines.all()],
            "total": format_cents(order.total_cents, order.language) if order.total_cents is not None else "",
            "is_free": order.total_cents == 0,
            "invoice": order.invoice.number if order.invoice else "",
            "tracking": order.tracking,
            "reason": order.because,
            "organisation": profile.name,
        }
