"""What waits for a person among messages."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergence.backoffice import home
from convergence.messaging import queries


@home.waiting("messaging.settle_delivery", order=60)
def messages_to_settle(user: Any, at: datetime) -> home.WaitingSource:
    """Uncertain messages and bounces that we could not read."""
    uncertain, bounces = yield home.Counted(queries.uncertain_deliveries(), queries.bounces_to_read())
    if uncertain:
        why = _("The sending was interrupted at the very moment. Nothing is sent twice without you.")
        yield home.Waiting(
            uncertain,
            ngettext("message perhaps sent", "messages perhaps sent", uncertain),
            why,
            reverse("messages:uncertain"),
        )
    if bounces:
        why = _("These answers of mail servers could not be read by themselves.")
        yield home.Waiting(
            bounces, ngettext("bounce to read", "bounces to read", bounces), why, reverse("messages:bounces")
        )
