"""Who pays for whom on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from convergence.contacts.models import Contact
from convergence.membership.choices import CoverageKind
from convergence.membership.models import Coverage
from convergence.membership.rules import dues


def coverages_on(day: date) -> dict[str, dict[int, int]]:
    """Return who pays for whom on a day, by the way of paying: `{kind: {member id: payer id}}`."""
    return by_way(Coverage.objects.on(day).order_by("pk"))


def by_way(coverages: Iterable[Coverage]) -> dict[str, dict[int, int]]:
    """Sort coverages by the way of paying; a merged contact counts as the one that remains.

    What merging made of them is neither a circle nobody pays in nor a member that pays for itself.
    """
    rows = list(coverages)
    ids = {pk for row in rows for pk in (row.member_id, row.payer_id)}
    merged = Contact.objects.filter(pk__in=ids).exclude(merged_into=None).order_by() if ids else ()
    kept = {one.pk: one.merged_into_id for one in merged if one.merged_into_id is not None}
    found: dict[str, list[tuple[int, int]]] = {kind: [] for kind in CoverageKind.values}
    for row in rows:
        found[row.kind].append((kept.get(row.member_id, row.member_id), kept.get(row.payer_id, row.payer_id)))
    return {kind: dues.without_circles(pairs) for kind, pairs in found.items()}


def payers_on(day: date) -> dict[int, int]:
    """Return who pays for whom on a day, each with its own invoice: member id to payer id."""
    return coverages_on(day)[CoverageKind.PAYS_FOR]
