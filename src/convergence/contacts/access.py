"""For which organisation a user acts, and which person of the register a user is."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from convergence.accounts.policies import require
from convergence.contacts.models import Access, Contact
from convergence.core import audit
from convergence.core.errors import BadValue


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


@transaction.atomic
def be_person(*, user_id: int, person: Contact | None, actor: Any, at: datetime) -> None:
    """Say which person of the register signs in as this user, and so may sign in that name; None says nobody.

    Calling twice changes nothing.

    Raises:
        NotAllowed: the actor may not give access.
        BadValue: somebody else signs in as this person.

    Writes the audit line `contacts.person.changed` of each person who begins or ceases to be this user.
    """
    require(actor, "accounts.edit_user")
    if person is not None and person.user_id not in (None, user_id):
        raise BadValue(_("Somebody else signs in as this person."), field="person")
    for former in Contact.objects.select_for_update().filter(user_id=user_id):
        if former != person:
            _sign_in_as(former, None, actor=actor, at=at)
    if person is not None and person.user_id is None:
        _sign_in_as(person, user_id, actor=actor, at=at)


def _sign_in_as(person: Contact, user_id: int | None, *, actor: Any, at: datetime) -> None:
    changes = {"user_id": (person.user_id, user_id)}
    person.user_id, person.changed_at = user_id, at
    person.save(update_fields=["user", "changed_at"])
    audit.record(actor=actor, verb="contacts.person.changed", obj=person, changes=changes, at=at)
