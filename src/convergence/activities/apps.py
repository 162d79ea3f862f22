"""Application of activities."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """What was done."""

    name = "convergence.activities"
    label = "activities"
    verbose_name = _("Activities")

    def ready(self) -> None:
        """Declare the policies, count for whoever asks, and empty what is held of a person who is erased."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.activities import policies  # noqa: F401, PLC0415
        from convergence.activities.commands import forget_people  # noqa: PLC0415
        from convergence.activities.models import Activity  # noqa: PLC0415
        from convergence.activities.queries import collected, counters  # noqa: F401, PLC0415
        from convergence.contacts.queries.held import register_collected, register_eraser  # noqa: PLC0415

        register_policies(Activity)
        register_collected(collected.collected_from)
        register_eraser(forget_people)
