"""The public list of members: those that agreed, and how many others (S55)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from convergence.contacts.choices import ContactKind
from convergence.contacts.models import Contact
from convergence.membership.models import DirectoryConsent, GroupMembership


@dataclass(frozen=True)
class Listed:
    """A member that agreed to be named."""

    name: str
    acronym: str
    website: str
    kind: str


@dataclass(frozen=True)
class PublicDirectory:
    """The organisations that agreed, in order of name, and how many member organisations are not named.

    Persons are never listed, nor counted among the others: `people` says how many individual members there are.
    """

    listed: tuple[Listed, ...]
    others: int
    people: int


def public_directory(on: date) -> PublicDirectory:
    """Return the public list of the members of a day. The latest answer of each member counts; no answer is a no."""
    latest = DirectoryConsent.objects.filter(member=OuterRef("pk")).order_by("-at", "-pk").values("agreed")[:1]
    stays = GroupMembership.objects.on(on).values("member")
    members: Any = (
        Contact.objects.filter(pk__in=stays, merged_into=None)
        .annotate(agreed=Subquery(latest))
        .exclude(Q(is_closed=True) | Q(is_deceased=True))
        .order_by("sort_name", "pk")
    )
    organisations = list(members.filter(kind=ContactKind.ORGANISATION))
    listed = tuple(
        Listed(member.name, member.acronym, member.website, member.organisation_kind)
        for member in organisations
        if member.agreed and not member.is_sensitive
    )
    people = members.filter(kind=ContactKind.PERSON).count()
    return PublicDirectory(listed, len(organisations) - len(listed), people)
