"""Which union of the register a request may come from, and why; nobody is linked by this (rules page, “States”)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from convergence.contacts.choices import Channel, ContactKind
from convergence.contacts.models import Contact, ContactPoint, FormerName, Mandate
from convergence.contacts.rules.names import fold_for_search, search_words
from convergence.education.trainings.models import TrainingRequest

MOST = 6
EVERYBODY = frozenset(
    {
        "gmail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com", "yahoo.ca", "icloud.com", "videotron.ca",
        "bell.net", "sympatico.ca", "protonmail.com", "proton.me", "msn.com", "hotmail.ca", "outlook.fr",
    }
)  # fmt: skip
NAME, ADDRESS, WORDS, DOMAIN = 100, 90, 60, 40
SAID = {
    NAME: _("bears this name or acronym"),
    ADDRESS: _("has this e-mail, or somebody in office there has"),
    WORDS: _("has all these words in its name"),
    DOMAIN: _("has addresses at the same domain"),
}


@dataclass(frozen=True)
class Candidate:
    """An organisation that may be meant."""

    contact: Contact
    points: int
    reasons: tuple[str, ...]


def unions_like(request: TrainingRequest, among: QuerySet[Any]) -> list[Candidate]:
    """Return the organisations that a request may come from, the likeliest first.

    Args:
        request: as it came.
        among: the contacts that the reader may see.
    """
    rows = among.filter(merged_into=None, retracted_at=None, kind=ContactKind.ORGANISATION, is_closed=False)
    found: dict[int, set[int]] = {}
    for points, ids in (
        (NAME, _by_name(rows, request.asked_organisation)),
        (ADDRESS, _by_address(rows, request.asked_email)),
        (WORDS, _by_words(rows, request.asked_organisation)),
        (DOMAIN, _by_domain(rows, request.asked_email)),
    ):
        for pk in ids:
            found.setdefault(pk, set()).add(points)
    contacts = Contact.objects.in_bulk(found)
    made = [
        Candidate(contacts[pk], max(points), tuple(str(SAID[one]) for one in sorted(points, reverse=True)))
        for pk, points in found.items()
    ]
    return sorted(made, key=lambda one: (-one.points, -len(one.reasons), one.contact.sort_name, one.contact.pk))[:MOST]


def _by_name(rows: QuerySet[Any], typed: str) -> set[int]:
    folded = fold_for_search(typed)
    if not folded:
        return set()
    exact = rows.filter(Q(acronym__iexact=typed.strip()) | Q(number__iexact=typed.strip()))
    alike = _by_words(rows, typed, most=200)
    names = Contact.objects.filter(pk__in=alike).values_list("pk", "name")
    former = FormerName.objects.filter(contact__in=rows.filter(pk__in=alike)).values_list("contact_id", "name")
    same = {pk for pk, name in [*names, *former] if fold_for_search(name) == folded}
    return same | set(exact.exclude(acronym="", number="").values_list("pk", flat=True)[:MOST])


def _by_words(rows: QuerySet[Any], typed: str, most: int = MOST) -> set[int]:
    words = [word for word in search_words(typed) if len(word) > 2]
    if not words:
        return set()
    for word in words:
        rows = rows.filter(search_text__contains=word)
    return set(rows.order_by("sort_name", "pk").values_list("pk", flat=True)[:most])


def _by_address(rows: QuerySet[Any], email: str) -> set[int]:
    if not email:
        return set()
    points = ContactPoint.objects.filter(channel=Channel.EMAIL, normalised=email.strip().lower(), end_date=None)
    owners = set(points.values_list("contact_id", flat=True))
    houses = Mandate.objects.filter(person__in=owners, end="").values_list("held_in_id", "held_in__part_of_id")
    bodies = Contact.objects.filter(pk__in=owners).values_list("part_of_id", flat=True)
    wanted = owners | {pk for pair in houses for pk in pair if pk} | {pk for pk in bodies if pk}
    return set(rows.filter(pk__in=wanted).values_list("pk", flat=True)[:MOST])


def _by_domain(rows: QuerySet[Any], email: str) -> set[int]:
    domain = email.rpartition("@")[2].lower()
    if "." not in domain or domain in EVERYBODY:
        return set()
    points = ContactPoint.objects.filter(channel=Channel.EMAIL, normalised__endswith=f"@{domain}")
    at = rows.filter(Q(pk__in=points.order_by().values("contact_id")) | Q(website__icontains=f"/{domain}"))
    at |= rows.filter(website__icontains=f".{domain}")
    return set(at.order_by("sort_name", "pk").values_list("pk", flat=True)[:MOST])
