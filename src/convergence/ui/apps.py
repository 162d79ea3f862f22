"""Application of ui."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Look."""

    name = "convergence.ui"
    label = "ui"
    verbose_name = _("Look")
