"""What exhibitions collected from a person (L12)."""

from collections.abc import Mapping, Sequence

from convergence.contacts.queries.held import Rows, rows_of
from convergence.education.exhibitions.models import ConsentEntry


def collected_from(ids: Sequence[int]) -> Mapping[str, Rows]:
    """Return what a person portrayed said about each use."""
    rows = ConsentEntry.objects.filter(portrayed__person__in=ids)
    return {"portrayed": rows_of(rows, "portrayed__work__title_fr", "use", "answer", "how", "said_date")}
