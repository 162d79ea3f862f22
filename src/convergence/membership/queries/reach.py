"""How contacts are reached by letters about dues: addresses that work, and marks that forbid some or all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from convergence.contacts.choices import Channel as ContactChannel
from convergence.contacts.choices import ConsentPurpose, Purpose
from convergence.contacts.models import Contact, ContactPoint, DoNotContact, PostalAddress
from convergence.contacts.queries.consent import withdrawn_from
from convergence.membership.rules import audience
from convergence.messaging.choices import Topic
from convergence.messaging.models import Suppression

_EMAIL_ORDER = (Purpose.BILLING, Purpose.GENERAL, Purpose.DELEGATE, Purpose.SOLIDARITY_COMMITTEE)
_POST_ORDER = (Purpose.BILLING, Purpose.GENERAL, Purpose.DELEGATE, Purpose.SOLIDARITY_COMMITTEE)


@dataclass(slots=True)
class Reach:
    """Addresses and marks of a set of contacts, by contact id; a merged contact counts as the one that remains.

    An e-mail address comes with the name of the person whom it reaches, empty when it is nobody's own.
    """

    kept: dict[int, int] = field(default_factory=dict)
    emails: dict[int, tuple[str, str]] = field(default_factory=dict)
    postals: dict[int, str] = field(default_factory=dict)
    marks: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def whose(self, contact_id: int) -> int:
        """Return the contact that stands for this one: itself, or the one that absorbed it."""
        return self.kept.get(contact_id, contact_id)

    def read(self, of: Callable[[str], Q], *, on: date) -> Q:
        """Read the addresses of a day of the contacts that `of(column)` keeps; return the filter of their rows."""
        absorbed = dict(Contact.objects.filter(of("merged_into_id")).order_by().values_list("pk", "merged_into_id"))
        self.kept = {pk: kept for pk, kept in absorbed.items() if kept is not None}
        between = of("contact_id") | Q(contact_id__in=self.kept) if self.kept else of("contact_id")
        _read_emails(self, ContactPoint.objects.filter(current(on), between, channel=ContactChannel.EMAIL))
        _read_postals(self, PostalAddress.objects.filter(current(on), between, returned_on__isnull=True))
        return between

    def take_marks(self, marks: Iterable[DoNotContact]) -> None:
        """Remember the channels that each contact forbids."""
        for mark in marks:
            self.marks[self.whose(mark.contact_id)].add(mark.channel)

    def way_to(self, contact_id: int) -> tuple[str, str] | None:
        """Return how and where a letter reaches a contact, the postal address without its name; None for no way."""
        marks = self.marks.get(contact_id, set())
        if ContactChannel.ALL in marks:
            return None
        email, _person = self.emails.get(contact_id, ("", ""))
        postal = self.postals.get(contact_id, "")
        channel = audience.channel_of(
            audience.Candidate(
                contact_id,
                None,
                email=email,
                email_refused=ContactChannel.EMAIL in marks,
                has_postal_address=bool(postal) and ContactChannel.POST not in marks,
            )
        )
        if channel is None:
            return None
        return str(channel), email if channel is audience.Channel.EMAIL else postal


def reach_of(contact_ids: Collection[int], *, on: date) -> Reach:
    """Return how some contacts are reached on a day; four queries, none for nobody."""
    reach = Reach()
    if contact_ids:
        between = reach.read(lambda column: Q(**{f"{column}__in": contact_ids}), on=on)
        reach.take_marks(marks_on(on, between))
    return reach


def marks_on(day: date, between: Q) -> QuerySet[DoNotContact]:
    """Return the marks that forbid letters about dues on a day."""
    return DoNotContact.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        between,
        since__lte=day,
        purpose__in=("", ConsentPurpose.MEMBERSHIP),
    )


def current(day: date) -> Q:
    """Keep what holds on a day, both ends included."""
    return (Q(start_date__isnull=True) | Q(start_date__lte=day)) & (Q(end_date__isnull=True) | Q(end_date__gte=day))


def stopped() -> QuerySet[Suppression, Any]:
    """Return the addresses to which no letter about dues may go, so that it goes by post instead (C24, C25)."""
    rows = Suppression.objects.filter(lifted_at__isnull=True, topic__in=(Topic.ALL, Topic.MEMBERSHIP))
    return rows.values("address_key")


def writable(points: QuerySet[ContactPoint]) -> QuerySet[ContactPoint]:
    """Keep the e-mail addresses to which a letter about dues may go: they work, and nobody withdrew there."""
    rows = points.filter(failing_since__isnull=True).exclude(normalised__in=stopped())
    return rows.exclude(normalised__in=withdrawn_from(ConsentPurpose.MEMBERSHIP))


def _read_emails(facts: Reach, points: QuerySet[ContactPoint]) -> None:
    rank: dict[str, int] = {purpose: place for place, purpose in enumerate(_EMAIL_ORDER)}
    rows = writable(points)
    best: dict[int, tuple[int, int, int]] = {}
    for whose, purpose, pk, normalised, value, person in rows.values_list(
        "contact_id", "purpose", "pk", "normalised", "value", "person__name"
    ):
        contact_id = facts.whose(whose)
        key = (int(whose != contact_id), rank.get(purpose, len(rank)), pk)
        if contact_id not in best or key < best[contact_id]:
            best[contact_id] = key
            facts.emails[contact_id] = (normalised or value, person or "")


def _read_postals(facts: Reach, addresses: QuerySet[PostalAddress]) -> None:
    rank = {purpose: place for place, purpose in enumerate(_POST_ORDER)}
    best: dict[int, tuple[int, int, int]] = {}
    for address in addresses.exclude(street="").exclude(city=""):
        contact_id = facts.whose(address.contact_id)
        key = (int(address.contact_id != contact_id), rank.get(Purpose(address.purpose), len(rank)), address.pk)
        if contact_id not in best or key < best[contact_id]:
            best[contact_id] = key
            facts.postals[contact_id] = postal_text(address)


def postal_text(address: PostalAddress) -> str:
    """Write a postal address as lines, the country only when it is abroad."""
    town = "  ".join(
        part
        for part in (f"{address.city} ({address.province})" if address.province else address.city, address.postal_code)
        if part
    )
    country = "" if address.country in ("", "CA") else address.country
    return "\n".join(line for line in (address.attention, address.street, town, country) if line)
