"""Application of portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Members space."""

    name = "convergence.portal"
    label = "portal"
    verbose_name = _("Members’ space")
