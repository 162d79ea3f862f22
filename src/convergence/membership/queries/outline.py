"""Who a draft call reaches, in outline: what the page of the audience counts and lists, without the members' details.

Ten thousand members are put in or out while somebody waits for a page. Members who are alike for the rule share one
decision, and nothing is read that it does not ask for; `audience.placed` gives the details of those who are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from convergence.contacts.choices import Channel as ContactChannel
from convergence.contacts.choices import ConsentPurpose
from convergence.contacts.models import Contact, ContactPoint, DoNotContact, PostalAddress
from convergence.membership.choices import CoverageKind
from convergence.membership.models import CallRecipient, DuesCall, DuesScale, Exemption, GroupMembership
from convergence.membership.queries.audience import (
    Placed,
    placed,
    placed_if_few,
    query_of,
    record_date_of,
    stays_of,
)
from convergence.membership.queries.coverages import coverages_on
from convergence.membership.queries.reach import current, writable
from convergence.membership.rules import audience

#: Up to so many members, a page reads the details of all of them; beyond, of those that it shows.
FEW = 2_000


class Outline(NamedTuple):
    """A member and its place: how its letter travels when it is in, why it is out when it is out."""

    contact_id: int
    name: str
    channel: audience.Channel | None
    exclusion: audience.Exclusion | None

    @property
    def is_in(self) -> bool:
        """Say whether the member is called."""
        return self.exclusion is None


class _Known(NamedTuple):
    """What was read: sets of contact ids, the marks of a contact, the groups that have a scale."""

    emailed: set[int]
    posted: set[int]
    marks: dict[int, set[str]]
    exempt: set[int]
    included: set[int]
    called: set[int]
    groups: set[str]


def outline_of(call: DuesCall, *, today: date) -> list[Outline]:
    """Put every member in or out of a draft call, by name; the same places as `audience.placed` gives."""
    record = record_date_of(call, today=today)
    stays = stays_of(record)
    known = _known(call, record, today, stays.order_by())
    query = query_of(call.query)
    decided: dict[Any, audience.Place] = {}
    found = []
    none: set[str] = set()
    for contact_id, group, name, kind, region in stays.order_by("member__name", "member_id").values_list(
        "member_id", "group", "member__name", "member__organisation_kind", "member__region__slug"
    ):
        marks = known.marks.get(contact_id, none)
        key = (
            group,
            kind,
            region or "",
            contact_id in known.called,
            contact_id in known.included,
            contact_id in known.exempt,
            ContactChannel.ALL in marks,
            contact_id in known.emailed,
            ContactChannel.EMAIL in marks,
            contact_id in known.posted and ContactChannel.POST not in marks,
        )
        place = decided.get(key)
        if place is None:
            place = decided[key] = audience.place(query, _candidate(contact_id, key, known))
        found.append(Outline(contact_id, name, place.channel, place.exclusion))
    return found


def overview_of(call: DuesCall, *, today: date) -> tuple[list[Outline], list[Placed] | None]:
    """Return the outline of a draft call, and the details of all its members when they are few enough to read."""
    whole = placed_if_few(call, today=today, most=FEW)
    return (outline_of(call, today=today), None) if whole is None else (outline_from(whole), whole)


def outline_from(whole: Iterable[Placed]) -> list[Outline]:
    """Return the same of members whose details were read, by name."""
    found = [Outline(one.member.contact_id, one.member.name, one.place.channel, one.place.exclusion) for one in whole]
    return sorted(found, key=lambda one: (one.name, one.contact_id))


def _candidate(contact_id: int, key: Any, known: _Known) -> audience.Candidate:
    group, kind, region, called, included, exempt, marked, emailed, refused, posted = key
    return audience.Candidate(
        contact_id=contact_id,
        group=group,
        kind=kind,
        region=region,
        already_called=called,
        included_in=contact_id if included else None,
        exempt=exempt,
        has_scale=group in known.groups,
        do_not_contact=marked,
        email="@" if emailed else "",
        email_refused=refused,
        has_postal_address=posted,
    )


def _known(call: DuesCall, record: date, today: date, stays: QuerySet[GroupMembership]) -> _Known:
    kept: dict[int, int] = dict(
        Contact.objects.exclude(merged_into=None).order_by().values_list("pk", "merged_into_id")
    )
    members = Q(contact__in=stays.values("member_id"))
    if kept:
        members |= Q(contact__in=kept)
    points = writable(ContactPoint.objects.filter(current(record), members, channel=ContactChannel.EMAIL))
    addresses = PostalAddress.objects.filter(current(record), members, returned_on__isnull=True)
    told = DoNotContact.objects.filter(
        Q(until__isnull=True) | Q(until__gte=record),
        members,
        since__lte=record,
        purpose__in=("", ConsentPurpose.MEMBERSHIP),
    )
    marks: dict[int, set[str]] = defaultdict(set)
    for contact_id, channel in told.values_list("contact_id", "channel"):
        marks[kept.get(contact_id, contact_id)].add(channel)
    exempted = Exemption.objects.filter(period=call.period, percent=100)
    maybe = set(exempted.values_list("member_id", flat=True))
    exempt = placed(call, today=today, only=maybe, with_amounts=False) if maybe else []
    called = CallRecipient.objects.filter(call__period=call.period, queued_at__isnull=False)
    scales = DuesScale.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=call.period_start))
    return _Known(
        emailed=_whose(kept, points.values_list("contact_id", flat=True)),
        posted=_whose(kept, addresses.exclude(street="").exclude(city="").values_list("contact_id", flat=True)),
        marks=marks,
        exempt={one.member.contact_id for one in exempt if one.member.exempt},
        included=set(coverages_on(record)[CoverageKind.INCLUDES]),
        called=_whose(kept, called.values_list("member_id", flat=True)),
        groups=set(scales.filter(valid_from__lte=call.period_start).values_list("group", flat=True)),
    )


def _whose(kept: Mapping[int, int], contact_ids: Iterable[int]) -> set[int]:
    """Return the contacts that stand for these, merges considered."""
    return {kept.get(pk, pk) for pk in contact_ids}
