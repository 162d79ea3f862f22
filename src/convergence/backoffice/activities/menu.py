"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

SEE = "activities.view_activity"
menus.add("activities", label=_("All activities"), url_name="activities:index", action=SEE, order=10)
menus.add("activities", label=_("Calendar"), url_name="activities:calendar", action=SEE, order=5)
menus.add("activities", label=_("Totals"), url_name="activities:totals", action=SEE, order=20)
