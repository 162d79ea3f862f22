"""Secret addresses of calendars."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from convergence.activities.models import CalendarKey
from convergence.contacts.models import Contact
from convergence.core import audit
from convergence.core.errors import NotFound


@transaction.atomic
def renew_calendar_key(*, contact_id: int, actor: Any, at: datetime) -> CalendarKey:
    """Give a union or a person the secret address of what they take part in; the former address gives nothing more.

    Who may ask is decided by the door: a delegate for the organisation, a person for themselves.

    Raises:
        NotFound: there is no such contact.

    Writes the audit line `activities.calendar.key_renewed`.
    """
    contact = Contact.objects.filter(pk=contact_id, merged_into=None).first()
    if contact is None:
        raise NotFound
    key, _new = CalendarKey.objects.update_or_create(
        contact=contact, defaults={"code": secrets.token_urlsafe(24), "made_at": at}
    )
    audit.record(actor=actor, verb="activities.calendar.key_renewed", obj=contact, changes={}, at=at)
    return key
