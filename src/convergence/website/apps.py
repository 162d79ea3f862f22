"""Application of the public site."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    """Public pages."""

    name = "convergence.website"
    label = "website"
    verbose_name = _("Public site")

    def ready(self) -> None:
        """Put the pages under the table of policies."""
        from convergence.accounts.editing import register_pages  # noqa: PLC0415
        from convergence.website import policies, tasks, themed, uses  # noqa: F401, PLC0415

        register_pages()
