"""Entry of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

menus.add("settings", label=_("API tokens"), url_name="tokens:index", action="accounts.add_apitoken", order=80)
