"""Contacts that are already recorded, seen as lines: found by the keys of a list, compared with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q

from convergence.contacts.choices import Channel, ContactKind, OrganisationKind
from convergence.contacts.import_models import ImportRow, RunState
from convergence.contacts.models import Affiliation, Contact, ContactPoint, DeclaredCount, Mandate, PostalAddress
from convergence.contacts.queries.search import sort_name

from .cells import canonical_email
from .entries import Entry
from .folding import plain
from .matching import Match, Profile, build_profile, compare, normal_number

COMPARED = (ContactKind.PERSON, ContactKind.ORGANISATION)


@dataclass(slots=True)
class Existing:
    """One recorded contact with all that a line can be compared with."""

    contact: Contact
    profile: Profile
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    addresses: list[PostalAddress] = field(default_factory=list)
    count: int | None = None
    people: list[Contact] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)


class Wanted(NamedTuple):
    """A line that looks for its contact."""

    place: int
    entry: Entry
    profile: Profile
    fingerprint: str


class Found(NamedTuple):
    """The contact that a line speaks of, or may speak of.

    Attributes:
        how: `number`, `import`, or `likeness`.
    """

    contact: Existing
    match: Match
    how: str


def load(ids: Iterable[int]) -> dict[int, Existing]:
    """Return contacts by id, each with its points, addresses, last count, people and parents; seven queries."""
    contacts = Contact.objects.current().filter(pk__in=list(ids), kind__in=COMPARED)
    rows = {contact.pk: contact for contact in contacts}
    points: dict[int, list[tuple[str, str]]] = defaultdict(list)
    current = ContactPoint.objects.filter(contact__in=rows, end_date__isnull=True).order_by("pk")
    for pk, channel, value in current.values_list("contact_id", "channel", "normalised"):
        points[pk].append((channel, value))
    addresses: dict[int, list[PostalAddress]] = defaultdict(list)
    for address in PostalAddress.objects.filter(contact__in=rows, end_date__isnull=True).order_by("pk"):
        addresses[address.contact_id].append(address)
    people: dict[int, list[Contact]] = defaultdict(list)
    for mandate in Mandate.objects.filter(held_in__in=rows, end="").select_related("person").order_by("pk"):
        people[mandate.held_in_id].append(mandate.person)
    declared = DeclaredCount.objects.filter(organisation__in=rows).order_by("as_of", "pk")
    counts = dict(declared.values_list("organisation_id", "value"))
    parents: dict[int, list[int]] = defaultdict(list)
    links = Affiliation.objects.filter(child__in=rows, end_date__isnull=True).order_by("pk")
    for child, parent in links.values_list("child_id", "parent_id"):
        parents[child].append(parent)
    return {
        pk: _existing(contact, points[pk], addresses[pk], counts.get(pk), people[pk], parents[pk])
        for pk, contact in rows.items()
    }


def _existing(
    contact: Contact,
    points: Sequence[tuple[str, str]],
    addresses: list[PostalAddress],
    count: int | None,
    people: list[Contact],
    parents: list[int],
) -> Existing:
    emails = [value for channel, value in points if channel == Channel.EMAIL and value]
    phones = [value for channel, value in points if channel == Channel.PHONE and value]
    address = addresses[0] if addresses else PostalAddress()
    profile = build_profile(
        key=contact.pk,
        subject=contact.kind,
        number=contact.number,
        name=contact.name,
        first=contact.given_name or ("" if contact.family_name else contact.name),
        last=contact.family_name,
        acronym=contact.acronym,
        city=address.city,
        postal=address.postal_code,
        street=address.street,
        emails=emails,
        phones=phones,
        contact=people[0].name if people and contact.kind == ContactKind.ORGANISATION else "",
    )
    return Existing(contact, profile, emails, phones, addresses, count, people, parents)


def entry_sort_name(entry: Entry) -> str:
    """Return the sorting name that the line's contact would have."""
    person = entry.person
    if entry.subject == ContactKind.PERSON and person:
        return sort_name(
            Contact(kind=entry.subject, name=person.full, given_name=person.first, family_name=person.last)
        )
    return sort_name(Contact(kind=entry.subject, name=entry.name))


class Finder:
    """Finds, chunk by chunk, the contacts of which the lines of a list may speak."""

    def __init__(self) -> None:
        self.is_empty = not Contact.objects.current().filter(kind__in=COMPARED).exists()
        self._claimed: set[int] = set()

    def find(self, wanted: Sequence[Wanted]) -> dict[int, list[Found]]:
        """Return, by place, the contacts that agree with each line, the best first."""
        if self.is_empty or not wanted:
            return {}
        imported = self._by_fingerprint(wanted)
        ids = {pk for pks in imported.values() for pk in pks} | self._candidates(wanted)
        known = load(ids)
        index = _Index(known.values())
        return {line.place: _judge(line, index, imported.get(line.fingerprint, ()), known) for line in wanted}

    def claim(self, contact_id: int) -> bool:
        """Give a contact to the first line that speaks of it; return False to the others."""
        if contact_id in self._claimed:
            return False
        self._claimed.add(contact_id)
        return True

    def _by_fingerprint(self, wanted: Sequence[Wanted]) -> dict[str, list[int]]:
        prints = [line.fingerprint for line in wanted if line.fingerprint]
        rows = ImportRow.objects.filter(
            fingerprint__in=prints, run__state=RunState.APPLIED, contact__isnull=False
        ).order_by("-pk")
        found: dict[str, list[int]] = defaultdict(list)
        for mark, pk, merged in rows.values_list("fingerprint", "contact_id", "contact__merged_into_id"):
            found[mark].append(merged or pk)
        return found

    def _candidates(self, wanted: Sequence[Wanted]) -> set[int]:
        numbers = {line.entry.number for line in wanted if line.entry.number}
        values = {value for line in wanted for value in (*line.profile.emails, *line.profile.phones)}
        values |= {canonical_email(email) for line in wanted for email in line.profile.emails}
        names = {entry_sort_name(line.entry) for line in wanted}
        postals = {line.entry.postal for line in wanted if line.entry.postal}
        acronyms = {line.entry.acronym for line in wanted if line.entry.acronym}
        rows = Contact.objects.current().filter(kind__in=COMPARED)
        ids = set(rows.filter(number__in=numbers).values_list("pk", flat=True))
        ids |= set(rows.filter(sort_name__in=names).values_list("pk", flat=True)[:20_000])
        ids |= set(ContactPoint.objects.filter(normalised__in=values).values_list("contact_id", flat=True)[:20_000])
        ids |= set(PostalAddress.objects.filter(postal_code__in=postals).values_list("contact_id", flat=True)[:20_000])
        acronym_rows = rows.filter(acronym__in=acronyms).exclude(acronym="")
        return ids | set(acronym_rows.values_list("pk", flat=True)[:20_000])


class _Index:
    """The loaded contacts by the keys under which a line looks for them."""

    def __init__(self, contacts: Iterable[Existing]) -> None:
        self.by_key: dict[str, list[Existing]] = defaultdict(list)
        for existing in contacts:
            for key in _keys(existing.profile):
                self.by_key[key].append(existing)

    def near(self, profile: Profile) -> list[Existing]:
        found: dict[int, Existing] = {}
        for key in _keys(profile):
            for existing in self.by_key.get(key, ())[:60]:
                found[existing.contact.pk] = existing
        return list(found.values())


def _keys(profile: Profile) -> Iterable[str]:
    if profile.number:
        yield f"n{profile.number}"
    kind = profile.subject[0]
    for email in profile.emails:
        yield f"{kind}e{canonical_email(email)}"
    for phone in profile.phones:
        yield f"{kind}t{phone}"
    yield f"{kind}w{' '.join(profile.core)}"
    if profile.postal:
        yield f"{kind}p{profile.postal}"
    if profile.acronym and profile.city:
        yield f"{kind}a{profile.acronym} {profile.city}"


def _judge(line: Wanted, index: _Index, imported: Sequence[int], known: dict[int, Existing]) -> list[Found]:
    found: list[Found] = []
    for existing in index.near(line.profile):
        same_number = bool(line.profile.number) and line.profile.number == normal_number(existing.contact.number)
        match = compare(line.profile, existing.profile)
        if same_number:
            found.append(Found(existing, Match(100, ("same_number",)), "number"))
        elif match.score > 0 and match.reasons:
            found.append(Found(existing, match, "likeness"))
    found.extend(
        Found(known[pk], Match(100, ()), "import")
        for pk in imported
        if pk in known and known[pk].contact.kind == line.entry.subject
    )
    order = {"number": 0, "import": 1, "likeness": 2}
    found.sort(key=lambda item: (order[item.how], -item.match.score, item.contact.contact.pk))
    return found


def central_ids() -> dict[str, int]:
    """Return confederations and federations by folded acronym and name."""
    kinds = (OrganisationKind.CONFEDERATION, OrganisationKind.FEDERATION)
    rows = Contact.objects.current().organisations().filter(Q(organisation_kind__in=kinds))
    found: dict[str, int] = {}
    for pk, name, acronym in rows.order_by("-pk").values_list("pk", "name", "acronym"):
        found[plain(name)] = pk
        if acronym:
            found[plain(acronym)] = pk
    return found


def unions_named(said: Sequence[str]) -> dict[str, int]:
    """Return unions, national sections and regional councils that bear one of these acronyms or names, by folded text.

    A text borne by two of them names neither.
    """
    kinds = (OrganisationKind.UNION, OrganisationKind.NATIONAL_SECTION, OrganisationKind.REGIONAL_COUNCIL)
    known = Contact.objects.current().organisations().filter(organisation_kind__in=kinds)
    found: dict[str, set[int]] = {}
    for start in range(0, len(said), 500):
        part = said[start : start + 500]
        rows = known.filter(Q(acronym__in=part) | Q(name__in=part)).order_by()
        for pk, *texts in rows.values_list("pk", "name", "acronym"):
            for key in {plain(text) for text in texts if text in part}:
                found.setdefault(key, set()).add(pk)
    return {key: min(ids) for key, ids in found.items() if len(ids) == 1}


def describe(found: Found) -> dict[str, Any]:
    """Return what a sentence needs to name a contact."""
    return {"name": found.contact.contact.name, "score": found.match.score, "why": list(found.match.reasons)}
