"""Application of backoffice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    """Staff screens."""

    name = "convergence.backoffice"
    label = "backoffice"
    verbose_name = _("Back office")

    def ready(self) -> None:
        """Let every area add its entries of the menu and its lines of the home page."""
        from convergence.backoffice import areas, sidebar  # noqa: PLC0415

        areas.modules("menu")
        areas.modules("home")
        areas.modules("panels")
        sidebar.lighten()
