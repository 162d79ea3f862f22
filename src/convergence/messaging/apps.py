"""Application of messaging."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    """What was said to whom."""

    name = "convergence.messaging"
    label = "messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Put the models under the table of policies and listen to our own facts."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.contacts.queries.held import register_eraser  # noqa: PLC0415
        from convergence.messaging import handlers, policies  # noqa: F401, PLC0415
        from convergence.messaging.erasing import empty_letters  # noqa: PLC0415
        from convergence.messaging.models import Delivery, Mailing, Suppression  # noqa: PLC0415

        register_eraser(empty_letters)
        register_policies(Mailing, Delivery, Suppression)
