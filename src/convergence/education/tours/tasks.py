"""What time asks for."""

from django.utils import timezone

from convergence.core.tasks import periodic
from convergence.education.tours.commands import empty_old, remind_hosts, tell_names


@periodic(seconds=3600)
def remind_of_tours() -> None:
    """Write to the hosts of tours that come soon; each once."""
    remind_hosts(at=timezone.now())


@periodic(seconds=86_400)
def settle_old_tours() -> None:
    """Name guests at risk who are home and agreed to it; empty what has served its purpose."""
    tell_names(at=timezone.now())
    empty_old(at=timezone.now())
