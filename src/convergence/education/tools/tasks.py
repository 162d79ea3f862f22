"""Work of tools outside the request."""

from django.utils import timezone

from convergence.core.tasks import periodic
from convergence.education.tools.commands import empty_cancelled


@periodic(seconds=86_400)
def empty_orders() -> None:
    """Empty the names and addresses of orders that were cancelled long ago."""
    empty_cancelled(at=timezone.now())
