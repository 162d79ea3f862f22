"""Contacts already recorded that may be one: found by the rules by which lists are compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet

from convergence.contacts.choices import Channel
from convergence.contacts.models import Contact, ContactPoint, NotDuplicate, PostalAddress

from .existing import COMPARED
from .matching import THRESHOLD, Profile, build_profile, candidate_pairs, compare


class Pair(NamedTuple):
    """Two contacts that may be one; `score` of 100, `why` as words of `sentences.WHY`."""

    first: int
    second: int
    score: int
    why: tuple[str, ...]


def possible_duplicates(rows: QuerySet[Any] | None = None, *, least: int = THRESHOLD) -> list[Pair]:
    """Return pairs of contacts that agree, the likest first; pairs that a person found different are left out.

    Time grows almost linearly with the number of contacts. Four queries.

    Args:
        rows: contacts to look at; all current persons and organisations when None.
        least: score from which a pair is returned.
    """
    profiles = _profiles(rows if rows is not None else Contact.objects.current())
    apart = set(NotDuplicate.objects.values_list("first_id", "second_id"))
    found: dict[tuple[int, int], Pair] = {}
    for one, other in candidate_pairs(profiles):
        left, right = profiles[one], profiles[other]
        first, second = sorted((left.key, right.key))
        if (first, second) in apart or (first, second) in found:
            continue
        match = compare(left, right)
        if match.score >= least:
            found[first, second] = Pair(first, second, match.score, match.reasons)
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.first, pair.second))


def _profiles(rows: QuerySet[Any]) -> list[Profile]:
    rows = rows.filter(kind__in=COMPARED).order_by("pk")
    ids = rows.values("pk")
    points: dict[int, list[tuple[str, str]]] = {}
    held = ContactPoint.objects.filter(contact__in=ids, end_date__isnull=True).order_by("pk")
    for pk, channel, value in held.values_list("contact_id", "channel", "normalised").iterator(chunk_size=5_000):
        points.setdefault(pk, []).append((channel, value))
    addresses: dict[int, tuple[str, str, str]] = {}
    places = PostalAddress.objects.filter(contact__in=ids, end_date__isnull=True).order_by("pk")
    for pk, *place in places.values_list("contact_id", "street", "city", "postal_code").iterator(chunk_size=5_000):
        addresses.setdefault(pk, (place[0], place[1], place[2]))
    return list(_built(rows, points, addresses))


def _built(
    rows: QuerySet[Any], points: dict[int, list[tuple[str, str]]], addresses: dict[int, tuple[str, str, str]]
) -> Iterator[Profile]:
    fields = ("pk", "kind", "number", "name", "given_name", "family_name", "acronym")
    for pk, kind, number, name, given, family, acronym in rows.values_list(*fields).iterator(chunk_size=5_000):
        street, city, postal = addresses.get(pk, ("", "", ""))
        reached = points.get(pk, ())
        yield build_profile(
            key=pk,
            subject=kind,
            number=number,
            name=name,
            first=given or ("" if family else name),
            last=family,
            acronym=acronym,
            city=city,
            postal=postal,
            street=street,
            emails=[value for channel, value in reached if channel == Channel.EMAIL and value],
            phones=[value for channel, value in reached if channel == Channel.PHONE and value],
        )
