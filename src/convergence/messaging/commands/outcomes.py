"""What became of messages: bounces, returned letters, uncertain deliveries settled by a person."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from convergence.accounts.policies import require
from convergence.contacts.models import ContactPoint, PostalAddress
from convergence.core import audit, facts
from convergence.messaging import queries
from convergence.messaging.addresses import fold
from convergence.messaging.bounces import Notice
from convergence.messaging.choices import (
    BounceKind,
    Channel,
    Fate,
    MailingStatus,
    ReturnReason,
    SuppressionReason,
    Topic,
)
from convergence.messaging.commands.fates import change_fate
from convergence.messaging.commands.suppressions import block_address
from convergence.messaging.errors import NotPostal, NotUncertain
from convergence.messaging.events import AddressBounced, LetterReturned, MailingStarted
from convergence.messaging.models import Bounce, Delivery, Mailing, ReturnedLetter


@transaction.atomic
def record_bounce(*, notice: Notice, actor: Any, at: datetime) -> Bounce:
    """Keep a notice of non-delivery; a permanent one closes the address. The same notice twice counts once.

    A notice that came by itself and does not bear the token of a delivery of ours closes nothing: anybody may write
    one, about any address. It waits for a person.

    Publishes AddressBounced for a permanent one.
    """
    if actor is not None:
        require(actor, "messaging.settle_delivery")
    named = queries.delivery_by_token(notice.token)
    delivery = named or queries.delivery_to(notice.address)
    is_sure = named is not None or actor is not None
    address = notice.address or (delivery.address if delivery else "")
    bounce, new = Bounce.objects.get_or_create(
        digest=notice.digest,
        defaults={
            "delivery": delivery,
            "address": address,
            "kind": notice.kind,
            "status_code": notice.status_code,
            "diagnostic": notice.diagnostic,
            "received_at": at,
            "settled_at": at if is_sure and notice.kind != BounceKind.UNREADABLE else None,
        },
    )
    if new and is_sure and notice.kind == BounceKind.PERMANENT and address:
        _close_address(delivery, address, notice, actor=actor, at=at)
    return bounce


def _close_address(delivery: Delivery | None, address: str, notice: Notice, *, actor: Any, at: datetime) -> None:
    detail = " ".join(filter(None, (notice.status_code, notice.diagnostic)))
    if delivery is not None and delivery.fate in {Fate.SENT, Fate.UNCERTAIN, Fate.SENDING}:
        change_fate([delivery], Fate.BOUNCED, at=at, detail=detail, actor=actor)
    # The address that failed may be one that ours was forwarded to: ours is the one to close.
    closed = delivery.address if delivery is not None else address
    block_address(closed, Topic.ALL, SuppressionReason.BOUNCED, at=at, delivery=delivery, detail=detail)
    points = ContactPoint.objects.filter(normalised=fold(closed), failing_since__isnull=True)
    points.update(failing_since=at)
    facts.publish(AddressBounced(closed, delivery.contact_id if delivery else None, delivery.pk if delivery else None))


@transaction.atomic
def settle_bounce(*, bounce_id: int, is_permanent: bool, actor: Any, at: datetime) -> Bounce:
    """A person read a notice that we could not: it is permanent, or nothing to act on."""
    require(actor, "messaging.settle_delivery")
    bounce = Bounce.objects.select_for_update().get(pk=bounce_id)
    if bounce.settled_at is None:
        bounce.settled_at = at
        if is_permanent:
            bounce.kind = BounceKind.PERMANENT
        bounce.save(update_fields=["settled_at", "kind"])
        if is_permanent and bounce.address:
            notice = Notice(
                "", bounce.address, BounceKind.PERMANENT, bounce.status_code, bounce.diagnostic, bounce.digest
            )
            _close_address(bounce.delivery, bounce.address, notice, actor=actor, at=at)
        audit.record(actor=actor, verb="messaging.bounce.settled", obj=bounce, at=at)
    return bounce


@transaction.atomic
def record_returned_letter(
    *, delivery_id: int, reason: str, returned_date: date, actor: Any, at: datetime, note: str = ""
) -> ReturnedLetter:
    """Write that the post brought a letter back; its address is marked. Twice does no more.

    Raises:
        NotAllowed; NotPostal: the delivery was an e-mail.

    Publishes LetterReturned.
    """
    require(actor, "messaging.settle_delivery")
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.channel != Channel.POST:
        raise NotPostal
    letter, new = ReturnedLetter.objects.get_or_create(
        delivery=delivery,
        defaults={
            "reason": ReturnReason(reason),
            "note": note[:300],
            "returned_date": returned_date,
            "recorded_by": str(actor)[:200] if actor is not None else "",
        },
    )
    if new:
        change_fate([delivery], Fate.RETURNED, at=at, detail=str(letter.get_reason_display()), actor=actor)
        if delivery.contact_id:
            addresses = PostalAddress.objects.filter(contact=delivery.contact_id, returned_on__isnull=True)
            shown = [a.pk for a in addresses if a.street and fold(a.street) in delivery.address_key]
            PostalAddress.objects.filter(pk__in=shown).update(returned_on=returned_date)
        audit.record(actor=actor, verb="messaging.letter.returned", obj=delivery, at=at)
        facts.publish(LetterReturned(delivery.pk, delivery.contact_id))
    return letter


@transaction.atomic
def settle_uncertain(*, delivery_id: int, was_sent: bool, actor: Any, at: datetime) -> Delivery:
    """A person found out what became of an uncertain message: it left, or it is to be sent again.

    Raises:
        NotAllowed; NotUncertain: somebody settled it before.
    """
    require(actor, "messaging.settle_delivery")
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("mailing").get(pk=delivery_id)
    if delivery.fate != Fate.UNCERTAIN:
        raise NotUncertain(fate=delivery.get_fate_display())
    if was_sent:
        change_fate([delivery], Fate.SENT, at=at, actor=actor, sent_at=delivery.fate_at, claim="")
    else:
        last = Delivery.objects.filter(mailing=delivery.mailing_id).aggregate(last=Max("chunk"))["last"]
        change_fate([delivery], Fate.QUEUED, at=at, actor=actor, claim="", chunk=last + 1)
        Mailing.objects.filter(pk=delivery.mailing_id).update(status=MailingStatus.SENDING, finished_at=None)
        facts.publish(MailingStarted(delivery.mailing_id))
    changes = {"fate": (Fate.UNCERTAIN, delivery.fate)}
    audit.record(actor=actor, verb="messaging.delivery.settled", obj=delivery, changes=changes, at=at)
    return delivery
