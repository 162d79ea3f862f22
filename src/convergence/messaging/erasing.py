"""What goes from the register of messages when a person is erased (L10)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from convergence.messaging.choices import Channel
from convergence.messaging.models import Delivery, KeptLetter, OutboxMessage


def empty_letters(ids: Sequence[int], at: datetime) -> None:
    """Empty the words and postal addresses of what was written to these contacts; delete kept copies.

    That a message left, when and on which ground stays, and so does its e-mail address: the consent ledger keeps it
    (K6), and the way out of a message must work for sixty days (C22).
    """
    mine = Delivery.objects.filter(contact__in=ids)
    kept = KeptLetter.objects.filter(delivery__in=mine)
    files = list(kept.values_list("file", flat=True))
    kept.delete()
    transaction.on_commit(lambda: _delete_files(files))
    OutboxMessage.objects.filter(delivery__in=mine).delete()
    mine.update(merge={})
    for delivery in mine.filter(channel=Channel.POST).only("pk", "token"):
        Delivery.objects.filter(pk=delivery.pk).update(address="—", address_key=f"— {delivery.token}")


def _delete_files(names: Sequence[str]) -> None:
    for name in names:
        default_storage.delete(name)
