"""Contact points and postal addresses, each for a purpose, between two dates."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from convergence.contacts.choices import Channel
from convergence.contacts.commands.identity import refresh_search
from convergence.contacts.commands.rows import add_row, change_row, locked, remove_row, row_of
from convergence.contacts.errors import UnreadableEmail, UnreadablePhone, UnreadablePostalCode
from convergence.contacts.models import Contact, ContactPoint, PostalAddress
from convergence.contacts.rules.addresses import UnreadablePostalCodeError, normalise_postal_code
from convergence.contacts.rules.phones import UnreadablePhoneError, normalise_phone


def normalise_point(channel: str, value: str, country: str = "CA") -> str:
    """Return the stored form of an address: lower-case e-mail, telephone as `+15143832266;ext=225` (S63).

    Raises:
        UnreadableEmail: not an e-mail address.
        UnreadablePhone: not a telephone number.
    """
    typed = value.strip()
    if channel == Channel.EMAIL:
        try:
            validate_email(typed)
        except ValidationError as error:
            raise UnreadableEmail(field="value", typed=typed) from error
        return typed.lower()
    if channel == Channel.PHONE:
        try:
            return normalise_phone(typed, country or "CA")
        except UnreadablePhoneError as error:
            raise UnreadablePhone(field="value", typed=typed) from error
    return typed


@transaction.atomic
def add_contact_point(
    *, contact_id: int, channel: str, value: str, actor: Any, at: datetime, **values: Any
) -> ContactPoint:
    """Add an e-mail, telephone or web address to a contact, organisation or body.

    A committee's address belongs to the committee, not to its organisation (S57).

    Raises:
        NotAllowed: the actor may not change this contact.
        UnreadableEmail: not an e-mail address.
        UnreadablePhone: not a telephone number.
        ValidationError: a date or a choice does not fit.
    """
    contact = locked(contact_id)
    point = ContactPoint(
        contact=contact,
        channel=channel,
        value=value.strip(),
        normalised=normalise_point(channel, value, contact.country),
        **values,
    )
    add_row(point, contact, "contacts.point.added", actor=actor, at=at)
    _refresh(contact)
    return point


@transaction.atomic
def change_contact_point(*, point_id: int, actor: Any, at: datetime, **values: Any) -> ContactPoint:
    """Change a contact point, or end it with `end_date`. A new value clears the mark of failing.

    Raises:
        NotFound: there is no such point.
        NotAllowed: the actor may not change this contact.
        UnreadableEmail: not an e-mail address.
        UnreadablePhone: not a telephone number.
        ValidationError: a date or a choice does not fit.
    """
    point = row_of(ContactPoint, point_id)
    contact = point.contact
    if {"value", "channel"} & values.keys():
        typed = str(values.get("value", point.value)).strip()
        stored = normalise_point(values.get("channel", point.channel), typed, contact.country)
        values |= {"value": typed, "normalised": stored}
        if stored != point.normalised:
            values["failing_since"] = None
    change_row(point, contact, "contacts.point.changed", values, actor=actor, at=at)
    _refresh(contact)
    return point


@transaction.atomic
def remove_contact_point(*, point_id: int, actor: Any, at: datetime) -> None:
    """Remove a contact point that was written by mistake; to keep its past, give it an end instead.

    Raises:
        NotFound: there is no such point.
        NotAllowed: the actor may not change this contact.
    """
    point = row_of(ContactPoint, point_id)
    contact = point.contact
    remove_row(point, contact, "contacts.point.removed", actor=actor, at=at)
    _refresh(contact)


def _postal(values: dict[str, Any], country: str) -> dict[str, Any]:
    if "postal_code" not in values:
        return values
    try:
        return values | {"postal_code": normalise_postal_code(values["postal_code"], country)}
    except UnreadablePostalCodeError as error:
        raise UnreadablePostalCode(field="postal_code", typed=values["postal_code"]) from error


@transaction.atomic
def add_address(*, contact_id: int, actor: Any, at: datetime, **values: Any) -> PostalAddress:
    """Add a postal address; `values` are fields of `PostalAddress`.

    Raises:
        NotAllowed: the actor may not change this contact.
        UnreadablePostalCode: a Canadian address with an impossible code.
        ValidationError: a value does not fit.
    """
    contact = locked(contact_id)
    address = PostalAddress(contact=contact, **_postal(values, values.get("country", "CA")))
    return add_row(address, contact, "contacts.address.added", actor=actor, at=at)


@transaction.atomic
def change_address(*, address_id: int, actor: Any, at: datetime, **values: Any) -> PostalAddress:
    """Change a postal address, or end it with `end_date`.

    Raises:
        NotFound: there is no such address.
        NotAllowed: the actor may not change this contact.
        UnreadablePostalCode: a Canadian address with an impossible code.
        ValidationError: a value does not fit.
    """
    address = row_of(PostalAddress, address_id)
    values = _postal(values, values.get("country", address.country))
    return change_row(address, address.contact, "contacts.address.changed", values, actor=actor, at=at)


@transaction.atomic
def remove_address(*, address_id: int, actor: Any, at: datetime) -> None:
    """Remove a postal address that was written by mistake.

    Raises:
        NotFound: there is no such address.
        NotAllowed: the actor may not change this contact.
    """
    address = row_of(PostalAddress, address_id)
    remove_row(address, address.contact, "contacts.address.removed", actor=actor, at=at)


def _refresh(contact: Contact) -> None:
    refresh_search([contact.merged_into_id or contact.pk])
