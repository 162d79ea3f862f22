"""What activities collected from a person (L12)."""

from collections.abc import Mapping, Sequence

from convergence.activities.models import AttendanceEntry, PersonRole
from convergence.contacts.queries.held import Rows, rows_of


def collected_from(ids: Sequence[int]) -> Mapping[str, Rows]:
    """Return the parts that a person played and the activities where they signed in."""
    roles = PersonRole.objects.filter(person__in=ids)
    signed = AttendanceEntry.objects.filter(person__in=ids)
    return {
        "activities": rows_of(roles, "activity__title_fr", "activity__start", "capacity", "is_named"),
        "attendance": rows_of(signed, "activity__title_fr", "activity__start", "gender", "age_range", "recorded_at"),
    }
