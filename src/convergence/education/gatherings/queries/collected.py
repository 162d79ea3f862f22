"""What registrations collected from a person (L12)."""

from collections.abc import Mapping, Sequence

from convergence.contacts.queries.held import Rows, rows_of
from convergence.education.gatherings.models import Registration


def collected_from(ids: Sequence[int]) -> Mapping[str, Rows]:
    """Return the registrations tied to a person."""
    rows = Registration.objects.filter(person__in=ids)
    names = ("gathering__activity__title_fr", "given_name", "family_name", "email", "organisation_name", "state")
    return {"registrations": rows_of(rows, *names, "way", "registered_at", "came")}
