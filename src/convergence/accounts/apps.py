"""Application of accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users and rights."""

    name = "convergence.accounts"
    label = "accounts"
    verbose_name = _("Users")

    def ready(self) -> None:
        """Declare who may give rights; hear of second factors as they are added."""
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415

        from convergence.accounts import rights  # noqa: F401, PLC0415
        from convergence.accounts.second_factor import remember_proof  # noqa: PLC0415

        authenticator_added.connect(remember_proof, dispatch_uid="convergence.accounts.second_factor")
