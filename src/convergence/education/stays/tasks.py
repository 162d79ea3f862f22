"""What time asks for."""

from django.utils import timezone

from convergence.core.tasks import periodic
from convergence.education.stays.commands import destroy_old_sheets, empty_old, lapse_offers, remind


@periodic(seconds=3600)
def move_waiting_lists() -> None:
    """Let offers lapse whose last day is over, and offer their places to the next."""
    lapse_offers(at=timezone.now())


@periodic(seconds=3600)
def remind_of_commitments() -> None:
    """Remind of commitments; each reminder leaves once."""
    remind(at=timezone.now())


@periodic(seconds=86_400)
def destroy_emergency_sheets() -> None:
    """Destroy the emergency sheets of those who are back."""
    destroy_old_sheets(at=timezone.now())


@periodic(seconds=86_400)
def empty_what_served() -> None:
    """Empty applications and participants whose time is over (L10)."""
    empty_old(at=timezone.now())
