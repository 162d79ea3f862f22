"""For which organisation somebody outside the team acts."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from convergence.accounts.policies import require
from convergence.contacts.models import Access, Contact
from convergence.core import audit


@transaction.atomic
def act_for(*, user_id: int, organisation: Contact | None, actor: Any, at: datetime) -> None:
    """Make a user the delegate of one organisation, ending any other at once; None ends them all.

    Calling twice changes nothing.

    Raises:
        NotAllowed: the actor may not give access.

    Writes the audit lines `contacts.access.ended` and `contacts.access.given`.
    """
    require(actor, "accounts.edit_user")
    today = timezone.localdate(at)
    held = Access.objects.select_for_update().filter(user_id=user_id, end_date=None)
    for access in held.exclude(organisation=organisation):
        access.end_date = today - timedelta(days=1)
        access.save(update_fields=["end_date"])
        audit.record(actor=actor, verb="contacts.access.ended", obj=access, at=at)
    if organisation is None or held.filter(organisation=organisation).exists():
        return
    access, _made = Access.objects.update_or_create(
        user_id=user_id, organisation=organisation, defaults={"start_date": today, "end_date": None}
    )
    audit.record(actor=actor, verb="contacts.access.given", obj=access, at=at)
