"""Work of finance outside the request. Each task may run twice."""

import logging

from django.utils import timezone
from django_tasks import task

from convergence.accounts.models import User
from convergence.core.errors import DomainError
from convergence.core.tasks import periodic
from convergence.finance.choices import Method
from convergence.finance.commands.receipts import issue_receipt, issue_receipts
from convergence.finance.commands.sending import send_receipt, send_receipts
from convergence.finance.models import Receipt
from convergence.finance.queries.receipts import payments_without_receipt

logger = logging.getLogger(__name__)


@task()
def receipt_of_card_payment(payment_id: int) -> None:
    """Issue the receipt of a card payment and send it."""
    _issue_and_send(payment_id)


@periodic(seconds=300)
def receipts_left_behind() -> None:
    """Issue the receipts of card payments that a dead worker left."""
    rows = payments_without_receipt().filter(method=Method.CARD).exclude(receipts__isnull=False)
    for payment_id in rows.values_list("pk", flat=True)[:50]:
        _issue_and_send(payment_id)


@task()
def issue_receipts_of_period(period: str, actor_id: int) -> None:
    """Issue the receipts that are missing for a period, fifty at a time; run again, it goes on where it stopped."""
    actor = User.objects.filter(pk=actor_id).first()
    while actor is not None and issue_receipts(period=period, actor=actor, at=timezone.now()):
        continue


@task()
def send_receipts_of_period(period: str, actor_id: int) -> None:
    """Issue the receipts that are missing for a period, then send those never sent; run again, it goes on."""
    actor = User.objects.filter(pk=actor_id).first()
    while actor is not None and issue_receipts(period=period, actor=actor, at=timezone.now()):
        continue
    while actor is not None and send_receipts(period=period, actor=actor, at=timezone.now()):
        continue


def _issue_and_send(payment_id: int) -> None:
    now = timezone.now()
    receipt = Receipt.objects.live().light().filter(payment_id=payment_id).first()
    try:
        receipt = receipt or issue_receipt(payment_id=payment_id, actor=None, at=now)
        if not receipt.mailings.exists():
            send_receipt(receipt_id=receipt.pk, actor=None, at=now)
    except DomainError as refusal:
        logger.warning("receipt of payment %s not sent: %s", payment_id, refusal.code)
