"""Application of messaging."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    """What was said to whom."""

    name = "convergence.messaging"
    label = "messaging"
    verbose_name = _("Messages")
