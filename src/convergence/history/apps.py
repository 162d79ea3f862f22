"""Application of history."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """What the organisation lived."""

    name = "convergence.history"
    label = "history"
    verbose_name = _("History")

    def ready(self) -> None:
        """Put the models under the table of policies."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.history import policies  # noqa: F401, PLC0415
        from convergence.history.models import (  # noqa: PLC0415
            Claim,
            CountryTie,
            DeclaredTotal,
            Milestone,
            MissionWording,
            Series,
        )

        register_policies(Milestone, Series, MissionWording, Claim, CountryTie, DeclaredTotal)
