"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

LOANS, ITEMS = "exhibitions.view_loan", "exhibitions.view_exhibition"
menus.add("activities", label=_("Loans of exhibitions"), url_name="exhibitions:index", action=LOANS, order=50)
menus.add("activities", label=_("Calendar of crates"), url_name="exhibitions:calendar", action=ITEMS, order=51)
menus.add("activities", label=_("Exhibitions and kits"), url_name="exhibitions:catalogue", action=ITEMS, order=52)
