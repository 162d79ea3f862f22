"""Application of the core."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Core."""

    name = "convergence.core"
    label = "core"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        """Register the checks, and what the worker sweeps."""
        from convergence.core import checks, presses  # noqa: F401, PLC0415
