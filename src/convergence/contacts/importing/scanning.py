"""Possible duplicates of a large register: looked for by the worker, kept, shown at once.

A register of a few hundred contacts is looked through while its page is asked for; one of twenty thousand takes several
seconds, so its pairs are those of the last scan, less those merged, retracted or kept apart since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from convergence.contacts.import_models import DuplicateScan, PossibleDuplicate
from convergence.contacts.models import Contact, NotDuplicate

from .duplicates import Pair, possible_duplicates

#: Up to so many contacts the register is looked through at once.
FEW = 1_000
KEPT_SECONDS = 600


@dataclass(frozen=True)
class Found:
    """Pairs, the likest first, and when they were looked for: None when it is just now, or when it is to be done."""

    pairs: Any
    scanned_at: datetime | None = None
    is_waiting: bool = False


def register_mark() -> str:
    """Return a text that changes whenever a contact does, or a pair is kept apart."""
    state = Contact.objects.aggregate(last=Max("changed_at"), top=Max("pk"))
    return f"{state['last']}:{state['top']}:{NotDuplicate.objects.count()}".replace(" ", "_")


def duplicates_to_show() -> Found:
    """Return what the page of possible duplicates shows: sequences that can be counted and cut, of `Pair` or of rows."""
    if not is_large():
        key = f"duplicates:{register_mark()}"
        pairs: list[Pair] | None = cache.get(key)
        if pairs is None:
            pairs = possible_duplicates()
            cache.set(key, pairs, KEPT_SECONDS)
        return Found(pairs)
    scan = DuplicateScan.objects.order_by("-scanned_at").first()
    if scan is None:
        return Found([], is_waiting=True)
    return Found(_still_possible(), scanned_at=scan.scanned_at)


def is_large() -> bool:
    """Tell whether the register is too large to be looked through while somebody waits."""
    return bool(Contact.objects.current()[: FEW + 1].count() > FEW)


def _still_possible() -> QuerySet[PossibleDuplicate]:
    apart = NotDuplicate.objects.filter(first=OuterRef("first"), second=OuterRef("second"))
    rows = PossibleDuplicate.objects.filter(~Exists(apart))
    return rows.filter(
        first__merged_into=None, second__merged_into=None, first__retracted_at=None, second__retracted_at=None
    )


def wants_scan() -> bool:
    """Tell whether a large register has changed since it was looked through."""
    return is_large() and not DuplicateScan.objects.filter(mark=register_mark()).exists()


def scan_register(*, at: datetime) -> int:
    """Look through the register and keep the pairs in place of the last ones; return how many.

    The mark is taken before: what changes meanwhile is looked at the next time.
    """
    mark = register_mark()
    found = possible_duplicates()
    with transaction.atomic():
        PossibleDuplicate.objects.all().delete()
        DuplicateScan.objects.all().delete()
        known = set(Contact.objects.current().values_list("pk", flat=True))
        PossibleDuplicate.objects.bulk_create(
            [
                PossibleDuplicate(first_id=pair.first, second_id=pair.second, score=pair.score, why=list(pair.why))
                for pair in found
                if pair.first in known and pair.second in known
            ],
            batch_size=2_000,
        )
        DuplicateScan.objects.create(mark=mark, scanned_at=at)
    return len(found)


def as_pair(row: Pair | PossibleDuplicate) -> Pair:
    """Return a pair, kept or just found."""
    if isinstance(row, Pair):
        return row
    return Pair(row.first_id, row.second_id, row.score, tuple(row.why))


__all__ = ["FEW", "Found", "as_pair", "duplicates_to_show", "is_large", "scan_register", "wants_scan"]
