"""Application of the contacts register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    """Who."""

    name = "convergence.contacts"
    label = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        """Put the models under the table of policies."""
        from convergence.accounts.policies import resolve_own_organisations_with  # noqa: PLC0415
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.contacts import policies  # noqa: F401, PLC0415
        from convergence.contacts.models import Body, Contact, Organisation, Person  # noqa: PLC0415
        from convergence.contacts.queries import organisations_of  # noqa: PLC0415

        register_policies(Contact, Person, Organisation, Body)
        resolve_own_organisations_with(organisations_of)
