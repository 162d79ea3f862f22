"""Numbers given out once each: receipts, invoices, deposit slips."""

from django.db import transaction

from convergence.core.models import Counter


def next_number(name: str) -> int:
    """Return the next number of a series, from 1; none is given twice, and none is lost when the act is undone.

    Must be called inside the transaction that uses the number: callers of one series then wait for one another.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "next_number needs a transaction"
        raise RuntimeError(message)
    Counter.objects.get_or_create(name=name)
    counter = Counter.objects.select_for_update().get(name=name)
    counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value
