"""The address and contact points that a member confirms or corrects on its form.

A former value is not overwritten: it ends the day before, and the new one begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from convergence.contacts.choices import Channel, ContactKind, Purpose
from convergence.contacts.commands.points import (
    add_address,
    add_contact_point,
    change_address,
    change_contact_point,
    remove_address,
    remove_contact_point,
)
from convergence.contacts.models import Contact, ContactPoint, PostalAddress
from convergence.core import audit
from convergence.membership.models import CallRecipient

_ADDRESS_FIELDS = ("attention", "street", "city", "province", "postal_code")


@dataclass(frozen=True, slots=True)
class Details:
    """What the form shows: an address and the points that may be corrected, as typed."""

    attention: str = ""
    street: str = ""
    city: str = ""
    province: str = ""
    postal_code: str = ""
    email: str = ""
    delegate_email: str = ""
    phone: str = ""


def _current(day: date) -> Q:
    return (Q(start_date__isnull=True) | Q(start_date__lte=day)) & (Q(end_date__isnull=True) | Q(end_date__gte=day))


def _points(contact: Contact, day: date) -> list[ContactPoint]:
    return list(contact.points.filter(_current(day)).order_by("pk"))


def _first(points: list[ContactPoint], channel: str, purposes: tuple[str, ...]) -> ContactPoint | None:
    found = [point for point in points if point.channel == channel and point.purpose in purposes]
    return min(found, key=lambda point: (purposes.index(point.purpose), point.pk), default=None)


def _address(contact: Contact, day: date) -> PostalAddress | None:
    found: PostalAddress | None = contact.addresses.filter(_current(day)).order_by("pk").first()
    return found


_PLACES = {
    "email": (Channel.EMAIL, (Purpose.BILLING, Purpose.GENERAL)),
    "delegate_email": (Channel.EMAIL, (Purpose.DELEGATE,)),
    "phone": (Channel.PHONE, (Purpose.GENERAL, Purpose.BILLING)),
}


def details_of(contact: Contact, *, on: date) -> Details:
    """Return what is known of a contact on a day; empty texts for what is not."""
    address, points = _address(contact, on), _points(contact, on)
    found = {name: _first(points, channel, purposes) for name, (channel, purposes) in _PLACES.items()}
    return Details(
        **{name: getattr(address, name) if address else "" for name in _ADDRESS_FIELDS},
        **{name: point.value if point else "" for name, point in found.items()},
    )


@transaction.atomic
def correct_details(*, recipient_id: int, values: Mapping[str, str], actor: Any, at: datetime) -> list[str]:
    """Write what a member corrected, and that it confirmed its details; return the names of what changed.

    Raises:
        UnreadablePostalCode, UnreadablePhone, UnreadableEmail: what was typed cannot be one.

    Writes the audit line `membership.details.confirmed` with the fields before and after.
    """
    recipient = CallRecipient.objects.select_for_update(of=("self",)).select_related("member").get(pk=recipient_id)
    contact, today = recipient.member, timezone.localdate(at)
    before = details_of(contact, on=today)
    wanted = {name: values.get(name, getattr(before, name)).strip() for name in Details.__dataclass_fields__}
    changed = [name for name, value in wanted.items() if value != getattr(before, name)]
    if any(name in changed for name in _ADDRESS_FIELDS):
        _replace_address(contact, wanted, today, actor, at)
    points = _points(contact, today)
    for name in changed:
        if name in _PLACES:
            channel, purposes = _PLACES[name]
            former = _first(points, channel, purposes)
            if contact.kind == ContactKind.PERSON:
                purposes = (Purpose.GENERAL,)
            _replace_point(contact, former, channel, purposes[0], wanted[name], today, actor, at)
    recipient.confirmed_at = at
    recipient.save(update_fields=["confirmed_at"])
    audit.record(
        actor=actor,
        verb="membership.details.confirmed",
        obj=recipient,
        changes={name: (getattr(before, name), wanted[name]) for name in changed},
        at=at,
    )
    return changed


def _replace_address(contact: Contact, wanted: Mapping[str, str], today: date, actor: Any, at: datetime) -> None:
    former = _address(contact, today)
    if former is not None and former.start_date == today:
        remove_address(address_id=former.pk, actor=actor, at=at)
    elif former is not None:
        change_address(address_id=former.pk, end_date=today - timedelta(days=1), actor=actor, at=at)
    if any(wanted[name] for name in _ADDRESS_FIELDS):
        add_address(
            contact_id=contact.pk,
            purpose=former.purpose if former else Purpose.GENERAL,
            start_date=today,
            actor=actor,
            at=at,
            **{name: wanted[name] for name in _ADDRESS_FIELDS},
        )


def _replace_point(
    contact: Contact,
    former: ContactPoint | None,
    channel: str,
    purpose: str,
    value: str,
    today: date,
    actor: Any,
    at: datetime,
) -> None:
    if former is not None and former.start_date == today:
        remove_contact_point(point_id=former.pk, actor=actor, at=at)
    elif former is not None:
        change_contact_point(point_id=former.pk, end_date=today - timedelta(days=1), actor=actor, at=at)
    if value:
        add_contact_point(
            contact_id=contact.pk,
            channel=channel,
            value=value,
            purpose=former.purpose if former else purpose,
            person=former.person if former else None,
            start_date=today,
            actor=actor,
            at=at,
        )
