"""Application of exhibitions that travel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExhibitionsConfig(AppConfig):
    """What travels."""

    name = "convergence.education.exhibitions"
    label = "exhibitions"
    verbose_name = _("Exhibitions")

    def ready(self) -> None:
        """Declare the policies, the words of personal links, what is held of people, and the sweeps."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.contacts.queries.held import register_collected, register_eraser  # noqa: PLC0415
        from convergence.education.exhibitions import policies, tasks  # noqa: F401, PLC0415
        from convergence.education.exhibitions.commands.erasing import forget_people  # noqa: PLC0415
        from convergence.education.exhibitions.models import Exhibition, Loan  # noqa: PLC0415
        from convergence.education.exhibitions.queries import collected  # noqa: PLC0415
        from convergence.education.exhibitions.queries.links import LATE, link_of_nonce  # noqa: PLC0415
        from convergence.messaging.late import register_late_words  # noqa: PLC0415

        register_policies(Exhibition)
        register_policies(Loan)
        register_late_words(LATE, link_of_nonce)
        register_collected(collected.collected_from)
        register_eraser(forget_people)
