"""Application of accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users and rights."""

    name = "convergence.accounts"
    label = "accounts"
    verbose_name = _("Users")

    def ready(self) -> None:
        """Declare who may give rights."""
        from convergence.accounts import rights  # noqa: F401, PLC0415
