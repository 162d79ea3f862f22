"""Organisations, bodies, people and their links."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from convergence.accounts.policies import visible
from convergence.api.pagination import Page, PageQuery, paged
from convergence.api.root import REFUSALS
from convergence.contacts.models import Affiliation, Body, Contact, DeclaredCount, Mandate, Organisation, Person

router = Router(tags=["contacts"])


class Reference(Schema):
    """A contact named by another record."""

    id: int
    name: str


class PointOut(Schema):
    """An e-mail, telephone or web address, for a purpose."""

    channel: str
    purpose: str
    value: str
    start_date: date | None
    end_date: date | None


class AddressOut(Schema):
    """A postal address, for a purpose."""

    purpose: str
    attention: str
    street: str
    city: str
    province: str
    postal_code: str
    country: str


class ContactOut(Schema):
    """What every contact has."""

    id: int
    number: str = Field(description="Member number as the centre writes it; empty when there is none.")
    name: str
    language: str
    region: str = Field(description="Slug of the region; empty when unknown.")
    points: list[PointOut]
    addresses: list[AddressOut]


class OrganisationOut(ContactOut):
    """An organisation."""

    acronym: str = Field(description="Not unique: two organisations may bear the same.")
    kind: str
    is_closed: bool
    members: int | None = Field(description="Latest declared number of members; null when none was declared.")
    members_as_of: date | None


class BodyOut(ContactOut):
    """An executive, a committee: a body of an organisation, with its own address."""

    kind: str
    organisation: Reference


class PersonOut(ContactOut):
    """A person."""

    given_name: str
    family_name: str


class AffiliationOut(Schema):
    """A dated link of an organisation to another."""

    id: int
    child: Reference
    parent: Reference
    kind: str
    start_date: date | None
    end_date: date | None
    source: str


class MandateOut(Schema):
    """A post held, with dates as sure as their source."""

    id: int
    person: Reference
    held_in: Reference
    office: str
    title: str
    start: str
    end: str
    attested: str
    is_interim: bool
    source: str


class CountOut(Schema):
    """A number of members, as declared."""

    id: int
    organisation: Reference
    value: int
    qualifier: str
    as_of: date
    source: str


class ContactFilter(PageQuery):
    """Filters of contacts."""

    number: str = Field("", description="Member number, exactly.")
    q: str = Field(
        "", max_length=200, description="Words of the name, acronym, former name or e-mail; accents ignored."
    )


def reference(contact: Contact) -> dict[str, Any]:
    """Return how a contact is named by another record."""
    return {"id": contact.pk, "name": contact.name}


def _seen(request: HttpRequest, action: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    found = visible(request.user, action, rows.filter(merged_into=None))
    return found.select_related("region", "part_of").prefetch_related("points", "addresses").order_by("pk")


def _filtered(rows: QuerySet[Any], filters: ContactFilter) -> QuerySet[Any]:
    if filters.number:
        rows = rows.filter(number=filters.number)
    return matching(rows, filters.q) if filters.q else rows


def matching(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Keep the contacts that every word is found in."""
    from convergence.contacts.rules.names import search_words  # noqa: PLC0415

    wanted = Q()
    for word in search_words(words.replace("\0", "")):
        wanted &= Q(search_text__contains=word)
    return rows.filter(wanted)


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "id": contact.pk,
        "number": contact.number,
        "name": contact.name,
        "language": contact.language,
        "region": contact.region.slug if contact.region else "",
        "points": list(contact.points.all()),
        "addresses": list(contact.addresses.all()),
    }


def _organisation(contact: Contact) -> dict[str, Any]:
    latest = max(contact.declared_counts.all(), key=lambda count: (count.as_of, count.pk), default=None)
    return _contact(contact) | {
        "acronym": contact.acronym,
        "kind": contact.organisation_kind,
        "is_closed": contact.is_closed,
        "members": latest.value if latest else None,
        "members_as_of": latest.as_of if latest else None,
    }


def _body(contact: Contact) -> dict[str, Any]:
    return _contact(contact) | {"kind": contact.body_kind, "organisation": reference(contact.part_of)}  # type: ignore[arg-type]


def _person(contact: Contact) -> dict[str, Any]:
    return _contact(contact) | {"given_name": contact.given_name, "family_name": contact.family_name}


def _organisations(request: HttpRequest) -> QuerySet[Any]:
    return _seen(request, "contacts.view_organisation", Organisation.objects.all()).prefetch_related("declared_counts")


@router.get("/organisations", response={200: Page[OrganisationOut], **REFUSALS})
def list_organisations(request: HttpRequest, filters: Query[ContactFilter]) -> dict[str, Any]:
    """List organisations."""
    return paged(request, _filtered(_organisations(request), filters), filters, _organisation)


@router.get("/organisations/{int:organisation_id}", response={200: OrganisationOut, **REFUSALS})
def read_organisation(request: HttpRequest, organisation_id: int) -> dict[str, Any]:
    """Read one organisation."""
    return _organisation(get_object_or_404(_organisations(request), pk=organisation_id))


@router.get("/bodies", response={200: Page[BodyOut], **REFUSALS})
def list_bodies(request: HttpRequest, filters: Query[ContactFilter]) -> dict[str, Any]:
    """List the bodies of organisations: executives, committees."""
    rows = _seen(request, "contacts.view_body", Body.objects.all())
    return paged(request, _filtered(rows, filters), filters, _body)


@router.get("/persons", response={200: Page[PersonOut], **REFUSALS})
def list_persons(request: HttpRequest, filters: Query[ContactFilter]) -> dict[str, Any]:
    """List people."""
    rows = _seen(request, "contacts.view_person", Person.objects.all())
    return paged(request, _filtered(rows, filters), filters, _person)


@router.get("/persons/{int:person_id}", response={200: PersonOut, **REFUSALS})
def read_person(request: HttpRequest, person_id: int) -> dict[str, Any]:
    """Read one person."""
    rows = _seen(request, "contacts.view_person", Person.objects.all())
    return _person(get_object_or_404(rows, pk=person_id))


def _contacts(request: HttpRequest) -> QuerySet[Any]:
    return visible(request.user, "contacts.view_contact", Contact.objects.all())


@router.get("/affiliations", response={200: Page[AffiliationOut], **REFUSALS})
def list_affiliations(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """List the links between organisations; both ends are visible to you."""
    seen = _contacts(request)
    rows = Affiliation.objects.filter(child__in=seen, parent__in=seen).select_related("child", "parent").order_by("pk")
    return paged(request, rows, query, _affiliation)


def _affiliation(link: Affiliation) -> dict[str, Any]:
    return {
        "id": link.pk,
        "child": reference(link.child),
        "parent": reference(link.parent),
        "kind": link.kind,
        "start_date": link.start_date,
        "end_date": link.end_date,
        "source": link.source,
    }


@router.get("/mandates", response={200: Page[MandateOut], **REFUSALS})
def list_mandates(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """List the posts that people hold or held."""
    seen = _contacts(request)
    rows = Mandate.objects.filter(person__in=seen, held_in__in=seen).select_related("person", "held_in").order_by("pk")
    return paged(request, rows, query, _mandate)


def _mandate(post: Mandate) -> dict[str, Any]:
    plain = {
        name: getattr(post, name) for name in ("office", "title", "start", "end", "attested", "is_interim", "source")
    }
    return {"id": post.pk, "person": reference(post.person), "held_in": reference(post.held_in), **plain}


@router.get("/declared-counts", response={200: Page[CountOut], **REFUSALS})
def list_declared_counts(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    """List the numbers of members that organisations declared, latest first for each day."""
    rows = DeclaredCount.objects.filter(organisation__in=_contacts(request)).select_related("organisation")
    return paged(request, rows.order_by("pk"), query, _count)


def _count(count: DeclaredCount) -> dict[str, Any]:
    plain = {name: getattr(count, name) for name in ("value", "qualifier", "as_of", "source")}
    return {"id": count.pk, "organisation": reference(count.organisation), **plain}
