"""Application of internships and missions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaysConfig(AppConfig):
    """Who leaves, and what comes back."""

    name = "convergence.education.stays"
    label = "stays"
    verbose_name = _("Internships and missions")

    def ready(self) -> None:
        """Declare the policies, the words of personal links, what is held of people, and the sweeps."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.contacts.queries.held import (  # noqa: PLC0415
            register_collected,
            register_eraser,
            register_keeper,
        )
        from convergence.education.stays import policies, tasks  # noqa: F401, PLC0415
        from convergence.education.stays.commands.erasing import forget_people  # noqa: PLC0415
        from convergence.education.stays.models import Application, Stay  # noqa: PLC0415
        from convergence.education.stays.queries import collected, links  # noqa: PLC0415
        from convergence.messaging.late import register_late_words  # noqa: PLC0415

        register_policies(Application)
        register_policies(Stay)
        register_late_words(links.APPLICATION, links.application_url)
        register_late_words(links.PARTICIPANT, links.participant_url)
        register_collected(collected.collected_from)
        register_keeper(collected.still_away)
        register_eraser(forget_people)
