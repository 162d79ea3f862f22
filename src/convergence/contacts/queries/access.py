"""For whom a user acts."""

from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from convergence.contacts.models import Access


def organisations_of(user: Any) -> frozenset[int]:
    """Return the ids of the organisations for which the user acts today; of one that was merged, the one that was kept."""
    today = timezone.localdate()
    rows = Access.objects.filter(user=user).filter(
        Q(start_date__isnull=True) | Q(start_date__lte=today), Q(end_date__isnull=True) | Q(end_date__gte=today)
    )
    return frozenset(rows.values_list(Coalesce("organisation__merged_into_id", "organisation_id"), flat=True))
