"""How much of the pool a union lent and borrowed."""

from dataclasses import dataclass

from django.db.models import Q

from convergence.contacts.models import Contact
from convergence.education.tools.choices import LoanState, UseKind
from convergence.education.tools.models import PoolUse

REALLY = Q(kind=UseKind.DOWNLOAD) | Q(state__in=(LoanState.LENT, LoanState.RETURNED))
"""A loan counts once it is lent."""


@dataclass(frozen=True)
class Shared:
    """Downloads and loans: of the union's tools by others (`lent`), by the union (`borrowed`)."""

    lent: int
    borrowed: int


def shared_by(union: Contact) -> Shared:
    """Return what a union lent and borrowed, merged records considered (S8)."""
    lent = PoolUse.objects.filter(REALLY, Q(tool__owner=union) | Q(tool__owner__merged_into=union))
    taken = PoolUse.objects.filter(REALLY, Q(union=union) | Q(union__merged_into=union))
    return Shared(lent.count(), taken.count())
