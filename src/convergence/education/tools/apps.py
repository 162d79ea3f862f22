"""Application of tools."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolsConfig(AppConfig):
    """What people learn with."""

    name = "convergence.education.tools"
    label = "tools"
    verbose_name = _("Tools")

    def ready(self) -> None:
        """Declare the policies, make the links of orders, hand over and empty what is held of people."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.contacts.queries.held import register_collected, register_eraser  # noqa: PLC0415
        from convergence.education.tools import policies, tasks  # noqa: F401, PLC0415
        from convergence.education.tools.commands import forget_people  # noqa: PLC0415
        from convergence.education.tools.models import Order, Tool  # noqa: PLC0415
        from convergence.education.tools.queries.orders import (  # noqa: PLC0415
            LINK_WORDS,
            collected_from,
            order_url_of,
        )
        from convergence.messaging.late import register_late_words  # noqa: PLC0415

        register_policies(Order, Tool)
        register_collected(collected_from)
        register_eraser(forget_people)
        register_late_words(LINK_WORDS, order_url_of)
