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
from convergence.contacts.models import Contact, ContactPoint, PostalAddress
from convergence.contacts.rules.phones import normalise_phone
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


def _first(contact: Contact, channel: str, purposes: tuple[str, ...], day: date) -> ContactPoint | None:
    found = list(contact.points.filter(_current(day), channel=channel, purpose__in=purposes).order_by("pk"))
    return min(found, key=lambda point: (purposes.index(point.purpose), point.pk), default=None)


def _address(contact: Contact, day: date) -> PostalAddress | None:
    found: PostalAddress | None = contact.addresses.filter(_current(day)).order_by("pk").first()
    return found


def details_of(contact: Contact, *, on: date) -> Details:
    """Return what is known of a contact on a day; empty texts for what is not."""
    address = _address(contact, on)
    email = _first(contact, Channel.EMAIL, (Purpose.BILLING, Purpose.GENERAL), on)
    delegate = _first(contact, Channel.EMAIL, (Purpose.DELEGATE,), on)
    phone = _first(contact, Channel.PHONE, (Purpose.GENERAL, Purpose.BILLING), on)
    return Details(
        **{name: getattr(address, name) if address else "" for name in _ADDRESS_FIELDS},
        email=email.value if email else "",
        delegate_email=delegate.value if delegate else "",
        phone=phone.value if phone else "",
    )


@transaction.atomic
def correct_details(*, recipient_id: int, values: Mapping[str, str], actor: Any, at: datetime) -> list[str]:
    """Write what a member corrected, and that it confirmed its details; return the names of what changed.

    Writes the audit line `membership.details.confirmed` with the fields before and after.
    """
    recipient = CallRecipient.objects.select_for_update().select_related("member").get(pk=recipient_id)
    contact, today = recipient.member, timezone.localdate(at)
    before = details_of(contact, on=today)
    wanted = {name: values.get(name, getattr(before, name)).strip() for name in Details.__dataclass_fields__}
    changed = [name for name, value in wanted.items() if value != getattr(before, name)]
    if any(name in changed for name in _ADDRESS_FIELDS):
        _replace_address(contact, wanted, today)
    base = Purpose.GENERAL if contact.kind == ContactKind.PERSON else Purpose.BILLING
    for name, channel, purposes in (
        ("email", Channel.EMAIL, (base, Purpose.GENERAL, Purpose.BILLING)),
        ("delegate_email", Channel.EMAIL, (Purpose.DELEGATE,)),
        ("phone", Channel.PHONE, (Purpose.GENERAL, Purpose.BILLING)),
    ):
        if name in changed:
            _replace_point(contact, channel, purposes, wanted[name], today)
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


def _end(row: ContactPoint | PostalAddress, today: date) -> None:
    if row.start_date is not None and row.start_date >= today:
        row.delete()
        return
    row.end_date = today - timedelta(days=1)
    row.save(update_fields=["end_date"])


def _replace_address(contact: Contact, wanted: Mapping[str, str], today: date) -> None:
    former = _address(contact, today)
    purpose = former.purpose if former else Purpose.GENERAL
    if former is not None:
        _end(former, today)
    if any(wanted[name] for name in _ADDRESS_FIELDS):
        PostalAddress.objects.create(
            contact=contact, purpose=purpose, start_date=today, **{name: wanted[name] for name in _ADDRESS_FIELDS}
        )


def _replace_point(contact: Contact, channel: str, purposes: tuple[str, ...], value: str, today: date) -> None:
    former = _first(contact, channel, tuple(dict.fromkeys(purposes)), today)
    if former is not None:
        _end(former, today)
    if value:
        ContactPoint.objects.create(
            contact=contact,
            person=former.person if former else None,
            channel=channel,
            purpose=former.purpose if former else purposes[0],
            value=value,
            normalised=value.lower() if channel == Channel.EMAIL else normalise_phone(value),
            start_date=today,
        )
