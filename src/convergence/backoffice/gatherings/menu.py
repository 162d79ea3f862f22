"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

SEE = "gatherings.view_gathering"
menus.add("activities", label=_("Events and registrations"), url_name="events:index", action=SEE, order=30)
menus.add(
    "activities", label=_("Refunds of events"), url_name="events:refunds", action="gatherings.view_refund", order=35
)
