"""Changing the fate of deliveries, with its line of history. Every change goes through here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from convergence.messaging.choices import Fate
from convergence.messaging.models import Delivery, DeliveryEvent


def change_fate(
    deliveries: Iterable[Delivery], fate: Fate, *, at: datetime, detail: str = "", actor: Any = None, **values: Any
) -> None:
    """Write a fate and its history in the current transaction; ``values`` are other columns set with it."""
    rows = list(deliveries)
    if not rows:
        return
    for delivery in rows:
        delivery.fate, delivery.fate_at, delivery.detail = fate, at, detail[:500]
        for name, value in values.items():
            setattr(delivery, name, value)
    keys = [delivery.pk for delivery in rows]
    Delivery.objects.filter(pk__in=keys).update(fate=fate, fate_at=at, detail=detail[:500], **values)
    label = str(actor)[:200] if actor is not None else ""
    DeliveryEvent.objects.bulk_create(
        [DeliveryEvent(delivery_id=key, fate=fate, at=at, detail=detail[:500], actor_label=label) for key in keys]
    )


def take(delivery: Delivery, *, claim: str, at: datetime) -> bool:
    """Mark a waiting delivery as being handed over by the job ``claim``; False if somebody else has it."""
    taken = Delivery.objects.filter(pk=delivery.pk, fate=Fate.QUEUED).update(
        fate=Fate.SENDING, fate_at=at, claim=claim, attempts=delivery.attempts + 1, detail=""
    )
    if taken:
        delivery.fate, delivery.claim, delivery.attempts = Fate.SENDING, claim, delivery.attempts + 1
        DeliveryEvent.objects.create(delivery=delivery, fate=Fate.SENDING, at=at)
    return bool(taken)
