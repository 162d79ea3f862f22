"""The wordings of the mission, by date (S5)."""

from datetime import date

from convergence.core.dates import UncertainDate
from convergence.history.models import MissionWording


def mission_wordings() -> list[MissionWording]:
    """Return every wording, the latest known first; those that no date bears come last."""
    rows = MissionWording.objects.select_related("source")
    return sorted(rows, key=lambda row: (_known_from(row) is None, _descending(row), row.position, row.pk))


def mission_on(day: date) -> MissionWording | None:
    """Return the wording that was in use on a day: the latest one that a source attests by then (S5)."""
    known = [row for row in mission_wordings() if (_known_from(row) or date.max) <= day]
    return known[0] if known else None


def _known_from(row: MissionWording) -> date | None:
    text = row.valid_from or row.attested or row.source.published
    return UncertainDate(text).earliest if text else None


def _descending(row: MissionWording) -> int:
    known = _known_from(row)
    return -known.toordinal() if known else 0
