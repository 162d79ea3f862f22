"""Changing the fate of deliveries, with its line of history. Every change goes through here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from convergence.messaging.choices import Fate
from convergence.messaging.models import Delivery, DeliveryEvent, Suppression


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


@dataclass(frozen=True, slots=True)
class Fated:
    """A fate to write on one delivery; `sent_at` and `claim` are those that the delivery object bears."""

    delivery: Delivery
    fate: Fate
    detail: str = ""


def hand_on(last: Fated | None, following: Delivery | None, *, claim: str, at: datetime, guarded: bool) -> bool:
    """Write the fate of the last message and take the following one, in the current transaction: three statements.

    Written by hand, alike for both databases: ten thousand letters spend more time in the making of these statements by
    Django than in the database.

    Args:
        last: what became of the message just handed over, if any.
        following: the waiting delivery to mark as being handed over by the job `claim`, if any.
        claim: the name of the job.
        at: now.
        guarded: take only an address of which no suppression is in force at this moment.

    Returns:
        Whether `following` is taken: it waited still, and was not held by its guard.
    """
    moment = connection.ops.adapt_datetimefield_value(at)
    events: list[Any] = []
    taken = False
    with connection.cursor() as cursor:
        if last is not None:
            row = last.delivery
            row.fate, row.fate_at, row.detail = last.fate, at, last.detail[:500]
            sent = connection.ops.adapt_datetimefield_value(row.sent_at) if row.sent_at else None
            cursor.execute(_FATE, [str(last.fate), moment, row.detail, sent, row.claim, row.pk])
            events += [row.pk, str(last.fate), moment, "", row.detail]
        if following is not None:
            values = [moment, claim, following.consent_basis, following.consent_reason, following.pk]
            cursor.execute(_TAKE + (_UNSUPPRESSED if guarded else ""), [*values, following.address_key][: 5 + guarded])
            taken = cursor.rowcount == 1
        if taken and following is not None:
            following.fate, following.claim, following.attempts = Fate.SENDING, claim, following.attempts + 1
            following.fate_at = at
            events += [following.pk, str(Fate.SENDING), moment, "", ""]
        if events:
            cursor.execute(_EVENTS + ", ".join([_EVENT] * (len(events) // 5)), events)
    return taken


_DELIVERY, _HISTORY, _STOPPED = (model._meta.db_table for model in (Delivery, DeliveryEvent, Suppression))
_FATE = f"UPDATE {_DELIVERY} SET fate = %s, fate_at = %s, detail = %s, sent_at = %s, claim = %s WHERE id = %s"  # noqa: S608
_TAKE = (
    f"UPDATE {_DELIVERY} SET fate = 'SENDING', fate_at = %s, claim = %s, attempts = attempts + 1, detail = '', "  # noqa: S608
    "consent_basis = %s, consent_reason = %s WHERE id = %s AND fate = 'QUEUED'"
)
_UNSUPPRESSED = f" AND NOT EXISTS (SELECT 1 FROM {_STOPPED} WHERE address_key = %s AND lifted_at IS NULL)"  # noqa: S608
_EVENTS = f"INSERT INTO {_HISTORY} (delivery_id, fate, at, actor_label, detail) VALUES "  # noqa: S608
_EVENT = "(%s, %s, %s, %s, %s)"
