"""What waits for a person among messages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from convergence.backoffice import home
from convergence.messaging import queries


@home.waiting("messaging.settle_delivery", order=60)
def messages_to_settle(user: Any, at: datetime) -> Iterator[home.Waiting]:
    """Uncertain messages and bounces that we could not read."""
    counts = queries.waiting_counts()
    if counts["uncertain"]:
        why = _("The sending was interrupted at the very moment. Nothing is sent twice without you.")
        yield home.Waiting(counts["uncertain"], _("messages perhaps sent"), why, reverse("messages:uncertain"))
    if counts["bounces"]:
        why = _("These answers of mail servers could not be read by themselves.")
        yield home.Waiting(counts["bounces"], _("bounces to read"), why, reverse("messages:bounces"))
