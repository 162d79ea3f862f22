"""Who is not written to any more: at once, and for ever until lifted (C23–C26)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.accounts.policies import require
from convergence.contacts.commands.consents import withdraw_consent
from convergence.core import audit, facts
from convergence.messaging.addresses import fold
from convergence.messaging.choices import Channel, SuppressionReason, Topic
from convergence.messaging.errors import UnknownToken
from convergence.messaging.events import Unsubscribed
from convergence.messaging.models import Delivery, Suppression
from convergence.messaging.queries import delivery_by_token


@transaction.atomic
def unsubscribe(*, token: str, topic: str, method: str, at: datetime) -> Suppression:
    """Stop a topic, or everything but what is owed (receipts, answers, legal notices), for the address of a delivery. Twice does no more.

    ``method`` says how it was asked (`one-click`, `page`, `mail`). The right is that of the person
    who holds the message: no actor is asked for.

    Raises:
        UnknownToken: the token names no delivery.

    Writes the withdrawal in the consent ledger; publishes Unsubscribed.
    """
    delivery = delivery_by_token(token)
    if delivery is None:
        raise UnknownToken
    row, new = _block(
        delivery.address, Topic(topic), SuppressionReason.UNSUBSCRIBED, at=at, delivery=delivery, detail=method
    )
    if new:
        if delivery.contact_id and delivery.channel == Channel.EMAIL:
            withdraw_consent(
                contact_id=delivery.contact_id,
                address=delivery.address,
                actor=None,
                at=at,
                purpose="" if topic == Topic.ALL else topic,
                method=method,
                source=f"messaging.delivery:{delivery.pk}",
            )
        facts.publish(Unsubscribed(delivery.address, topic, delivery.contact_id, delivery.pk))
    return row


@transaction.atomic
def suppress(*, address: str, topic: str, reason: str, actor: Any, at: datetime, detail: str = "") -> Suppression:
    """Write an address on the list of those not to write to, because somebody asked by telephone or in person.

    Raises:
        NotAllowed: the actor may not change the list.
    """
    require(actor, "messaging.edit_suppression")
    row, new = _block(address, Topic(topic), SuppressionReason(reason), at=at, detail=detail)
    if new:
        audit.record(actor=actor, verb="messaging.suppression.added", obj=row, at=at)
    return row


@transaction.atomic
def lift_suppression(*, suppression_id: int, actor: Any, at: datetime) -> Suppression:
    """Write to an address again, because it works again or because the person asked; the row stays as proof.

    A withdrawn consent stays withdrawn: only a new consent opens the way again.
    """
    require(actor, "messaging.edit_suppression")
    row = Suppression.objects.select_for_update().get(pk=suppression_id)
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by = at, str(actor)[:200]
        row.save(update_fields=["lifted_at", "lifted_by"])
        audit.record(
            actor=actor, verb="messaging.suppression.lifted", obj=row, changes={"lifted_at": (None, at)}, at=at
        )
    return row


def _block(
    address: str,
    topic: Topic,
    reason: SuppressionReason,
    *,
    at: datetime,
    delivery: Delivery | None = None,
    detail: str = "",
) -> tuple[Suppression, bool]:
    return Suppression.objects.get_or_create(
        address_key=fold(address),
        topic=topic,
        lifted_at=None,
        defaults={"reason": reason, "delivery": delivery, "detail": detail[:500], "since": at},
    )


block_address = _block
