"""Work of trainings outside the request."""

from django.utils import timezone

from convergence.core.tasks import periodic
from convergence.education.trainings.commands import empty_old, expire_links, send_reminders


@periodic(seconds=3600)
def remind_of_sessions() -> None:
    """Send the reminders that are due; each leaves once."""
    send_reminders(at=timezone.now())


@periodic(seconds=900)
def release_what_expired() -> None:
    """Release the dates whose link expired."""
    expire_links(at=timezone.now())


@periodic(seconds=86_400)
def empty_what_served() -> None:
    """Empty personal data that have served their purpose (L10)."""
    empty_old(at=timezone.now())
