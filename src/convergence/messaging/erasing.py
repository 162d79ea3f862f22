"""What goes from the register of messages when a person is erased (L10)."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from convergence.messaging.choices import Channel
from convergence.messaging.models import Attachment, Delivery, KeptLetter, Mailing, Message, OutboxMessage


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


def rewrite_texts(references: Sequence[str], rewrite: Callable[[str], str]) -> int:
    """Write anew what messages to single people said, where that differs, and delete their enclosures and kept copies.

    Who received them, when and why stays.

    Args:
        references: of the mailings, whole or up to a colon.
        rewrite: text → text as it may be kept.

    Returns:
        How many messages were written anew.
    """
    begins = Q()
    for one in references:
        begins |= Q(reference=one) | Q(reference__startswith=f"{one}:")
    found = Mailing.objects.filter(begins) if references else Mailing.objects.none()
    done = 0
    for message in Message.objects.filter(mailing__in=found).select_related("mailing"):
        kept = (message.subject, message.source, message.mailing.title)
        subject, source, title = (rewrite(text) for text in kept)
        if (subject, source, title) == kept and not message.mailing.attachments.exists():
            continue
        Message.objects.filter(pk=message.pk).update(subject=subject[:250], source=source)
        Mailing.objects.filter(pk=message.mailing_id).update(title=title[:200])
        Attachment.objects.filter(mailing=message.mailing_id).delete()
        OutboxMessage.objects.filter(delivery__mailing=message.mailing_id).delete()
        done += 1
    return done


def _delete_files(names: Sequence[str]) -> None:
    for name in names:
        default_storage.delete(name)
