"""Entry of the menu."""

from django.utils.translation import pgettext_lazy

from convergence.backoffice import menus

menus.add(
    "settings",
    label=pgettext_lazy("in the menu", "API tokens"),
    url_name="tokens:index",
    action="accounts.add_apitoken",
    order=80,
)
