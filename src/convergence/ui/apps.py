"""Application of ui."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Look."""

    name = "convergence.ui"
    label = "ui"
    verbose_name = _("Look")

    def ready(self) -> None:
        """Say of every field left empty what to do, in the same words on every page."""
        from django.forms import Field  # noqa: PLC0415  (apps are not ready when this module is read)

        Field.default_error_messages = Field.default_error_messages | {"required": _("Fill this in to go on.")}
