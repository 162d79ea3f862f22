"""Application of membership."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    """Membership and dues."""

    name = "convergence.membership"
    label = "membership"
    verbose_name = _("Membership")
