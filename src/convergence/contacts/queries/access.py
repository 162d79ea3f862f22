"""For whom a user acts."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from convergence.contacts.models import Access


def organisations_of(user: Any) -> frozenset[int]:
    """Return the ids of the organisations for which the user acts today."""
    today = timezone.localdate()
    rows = Access.objects.filter(user=user).filter(
        Q(start_date__isnull=True) | Q(start_date__lte=today), Q(end_date__isnull=True) | Q(end_date__gte=today)
    )
    return frozenset(rows.values_list("organisation_id", flat=True))
