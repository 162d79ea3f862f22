"""What time asks for."""

from django.utils import timezone

from convergence.core.tasks import periodic
from convergence.education.exhibitions.commands.erasing import forget_requests
from convergence.education.exhibitions.commands.mail import remind_returns


@periodic(seconds=3600)
def remind_of_returns() -> None:
    """Write to those whose loan ends soon."""
    remind_returns(at=timezone.now())


@periodic(seconds=86_400)
def forget_old_requests() -> None:
    """Empty who asked for loans long over."""
    forget_requests(at=timezone.now())
