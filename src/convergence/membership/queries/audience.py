"""The audience of a call: every member on the record date, in or out, with reason, address and amount.

All in a fixed number of queries, whatever the number of members.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from convergence.contacts.choices import Channel as ContactChannel
from convergence.contacts.choices import ContactKind, OrganisationKind
from convergence.contacts.models import Affiliation, Contact, DeclaredCount
from convergence.core.reading import read_together
from convergence.membership.choices import CoverageKind
from convergence.membership.models import (
    CallRecipient,
    Coverage,
    DuesCall,
    DuesScale,
    DuesTier,
    Exemption,
    ExtraordinaryContribution,
    GroupMembership,
)
from convergence.membership.queries.coverages import by_way
from convergence.membership.queries.reach import Reach, current, marks_on
from convergence.membership.queries.scales import as_rules, exemption_rule, held_on, rule_of
from convergence.membership.rules import audience, dues
from convergence.membership.rules.groups import Declaration

_OF_CONTACT = (
    "name",
    "number",
    "kind",
    "organisation_kind",
    "language",
    "title_gender",
    "form_of_address",
    "region__name_fr",
    "region__slug",
)


@dataclass(frozen=True, slots=True)
class Member:
    """All that a call needs to know of one member on the record date."""

    contact_id: int
    name: str
    number: str
    group: str
    kind: str
    is_person: bool
    region: str
    region_slug: str
    language: str
    title_gender: str
    form_of_address: str
    since: date
    declared: Declaration | None
    email: str
    reached_person: str
    postal: str
    centrals: tuple[str, ...]
    payer_id: int
    scale: DuesScale | None
    computation: dues.Computation | None
    exempt: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A member and its place in the call."""

    member: Member
    place: audience.Place


@dataclass(slots=True)
class _Facts(Reach):
    """What was read for a set of members, by contact id."""

    declared: dict[int, Declaration] = field(default_factory=dict)
    exemptions: dict[int, Exemption] = field(default_factory=dict)
    payers: dict[int, int] = field(default_factory=dict)
    included: dict[int, int] = field(default_factory=dict)
    pays_for: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    called: set[int] = field(default_factory=set)
    since: dict[int, date] = field(default_factory=dict)
    centrals: dict[int, tuple[str, ...]] = field(default_factory=dict)
    scales: dict[str, DuesScale] = field(default_factory=dict)
    extras: list[ExtraordinaryContribution] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Span:
    """The contacts that are read: from `low` to `high`, or `only` these of them."""

    low: int
    high: int
    only: frozenset[int] | None = None

    def of(self, path: str) -> Q:
        """Return the filter on a column of contact ids."""
        if self.only is not None:
            return Q(**{f"{path}__in": self.only})
        return Q(**{f"{path}__gte": self.low, f"{path}__lte": self.high})

    def __contains__(self, contact_id: int) -> bool:
        return contact_id in self.only if self.only is not None else self.low <= contact_id <= self.high


def query_of(raw: Mapping[str, Any]) -> audience.Query:
    """Read the stored question of a call."""
    return audience.Query(
        groups=frozenset(raw.get("groups", ())),
        kinds=frozenset(raw.get("kinds", ())),
        regions=frozenset(raw.get("regions", ())),
    )


def record_date_of(call: DuesCall, *, today: date) -> date:
    """Return the day whose facts count: the day of issue, or the first day of the period if that comes later."""
    return call.record_date or max(today, call.period_start)


def stays_of(
    record_date: date,
    *,
    joined_before: datetime | None = None,
    after: int = 0,
    limit: int | None = None,
    only: Collection[int] | None = None,
) -> QuerySet[GroupMembership]:
    """Return the stays that make the members of a record date, by contact id, from the one after `after` on."""
    stays = GroupMembership.objects.on(record_date).filter(member_id__gt=after, member__merged_into__isnull=True)
    if joined_before is not None:
        stays = stays.filter(created_at__lte=joined_before)
    if only is not None:
        stays = stays.filter(member__in=only)
    stays = stays.order_by("member_id")
    return stays if limit is None else stays[:limit]


def placed(
    call: DuesCall,
    *,
    today: date,
    joined_before: datetime | None = None,
    after: int = 0,
    limit: int | None = None,
    only: Collection[int] | None = None,
    with_amounts: bool = True,
    reached: date | None = None,
    with_centrals: bool = True,
) -> list[Placed]:
    """Put every member in or out of a call, by contact id; `outline.outline_of` does it without the details.

    Args:
        call: the call, a draft or being issued.
        today: the day at the edge; it makes the record date of a draft.
        joined_before: leave out stays recorded later (S60).
        after: start after this contact id.
        limit: at most so many members.
        only: these contact ids and no other.
        with_amounts: False leaves the amounts out, where only an exemption asks for one.
        reached: the day of a mailing, whose addresses and marks count: a second mailing uses an address learnt since
            the record date, and obeys a mark set since.
        with_centrals: False leaves the centrals out, which only the result of the call asks for.
    """
    record = record_date_of(call, today=today)
    stays = _read_stays(stays_of(record, joined_before=joined_before, after=after, limit=limit, only=only))
    if not stays:
        return []
    ids = [row["member_id"] for row in stays]
    span = _Span(ids[0], ids[-1], None if only is None else frozenset(ids))
    facts = _facts(call, record, span, max(record, reached or record))
    if with_centrals:
        _read_centrals(facts, record, span)
    return _placed(call, stays, facts, with_amounts=with_amounts)


def placed_if_few(call: DuesCall, *, today: date, most: int) -> list[Placed] | None:
    """Put every member in or out of a draft call, without their centrals; None when there are more than `most`."""
    record = record_date_of(call, today=today)
    stays = _read_stays(stays_of(record, limit=most + 1))
    if len(stays) > most:
        return None
    if not stays:
        return []
    span = _Span(stays[0]["member_id"], stays[-1]["member_id"])
    return _placed(call, stays, _facts(call, record, span, record), with_amounts=True)


def _read_stays(rows: QuerySet[GroupMembership]) -> list[dict[str, Any]]:
    return list(rows.values("member_id", "group", "start_date", *(f"member__{name}" for name in _OF_CONTACT)))


def _placed(call: DuesCall, stays: list[dict[str, Any]], facts: _Facts, *, with_amounts: bool) -> list[Placed]:
    rules = {group: rule_of(scale) for group, scale in facts.scales.items()}
    extras = {group: as_rules(row for row in facts.extras if row.group in ("", group)) for group in "ABCD"}
    query = query_of(call.query)
    found = []
    for row in stays:
        contact_id, group, start = row["member_id"], row["group"], row["start_date"]
        raw = {"pk": contact_id, **{name: row[f"member__{name}"] for name in _OF_CONTACT}}
        rule = rules.get(group) if with_amounts or contact_id in facts.exemptions else None
        member = _member(call, raw, group, facts, start, facts.scales.get(group), rule, extras[group])
        found.append(Placed(member, audience.place(query, _candidate(member, facts))))
    return found


def _facts(call: DuesCall, record: date, span: _Span, reached: date) -> _Facts:
    facts = _Facts()
    between = facts.read(span.of, on=reached)
    members = span.of("member_id")
    counts = DeclaredCount.objects.filter(span.of("organisation_id"), as_of__lte=record).order_by("as_of", "pk")
    for contact_id, value, as_of, source in counts.values_list("organisation_id", "value", "as_of", "source"):
        facts.declared[contact_id] = Declaration(value, as_of, source)
    called = CallRecipient.objects.filter(call__period=call.period, queued_at__isnull=False)
    called = called.filter(members | Q(member_id__in=facts.kept))
    facts.called = {facts.whose(pk) for pk in called.values_list("member_id", flat=True)}
    _read_since(facts, members, record)
    _read_rest(facts, call, record, reached, span, between)
    return facts


def _read_rest(facts: _Facts, call: DuesCall, record: date, reached: date, span: _Span, between: Q) -> None:
    """Read in one statement what is short: marks, exemptions, coverages and the tariff of the period."""
    marks, exemptions, coverages, scales, tiers, extras = read_together(
        marks_on(reached, between),
        Exemption.objects.filter(span.of("member_id"), period=call.period),
        Coverage.objects.on(record),
        DuesScale.objects.filter(valid_from__lte=call.period_start),
        DuesTier.objects.filter(scale__valid_from__lte=call.period_start),
        ExtraordinaryContribution.objects.filter(period=call.period),
    )
    facts.take_marks(marks)
    for exemption in exemptions:
        facts.exemptions[exemption.member_id] = exemption
    ways = by_way(coverages)
    facts.payers, facts.included = ways[CoverageKind.PAYS_FOR], ways[CoverageKind.INCLUDES]
    for member_id, payer_id in facts.payers.items():
        facts.pays_for[payer_id].append(member_id)
    facts.scales = held_on(call.period_start, scales, tiers)
    facts.extras = sorted(extras, key=lambda row: row.pk)


def _read_since(facts: _Facts, members: Q, record: date) -> None:
    rows = GroupMembership.objects.filter(members, start_date__lte=record).order_by("member_id", "start_date")
    last_end: dict[int, date | None] = {}
    for member_id, start, end in rows.values_list("member_id", "start_date", "end_date"):
        previous = last_end.get(member_id)
        follows = member_id in last_end and previous is not None and previous + timedelta(days=1) == start
        if not follows:
            facts.since[member_id] = start
        last_end[member_id] = end


def _read_centrals(facts: _Facts, record: date, span: _Span) -> None:
    parents: dict[int, list[int]] = defaultdict(list)
    for child, parent in Affiliation.objects.filter(current(record)).values_list("child_id", "parent_id"):
        parents[child].append(parent)
    if not parents:
        return
    rows = Contact.objects.filter(organisation_kind=OrganisationKind.CONFEDERATION)
    names = {pk: acronym or name for pk, name, acronym in rows.values_list("pk", "name", "acronym")}
    for contact_id in parents:
        if contact_id in span:
            facts.centrals[contact_id] = tuple(
                sorted({names[pk] for pk in _ancestors(contact_id, parents) if pk in names})
            )


def _ancestors(contact_id: int, parents: Mapping[int, Iterable[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = list(parents.get(contact_id, ()))
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(parents.get(current, ()))
    return seen


def _member(
    call: DuesCall,
    raw: dict[str, Any],
    group: str,
    facts: _Facts,
    start: date,
    scale: DuesScale | None,
    rule: dues.Scale | None,
    extras: tuple[dues.Extraordinary, ...],
) -> Member:
    contact_id = raw["pk"]
    email, reached = facts.emails.get(contact_id, ("", ""))
    exemption = facts.exemptions.get(contact_id)
    since = facts.since.get(contact_id, start)
    situation = dues.Situation(
        period_start=call.period_start,
        period_end=call.period_end,
        declared_members=facts.declared[contact_id].value if contact_id in facts.declared else None,
        member_since=since,
        exemption=exemption_rule(exemption) if exemption else None,
        extraordinary=extras,
    )
    computation = dues.compute(rule, situation) if rule else None
    return Member(
        contact_id=contact_id,
        name=raw["name"],
        number=raw["number"],
        group=group,
        kind=raw["organisation_kind"],
        is_person=raw["kind"] == ContactKind.PERSON,
        region=raw["region__name_fr"] or "",
        region_slug=raw["region__slug"] or "",
        language=raw["language"],
        title_gender=raw["title_gender"],
        form_of_address=raw["form_of_address"],
        since=since,
        declared=facts.declared.get(contact_id),
        email=email,
        reached_person=reached,
        postal=facts.postals.get(contact_id, ""),
        centrals=facts.centrals.get(contact_id, ()),
        payer_id=dues.final_payer(contact_id, facts.payers),
        scale=scale,
        computation=computation,
        exempt=_owes_nothing(situation, computation),
    )


def _owes_nothing(situation: dues.Situation, computation: dues.Computation | None) -> bool:
    """Whether a member is wholly exempted: what it would owe matters no more, not even a count that is missing."""
    exemption = situation.exemption
    if exemption is None or exemption.percent < 100 or computation is None:
        return False
    if computation.is_known:
        return computation.total_cents == 0
    return exemption.covers_extraordinary or not situation.extraordinary


def _candidate(member: Member, facts: _Facts) -> audience.Candidate:
    marks = facts.marks.get(member.contact_id, set())
    return audience.Candidate(
        contact_id=member.contact_id,
        group=member.group,
        kind=member.kind,
        region=member.region_slug,
        already_called=member.contact_id in facts.called,
        included_in=facts.included.get(member.contact_id),
        exempt=member.exempt,
        has_scale=member.scale is not None,
        do_not_contact=ContactChannel.ALL in marks,
        email=member.email,
        email_refused=ContactChannel.EMAIL in marks,
        has_postal_address=bool(member.postal) and ContactChannel.POST not in marks,
        pays_for=tuple(facts.pays_for.get(member.contact_id, ())),
    )
