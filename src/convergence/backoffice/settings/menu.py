"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add("settings", label=_("The organisation"), url_name="settings:profile", action="core.edit_profile", order=10)
menus.add("settings", label=_("Access and roles"), url_name="settings:users", action="accounts.view_user", order=20)
