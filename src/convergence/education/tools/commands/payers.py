"""Who pays an order: a contact that is there, or one written from the order."""

from datetime import datetime
from typing import Any

from convergence.accounts.policies import require
from convergence.contacts import commands as contacts
from convergence.contacts.choices import Channel, OrganisationKind, Purpose
from convergence.contacts.models import Contact
from convergence.core.errors import NotFound
from convergence.education.tools.errors import PayerMissing
from convergence.education.tools.models import Order


def payer_of(order: Order, payer_id: int | None, *, writes_record: bool, actor: Any, at: datetime) -> Contact:
    """Return the contact that pays an order.

    Raises:
        PayerMissing: none is chosen, and none is to be written.
        NotFound: there is no such contact.
        NotAllowed: the actor may not see it, or may not add contacts.
    """
    if payer_id is not None:
        found: Contact | None = Contact.objects.select_related("merged_into").filter(pk=payer_id).first()
        if found is None:
            raise NotFound
        require(actor, "contacts.view_contact", found)
        return found.merged_into or found
    if order.contact is not None:
        return order.contact.merged_into or order.contact
    if not writes_record:
        raise PayerMissing(field="payer")
    return _written(order, actor, at)


def _written(order: Order, actor: Any, at: datetime) -> Contact:
    given: Any = {"language": order.language, "country": order.country, "actor": actor, "at": at}
    if order.organisation:
        made = contacts.create_organisation(name=order.organisation, organisation_kind=OrganisationKind.OTHER, **given)
    else:
        first, _space, last = order.name.partition(" ")
        made = contacts.create_person(given_name=first, family_name=last, **given)
    contacts.add_contact_point(
        contact_id=made.pk, channel=Channel.EMAIL, value=order.email, purpose=Purpose.BILLING, actor=actor, at=at
    )
    contacts.add_address(
        contact_id=made.pk,
        attention=order.name if order.organisation else "",
        street=order.street,
        city=order.city,
        province=order.province,
        postal_code=order.postal_code,
        country=order.country,
        actor=actor,
        at=at,
    )
    return made
