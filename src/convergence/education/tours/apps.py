"""Application of tours of guests."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToursConfig(AppConfig):
    """Guests on tour."""

    name = "convergence.education.tours"
    label = "tours"
    verbose_name = _("Tours of guests")

    def ready(self) -> None:
        """Declare the policies, watch over activities, hear facts, make links late, hand over and empty what is held."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.activities.commands.watching import register_watcher  # noqa: PLC0415
        from convergence.contacts.queries.held import register_collected, register_eraser  # noqa: PLC0415
        from convergence.education.tours import handlers, policies, tasks  # noqa: F401, PLC0415
        from convergence.education.tours.commands import forget_people  # noqa: PLC0415
        from convergence.education.tours.commands.guard import watch  # noqa: PLC0415
        from convergence.education.tours.models import Tour  # noqa: PLC0415
        from convergence.education.tours.queries import collected  # noqa: PLC0415
        from convergence.education.tours.queries.links import LATE, link_of_nonce  # noqa: PLC0415
        from convergence.messaging.late import register_late_words  # noqa: PLC0415

        register_policies(Tour)
        register_watcher(watch)
        register_late_words(LATE, link_of_nonce)
        register_collected(collected.collected_from)
        register_eraser(forget_people)
