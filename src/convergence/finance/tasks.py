"""Work of finance outside the request. Each task may run twice."""

from django.utils import timezone
from django_tasks import task

from convergence.core.errors import DomainError
from convergence.core.tasks import periodic
from convergence.finance.choices import Method
from convergence.finance.commands.receipts import issue_receipt
from convergence.finance.models import Receipt
from convergence.finance.queries.receipts import payments_without_receipt


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


def _issue_and_send(payment_id: int) -> None:
    now = timezone.now()
    try:
        issue_receipt(payment_id=payment_id, actor=None, at=now)
    except DomainError:
        if not Receipt.objects.live().filter(payment_id=payment_id).exists():
            return
