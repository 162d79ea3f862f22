"""Keeping each letter of a mailing as PDF: one file and one row each, committed in batches."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from convergence.accounts.policies import require
from convergence.core.profile import current_profile
from convergence.documents import branding, content, letters
from convergence.messaging.choices import Fate
from convergence.messaging.models import Delivery, KeptLetter
from convergence.messaging.rendering import letter_of, recipient_lines, render_pdf

BATCH = 50


def keep_letters(*, mailing_id: int, actor: Any, at: datetime) -> int:
    """Keep the PDF of every letter of a mailing that has none yet; return how many.

    Stopped at any moment, it goes on where it was: a batch of 50 rows is committed once its files
    are written, and a file without a row is written again under the same name.

    Raises:
        NotAllowed: the actor may not send mailings.
    """
    require(actor, "messaging.send_mailing")
    waiting = Delivery.objects.filter(mailing=mailing_id, kept_letter__isnull=True).exclude(fate=Fate.SUPPRESSED)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    count = 0
    for part in _parts(keys):
        rows = Delivery.objects.filter(pk__in=part).select_related("message", "contact").order_by("pk")
        with transaction.atomic():
            KeptLetter.objects.bulk_create(list(_written(list(rows), at)), ignore_conflicts=True)
        count += len(part)
    return count


def _parts(keys: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(keys), BATCH):
        yield keys[first : first + BATCH]


def _written(rows: list[Delivery], at: datetime) -> Iterator[KeptLetter]:
    brand = branding.brand_data(current_profile())
    read: dict[int, content.Blocks] = {}
    for delivery in rows:
        blocks = read.get(delivery.message_id)
        if blocks is None:
            blocks = read[delivery.message_id] = letters.prepare(delivery.message.source, delivery.message.language)
        letter = letter_of(delivery, blocks=blocks)
        pdf = render_pdf(letter, recipient=recipient_lines(delivery), created=delivery.queued_at, brand=brand)
        name = f"letters/{delivery.mailing_id}/{delivery.token}.pdf"
        if default_storage.exists(name):  # left by a run that was stopped
            default_storage.delete(name)
        kept = default_storage.save(name, ContentFile(pdf))
        yield KeptLetter(delivery=delivery, file=kept, sha256=hashlib.sha256(pdf).hexdigest(), kept_at=at)
