"""Application of gatherings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    """Activities open to registration."""

    name = "convergence.education.gatherings"
    label = "gatherings"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Declare the policies, hear facts, make personal links late, and empty what is held of a person who is erased."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.contacts.queries.held import register_collected, register_eraser  # noqa: PLC0415
        from convergence.education.gatherings import handlers, policies, tasks  # noqa: F401, PLC0415
        from convergence.education.gatherings.commands import forget_people  # noqa: PLC0415
        from convergence.education.gatherings.models import Gathering, Party, Registration  # noqa: PLC0415
        from convergence.education.gatherings.queries import collected, links  # noqa: PLC0415
        from convergence.messaging.late import register_late_words  # noqa: PLC0415

        register_policies(Gathering, Party, Registration)
        register_late_words(links.LINK_WORDS, links.link_of)
        register_late_words(links.GROUP_WORDS, links.group_link_of)
        register_collected(collected.collected_from)
        register_eraser(forget_people)
