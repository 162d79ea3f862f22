"""What finance does when something has just happened."""

from convergence.core import facts
from convergence.finance.choices import Method
from convergence.finance.events import PaymentRecorded
from convergence.finance.models import Payment
from convergence.finance.tasks import receipt_of_card_payment


@facts.on(PaymentRecorded)
def give_receipt_of_card_payment(fact: PaymentRecorded) -> None:
    """Who pays by card receives the receipt at once, by e-mail (S58–S61)."""
    if Payment.objects.filter(pk=fact.payment_id, method=Method.CARD).exists():
        receipt_of_card_payment.enqueue(payment_id=fact.payment_id)
