"""The work axis of what is written without one (S82)."""

from convergence.activities.choices import AXIS_OF_KIND, ActivityKind
from convergence.vocabulary.models import Axis


def default_axis(kind: str) -> Axis | None:
    """Return the work axis under which a kind stands, None when it has none or the centre does not use that axis."""
    slug = AXIS_OF_KIND.get(ActivityKind(kind)) if kind in ActivityKind.values else None
    return Axis.objects.filter(slug=slug).first() if slug else None
