"""What goes from membership when a person is erased (L10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.membership.models import AmountRevision, CallRecipient, GroupMembership, Promise


def empty_answers(ids: Sequence[int], at: datetime) -> None:
    """Make the calls, promises and stays of these contacts nameless; amounts, dates and groups stay (K1)."""
    rows = CallRecipient.objects.filter(member__in=ids)
    for contact in Contact.objects.filter(pk__in=ids).only("pk", "name"):
        rows.filter(member=contact).update(name=contact.name, email="", postal="")
    Promise.objects.filter(recipient__in=rows).update(note="", said_by="")
    AmountRevision.objects.filter(recipient__in=rows).update(said_by="")
    audit.empty("membership.callrecipient", rows.values_list("pk", flat=True), at=at)
    stays = GroupMembership.objects.filter(member__in=ids)
    audit.empty("membership.groupmembership", stays.values_list("pk", flat=True), at=at)
